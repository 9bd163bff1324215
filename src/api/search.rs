//! Both searches.

use super::error::ApiError;
use super::request;
use domain::entities::Position;
use domain::ids::ConversationId;
use domain::search::{ConversationHits, SearchPage};

/// A page of what is found in everything that the agent may see, newest first.
pub async fn search(text: &str, before: Option<Position>) -> Result<SearchPage, ApiError> {
    request::get(&format!("/search?{}", query(text, before))).await
}

/// Where a text is found in one conversation.
pub async fn search_conversation(
    id: ConversationId,
    text: &str,
    before: Option<Position>,
) -> Result<ConversationHits, ApiError> {
    request::get(&format!("/conversations/{id}/search?{}", query(text, before))).await
}

fn query(text: &str, before: Option<Position>) -> String {
    let text = String::from(js_sys::encode_uri_component(text));
    let before = before
        .map(|place| format!("&before_at={}&before_id={}", place.at.as_millis(), place.id))
        .unwrap_or_default();
    format!("q={text}{before}")
}

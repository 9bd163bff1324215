//! Media, links and documents of a conversation.

use super::error::ApiError;
use super::request;
use domain::entities::Position;
use domain::ids::ConversationId;
use domain::shelf::{Shelf, ShelfPage};

/// A page of a shelf, newest first.
pub async fn shelf_page(
    id: ConversationId,
    shelf: Shelf,
    before: Option<Position>,
    limit: usize,
) -> Result<ShelfPage, ApiError> {
    let before = before
        .map(|place| format!("&before_at={}&before_id={}", place.at.as_millis(), place.id))
        .unwrap_or_default();
    let kind = shelf.word();
    request::get(&format!(
        "/conversations/{id}/attachments?kind={kind}&limit={limit}{before}"
    ))
    .await
}

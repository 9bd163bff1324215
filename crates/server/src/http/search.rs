//! Searching: everywhere, and in one conversation.

use super::path_id::PathId;
use super::query::{Query, row_limit, whole_key};
use super::refusal::Refusal;
use crate::auth::current_session::CurrentSession;
use crate::state::AppState;
use crate::store::SearchWanted;
use axum::Json;
use axum::extract::State;
use domain::entities::Position;
use domain::error::Problem;
use domain::ids::{ConversationId, MessageId, PhoneNumberId};
use domain::search::{ConversationHits, DEFAULT_MESSAGES, SearchPage};
use domain::text_matching;
use domain::time::Timestamp;
use serde::Deserialize;

/// What is looked for everywhere.
#[derive(Clone, Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SearchQuery {
    /// Words, each the beginning of one in the message or in the contact's name; or a part of a phone number. Nothing in it has a special
    /// meaning. Of what is longer than 200 characters or twelve words the beginning counts.
    q: String,
    /// In conversations with this number of ours only.
    phone_number_id: Option<PhoneNumberId>,
    /// Time of the last page's `next`; with `before_id`.
    before_at: Option<Timestamp>,
    /// Id of the last page's `next`; with `before_at`.
    before_id: Option<MessageId>,
    /// How many messages: 1–200, 30 when not given.
    limit: Option<u32>,
}

/// Contacts and messages, newest first.
#[utoipa::path(get, path = "/search", tag = "search", params(SearchQuery), responses(
    (status = 200, body = SearchPage),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn everywhere(
    State(state): State<AppState>,
    current: CurrentSession,
    Query(asked): Query<SearchQuery>,
) -> Result<Json<SearchPage>, Refusal> {
    let before = place(asked.before_at, asked.before_id)?;
    let limit = row_limit(asked.limit, DEFAULT_MESSAGES)?;
    let query = text_matching::Query::parse(&asked.q);
    if query.is_empty() {
        return Ok(Json(SearchPage::default()));
    }
    state
        .search_limits
        .take(current.session.agent.id, state.clock.now())?;
    let wanted = SearchWanted {
        query,
        phone_number: asked.phone_number_id,
        before,
        limit,
    };
    Ok(Json(state.store.search(&current.viewer(), &wanted).await?))
}

/// What is looked for in a conversation.
#[derive(Clone, Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ConversationSearchQuery {
    /// Words, each the beginning of one in the message. Of what is longer than 200 characters or twelve words the beginning counts.
    q: String,
    /// Time of the last answer's `next`; with `before_id`.
    before_at: Option<Timestamp>,
    /// Id of the last answer's `next`; with `before_at`.
    before_id: Option<MessageId>,
}

/// How many messages of a conversation match, and where they are, newest first.
#[utoipa::path(get, path = "/conversations/{id}/search", tag = "search",
    params(("id" = ConversationId, Path), ConversationSearchQuery),
    responses(
        (status = 200, body = ConversationHits),
        (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn in_conversation(
    State(state): State<AppState>,
    current: CurrentSession,
    PathId(id): PathId<ConversationId>,
    Query(asked): Query<ConversationSearchQuery>,
) -> Result<Json<ConversationHits>, Refusal> {
    let before = place(asked.before_at, asked.before_id)?;
    let query = text_matching::Query::parse(&asked.q);
    state
        .search_limits
        .take(current.session.agent.id, state.clock.now())?;
    let hits = state
        .store
        .search_conversation(&current.viewer(), id, &query, before)
        .await?;
    hits.map(Json).ok_or_else(Refusal::not_found)
}

fn place(at: Option<Timestamp>, id: Option<MessageId>) -> Result<Option<Position>, Refusal> {
    let place = whole_key(at, id, "before_id")?;
    Ok(place.map(|(at, id)| Position { at, id }))
}

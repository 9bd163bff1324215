//! Media, links and documents of a conversation.

use super::path_id::PathId;
use super::query::{Query, row_limit, whole_key};
use super::refusal::Refusal;
use crate::auth::current_session::CurrentSession;
use crate::state::AppState;
use crate::store::ShelfWanted;
use axum::Json;
use axum::extract::State;
use domain::entities::Position;
use domain::error::Problem;
use domain::ids::{ConversationId, MessageId};
use domain::shelf::{Shelf, ShelfPage};
use domain::time::Timestamp;
use serde::Deserialize;

const DEFAULT_MESSAGES: u32 = 30;

/// Which page of which shelf.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ShelfQuery {
    /// Pictures and films, messages with links, or documents.
    #[param(inline)]
    kind: Shelf,
    /// Time of the last page's `next`; with `before_id`.
    before_at: Option<Timestamp>,
    /// Id of the last page's `next`; with `before_at`.
    before_id: Option<MessageId>,
    /// How many messages: 1–200, 30 when not given.
    limit: Option<u32>,
}

/// What was exchanged in a conversation, by sort, newest first.
#[utoipa::path(get, path = "/conversations/{id}/attachments", tag = "messages",
    params(("id" = ConversationId, Path), ShelfQuery),
    responses(
        (status = 200, body = ShelfPage),
        (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn page(
    State(state): State<AppState>,
    current: CurrentSession,
    PathId(id): PathId<ConversationId>,
    Query(query): Query<ShelfQuery>,
) -> Result<Json<ShelfPage>, Refusal> {
    let before = whole_key(query.before_at, query.before_id, "before_id")?;
    let wanted = ShelfWanted {
        conversation: id,
        shelf: query.kind,
        before: before.map(|(at, id)| Position { at, id }),
        limit: row_limit(query.limit, DEFAULT_MESSAGES)?,
    };
    let page = state.store.shelf_page(&current.viewer(), &wanted).await?;
    page.map(Json).ok_or_else(Refusal::not_found)
}

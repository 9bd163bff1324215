//! Marking as read, and as unread.

use super::body::JsonBody;
use super::path_id::PathId;
use super::refusal::Refusal;
use crate::auth::current_session::CurrentSession;
use crate::state::{AppState, MetaSignal};
use axum::Json;
use axum::extract::State;
use domain::command::{MarkRead, MarkUnread};
use domain::entities::Conversation;
use domain::error::Problem;
use domain::ids::ConversationId;
use domain::permission::Permission;

/// Lowers the shared unread count and tells the customer's phone.
#[utoipa::path(post, path = "/conversations/{id}/read", tag = "conversations",
    params(("id" = ConversationId, Path)), request_body = MarkRead,
    responses(
        (status = 200, body = Conversation),
        (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn mark(
    State(state): State<AppState>,
    current: CurrentSession,
    PathId(id): PathId<ConversationId>,
    JsonBody(command): JsonBody<MarkRead>,
) -> Result<Json<Conversation>, Refusal> {
    current.require(Permission::ChatSend)?;
    state.begin_write(current.session.agent.id)?;
    let outcome = state
        .store
        .mark_read(&current.viewer(), id, command.up_to)
        .await?;
    let outcome = outcome.ok_or_else(Refusal::not_found)?;
    if let Some(receipt) = outcome.receipt {
        state.signal_meta(MetaSignal::Read(receipt));
    }
    Ok(Json(outcome.conversation))
}

/// Marks a conversation as unread for everyone, or takes the mark away. Messages that nobody has seen stay unread.
#[utoipa::path(put, path = "/conversations/{id}/unread-mark", tag = "conversations",
    params(("id" = ConversationId, Path)), request_body = MarkUnread,
    responses(
        (status = 200, body = Conversation),
        (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn mark_unread(
    State(state): State<AppState>,
    current: CurrentSession,
    PathId(id): PathId<ConversationId>,
    JsonBody(command): JsonBody<MarkUnread>,
) -> Result<Json<Conversation>, Refusal> {
    current.require(Permission::ChatSend)?;
    state
        .list_limits
        .take(current.session.agent.id, state.clock.now())?;
    let conversation = state
        .store
        .mark_unread(&current.viewer(), id, command.is_marked_unread)
        .await?;
    conversation.map(Json).ok_or_else(Refusal::not_found)
}

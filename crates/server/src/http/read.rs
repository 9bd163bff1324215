//! Marking as read.

use super::body::JsonBody;
use super::path_id::PathId;
use super::refusal::Refusal;
use crate::auth::current_session::CurrentSession;
use crate::state::{AppState, MetaSignal};
use axum::Json;
use axum::extract::State;
use domain::command::MarkRead;
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

//! Ending a conversation and opening it again.

use super::body::JsonBody;
use super::path_id::PathId;
use super::refusal::Refusal;
use crate::auth::current_session::CurrentSession;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use domain::command::ChangeConversationState;
use domain::entities::Conversation;
use domain::error::Problem;
use domain::ids::ConversationId;
use domain::permission::Permission;

/// Opens or ends a conversation; ending it ends its assignment.
#[utoipa::path(put, path = "/conversations/{id}/state", tag = "conversations",
    params(("id" = ConversationId, Path)), request_body = ChangeConversationState,
    responses(
        (status = 200, body = Conversation),
        (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn change(
    State(state): State<AppState>,
    current: CurrentSession,
    PathId(id): PathId<ConversationId>,
    JsonBody(command): JsonBody<ChangeConversationState>,
) -> Result<Json<Conversation>, Refusal> {
    current.require(Permission::ChatSend)?;
    let now = state.begin_write(current.session.agent.id)?;
    let line = state.ids.message_id();
    let conversation = state
        .store
        .change_state(&current.viewer(), id, command.state, line, now)
        .await?;
    conversation.map(Json).ok_or_else(Refusal::not_found)
}

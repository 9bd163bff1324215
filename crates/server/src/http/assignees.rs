//! Who answers a conversation.

use super::body::JsonBody;
use super::path_id::PathId;
use super::refusal::Refusal;
use crate::auth::current_session::CurrentSession;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use domain::command::Assign;
use domain::entities::Conversation;
use domain::error::{ErrorCode, Problem};
use domain::ids::ConversationId;

/// The most assignees of one conversation.
const MAX_ASSIGNEES: usize = 50;

/// Replaces the assignees.
#[utoipa::path(put, path = "/conversations/{id}/assignees", tag = "conversations",
    params(("id" = ConversationId, Path)), request_body = Assign,
    responses(
        (status = 200, body = Conversation),
        (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn replace(
    State(state): State<AppState>,
    current: CurrentSession,
    PathId(id): PathId<ConversationId>,
    JsonBody(command): JsonBody<Assign>,
) -> Result<Json<Conversation>, Refusal> {
    if command.agents.len() > MAX_ASSIGNEES {
        return Err(Refusal::invalid("agents"));
    }
    let viewer = current.viewer();
    if !viewer.may_assign(&command.agents) {
        return Err(ErrorCode::PermissionDenied.into());
    }
    let now = state.begin_write(current.session.agent.id)?;
    let line = state.ids.message_id();
    let conversation = state
        .store
        .assign(&viewer, id, &command.agents, line, now)
        .await?;
    conversation.map(Json).ok_or_else(Refusal::not_found)
}

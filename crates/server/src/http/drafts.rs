//! What an agent has written and not sent.

use super::body::JsonBody;
use super::path_id::PathId;
use super::refusal::Refusal;
use crate::auth::current_session::CurrentSession;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use domain::command::SaveDraft;
use domain::draft::{CHARACTERS, Draft, is_possible};
use domain::error::Problem;
use domain::ids::ConversationId;
use domain::permission::Permission;

/// Keeps the agent's own draft, unless a newer revision is known; answers with the draft as it is then.
#[utoipa::path(put, path = "/conversations/{id}/draft", tag = "conversations",
    params(("id" = ConversationId, Path)), request_body = SaveDraft,
    responses(
        (status = 200, body = Draft),
        (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn save(
    State(state): State<AppState>,
    current: CurrentSession,
    PathId(id): PathId<ConversationId>,
    JsonBody(command): JsonBody<SaveDraft>,
) -> Result<Json<Draft>, Refusal> {
    current.require(Permission::ChatSend)?;
    let now = state.begin_write(current.session.agent.id)?;
    if !is_possible(command.revision, now) {
        return Err(Refusal::invalid("revision"));
    }
    if command.text.chars().count() > CHARACTERS {
        return Err(Refusal::text_too_long(CHARACTERS));
    }
    let draft = state
        .store
        .save_draft(&current.viewer(), id, &command, now)
        .await?;
    draft.map(Json).ok_or_else(Refusal::not_found)
}

//! Notes that mention the agent. They come with the first screen; changes come from the socket.

use super::path_id::PathId;
use super::refusal::Refusal;
use crate::auth::current_session::CurrentSession;
use crate::state::AppState;
use axum::extract::State;
use axum::http::StatusCode;
use domain::error::Problem;
use domain::ids::NoteId;

/// The agent has seen that a note mentions them. One that is seen, or was never there, changes nothing and looks the same.
#[utoipa::path(delete, path = "/mentions/{note_id}", tag = "contacts",
    params(("note_id" = NoteId, Path)), responses(
    (status = 204, description = "It is seen"),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn see(
    State(state): State<AppState>,
    current: CurrentSession,
    PathId(note_id): PathId<NoteId>,
) -> Result<StatusCode, Refusal> {
    state.begin_write(current.session.agent.id)?;
    state.store.see_mention(&current.viewer(), note_id).await?;
    Ok(StatusCode::NO_CONTENT)
}

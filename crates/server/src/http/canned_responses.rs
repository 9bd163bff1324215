//! Answers that a team keeps ready. They are read with the first screen and from the socket.

use super::body::JsonBody;
use super::path_id::PathId;
use super::refusal::Refusal;
use crate::auth::current_session::CurrentSession;
use crate::media::uploads;
use crate::state::AppState;
use crate::store::PutCannedOutcome;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::canned_response::{CannedResponse, CannedResponseError, NEEDED_PERMISSION, PutCannedResponse};
use domain::error::{ErrorCode, Problem};
use domain::ids::CannedResponseId;

/// Creates or replaces a canned response; the same again changes nothing.
#[utoipa::path(put, path = "/canned-responses/{id}", tag = "canned responses",
    params(("id" = CannedResponseId, Path)), request_body = PutCannedResponse,
    responses(
        (status = 201, description = "It is new", body = CannedResponse),
        (status = 200, description = "It was there", body = CannedResponse),
        (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn put(
    State(state): State<AppState>,
    current: CurrentSession,
    PathId(id): PathId<CannedResponseId>,
    JsonBody(command): JsonBody<PutCannedResponse>,
) -> Result<(StatusCode, Json<CannedResponse>), Refusal> {
    current.require(NEEDED_PERMISSION)?;
    let command = command.tidied();
    command.check().map_err(refusal)?;
    state.begin_change(current.session.agent.id)?;
    match state
        .store
        .put_canned_response(&current.viewer(), id, &command)
        .await?
    {
        PutCannedOutcome::Created(response) => Ok((StatusCode::CREATED, Json(response))),
        PutCannedOutcome::Kept(response) => Ok((StatusCode::OK, Json(response))),
        PutCannedOutcome::ShortcutTaken => Err(ErrorCode::ShortcutTaken.into()),
        PutCannedOutcome::EditConflict => Err(ErrorCode::EditConflict.into()),
        PutCannedOutcome::FileMissing => Err(ErrorCode::FileMissing.into()),
        PutCannedOutcome::FileRefused(error) => Err(uploads::refusal(error)),
    }
}

/// Removes a canned response; one that is gone stays so.
#[utoipa::path(delete, path = "/canned-responses/{id}", tag = "canned responses",
    params(("id" = CannedResponseId, Path)), responses(
    (status = 204, description = "It is gone"),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn remove(
    State(state): State<AppState>,
    current: CurrentSession,
    PathId(id): PathId<CannedResponseId>,
) -> Result<StatusCode, Refusal> {
    current.require(NEEDED_PERMISSION)?;
    state.begin_change(current.session.agent.id)?;
    state.store.remove_canned_response(id).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn refusal(error: CannedResponseError) -> Refusal {
    match error {
        CannedResponseError::BodyEmpty => ErrorCode::TextEmpty.into(),
        CannedResponseError::BodyTooLong { most } => Refusal::text_too_long(most),
        CannedResponseError::Shortcut | CannedResponseError::Title | CannedResponseError::Buttons => {
            Refusal::invalid(error.field())
        }
    }
}

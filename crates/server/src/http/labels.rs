//! The lists that contacts are sorted by: sources and groups. They are read with the first screen and from the socket.

use super::body::JsonBody;
use super::path_id::PathId;
use super::refusal::Refusal;
use crate::auth::current_session::CurrentSession;
use crate::state::AppState;
use crate::store::PutLabelOutcome;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::command::{PutGroup, PutSource};
use domain::contact::{LISTING, tidy_label};
use domain::entities::{Group, Source};
use domain::error::{ErrorCode, Problem};
use domain::ids::{GroupId, SourceId};
use domain::time::Timestamp;

/// Creates or renames a source; the same again changes nothing.
#[utoipa::path(put, path = "/sources/{id}", tag = "contacts",
    params(("id" = SourceId, Path)), request_body = PutSource,
    responses(
        (status = 201, description = "It is new", body = Source),
        (status = 200, description = "It was there", body = Source),
        (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn put_source(
    State(state): State<AppState>,
    current: CurrentSession,
    PathId(id): PathId<SourceId>,
    JsonBody(command): JsonBody<PutSource>,
) -> Result<(StatusCode, Json<Source>), Refusal> {
    let now = begin(&state, &current)?;
    let command = PutSource {
        name: tidied(&command.name)?,
        ..command
    };
    answer(
        state
            .store
            .put_source(&current.viewer(), id, &command, now)
            .await?,
    )
}

/// Removes a source; contacts that had it have none. One that is gone stays so.
#[utoipa::path(delete, path = "/sources/{id}", tag = "contacts",
    params(("id" = SourceId, Path)), responses(
    (status = 204, description = "It is gone"),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn remove_source(
    State(state): State<AppState>,
    current: CurrentSession,
    PathId(id): PathId<SourceId>,
) -> Result<StatusCode, Refusal> {
    let now = begin(&state, &current)?;
    state.store.remove_source(&current.viewer(), id, now).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Creates or renames a group; the same again changes nothing.
#[utoipa::path(put, path = "/groups/{id}", tag = "contacts",
    params(("id" = GroupId, Path)), request_body = PutGroup,
    responses(
        (status = 201, description = "It is new", body = Group),
        (status = 200, description = "It was there", body = Group),
        (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn put_group(
    State(state): State<AppState>,
    current: CurrentSession,
    PathId(id): PathId<GroupId>,
    JsonBody(command): JsonBody<PutGroup>,
) -> Result<(StatusCode, Json<Group>), Refusal> {
    let now = begin(&state, &current)?;
    let command = PutGroup {
        name: tidied(&command.name)?,
        ..command
    };
    answer(
        state
            .store
            .put_group(&current.viewer(), id, &command, now)
            .await?,
    )
}

/// Removes a group; nobody is in it any more. One that is gone stays so.
#[utoipa::path(delete, path = "/groups/{id}", tag = "contacts",
    params(("id" = GroupId, Path)), responses(
    (status = 204, description = "It is gone"),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn remove_group(
    State(state): State<AppState>,
    current: CurrentSession,
    PathId(id): PathId<GroupId>,
) -> Result<StatusCode, Refusal> {
    let now = begin(&state, &current)?;
    state.store.remove_group(&current.viewer(), id, now).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who may, and not without end.
fn begin(state: &AppState, current: &CurrentSession) -> Result<Timestamp, Refusal> {
    current.require(LISTING)?;
    Ok(state.begin_change(current.session.agent.id)?)
}

fn tidied(name: &str) -> Result<String, Refusal> {
    tidy_label(name).ok_or_else(|| Refusal::invalid("name"))
}

fn answer<T>(outcome: PutLabelOutcome<T>) -> Result<(StatusCode, Json<T>), Refusal> {
    match outcome {
        PutLabelOutcome::Created(label) => Ok((StatusCode::CREATED, Json(label))),
        PutLabelOutcome::Kept(label) => Ok((StatusCode::OK, Json(label))),
        PutLabelOutcome::NameTaken => Err(ErrorCode::NameTaken.into()),
        PutLabelOutcome::EditConflict => Err(ErrorCode::EditConflict.into()),
    }
}

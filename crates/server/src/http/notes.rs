//! Notes of contacts. The newest come with a conversation; changes come from the socket.

use super::body::JsonBody;
use super::path_id::{PathId, PathIds};
use super::query::{Query, row_limit, whole_key};
use super::refusal::Refusal;
use crate::auth::current_session::CurrentSession;
use crate::state::AppState;
use crate::store::{PutNoteOutcome, RemoveNoteOutcome};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::command::PutNote;
use domain::contact::{NOTE_CHARACTERS, NOTING, NoteError, tidy_note};
use domain::entities::Note;
use domain::error::{ErrorCode, Problem};
use domain::ids::{ContactId, NoteId};
use domain::time::Timestamp;
use domain::wire::NotePage;
use serde::Deserialize;

const DEFAULT_ROWS: u32 = 50;

/// Which page of notes.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct NoteQuery {
    /// When the last note that is known was written; with `before_id`.
    before_at: Option<Timestamp>,
    /// Id of the last note that is known; with `before_at`.
    before_id: Option<NoteId>,
    /// How many notes: 1–200, 50 when not given.
    limit: Option<u32>,
}

/// A page of a contact's notes, newest first.
#[utoipa::path(get, path = "/contacts/{id}/notes", tag = "contacts",
    params(("id" = ContactId, Path), NoteQuery), responses(
    (status = 200, body = NotePage),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn page(
    State(state): State<AppState>,
    current: CurrentSession,
    PathId(id): PathId<ContactId>,
    Query(query): Query<NoteQuery>,
) -> Result<Json<NotePage>, Refusal> {
    let limit = row_limit(query.limit, DEFAULT_ROWS)? as usize;
    let before = whole_key(query.before_at, query.before_id, "before_id")?;
    let page = state
        .store
        .note_page(&current.viewer(), id, before, limit)
        .await?;
    page.map(Json).ok_or_else(Refusal::not_found)
}

/// Writes a note, or changes one of one's own; the later time wins, the same again changes nothing.
#[utoipa::path(put, path = "/contacts/{id}/notes/{note_id}", tag = "contacts",
    params(("id" = ContactId, Path), ("note_id" = NoteId, Path)), request_body = PutNote,
    responses(
        (status = 201, description = "It is new", body = Note),
        (status = 200, description = "It was there", body = Note),
        (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn put(
    State(state): State<AppState>,
    current: CurrentSession,
    PathIds(id, note_id): PathIds<ContactId, NoteId>,
    JsonBody(command): JsonBody<PutNote>,
) -> Result<(StatusCode, Json<Note>), Refusal> {
    current.require(NOTING)?;
    let text = tidy_note(&command.text).map_err(|error| match error {
        NoteError::Empty => ErrorCode::TextEmpty.into(),
        NoteError::TooLong => Refusal::text_too_long(NOTE_CHARACTERS),
    })?;
    let now = state.begin_change(current.session.agent.id)?;
    let command = PutNote { text, ..command };
    match state
        .store
        .put_note(&current.viewer(), id, note_id, &command, now)
        .await?
    {
        PutNoteOutcome::Created(note) => Ok((StatusCode::CREATED, Json(note))),
        PutNoteOutcome::Kept(note) => Ok((StatusCode::OK, Json(note))),
        PutNoteOutcome::NotFound => Err(Refusal::not_found()),
        PutNoteOutcome::Denied => Err(ErrorCode::PermissionDenied.into()),
        PutNoteOutcome::IdConflict => Err(ErrorCode::IdConflict.into()),
    }
}

/// Removes one of one's own notes; one that is gone stays so.
#[utoipa::path(delete, path = "/contacts/{id}/notes/{note_id}", tag = "contacts",
    params(("id" = ContactId, Path), ("note_id" = NoteId, Path)), responses(
    (status = 204, description = "It is gone"),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn remove(
    State(state): State<AppState>,
    current: CurrentSession,
    PathIds(id, note_id): PathIds<ContactId, NoteId>,
) -> Result<StatusCode, Refusal> {
    current.require(NOTING)?;
    let now = state.begin_change(current.session.agent.id)?;
    match state
        .store
        .remove_note(&current.viewer(), id, note_id, now)
        .await?
    {
        RemoveNoteOutcome::Gone => Ok(StatusCode::NO_CONTENT),
        RemoveNoteOutcome::NotFound => Err(Refusal::not_found()),
        RemoveNoteOutcome::Denied => Err(ErrorCode::PermissionDenied.into()),
    }
}

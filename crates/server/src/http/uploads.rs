//! Files from agents' devices, in slices.

use super::body::{JsonBody, read_within, throw_away};
use super::path_id::PathId;
use super::query::Query;
use super::refusal::Refusal;
use super::to_the_end::to_the_end;
use crate::auth::current_session::CurrentSession;
use crate::media::uploads;
use crate::state::AppState;
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use domain::contact::EDITING;
use domain::content::MessageKind;
use domain::error::Problem;
use domain::ids::MediaId;
use domain::media_limit;
use domain::permission::Permission;
use domain::upload::{BeginUpload, LARGEST_SLICE, UploadState};
use serde::Deserialize;
use std::time::Duration;

/// How long a slice may take: 1 MiB at 70 kbit/s.
const SLICE_MAY_TAKE: Duration = Duration::from_secs(120);
/// The longest name and type that are kept, in bytes.
const LONGEST_TEXT: usize = 1_024;

/// Begins an upload, or says how far it is.
#[utoipa::path(post, path = "/uploads", tag = "media", request_body = BeginUpload,
    responses(
        (status = 200, body = UploadState),
        (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn begin(
    State(state): State<AppState>,
    current: CurrentSession,
    JsonBody(upload): JsonBody<BeginUpload>,
) -> Result<Json<UploadState>, Refusal> {
    let is_picture = matches!(upload.kind, MessageKind::Image | MessageKind::Sticker);
    current.require(match upload.conversation_id {
        Some(_) => Permission::ChatSend,
        // A contact's picture.
        None if is_picture && current.session.permissions.allows(EDITING) => EDITING,
        None => Permission::CannedResponsesManage,
    })?;
    if upload.mime_type.len() > LONGEST_TEXT {
        return Err(Refusal::invalid("mime_type"));
    }
    if upload
        .file_name
        .as_ref()
        .is_some_and(|name| name.len() > LONGEST_TEXT)
    {
        return Err(Refusal::invalid("file_name"));
    }
    media_limit::check(upload.kind, &upload.mime_type, upload.byte_size).map_err(uploads::refusal)?;
    let viewer = current.viewer();
    let now = state.begin_change(current.session.agent.id)?;
    let begun = to_the_end(async move {
        let known = state.store.begin_upload(&viewer, &upload, now).await?;
        uploads::state(&state, viewer.agent_id, known).await
    });
    begun.await?.map(Json)
}

/// Where a slice begins.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SliceQuery {
    /// In bytes from the beginning of the file.
    offset: u64,
}

/// Adds a slice of at most 1 MiB. `upload_offset` says where the next one must begin. The answer to the last one says what the file is.
#[utoipa::path(patch, path = "/uploads/{id}", tag = "media",
    params(("id" = MediaId, Path), SliceQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses(
        (status = 200, body = UploadState),
        (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn add(
    State(state): State<AppState>,
    current: Result<CurrentSession, Refusal>,
    PathId(id): PathId<MediaId>,
    Query(query): Query<SliceQuery>,
    body: Body,
) -> Result<Json<UploadState>, Refusal> {
    let current = match current {
        Ok(current) => current,
        Err(refusal) => {
            throw_away(body, state.patience.body).await;
            return Err(refusal);
        }
    };
    let most = usize::try_from(LARGEST_SLICE).unwrap_or(usize::MAX);
    let slice = read_within(body, most, SLICE_MAY_TAKE).await?;
    let agent = current.session.agent.id;
    let added = to_the_end(async move { uploads::add(&state, agent, id, query.offset, &slice).await });
    added.await?.map(Json)
}

/// Gives an unfinished upload up.
#[utoipa::path(delete, path = "/uploads/{id}", tag = "media",
    params(("id" = MediaId, Path)),
    responses(
        (status = 204),
        (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn remove(
    State(state): State<AppState>,
    current: CurrentSession,
    PathId(id): PathId<MediaId>,
) -> Result<StatusCode, Refusal> {
    let agent = current.session.agent.id;
    state.begin_write(agent)?;
    state.store.drop_upload(agent, id).await?;
    state.media_wake.notify_one();
    Ok(StatusCode::NO_CONTENT)
}

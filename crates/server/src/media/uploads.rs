//! A slice of an upload, and what happens when it was the last.
//!
//! What is acknowledged is on the disk. How far an upload is, its file says; one slice at a time is written.

use super::measure::{START, kept_type, measure};
use crate::http::refusal::Refusal;
use crate::state::Services;
use crate::store::{KeptFile, MediaFile, UploadOutcome};
use domain::content::{Attachment, MessageKind};
use domain::error::{ErrorCode, Problem};
use domain::ids::{AgentId, MediaId};
use domain::media_limit::{self, MediaLimitError};
use domain::time::Span;
use domain::upload::{BeginUpload, UploadState};
use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use tokio::sync::Mutex as AsyncMutex;

/// How long a file is kept that was uploaded and never sent, and an upload that does not come to its end.
pub const KEEP_UNSENT: Span = Span::from_hours(7 * 24);

/// One slice at a time for each upload.
#[derive(Debug, Default)]
pub struct UploadTurns {
    turns: Mutex<HashMap<MediaId, Weak<AsyncMutex<()>>>>,
}

impl UploadTurns {
    fn of(&self, id: MediaId) -> Arc<AsyncMutex<()>> {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        turns.retain(|_, turn| turn.strong_count() > 0);
        if let Some(turn) = turns.get(&id).and_then(Weak::upgrade) {
            return turn;
        }
        let turn = Arc::default();
        turns.insert(id, Arc::downgrade(&turn));
        turn
    }
}

/// How far an upload is; finishes one whose end was cut off.
///
/// # Errors
/// The file is not what can be sent, or the disk refuses.
pub async fn state(
    services: &Services,
    agent: AgentId,
    known: UploadOutcome,
) -> Result<UploadState, Refusal> {
    let upload = match known {
        UploadOutcome::UnderWay(upload) => upload,
        UploadOutcome::Done(file) => return Ok(done(&file)),
        UploadOutcome::NotFound => return Err(Refusal::not_found()),
        UploadOutcome::IdConflict => return Err(ErrorCode::IdConflict.into()),
        UploadOutcome::TooMany => return Err(Refusal::later(60)),
    };
    let turn = services.upload_turns.of(upload.id);
    let _turn = turn.lock().await;
    go_on(services, agent, &upload).await
}

/// Adds a slice that begins at `offset`.
///
/// # Errors
/// `upload_offset`: the upload stands elsewhere. The file is not what can be sent, or the disk refuses.
pub async fn add(
    services: &Services,
    agent: AgentId,
    id: MediaId,
    offset: u64,
    slice: &[u8],
) -> Result<UploadState, Refusal> {
    let turn = services.upload_turns.of(id);
    let _turn = turn.lock().await;
    let upload = match services.store.upload(agent, id).await? {
        Some(UploadOutcome::UnderWay(upload)) => upload,
        Some(UploadOutcome::Done(file)) => return Ok(done(&file)),
        _ => return Err(Refusal::not_found()),
    };
    let here = services.media_files.uploaded(id).await.map_err(disk)?;
    if offset != here {
        return Err(Refusal::from(Problem {
            offset: Some(here),
            ..Problem::new(ErrorCode::UploadOffset)
        }));
    }
    if offset + slice.len() as u64 > upload.byte_size {
        return Err(Refusal::invalid("body"));
    }
    services
        .media_files
        .add_slice(id, offset, slice)
        .await
        .map_err(disk)?;
    go_on(services, agent, &upload).await
}

async fn go_on(services: &Services, agent: AgentId, upload: &BeginUpload) -> Result<UploadState, Refusal> {
    let files = &services.media_files;
    let offset = files.uploaded(upload.id).await.map_err(disk)?;
    let is_in_place = offset == 0 && files.size(upload.id).await.map_err(disk)? == Some(upload.byte_size);
    if offset < upload.byte_size && !is_in_place {
        return Ok(UploadState {
            offset,
            attachment: None,
        });
    }
    let start = files.start(upload.id, START).await.map_err(disk)?;
    let mime_type = kept_type(&upload.mime_type, &start);
    if let Err(error) = media_limit::check(upload.kind, &mime_type, upload.byte_size) {
        // The bytes go with the row.
        services.store.drop_upload(agent, upload.id).await?;
        services.media_wake.notify_one();
        return Err(refusal(error));
    }
    let path = files.keep_upload(upload.id).await.map_err(disk)?;
    let measured = measure(&path, &mime_type, upload.byte_size).await;
    if upload.kind == MessageKind::VoiceNote && measured.opus_channels != Some(1) {
        services.store.drop_upload(agent, upload.id).await?;
        services.media_wake.notify_one();
        return Err(refusal(MediaLimitError::NotVoice));
    }
    let file = KeptFile {
        id: upload.id,
        mime_type,
        byte_size: upload.byte_size,
        pixels: measured.pixels,
        duration_ms: measured.duration_ms,
        opus_channels: measured.opus_channels,
    };
    let now = services.clock.now();
    let finished = services.store.finish_upload(agent, &file, now, now + KEEP_UNSENT);
    finished.await?.as_ref().map(done).ok_or_else(Refusal::not_found)
}

fn done(file: &MediaFile) -> UploadState {
    UploadState {
        offset: file.kept.byte_size,
        attachment: Some(Attachment {
            media_id: Some(file.kept.id),
            mime_type: file.kept.mime_type.clone(),
            file_name: file.file_name.clone(),
            byte_size: Some(file.kept.byte_size),
            duration_ms: file.kept.duration_ms,
            pixels: file.kept.pixels,
            ..Attachment::default()
        }),
    }
}

/// Why a file cannot be sent.
#[must_use]
pub fn refusal(error: MediaLimitError) -> Refusal {
    match error {
        MediaLimitError::NoFile => Refusal::invalid("kind"),
        MediaLimitError::Empty => ErrorCode::FileEmpty.into(),
        MediaLimitError::Type => ErrorCode::FileTypeRefused.into(),
        MediaLimitError::NotVoice => ErrorCode::VoiceNoteRefused.into(),
        MediaLimitError::Size { max_bytes } => Refusal::from(Problem {
            max_bytes: Some(max_bytes),
            ..Problem::new(ErrorCode::FileTooLarge)
        }),
    }
}

#[allow(clippy::needless_pass_by_value, reason = "the shape that map_err asks for")]
fn disk(error: io::Error) -> Refusal {
    tracing::error!(%error, "the data folder takes no file");
    ErrorCode::Unavailable.into()
}

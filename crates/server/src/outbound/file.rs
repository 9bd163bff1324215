//! A message's file goes to Meta before the message does. Meta's id of it serves further attempts and messages of the same number.

use super::outcome::{of_upload_error, unasked};
use super::outgoing::name_of;
use crate::state::Services;
use crate::store::{AttemptOutcome, OutboundJob, StoreError};
use axum::body::Bytes;
use cloud_api::{Client, Credentials, MediaUpload};
use domain::content::{Attachment, MessageContent};
use domain::ids::MediaId;
use domain::media_limit::type_for_meta;
use domain::time::Span;
use futures::Stream;
use futures::stream::try_unfold;
use media::VoiceNote;
use std::io;
use tokio::fs::File;
use tokio::io::AsyncReadExt as _;

/// Meta keeps uploads for 30 days (Meta: "Media"); a day before that they are uploaded anew.
const META_KEEPS: Span = Span::from_hours(29 * 24);
/// Meta's code for "our file could not be used".
const FILE_UNUSABLE: i64 = 131_053;
/// What a voice note is called at Meta, whatever the device called it.
const VOICE_NOTE_NAME: &str = "voice-note.ogg";
/// How much of a file is read at once, in bytes.
const READ_AT_ONCE: usize = 64 * 1_024;

/// Meta's id of the file, after it was uploaded if need be; or why there is none. Nothing of the message has left then.
pub(super) async fn meta_id(
    services: &Services,
    client: &Client,
    credentials: &Credentials,
    job: &OutboundJob,
    attachment: &Attachment,
) -> Result<String, AttemptOutcome> {
    let now = services.clock.now();
    let Some(media) = attachment.media_id else {
        return Err(AttemptOutcome::Failed(unasked(FILE_UNUSABLE)));
    };
    let known = services
        .store
        .media_at_meta(media, job.phone_number_id, now - META_KEEPS)
        .await;
    match known {
        Ok(Some(known)) => return Ok(known),
        Ok(None) => {}
        Err(error) => error.tell("what Meta calls a file is not known"),
    }
    let is_voice = matches!(job.content, MessageContent::VoiceNote(_));
    let upload = match open(services, media, attachment, is_voice).await {
        Ok(upload) => upload,
        Err(error) => {
            tracing::error!(%error, media_id = %media, "a file that is to be sent cannot be read");
            return Err(AttemptOutcome::Failed(unasked(FILE_UNUSABLE)));
        }
    };
    let uploaded = client.upload_media(credentials, &job.phone_number_meta_id, upload);
    let uploaded = tokio::select! {
        uploaded = uploaded => uploaded,
        // Nothing of the message has left: the next start begins again.
        () = services.shutdown.wait() => return Err(AttemptOutcome::Paced { due_at: now }),
    };
    let id = uploaded.map_err(|error| {
        tracing::warn!(%error, message_id = %job.message_id, attempt = job.attempt, "Meta did not take a file");
        of_upload_error(&error, job, services.clock.now())
    })?;
    let now = services.clock.now();
    if let Err(error) = remember(services, media, job, &id, now).await {
        error.tell("what Meta calls a file is not remembered");
    }
    Ok(id)
}

async fn remember(
    services: &Services,
    media: MediaId,
    job: &OutboundJob,
    id: &str,
    now: domain::time::Timestamp,
) -> Result<(), StoreError> {
    services
        .store
        .put_media_at_meta(media, job.phone_number_id, id, now)
        .await
}

async fn open(
    services: &Services,
    media: MediaId,
    attachment: &Attachment,
    is_voice: bool,
) -> io::Result<MediaUpload> {
    let file = File::open(services.media_files.path(media)).await?;
    let length = file.metadata().await?.len();
    // Meta looks at name and type of a voice note closely.
    let (mime_type, name) = if is_voice {
        (VoiceNote::MIME_TYPE, VOICE_NOTE_NAME.to_owned())
    } else {
        (type_for_meta(&attachment.mime_type), name_of(attachment))
    };
    Ok(MediaUpload::from_stream(pieces(file), length, mime_type, name))
}

/// A file piece by piece: it never is in memory as a whole.
fn pieces(file: File) -> impl Stream<Item = io::Result<Bytes>> + Send {
    try_unfold(file, |mut file| async move {
        let mut piece = vec![0; READ_AT_ONCE];
        let length = file.read(&mut piece).await?;
        piece.truncate(length);
        Ok((length > 0).then(|| (Bytes::from(piece), file)))
    })
}

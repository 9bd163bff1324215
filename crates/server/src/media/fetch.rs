//! One try to fetch a customer's file: look its address up, download it, see what it is.

use super::files::MediaFiles;
use super::measure::{START, kept_type, measure};
use crate::store::{KeptFile, MediaFetch};
use cloud_api::{Client, Credentials, DownloadError, SendError};
use domain::content::FetchFailure;
use std::io;

/// The largest file that a customer can send; source: Meta's document, "Media".
const LARGEST: u64 = 100 * 1_024 * 1_024;
/// Meta's answer for an id that it does not know, or no longer; source: Meta's document, "Error codes".
const NO_SUCH_OBJECT: i64 = 100;

/// Why a try failed.
#[derive(Debug, thiserror::Error)]
pub(super) enum FetchError {
    /// Trying again makes sense.
    #[error("{0}")]
    Later(String),
    /// It does not.
    #[error("{0:?}")]
    Never(FetchFailure),
    /// The disk refused.
    #[error("the data folder: {0}")]
    Disk(#[from] io::Error),
}

/// Fetches a file under its id.
pub(super) async fn fetch(
    client: &Client,
    credentials: &Credentials,
    phone_number_meta_id: &str,
    fetch: &MediaFetch,
    files: &MediaFiles,
) -> Result<KeptFile, FetchError> {
    let info = client
        .media_info(credentials, &fetch.meta_media_id, Some(phone_number_meta_id))
        .await
        .map_err(|error| of_look_up(&error))?;
    let mut download = client
        .download_media(credentials, &info.url, LARGEST)
        .await
        .map_err(|error| of_download(&error))?;
    let mut file = files.create(fetch.media_id).await?;
    let (mut start, mut byte_size) = (Vec::with_capacity(START), 0u64);
    while let Some(bytes) = download.chunk().await.map_err(|error| of_download(&error))? {
        start.extend(bytes.iter().take(START - start.len().min(START)));
        byte_size += bytes.len() as u64;
        file.write(&bytes).await?;
    }
    if info.file_size.is_some_and(|told| told != byte_size) {
        return Err(FetchError::Later(format!(
            "came with {byte_size} bytes, not as many as told"
        )));
    }
    let declared = fetch
        .content
        .attachment()
        .map_or("", |file| file.mime_type.as_str());
    let path = file.keep().await?;
    let mime_type = kept_type(declared, &start);
    let measured = measure(&path, &mime_type, byte_size).await;
    Ok(KeptFile {
        id: fetch.media_id,
        mime_type,
        byte_size,
        pixels: measured.pixels,
        duration_ms: measured.duration_ms,
        opus_channels: measured.opus_channels,
    })
}

fn of_look_up(error: &SendError) -> FetchError {
    let is_gone = error.graph().is_some_and(|graph| graph.code == NO_SUCH_OBJECT)
        || matches!(
            error,
            SendError::Http {
                status: 404 | 410,
                ..
            }
        );
    if is_gone {
        FetchError::Never(FetchFailure::Expired)
    } else {
        FetchError::Later(error.to_string())
    }
}

fn of_download(error: &DownloadError) -> FetchError {
    match error {
        DownloadError::TooLarge { .. } => FetchError::Never(FetchFailure::TooLarge),
        // An address lives 5 minutes; the next try asks for a new one.
        error => FetchError::Later(error.to_string()),
    }
}

//! Media: up, look up, down, delete (Meta: "Media" of the Cloud API).
//!
//! Ids of uploads live 30 days, ids from webhooks 7, download addresses 5 minutes.

use std::io;

use bytes::Bytes;
use futures::{Stream, TryStreamExt};
use reqwest::multipart::{Form, Part};
use reqwest::{Body, Method, RequestBuilder, Response};
use serde_json::Value;

use super::call::{call, call_for_success, refusal, transport_error};
use super::{Client, Credentials};
use crate::error::{SendError, Uncertainty};
use crate::lenient;

/// A file to upload.
#[derive(Debug)]
pub struct MediaUpload {
    body: Body,
    length: Option<u64>,
    mime_type: String,
    filename: String,
}

/// What Meta knows of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaInfo {
    /// The media id.
    pub id: String,
    /// Where to download it, for 5 minutes.
    pub url: String,
    /// Its type, possibly with parameters.
    pub mime_type: Option<String>,
    /// SHA-256 of the bytes, in base64 or hex.
    pub sha256: Option<String>,
    /// Its size in bytes.
    pub file_size: Option<u64>,
}

/// A download under way.
#[derive(Debug)]
pub struct MediaDownload {
    /// The type that the host names.
    pub content_type: Option<String>,
    /// The size in bytes that the host names; already checked against the cap.
    pub content_length: Option<u64>,
    response: Response,
    received: u64,
    limit: u64,
    idle: std::time::Duration,
}

/// Why a download failed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum DownloadError {
    /// The address is not on the allow-list, so the token was not sent there.
    #[error("the media address is not allowed")]
    HostNotAllowed,
    /// The file is larger than the cap.
    #[error("larger than {limit} bytes")]
    TooLarge {
        /// The cap in bytes.
        limit: u64,
    },
    /// The address has expired: look the id up again.
    #[error("the media address has expired")]
    Expired,
    /// The call failed; a download may always be repeated.
    #[error(transparent)]
    Call(SendError),
}

impl MediaUpload {
    /// A file in memory. The type must be one that Meta accepts and the file name's extension must fit it.
    pub fn from_bytes(
        bytes: impl Into<Bytes>,
        mime_type: impl Into<String>,
        filename: impl Into<String>,
    ) -> Self {
        let bytes = bytes.into();
        Self {
            length: Some(bytes.len() as u64),
            body: bytes.into(),
            mime_type: mime_type.into(),
            filename: filename.into(),
        }
    }

    /// A file of known size that is read while it is sent.
    pub fn from_stream(
        stream: impl Stream<Item = io::Result<Bytes>> + Send + 'static,
        length: u64,
        mime_type: impl Into<String>,
        filename: impl Into<String>,
    ) -> Self {
        Self {
            body: Body::wrap_stream(stream.into_stream()),
            length: Some(length),
            mime_type: mime_type.into(),
            filename: filename.into(),
        }
    }
}

impl Client {
    /// Uploads a file and gives its media id. Repeating after an unknown outcome wastes an id, nothing more.
    ///
    /// # Errors
    /// See [`SendError`]; an unsupported type is code 100.
    pub async fn upload_media(
        &self,
        credentials: &Credentials,
        phone_number_id: &str,
        upload: MediaUpload,
    ) -> Result<String, SendError> {
        let file = match upload.length {
            Some(length) => Part::stream_with_length(upload.body, length),
            None => Part::stream(upload.body),
        };
        let file = file.file_name(upload.filename).mime_str(&upload.mime_type);
        let file = file.map_err(|_| SendError::Invalid("not a media type"))?;
        let form = Form::new()
            .text("messaging_product", "whatsapp")
            .text("type", upload.mime_type)
            .part("file", file);
        let request = self.request(credentials, Method::POST, &[phone_number_id, "media"])?;
        let request = request.timeout(self.config.transfer_timeout).multipart(form);
        let answer = call(request, "upload_media").await?;
        lenient::id(&answer, "id").ok_or(SendError::OutcomeUnknown(Uncertainty::UnreadableAnswer))
    }

    /// Looks a file up. Giving the number checks that it is the number's own.
    ///
    /// # Errors
    /// See [`SendError`]; safe to repeat.
    pub async fn media_info(
        &self,
        credentials: &Credentials,
        media_id: &str,
        phone_number_id: Option<&str>,
    ) -> Result<MediaInfo, SendError> {
        let request = of_number(
            self.request(credentials, Method::GET, &[media_id])?,
            phone_number_id,
        );
        let answer = call(request, "media_info").await?;
        MediaInfo::from_value(&answer, media_id)
            .ok_or(SendError::OutcomeUnknown(Uncertainty::UnreadableAnswer))
    }

    /// Deletes an uploaded file.
    ///
    /// # Errors
    /// See [`SendError`]; safe to repeat.
    pub async fn delete_media(
        &self,
        credentials: &Credentials,
        media_id: &str,
        phone_number_id: Option<&str>,
    ) -> Result<(), SendError> {
        let request = of_number(
            self.request(credentials, Method::DELETE, &[media_id])?,
            phone_number_id,
        );
        call_for_success(request, "delete_media").await
    }

    /// Begins to download from an address that a look-up or a webhook named, up to `limit` bytes.
    ///
    /// # Errors
    /// See [`DownloadError`].
    pub async fn download_media(
        &self,
        credentials: &Credentials,
        url: &str,
        limit: u64,
    ) -> Result<MediaDownload, DownloadError> {
        let Some(url) = self.config.allowed_media_url(&self.endpoint, url) else {
            tracing::warn!("media address not allowed");
            return Err(DownloadError::HostNotAllowed);
        };
        let request = self
            .media_request(credentials, url)
            .map_err(DownloadError::Call)?;
        let answer = tokio::time::timeout(self.config.request_timeout, request.send()).await;
        let response = match answer {
            Ok(Ok(response)) => response,
            Ok(Err(error)) => return Err(DownloadError::Call(transport_error(&error))),
            Err(_) => {
                return Err(DownloadError::Call(SendError::OutcomeUnknown(
                    Uncertainty::TimedOut,
                )));
            }
        };
        if matches!(response.status().as_u16(), 404 | 410) {
            return Err(DownloadError::Expired);
        }
        if !response.status().is_success() {
            return Err(DownloadError::Call(refusal(response).await));
        }
        let content_length = response.content_length();
        if content_length.is_some_and(|length| length > limit) {
            return Err(DownloadError::TooLarge { limit });
        }
        let content_type = response.headers().get(reqwest::header::CONTENT_TYPE);
        let content_type = content_type
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned);
        let idle = self.config.idle_timeout;
        Ok(MediaDownload {
            content_type,
            content_length,
            response,
            received: 0,
            limit,
            idle,
        })
    }
}

impl MediaDownload {
    /// The next piece; nothing at the end.
    ///
    /// # Errors
    /// The connection broke or stood still, or the file is larger than the cap.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, DownloadError> {
        let chunk = match tokio::time::timeout(self.idle, self.response.chunk()).await {
            Ok(chunk) => chunk.map_err(|error| DownloadError::Call(transport_error(&error)))?,
            Err(_) => {
                return Err(DownloadError::Call(SendError::OutcomeUnknown(
                    Uncertainty::TimedOut,
                )));
            }
        };
        if let Some(chunk) = &chunk {
            self.received = self.received.saturating_add(chunk.len() as u64);
            if self.received > self.limit {
                return Err(DownloadError::TooLarge { limit: self.limit });
            }
        }
        Ok(chunk)
    }

    /// The pieces as a stream, which ends after the first error.
    pub fn into_stream(self) -> impl Stream<Item = Result<Bytes, DownloadError>> + Send {
        futures::stream::try_unfold(self, |mut download| async move {
            let chunk = download.chunk().await?;
            Ok(chunk.map(|chunk| (chunk, download)))
        })
    }
}

impl MediaInfo {
    fn from_value(value: &Value, media_id: &str) -> Option<Self> {
        Some(Self {
            id: lenient::id(value, "id").unwrap_or_else(|| media_id.to_owned()),
            url: lenient::id(value, "url")?,
            mime_type: lenient::id(value, "mime_type"),
            sha256: lenient::id(value, "sha256"),
            file_size: lenient::integer(value, "file_size").and_then(|size| u64::try_from(size).ok()),
        })
    }
}

fn of_number(request: RequestBuilder, phone_number_id: Option<&str>) -> RequestBuilder {
    match phone_number_id {
        Some(id) => request.query(&[("phone_number_id", id)]),
        None => request,
    }
}

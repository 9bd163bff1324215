//! Bodies of requests: limited in size and time, read to JSON.

use super::refusal::Refusal;
use crate::state::AppState;
use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use futures::StreamExt as _;
use serde::de::DeserializeOwned;
use std::time::Duration;

/// The largest body of a command, in bytes.
pub const MAX_BYTES: usize = 64 * 1_024;
/// Of a body that is too large this much is read and thrown away, so that the client reads the refusal instead of a reset.
const MAX_DRAINED_BYTES: usize = 16 * 1_024 * 1_024;

/// A JSON body.
#[derive(Clone, Copy, Debug)]
pub struct JsonBody<T>(pub T);

impl<T: DeserializeOwned> FromRequest<AppState> for JsonBody<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Self::Rejection> {
        let is_json = is_json(request.headers());
        let bytes = read_within(request.into_body(), MAX_BYTES, state.patience.body).await?;
        if !is_json {
            return Err(Refusal::invalid("content-type").with_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        serde_json::from_slice(&bytes)
            .map(Self)
            .map_err(|error| Refusal::invalid(&blamed_field(&error)))
    }
}

/// Reads a body of at most `max_bytes` that has so much time to arrive.
///
/// # Errors
/// `body_too_large`; `invalid_request` when it breaks off or takes too long.
pub async fn read_within(body: Body, max_bytes: usize, at_most: Duration) -> Result<Bytes, Refusal> {
    tokio::time::timeout(at_most, read(body, max_bytes))
        .await
        .unwrap_or_else(|_| Err(Refusal::invalid("body").with_status(StatusCode::REQUEST_TIMEOUT)))
}

/// Reads a body that nobody wants and throws it away. Who is refused while they still send reads the refusal then, instead of a broken
/// connection.
pub async fn throw_away(body: Body, at_most: Duration) {
    // Whatever comes of it: the refusal stands already.
    let _ = read_within(body, 0, at_most).await;
}

async fn read(body: Body, max_bytes: usize) -> Result<Bytes, Refusal> {
    let mut stream = body.into_data_stream();
    let mut kept = Vec::new();
    let mut length = 0_usize;
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|_| Refusal::invalid("body"))?;
        length = length.saturating_add(chunk.len());
        if length <= max_bytes {
            kept.extend_from_slice(&chunk);
        } else if length > MAX_DRAINED_BYTES {
            break;
        } else {
            kept = Vec::new();
        }
    }
    if length > max_bytes {
        Err(Refusal::body_too_large(max_bytes))
    } else {
        Ok(kept.into())
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let content_type = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    content_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .eq_ignore_ascii_case("application/json")
}

/// The field that serde names in its message, else the body as a whole. Never the value that was sent.
fn blamed_field(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let named = message
        .strip_prefix("missing field `")
        .and_then(|rest| rest.split_once('`'));
    named.map_or("body", |(name, _)| name).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::error::ErrorCode;

    #[tokio::test]
    async fn a_body_of_the_largest_size_passes_and_one_byte_more_does_not() {
        let soon = Duration::from_secs(30);
        let exact = read_within(Body::from(vec![b' '; 100]), 100, soon).await;
        assert_eq!(exact.map(|bytes| bytes.len()), Ok(100));
        let larger = read_within(Body::from(vec![b' '; 101]), 100, soon).await;
        assert_eq!(
            larger.map_err(|refusal| refusal.code()),
            Err(ErrorCode::BodyTooLarge)
        );
    }

    #[test]
    fn a_missing_field_is_named() {
        let error = serde_json::from_str::<domain::command::MarkRead>("{}").unwrap_err();
        assert_eq!(blamed_field(&error), "up_to");
        let error = serde_json::from_str::<domain::command::MarkRead>("{").unwrap_err();
        assert_eq!(blamed_field(&error), "body");
    }
}

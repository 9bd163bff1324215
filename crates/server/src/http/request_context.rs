//! Every request has an id, a span and one line in the log. Neither holds query strings, bodies or cookies.

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use std::time::Instant;
use tracing::Instrument as _;

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

tokio::task_local! {
    static REQUEST_ID: String;
}

/// The id of the request that is being answered, for problems.
#[must_use]
pub fn request_id() -> Option<String> {
    REQUEST_ID.try_with(Clone::clone).ok()
}

/// Gives the request its id. What a client sends as its own is not believed.
pub async fn with_request_id(request: Request, next: Next) -> Response {
    let id = uuid::Uuid::from_u128(rand::random()).simple().to_string();
    let header = HeaderValue::from_str(&id).ok();
    let span = tracing::info_span!("request", id, method = %request.method(), path = request.uri().path());
    let mut response = REQUEST_ID.scope(id, answer(request, next).instrument(span)).await;
    if let Some(header) = header {
        response.headers_mut().insert(X_REQUEST_ID, header);
    }
    response
}

async fn answer(request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let response = next.run(request).await;
    let status = response.status();
    let took_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    // While the database is away everything answers 503; the store has told why.
    if status.is_server_error() && status != StatusCode::SERVICE_UNAVAILABLE {
        tracing::warn!(status = status.as_u16(), took_ms, "answered");
    } else {
        tracing::debug!(status = status.as_u16(), took_ms, "answered");
    }
    response
}

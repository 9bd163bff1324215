//! What changes something, and the socket, must come from our own pages.

use super::refusal::Refusal;
use crate::state::AppState;
use axum::extract::{Request, State};
use axum::http::Method;
use axum::http::header::UPGRADE;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use domain::error::ErrorCode;

/// Refuses requests of other origins, and those that do not say where they come from.
pub async fn require_own_origin(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let is_read =
        matches!(*request.method(), Method::GET | Method::HEAD) && !request.headers().contains_key(UPGRADE);
    if is_read || state.origin.is_named_by(request.headers()) {
        next.run(request).await
    } else {
        Refusal::from(ErrorCode::ForeignOrigin).into_response()
    }
}

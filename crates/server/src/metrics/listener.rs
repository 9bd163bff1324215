//! The listener for those who watch the server, not for browsers: figures and health. Nobody signs in here, so it belongs on the
//! loopback or into a private network.

use super::snapshot;
use crate::http::health;
use crate::state::AppState;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

/// `/metrics`, `/healthz` and `/readyz`.
pub fn router(state: AppState) -> Router {
    Router::new()
        .route("/metrics", get(metrics))
        .merge(health::router())
        .with_state(state)
}

async fn metrics(State(state): State<AppState>) -> Response {
    match snapshot::text(&state).await {
        Ok(text) => (
            [(
                CONTENT_TYPE,
                "application/openmetrics-text; version=1.0.0; charset=utf-8",
            )],
            text,
        )
            .into_response(),
        Err(error) => {
            tracing::error!(%error, "figures could not be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

//! Whether the process lives, and whether it can work.

use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;

/// One line of the answer.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// Works.
    Ok,
    /// Does not.
    Failed,
}

/// What the server needs to work.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Readiness {
    /// The server takes requests; it does not while it goes down.
    server: Check,
    /// The database can be written.
    database: Check,
}

/// The process lives.
pub async fn healthz() -> Json<serde_json::Value> {
    Json(serde_json::json!({ "status": "ok" }))
}

/// The server can work; 503 when it cannot.
pub async fn readyz(State(state): State<AppState>) -> (StatusCode, Json<Readiness>) {
    let server = if state.shutdown.has_started() {
        Check::Failed
    } else {
        Check::Ok
    };
    let database = match state.store.check_writable().await {
        Ok(()) => Check::Ok,
        Err(error) => {
            tracing::warn!(%error, "the database is not ready");
            Check::Failed
        }
    };
    let is_ready = matches!((server, database), (Check::Ok, Check::Ok));
    let status = if is_ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (status, Json(Readiness { server, database }))
}

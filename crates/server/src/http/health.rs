//! Whether the process lives, and whether it can work.

use super::request_context;
use crate::state::{AppState, Services};
use crate::store::{OutageReason, StoreError};
use axum::Json;
use axum::Router;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::error::ErrorCode;
use serde::Serialize;
use std::time::Duration;

/// How long the database may take to write something before it counts as busy. Proxies ask every few seconds.
const DATABASE_WITHIN: Duration = Duration::from_secs(3);

/// `/healthz` and `/readyz`.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/healthz", get(healthz))
        .route("/readyz", get(readyz))
}

/// One line of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Check {
    /// Works.
    Ok,
    /// Does not.
    Failed,
}

/// What the server needs to work.
#[derive(Clone, Copy, Debug, Serialize)]
struct Checks {
    /// The server takes requests; it does not while it goes down.
    server: Check,
    /// The database can be written.
    database: Check,
    /// Files and connections can be opened.
    files: Check,
}

/// The refusal of `/readyz`: a problem (RFC 9457) that says what stands in the way.
#[derive(Debug, Serialize)]
struct NotReady {
    status: u16,
    code: ErrorCode,
    /// A stable word: `going_down`, `file_descriptors_used_up`, or one of [`OutageReason`].
    reason: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<String>,
    checks: Checks,
}

async fn healthz() -> Json<serde_json::Value> {
    Json(serde_json::json!({ "status": "ok" }))
}

async fn readyz(State(state): State<AppState>) -> Response {
    let going_down = state.shutdown.has_started().then_some("going_down");
    let database = database_trouble(&state).await;
    let files = state
        .troubles
        .are_files_used_up()
        .then_some("file_descriptors_used_up");
    let check = |trouble: Option<&str>| {
        if trouble.is_none() {
            Check::Ok
        } else {
            Check::Failed
        }
    };
    let checks = Checks {
        server: check(going_down),
        database: check(database),
        files: check(files),
    };
    match going_down.or(database).or(files) {
        None => Json(checks).into_response(),
        Some(reason) => not_ready(reason, checks),
    }
}

fn not_ready(reason: &'static str, checks: Checks) -> Response {
    let problem = NotReady {
        status: StatusCode::SERVICE_UNAVAILABLE.as_u16(),
        code: ErrorCode::Unavailable,
        reason,
        request_id: request_context::request_id(),
        checks,
    };
    let mut response = (StatusCode::SERVICE_UNAVAILABLE, Json(problem)).into_response();
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response
}

/// Why the database cannot be written. The log has it from the store.
async fn database_trouble(state: &Services) -> Option<&'static str> {
    match tokio::time::timeout(DATABASE_WITHIN, state.store.check_writable()).await {
        Ok(Ok(())) => None,
        Ok(Err(StoreError::Unavailable(outage))) => Some(outage.reason.as_str()),
        Ok(Err(StoreError::Broken(error))) => {
            tracing::error!(error, "the database cannot be checked");
            Some("database_broken")
        }
        Err(_) => {
            let known = state.store.outage();
            Some(
                known
                    .map_or(OutageReason::DatabaseBusy, |outage| outage.reason)
                    .as_str(),
            )
        }
    }
}

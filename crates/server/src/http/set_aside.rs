//! What could not be understood.

use super::query::{Query, row_limit, whole_key};
use super::refusal::Refusal;
use crate::auth::current_session::CurrentSession;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use domain::alarm::{NEEDED_PERMISSION, SetAsideKey, SetAsidePage};
use domain::error::Problem;
use domain::time::Timestamp;
use serde::Deserialize;

const DEFAULT_ROWS: u32 = 50;

/// Which page of what was set aside.
#[derive(Clone, Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SetAsideQuery {
    /// Time of the last item that is known; with `before_key`.
    before_at: Option<Timestamp>,
    /// Key of the last item that is known; with `before_at`.
    before_key: Option<String>,
    /// How many items: 1–200, 50 when not given.
    limit: Option<u32>,
}

/// A page of what was set aside, newest first, and how much there is in all.
#[utoipa::path(get, path = "/set-aside", tag = "alarms", params(SetAsideQuery), responses(
    (status = 200, body = SetAsidePage),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn page(
    State(state): State<AppState>,
    current: CurrentSession,
    Query(query): Query<SetAsideQuery>,
) -> Result<Json<SetAsidePage>, Refusal> {
    current.require(NEEDED_PERMISSION)?;
    let limit = row_limit(query.limit, DEFAULT_ROWS)?;
    let before = whole_key(query.before_at, query.before_key, "before_key")?;
    let before = before.map(|(at, key)| SetAsideKey { at, key });
    Ok(Json(state.store.set_aside_page(before, limit).await?))
}

//! What administrators should know.

use super::path_id::PathId;
use super::query::{Query, row_limit, whole_key};
use super::refusal::Refusal;
use crate::auth::current_session::CurrentSession;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use domain::alarm::{Alarm, AlarmKey, AlarmPage, NEEDED_PERMISSION};
use domain::error::Problem;
use domain::ids::AlarmId;
use domain::time::Timestamp;
use serde::Deserialize;

const DEFAULT_ROWS: u32 = 50;

/// Which page of alarms.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AlarmQuery {
    /// Time of the last alarm that is known; with `before_id`.
    before_at: Option<Timestamp>,
    /// Id of the last alarm that is known; with `before_at`.
    before_id: Option<AlarmId>,
    /// How many alarms: 1–200, 50 when not given.
    limit: Option<u32>,
}

/// A page of alarms in every state, newest first.
#[utoipa::path(get, path = "/alarms", tag = "alarms", params(AlarmQuery), responses(
    (status = 200, body = AlarmPage),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn page(
    State(state): State<AppState>,
    current: CurrentSession,
    Query(query): Query<AlarmQuery>,
) -> Result<Json<AlarmPage>, Refusal> {
    current.require(NEEDED_PERMISSION)?;
    let limit = row_limit(query.limit, DEFAULT_ROWS)?;
    let before = whole_key(query.before_at, query.before_id, "before_id")?;
    let before = before.map(|(at, id)| AlarmKey { at, id });
    Ok(Json(state.store.alarm_page(before, limit).await?))
}

/// Says "seen"; an alarm that is not open stays as it is.
#[utoipa::path(post, path = "/alarms/{id}/acknowledge", tag = "alarms", params(("id" = AlarmId, Path)), responses(
    (status = 200, body = Alarm),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn acknowledge(
    State(state): State<AppState>,
    current: CurrentSession,
    PathId(id): PathId<AlarmId>,
) -> Result<Json<Alarm>, Refusal> {
    current.require(NEEDED_PERMISSION)?;
    state.begin_write(current.session.agent.id)?;
    let alarm = state.store.acknowledge_alarm(id).await?;
    alarm.map(Json).ok_or_else(Refusal::not_found)
}

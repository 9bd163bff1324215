//! All that the first screen needs.

use super::refusal::Refusal;
use crate::auth::current_session::CurrentSession;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use domain::error::Problem;
use domain::wire::Bootstrap;

/// How many conversations come with the first screen.
const CONVERSATIONS: u32 = 100;

/// Session, settings, names and the newest open conversations in one answer.
#[utoipa::path(get, path = "/bootstrap", tag = "session", responses(
    (status = 200, body = Bootstrap),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn show(
    State(state): State<AppState>,
    current: CurrentSession,
) -> Result<Json<Bootstrap>, Refusal> {
    Ok(Json(
        state
            .store
            .bootstrap(&current.session, CONVERSATIONS, state.clock.now())
            .await?,
    ))
}

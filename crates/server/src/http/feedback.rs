//! What agents think of PerfectChat itself. It stays here: nothing of it goes to customers or to Meta.

use super::body::JsonBody;
use super::refusal::Refusal;
use crate::auth::current_session::CurrentSession;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use domain::error::Problem;
use domain::feedback::{COMMENT_CHARACTERS, FeedbackTally, NEEDED_PERMISSION, OwnFeedback, PutFeedback};

/// The release that is voted on: the one that runs.
const RELEASE: &str = env!("CARGO_PKG_VERSION");

/// What the agent said of the release that runs.
#[utoipa::path(get, path = "/feedback", tag = "feedback", responses(
    (status = 200, body = OwnFeedback),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn show(
    State(state): State<AppState>,
    current: CurrentSession,
) -> Result<Json<OwnFeedback>, Refusal> {
    let feedback = state
        .store
        .own_feedback(current.session.agent.id, RELEASE)
        .await?;
    Ok(Json(OwnFeedback {
        release: RELEASE.to_owned(),
        feedback,
    }))
}

/// Votes on the release that runs: one vote a person, and the last one counts.
#[utoipa::path(put, path = "/feedback", tag = "feedback", request_body = PutFeedback, responses(
    (status = 200, body = OwnFeedback),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn put(
    State(state): State<AppState>,
    current: CurrentSession,
    JsonBody(command): JsonBody<PutFeedback>,
) -> Result<Json<OwnFeedback>, Refusal> {
    let command = command.tidied();
    if !command.fits() {
        return Err(Refusal::text_too_long(COMMENT_CHARACTERS));
    }
    let agent = current.session.agent.id;
    let now = state.begin_change(agent)?;
    let feedback = state.store.put_feedback(agent, RELEASE, &command, now).await?;
    Ok(Json(OwnFeedback {
        release: RELEASE.to_owned(),
        feedback: Some(feedback),
    }))
}

/// What everybody said of the newest releases, without names.
#[utoipa::path(get, path = "/feedback/tally", tag = "feedback", responses(
    (status = 200, body = FeedbackTally),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn tally(
    State(state): State<AppState>,
    current: CurrentSession,
) -> Result<Json<FeedbackTally>, Refusal> {
    current.require(NEEDED_PERMISSION)?;
    Ok(Json(state.store.feedback_tally().await?))
}

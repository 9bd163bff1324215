//! What agents think of PerfectChat itself.

use super::error::ApiError;
use super::request;
use domain::feedback::{FeedbackTally, OwnFeedback, PutFeedback};

/// What the agent said of the release that runs.
pub async fn own_feedback() -> Result<OwnFeedback, ApiError> {
    request::get("/feedback").await
}

/// Votes on the release that runs. Twice is as good as once.
pub async fn put_feedback(put: &PutFeedback) -> Result<OwnFeedback, ApiError> {
    request::put("/feedback", put).await
}

/// What everybody said.
pub async fn feedback_tally() -> Result<FeedbackTally, ApiError> {
    request::get("/feedback/tally").await
}

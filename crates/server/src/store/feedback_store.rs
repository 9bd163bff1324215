//! What agents think of PerfectChat itself.

use super::StoreResult;
use async_trait::async_trait;
use domain::feedback::{Feedback, FeedbackTally, PutFeedback};
use domain::ids::AgentId;
use domain::time::Timestamp;

/// What agents think of PerfectChat itself: one vote a person and release. Who may read the tally is for the caller to decide
/// ([`domain::feedback::NEEDED_PERMISSION`]). It is no part of the log: nobody's screen waits for it.
#[async_trait]
pub trait FeedbackStore {
    /// What an agent said of a release.
    async fn own_feedback(&self, agent: AgentId, release: &str) -> StoreResult<Option<Feedback>>;
    /// Keeps what an agent says of a release, in place of what they said of it before. The same again changes nothing.
    async fn put_feedback(
        &self,
        agent: AgentId,
        release: &str,
        put: &PutFeedback,
        now: Timestamp,
    ) -> StoreResult<Feedback>;
    /// What everybody said of the newest releases, with their newest comments.
    async fn feedback_tally(&self) -> StoreResult<FeedbackTally>;
}

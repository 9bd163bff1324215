//! Work that goes on when its caller goes away.

use super::refusal::Refusal;
use domain::error::ErrorCode;
use tracing::Instrument as _;

/// Does the work to its end, whether or not someone still waits for the answer.
///
/// A browser that reloads cuts its call off, and with it everything after the point that the handler had reached. What follows a
/// commit, like waking a queue, must not depend on that.
///
/// # Errors
/// The work panicked.
pub async fn to_the_end<T: Send + 'static>(
    work: impl Future<Output = T> + Send + 'static,
) -> Result<T, Refusal> {
    tokio::spawn(work.in_current_span())
        .await
        .map_err(|_| ErrorCode::Internal.into())
}

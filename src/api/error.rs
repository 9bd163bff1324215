//! How a request can fail.

use domain::error::{ErrorCode, Problem};

/// How a request can fail.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ApiError {
    /// The server refused, and said why.
    #[error("refused: {0:?}")]
    Refused(Problem),
    /// The server cannot be reached, or went away during the answer.
    #[error("the server cannot be reached")]
    Offline,
    /// The answer makes no sense to this version of the app.
    #[error("the answer cannot be read")]
    Broken,
}

impl ApiError {
    /// Whether the session ended: sign in again.
    #[must_use]
    pub fn is_session_required(&self) -> bool {
        matches!(self, Self::Refused(problem) if problem.code == ErrorCode::SessionRequired)
    }
}

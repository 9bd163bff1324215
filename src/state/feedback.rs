//! What people think of PerfectChat itself, as far as the help page has asked for it. It is never kept on the device.

use super::phase::{PageLoad, RequestFailure};
use domain::feedback::{FeedbackTally, OwnFeedback};

/// What the help page knows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FeedbackPage {
    /// What the agent said of this release; `None`: not loaded.
    pub own: Option<OwnFeedback>,
    /// Saying it.
    pub giving: Giving,
    /// What everybody said; `None`: not loaded.
    pub tally: Option<FeedbackTally>,
    /// Loading it.
    pub tally_load: PageLoad,
}

/// How saying something goes.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Giving {
    /// Nothing was asked.
    #[default]
    Idle,
    /// The server is asked.
    Busy,
    /// The server has it.
    Done,
    /// It did not work; what was written is still there.
    Failed(RequestFailure),
}

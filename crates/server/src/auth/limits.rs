//! Brakes for those who guess passwords or send too much. In memory, by the server's clock: a restart forgives.

mod send_limits;
mod sign_in_limits;

pub use send_limits::SendLimits;
pub use sign_in_limits::SignInLimits;

use domain::time::Span;

/// Too much: try again after this long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryAfter(pub Span);

impl RetryAfter {
    /// In whole seconds, at least one.
    #[must_use]
    pub fn as_seconds(self) -> u64 {
        u64::try_from(self.0.as_millis())
            .unwrap_or(0)
            .div_ceil(1_000)
            .max(1)
    }
}

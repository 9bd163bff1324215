//! The time, as a part that can be replaced: demo data and tests run on a clock that is set by hand.

use domain::time::{Span, Timestamp};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::sync::watch;

/// Tells the time. Cheap to clone; clones of a manual clock are the same clock.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// Stands still until it is set.
    Manual(Arc<watch::Sender<Timestamp>>),
}

impl Clock {
    /// A clock that stands at `now` until it is set.
    #[must_use]
    pub fn manual(now: Timestamp) -> Self {
        Self::Manual(Arc::new(watch::Sender::new(now)))
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => {
                let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
                Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
            }
            Self::Manual(time) => *time.borrow(),
        }
    }

    /// Sets a manual clock; the system's clock stays as it is.
    pub fn set(&self, now: Timestamp) {
        if let Self::Manual(time) = self {
            time.send_replace(now);
        }
    }

    /// Returns when `time` has come on this clock. The system's clock is looked at again every minute at least, because it may
    /// jump.
    pub async fn sleep_until(&self, time: Timestamp) {
        match self {
            Self::System => loop {
                let left = time - self.now();
                if left <= Span::ZERO {
                    return;
                }
                let ms = u64::try_from(left.as_millis()).unwrap_or(0).min(60_000);
                tokio::time::sleep(Duration::from_millis(ms)).await;
            },
            Self::Manual(clock) => {
                // The sender lives in this very clock, so waiting cannot fail.
                let _ = clock.subscribe().wait_for(|now| *now >= time).await;
            }
        }
    }
}

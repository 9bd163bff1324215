//! The time, as a part that can be replaced: demo data and tests run on a clock that is set by hand.

use domain::time::{Span, Timestamp};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::sync::watch;

/// Tells the time. Cheap to clone; clones of a manual clock are the same clock.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// The machine's clock, wrong by so many milliseconds: for tests of a clock that somebody sets.
    Wrong(Arc<AtomicI64>),
    /// Stands still until it is set.
    Manual(Arc<watch::Sender<Timestamp>>),
}

impl Clock {
    /// A clock that stands at `now` until it is set.
    #[must_use]
    pub fn manual(now: Timestamp) -> Self {
        Self::Manual(Arc::new(watch::Sender::new(now)))
    }

    /// The machine's clock, which [`Clock::jump`] sets.
    #[must_use]
    pub fn wrong() -> Self {
        Self::Wrong(Arc::default())
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => system_time(),
            Self::Wrong(by) => system_time() + Span::from_millis(by.load(Ordering::Relaxed)),
            Self::Manual(time) => *time.borrow(),
        }
    }

    /// Sets a wrong clock forward or back, as if somebody had set the machine's; other clocks stay as they are.
    pub fn jump(&self, by: Span) {
        if let Self::Wrong(wrong_by) = self {
            wrong_by.fetch_add(by.as_millis(), Ordering::Relaxed);
        }
    }

    /// Whether it goes on by itself, so that a jump of it is a fault.
    #[must_use]
    pub const fn is_running(&self) -> bool {
        !matches!(self, Self::Manual(_))
    }

    /// Sets a manual clock; other clocks stay as they are.
    pub fn set(&self, now: Timestamp) {
        if let Self::Manual(time) = self {
            time.send_replace(now);
        }
    }

    /// Returns when `time` has come on this clock. The system's clock is looked at again every minute at least, because it may
    /// jump.
    pub async fn sleep_until(&self, time: Timestamp) {
        match self {
            Self::System | Self::Wrong(_) => loop {
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

fn system_time() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

//! The server's time, from its own words plus the browser's steady clock. The device's wall clock may be wrong.

use domain::time::Timestamp;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Turns milliseconds of the browser's steady clock (`performance.now()`) into the server's time.
#[derive(Clone, Debug, Default)]
pub struct ServerClock {
    offset_ms: Arc<AtomicI64>,
}

impl ServerClock {
    /// The server's time when the steady clock shows `steady_ms`.
    #[must_use]
    pub fn at(&self, steady_ms: f64) -> Timestamp {
        Timestamp::from_millis(whole(steady_ms).saturating_add(self.offset_ms.load(Ordering::Relaxed)))
    }

    /// Learns that the server's clock showed `server_now` when the steady clock showed `steady_ms`.
    pub fn learn(&self, server_now: Timestamp, steady_ms: f64) {
        self.offset_ms.store(
            server_now.as_millis().saturating_sub(whole(steady_ms)),
            Ordering::Relaxed,
        );
    }

    /// What to keep for the next start, when no server has spoken yet.
    #[must_use]
    pub fn offset_ms(&self) -> i64 {
        self.offset_ms.load(Ordering::Relaxed)
    }
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "milliseconds since the page opened are far below 2^53"
)]
fn whole(steady_ms: f64) -> i64 {
    steady_ms.round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goes_on_from_what_the_server_said() {
        let clock = ServerClock::default();
        clock.learn(Timestamp::from_millis(1_800_000_000_000), 5_000.4);
        assert_eq!(clock.at(6_000.4), Timestamp::from_millis(1_800_000_001_000));
    }
}

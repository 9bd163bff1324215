//! Sixty messages a minute and agent: a bucket that fills by one each second.

use super::RetryAfter;
use domain::ids::AgentId;
use domain::time::{Span, Timestamp};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// How many may be sent at once after a rest.
const CAPACITY: i64 = 60;
/// How long one more takes.
const REFILL_MS: i64 = 1_000;

/// Counts messages by agent.
#[derive(Debug, Default)]
pub struct SendLimits(Mutex<HashMap<AgentId, FullAt>>);

/// When the bucket will be full again: all that has to be remembered of one.
#[derive(Clone, Copy, Debug)]
struct FullAt(Timestamp);

impl SendLimits {
    /// Takes one message out of the agent's bucket.
    ///
    /// # Errors
    /// How long to wait for the next.
    pub fn take(&self, agent: AgentId, now: Timestamp) -> Result<(), RetryAfter> {
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let most_missing = Span::from_millis(CAPACITY * REFILL_MS);
        // No bucket is emptier than empty: this one was counted by a clock that has been set back since.
        let full_at = buckets
            .get(&agent)
            .map(|bucket| bucket.0.max(now))
            .filter(|full_at| *full_at - now <= most_missing)
            .unwrap_or(now);
        let full_after = full_at + Span::from_millis(REFILL_MS);
        let missing = full_after - now;
        if missing > most_missing {
            return Err(RetryAfter(Span::from_millis(
                missing.as_millis() - most_missing.as_millis(),
            )));
        }
        buckets.insert(agent, FullAt(full_after));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agent(number: u8) -> AgentId {
        AgentId::from_parts(1_000, &[number; 10])
    }

    #[test]
    fn sixty_at_once_then_one_a_second() {
        let limits = SendLimits::default();
        let start = Timestamp::from_seconds(1_000);
        for _ in 0..60 {
            assert_eq!(limits.take(agent(1), start), Ok(()));
        }
        assert_eq!(limits.take(agent(1), start).unwrap_err().as_seconds(), 1);
        assert_eq!(limits.take(agent(2), start), Ok(()));
        let later = start + Span::from_seconds(2);
        assert_eq!(limits.take(agent(1), later), Ok(()));
        assert_eq!(limits.take(agent(1), later), Ok(()));
        assert!(limits.take(agent(1), later).is_err());
    }

    #[test]
    fn a_clock_that_is_set_back_makes_nobody_wait_for_it() {
        let limits = SendLimits::default();
        let late = Timestamp::from_seconds(10_000);
        while limits.take(agent(1), late).is_ok() {}
        let early = Timestamp::from_seconds(6_400);
        assert_eq!(limits.take(agent(1), early), Ok(()));
    }

    #[test]
    fn a_rest_gives_no_more_than_a_full_bucket() {
        let limits = SendLimits::default();
        assert_eq!(limits.take(agent(1), Timestamp::from_seconds(0)), Ok(()));
        let much_later = Timestamp::from_seconds(86_400);
        let taken = (0..100)
            .filter(|_| limits.take(agent(1), much_later).is_ok())
            .count();
        assert_eq!(taken, 60);
    }
}

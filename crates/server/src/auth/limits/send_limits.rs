//! So many a minute and agent: a bucket that fills by and by. Messages have one; what is done to messages that are there (reacting,
//! removing, trying again) and to contacts, canned responses and the like has another, larger one, what a device tells of sounds a
//! third, searching a fourth, what is wished of the list a fifth, files of contacts a sixth, and all other writing a seventh, so that none
//! waits for the others.

use super::RetryAfter;
use domain::ids::AgentId;
use domain::time::{Span, Timestamp};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// How many messages an agent may send in a minute.
const MESSAGES: i64 = 60;
/// How many times in a minute an agent may react to a message, remove it or try it again, or change a contact, a canned response and the
/// like: a click each, and none of them reaches many people.
const CHANGES: i64 = 240;
/// How many waveforms and played sounds an agent's devices may tell in a minute: a thread that is read upwards may tell many.
const SOUNDS: i64 = 240;
/// How many searches an agent may make in a minute: one for every few letters of somebody who types all the time.
const SEARCHES: i64 = 300;
/// How many times an agent may pin a conversation or mark it as unread in a minute: an opened conversation loses its mark by itself.
const LIST_WISHES: i64 = 240;
/// How many files of contacts an agent may bring in a minute: each takes some megabytes while it waits for its turn.
const IMPORTS: i64 = 30;
/// How many times in a minute an agent may write what has no limit of its own: drafts, what was read, who answers, settings. Devices that
/// come back tell hundreds of them at once and somebody who ends all that is selected as many, so this stops only a program that has gone
/// wrong.
const WRITES: i64 = 3_000;
const MINUTE_MS: i64 = 60_000;

/// Counts what agents do, by agent.
#[derive(Debug)]
pub struct SendLimits {
    /// How many at once after a rest, and how many more in a minute.
    a_minute: i64,
    buckets: Mutex<HashMap<AgentId, FullAt>>,
}

/// When the bucket will be full again: all that has to be remembered of one.
#[derive(Clone, Copy, Debug)]
struct FullAt(Timestamp);

impl SendLimits {
    /// For sending messages.
    #[must_use]
    pub fn of_messages() -> Self {
        Self::new(MESSAGES)
    }

    /// For all that is changed by single clicks.
    #[must_use]
    pub fn of_changes() -> Self {
        Self::new(CHANGES)
    }

    /// For telling waveforms and what was played.
    #[must_use]
    pub fn of_sounds() -> Self {
        Self::new(SOUNDS)
    }

    /// For searching.
    #[must_use]
    pub fn of_searches() -> Self {
        Self::new(SEARCHES)
    }

    /// For pinning conversations and marking them as unread.
    #[must_use]
    pub fn of_list_wishes() -> Self {
        Self::new(LIST_WISHES)
    }

    /// For bringing files of contacts.
    #[must_use]
    pub fn of_imports() -> Self {
        Self::new(IMPORTS)
    }

    /// For writing what has no limit of its own.
    #[must_use]
    pub fn of_writes() -> Self {
        Self::new(WRITES)
    }

    fn new(a_minute: i64) -> Self {
        Self {
            a_minute,
            buckets: Mutex::default(),
        }
    }

    /// Takes one out of the agent's bucket.
    ///
    /// # Errors
    /// How long to wait for the next.
    pub fn take(&self, agent: AgentId, now: Timestamp) -> Result<(), RetryAfter> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let most_missing = Span::from_millis(MINUTE_MS);
        // No bucket is emptier than empty: this one was counted by a clock that has been set back since.
        let full_at = buckets
            .get(&agent)
            .map(|bucket| bucket.0.max(now))
            .filter(|full_at| *full_at - now <= most_missing)
            .unwrap_or(now);
        let full_after = full_at + Span::from_millis(MINUTE_MS / self.a_minute);
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
        let limits = SendLimits::of_messages();
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
    fn what_is_done_to_messages_has_more_room_of_its_own() {
        let (messages, changes) = (SendLimits::of_messages(), SendLimits::of_changes());
        let start = Timestamp::from_seconds(1_000);
        while messages.take(agent(1), start).is_ok() {}
        let taken = (0..1_000)
            .filter(|_| changes.take(agent(1), start).is_ok())
            .count();
        assert_eq!(taken, 240);
        let later = start + Span::from_seconds(1);
        let taken = (0..1_000)
            .filter(|_| changes.take(agent(1), later).is_ok())
            .count();
        assert_eq!(taken, 4);
    }

    #[test]
    fn what_a_device_tells_at_once_after_a_day_without_a_network_has_room() {
        let writes = SendLimits::of_writes();
        let start = Timestamp::from_seconds(1_000);
        for _ in 0..3_000 {
            assert_eq!(writes.take(agent(1), start), Ok(()));
        }
        assert_eq!(writes.take(agent(1), start).unwrap_err().as_seconds(), 1);
        assert_eq!(writes.take(agent(2), start), Ok(()));
        let later = start + Span::from_seconds(1);
        let taken = (0..1_000)
            .filter(|_| writes.take(agent(1), later).is_ok())
            .count();
        assert_eq!(taken, 50);
    }

    #[test]
    fn a_clock_that_is_set_back_makes_nobody_wait_for_it() {
        let limits = SendLimits::of_messages();
        let late = Timestamp::from_seconds(10_000);
        while limits.take(agent(1), late).is_ok() {}
        let early = Timestamp::from_seconds(6_400);
        assert_eq!(limits.take(agent(1), early), Ok(()));
    }

    #[test]
    fn a_rest_gives_no_more_than_a_full_bucket() {
        let limits = SendLimits::of_messages();
        assert_eq!(limits.take(agent(1), Timestamp::from_seconds(0)), Ok(()));
        let much_later = Timestamp::from_seconds(86_400);
        let taken = (0..100)
            .filter(|_| limits.take(agent(1), much_later).is_ok())
            .count();
        assert_eq!(taken, 60);
    }
}

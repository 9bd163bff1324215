//! Notices that somebody set the clock: it went another way than the time that passed.

use crate::clock::Clock;
use domain::time::{Span, Timestamp};
use std::time::{Duration, Instant};

/// Less than this is no jump: clocks are corrected a little all the time.
const SMALLEST_JUMP: Span = Span::from_seconds(10);

/// Compares a clock with the time that passes.
#[derive(Debug)]
pub(super) struct ClockWatch {
    now: Timestamp,
    instant: Instant,
}

impl ClockWatch {
    pub(super) fn new(clock: &Clock) -> Self {
        Self {
            now: clock.now(),
            instant: Instant::now(),
        }
    }

    /// How far the clock was set since the last look; negative is back. A clock that is set by hand always jumps.
    pub(super) fn look(&mut self, clock: &Clock) -> Option<Span> {
        let last = std::mem::replace(self, Self::new(clock));
        if !clock.is_running() {
            return None;
        }
        jump(self.now - last.now, self.instant.duration_since(last.instant))
    }
}

fn jump(went: Span, passed: Duration) -> Option<Span> {
    let passed = i64::try_from(passed.as_millis()).unwrap_or(i64::MAX);
    let jump = went.as_millis().saturating_sub(passed);
    (jump.saturating_abs() >= SMALLEST_JUMP.as_millis()).then(|| Span::from_millis(jump))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_time_does_not_explain_is_a_jump() {
        let hour = Span::from_hours(1);
        let second = Duration::from_secs(1);
        assert_eq!(jump(Span::from_seconds(1), second), None);
        assert_eq!(jump(Span::from_seconds(4), second), None);
        assert_eq!(
            jump(hour, Duration::from_secs(3_600)),
            None,
            "a long pause is none"
        );
        assert_eq!(jump(hour, second), Some(Span::from_seconds(3_599)));
        assert_eq!(
            jump(Span::from_seconds(-3_599), second),
            Some(Span::from_seconds(-3_600))
        );
    }

    #[test]
    fn a_clock_that_is_set_by_hand_is_never_wrong() {
        let clock = Clock::manual(Timestamp::from_seconds(1_000));
        let mut watch = ClockWatch::new(&clock);
        clock.set(Timestamp::from_seconds(1_000_000));
        assert_eq!(watch.look(&clock), None);
    }

    #[test]
    fn a_jump_is_noticed_once() {
        let clock = Clock::wrong();
        let mut watch = ClockWatch::new(&clock);
        clock.jump(Span::from_hours(-1));
        let jump = watch.look(&clock).unwrap();
        assert!((jump.as_millis() + 3_600_000).abs() < 5_000, "{jump:?}");
        assert_eq!(watch.look(&clock), None);
    }
}

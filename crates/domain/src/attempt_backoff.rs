//! How long to wait before another attempt, by the class of the error. Source of the classes: Meta's error code reference.

use crate::time::Span;

/// Why an attempt failed, as far as waiting is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BackOff {
    /// Passes by itself: Meta busy, limits, no connection.
    Passing,
    /// May pass, may be for ever: a few attempts.
    FewTimes,
    /// Too many messages to one customer. Meta advises 4^n seconds.
    PairRate,
}

/// How many attempts a [`BackOff::FewTimes`] error gets in all.
pub const FEW_TIMES: u32 = 4;

/// The longest pause.
pub const LONGEST: Span = Span::from_minutes(10);

/// The pause after `failures` failed attempts in a row (1 after the first); `None`: give up.
#[must_use]
pub fn pause(back_off: BackOff, failures: u32) -> Option<Span> {
    let steps = failures.saturating_sub(1);
    let seconds = match back_off {
        BackOff::FewTimes if failures >= FEW_TIMES => return None,
        BackOff::Passing | BackOff::FewTimes => 2_i64.saturating_pow(steps.min(20) + 1),
        BackOff::PairRate => 4_i64.saturating_pow(steps.min(20)),
    };
    Some(Span::from_seconds(seconds.min(LONGEST.as_millis() / 1_000)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn pauses_grow_to_a_limit() {
        let seconds = |back_off, failures| pause(back_off, failures).map(|span| span.as_millis() / 1_000);
        assert_eq!(
            [1, 2, 3].map(|n| seconds(BackOff::PairRate, n)),
            [Some(1), Some(4), Some(16)]
        );
        assert_eq!(
            [1, 2, 3].map(|n| seconds(BackOff::Passing, n)),
            [Some(2), Some(4), Some(8)]
        );
        assert_eq!(seconds(BackOff::Passing, u32::MAX), Some(600));
        assert_eq!([3, 4].map(|n| seconds(BackOff::FewTimes, n)), [Some(8), None]);
    }

    proptest! {
        #[test]
        fn a_pause_never_shrinks_and_never_ends_the_patience_early(failures in 1u32..100) {
            for back_off in [BackOff::Passing, BackOff::PairRate] {
                let (this, next) = (pause(back_off, failures), pause(back_off, failures + 1));
                prop_assert!(this.is_some() && this <= next && next <= Some(LONGEST));
            }
            prop_assert_eq!(pause(BackOff::FewTimes, failures).is_some(), failures < FEW_TIMES);
        }
    }
}

//! How long to wait before another attempt, by the class of the error. Source of the classes: Meta's error code reference.

use crate::ids::MessageId;
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

/// The pause of a whole number or account after a limit was met `hits` times in a row (1 after the first): it doubles up to
/// `longest`.
#[must_use]
pub fn growing(first: Span, longest: Span, hits: u32) -> Span {
    let times = 1_i64 << hits.saturating_sub(1).min(20);
    Span::from_millis(first.as_millis().saturating_mul(times)).min(longest)
}

/// A pause made up to a quarter longer, never shorter, so that what was stopped together does not come back together. The same
/// seed gives the same pause.
#[must_use]
pub fn with_jitter(pause: Span, seed: u64) -> Span {
    // SplitMix64: neighbouring seeds give unrelated numbers.
    let mut mixed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    let share = i64::from((mixed >> 48) as u16);
    let quarter = pause.as_millis() / 4;
    Span::from_millis(
        pause
            .as_millis()
            .saturating_add(quarter.saturating_mul(share) >> 16),
    )
}

/// What [`with_jitter`] takes for an attempt of a message.
#[must_use]
pub fn jitter_seed(message: MessageId, attempt: u32) -> u64 {
    let (_, random) = message.as_uuid().as_u64_pair();
    random ^ u64::from(attempt)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn jitter_spreads() {
        let pauses: std::collections::BTreeSet<Span> = (0..100)
            .map(|seed| with_jitter(Span::from_seconds(10), seed))
            .collect();
        let (first, last) = (pauses.first(), pauses.last());
        assert!(
            pauses.len() > 90
                && first < Some(&Span::from_millis(10_300))
                && last > Some(&Span::from_millis(12_200))
        );
    }

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

    #[test]
    fn a_limit_that_goes_on_pauses_twice_as_long_up_to_its_bound() {
        let seconds = |hits| growing(Span::from_seconds(5), Span::from_minutes(5), hits).as_millis() / 1_000;
        assert_eq!(
            [0, 1, 2, 3, 6, 7, u32::MAX].map(seconds),
            [5, 5, 10, 20, 160, 300, 300]
        );
    }

    proptest! {
        #[test]
        fn jitter_makes_a_pause_up_to_a_quarter_longer_and_repeats(ms in 0i64..100_000_000, seed: u64) {
            let (pause, jittered) = (Span::from_millis(ms), with_jitter(Span::from_millis(ms), seed));
            prop_assert!(pause <= jittered && jittered <= Span::from_millis(ms + ms / 4));
            prop_assert_eq!(jittered, with_jitter(pause, seed));
        }

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

//! Meta's limits by which we pace ourselves, so that Meta rarely has to refuse (Meta: "Throughput" and "Pair rate limits"). Kept in
//! memory: after a restart Meta may have to refuse once.

use cloud_api::PhoneNumber;
use domain::ids::{ConversationId, PhoneNumberId};
use domain::time::{Span, Timestamp};
use std::collections::{HashMap, VecDeque};

const SECOND: Span = Span::from_seconds(1);

/// How many messages a number may send in any second. In and out count together at Meta; what comes in we do not count.
#[derive(Debug, Default)]
pub(super) struct NumberPacing {
    /// When the messages of the last second left, oldest first.
    left_at: HashMap<PhoneNumberId, VecDeque<Timestamp>>,
}

impl NumberPacing {
    /// How many messages of a number may leave now; none: when the next one may.
    pub fn room(
        &mut self,
        number: PhoneNumberId,
        throughput: Option<u32>,
        now: Timestamp,
    ) -> Result<u32, Timestamp> {
        let throughput = throughput.unwrap_or(PhoneNumber::USUAL_THROUGHPUT).max(1);
        let left_at = self.left_at.entry(number).or_default();
        // A clock that was set back must not stop the number.
        while left_at.front().is_some_and(|at| *at + SECOND <= now || *at > now) {
            left_at.pop_front();
        }
        let left = u32::try_from(left_at.len()).unwrap_or(u32::MAX);
        match left_at.front() {
            Some(oldest) if left >= throughput => Err(*oldest + SECOND),
            _ => Ok(throughput.saturating_sub(left)),
        }
    }

    /// Messages of a number leave.
    pub fn take(&mut self, number: PhoneNumberId, count: usize, now: Timestamp) {
        let left_at = self.left_at.entry(number).or_default();
        left_at.extend(std::iter::repeat_n(now, count));
    }
}

const PAIR_CAPACITY: i64 = 45;
const PAIR_REFILL: Span = Span::from_seconds(6);

/// One message to a customer every 6 seconds on average, up to 45 at once: one bucket for each conversation that sent lately.
#[derive(Debug, Default)]
pub(super) struct PairPacing {
    /// When a bucket will be full again.
    full_at: HashMap<ConversationId, Timestamp>,
    /// At how many buckets the full ones are forgotten.
    sweep_at: usize,
}

impl PairPacing {
    /// Takes a token, or says when there will be one.
    pub fn take(&mut self, conversation: ConversationId, now: Timestamp) -> Result<(), Timestamp> {
        let debt_limit = now + Span::from_millis(PAIR_CAPACITY * PAIR_REFILL.as_millis());
        let full_at = self.full_at.get(&conversation).copied().unwrap_or(now).max(now);
        // A clock that was set back must not hold the customer for longer than an empty bucket does.
        let full_at = full_at.min(debt_limit);
        let full_after = full_at + PAIR_REFILL;
        if full_after > debt_limit {
            self.full_at.insert(conversation, full_at);
            return Err(now + (full_after - debt_limit));
        }
        self.full_at.insert(conversation, full_after);
        // Full buckets need no memory. The bound doubles with what is left, so that a sweep is rare whatever the number.
        if self.full_at.len() > self.sweep_at {
            self.full_at.retain(|_, full_at| *full_at > now);
            self.sweep_at = 1_024.max(self.full_at.len() * 2);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const START: Timestamp = Timestamp::from_seconds(1_000);

    fn number() -> PhoneNumberId {
        PhoneNumberId::from_parts(1, &[1; 10])
    }

    #[test]
    fn a_burst_of_45_goes_and_then_one_every_6_seconds() {
        let conversation = ConversationId::from_parts(1, &[1; 10]);
        let mut pacing = PairPacing::default();
        for n in 0..45 {
            assert_eq!(pacing.take(conversation, START), Ok(()), "{n}");
        }
        let next = START + Span::from_seconds(6);
        assert_eq!(pacing.take(conversation, START), Err(next));
        assert_eq!(pacing.take(conversation, next), Ok(()));
        assert_eq!(pacing.take(conversation, next), Err(next + Span::from_seconds(6)));
        let other = ConversationId::from_parts(2, &[2; 10]);
        assert_eq!(pacing.take(other, START), Ok(()));
    }

    #[test]
    fn a_number_sends_80_a_second_unless_meta_told_otherwise() {
        let mut pacing = NumberPacing::default();
        assert_eq!(pacing.room(number(), None, START), Ok(80));
        pacing.take(number(), 80, START);
        let next = START + SECOND;
        assert_eq!(pacing.room(number(), None, START), Err(next));
        assert_eq!(pacing.room(number(), Some(1_000), START), Ok(920));
        let other = PhoneNumberId::from_parts(2, &[2; 10]);
        assert_eq!(pacing.room(other, None, START), Ok(80));
        assert_eq!(pacing.room(number(), None, next), Ok(80));
    }

    #[test]
    fn a_clock_that_is_set_back_stops_nothing() {
        let (mut numbers, mut pairs) = (NumberPacing::default(), PairPacing::default());
        let conversation = ConversationId::from_parts(1, &[1; 10]);
        let later = START + Span::from_hours(1);
        numbers.take(number(), 80, later);
        assert_eq!(numbers.room(number(), None, START), Ok(80));
        while pairs.take(conversation, later).is_ok() {}
        assert_eq!(pairs.take(conversation, START), Err(START + PAIR_REFILL));
        assert_eq!(pairs.take(conversation, START + PAIR_REFILL), Ok(()));
    }

    proptest! {
        #[test]
        fn no_second_sees_more_than_the_throughput(
            throughput in 1u32..20,
            steps in proptest::collection::vec((0i64..400, 1u32..10), 1..200),
        ) {
            let mut pacing = NumberPacing::default();
            let (mut now, mut left) = (START, Vec::new());
            for (pause, wanted) in steps {
                now = now + Span::from_millis(pause);
                match pacing.room(number(), Some(throughput), now) {
                    Ok(room) => {
                        let count = room.min(wanted);
                        prop_assert!(count > 0);
                        pacing.take(number(), count as usize, now);
                        left.extend(std::iter::repeat_n(now, count as usize));
                    }
                    Err(at) => prop_assert!(now < at && at <= now + SECOND),
                }
            }
            for (first, at) in left.iter().enumerate() {
                let in_second = left[first..].iter().take_while(|other| **other < *at + SECOND).count();
                prop_assert!(in_second <= throughput as usize);
            }
        }
    }
}

//! How far an outgoing message got, and how news of it merge.
//!
//! News come late, twice and in any order. A state is ordered by (attempt, rank): a later attempt wins over an earlier one; within
//! an attempt the rank only climbs, and *failed* yields only to news that prove the opposite (delivered, read, played).
//! Source of the statuses: Meta's webhook reference, `statuses`.

use crate::entities::{Delivery, DeliveryFailure};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// How far an outgoing message got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// The server has it; it shows the clock. Meta's 200 alone changes nothing.
    Waiting,
    /// It waits for the end of its hold and can still be cancelled.
    Held,
    /// The request's outcome is not known; never sent again by itself.
    Unconfirmed,
    /// It left Meta: one tick.
    Sent,
    /// It is on the customer's device: two ticks.
    Delivered,
    /// It was shown: coloured ticks.
    Read,
    /// A voice note was played.
    Played,
    /// It will not arrive.
    Failed,
}

impl DeliveryState {
    /// The place in the order within one attempt. *Failed* stands above *sent* and below *delivered*.
    #[must_use]
    pub const fn rank(self) -> u8 {
        match self {
            Self::Held => 0,
            Self::Waiting => 1,
            Self::Unconfirmed => 2,
            Self::Sent => 3,
            Self::Failed => 4,
            Self::Delivered => 5,
            Self::Read => 6,
            Self::Played => 7,
        }
    }

    /// Whether an agent may ask for another attempt.
    #[must_use]
    pub const fn can_be_retried(self) -> bool {
        matches!(self, Self::Failed | Self::Unconfirmed)
    }

    /// Whether the message still waits to leave the server.
    #[must_use]
    pub const fn is_queued(self) -> bool {
        matches!(self, Self::Waiting | Self::Held)
    }
}

impl Delivery {
    /// A message that the server has just accepted. With `held_until` it does not leave before.
    #[must_use]
    pub const fn accepted(held_until: Option<Timestamp>) -> Self {
        let state = if held_until.is_some() {
            DeliveryState::Held
        } else {
            DeliveryState::Waiting
        };
        Self {
            attempt: 0,
            state,
            failure: None,
            held_until,
        }
    }

    /// An attempt in this state, without a failure.
    #[must_use]
    pub const fn new(attempt: u32, state: DeliveryState) -> Self {
        Self {
            attempt,
            state,
            failure: None,
            held_until: None,
        }
    }

    /// What is known after `news` of some attempt. Merging the same news twice, or news of one attempt in another order, gives the
    /// same.
    #[must_use]
    pub fn merge(&self, news: &Self) -> Self {
        let is_newer = (news.attempt, news.state.rank()) > (self.attempt, self.state.rank());
        // A message that did arrive has arrived, whatever became of a later attempt that did not get further.
        let proves_arrival = news.attempt < self.attempt
            && news.state.rank() >= DeliveryState::Delivered.rank()
            && self.state.rank() < DeliveryState::Delivered.rank();
        let was_proven = self.attempt < news.attempt
            && self.state.rank() >= DeliveryState::Delivered.rank()
            && news.state.rank() < DeliveryState::Delivered.rank();
        if proves_arrival || (is_newer && !was_proven) {
            news.clone()
        } else {
            self.clone()
        }
    }

    /// The failure of an attempt.
    #[must_use]
    pub const fn failed(attempt: u32, failure: DeliveryFailure) -> Self {
        Self {
            attempt,
            state: DeliveryState::Failed,
            failure: Some(failure),
            held_until: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ALL: [DeliveryState; 8] = [
        DeliveryState::Waiting,
        DeliveryState::Held,
        DeliveryState::Unconfirmed,
        DeliveryState::Sent,
        DeliveryState::Delivered,
        DeliveryState::Read,
        DeliveryState::Played,
        DeliveryState::Failed,
    ];

    fn delivery(attempt: u32, state: DeliveryState) -> Delivery {
        let failure = (state == DeliveryState::Failed).then_some(DeliveryFailure {
            code: 131_047,
            details: None,
        });
        Delivery {
            failure,
            ..Delivery::new(attempt, state)
        }
    }

    #[test]
    fn the_end_of_a_hold_is_no_longer_told_once_the_message_is_on_its_way() {
        let held = Delivery::accepted(Some(Timestamp::from_seconds(5)));
        assert_eq!(held.state, DeliveryState::Held);
        let leaving = held.merge(&Delivery::new(1, DeliveryState::Waiting));
        assert_eq!(leaving, Delivery::new(1, DeliveryState::Waiting));
        assert_eq!(leaving.merge(&held), leaving);
    }

    #[test]
    fn failed_yields_only_to_proof_of_arrival() {
        use DeliveryState::{Delivered, Failed, Played, Read, Sent, Unconfirmed, Waiting};
        let cases = [
            (1, Sent, 1, Failed, Failed),
            (1, Failed, 1, Sent, Failed),
            (1, Failed, 1, Delivered, Delivered),
            (1, Failed, 1, Read, Read),
            (1, Read, 1, Failed, Read),
            (1, Read, 1, Delivered, Read),
            (1, Delivered, 1, Played, Played),
            (1, Failed, 2, Waiting, Waiting),
            (2, Waiting, 1, Failed, Waiting),
            (2, Waiting, 1, Delivered, Delivered),
            (1, Unconfirmed, 1, Sent, Sent),
        ];
        for (attempt, state, news_attempt, news, expected) in cases {
            let merged = delivery(attempt, state).merge(&delivery(news_attempt, news));
            assert_eq!(
                merged.state, expected,
                "{attempt} {state:?} + {news_attempt} {news:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn one_attempt_only_climbs_and_nothing_counts_twice(known in 0usize..8, news in 0usize..8) {
            let (known, news) = (delivery(1, ALL[known]), delivery(1, ALL[news]));
            let merged = known.merge(&news);
            prop_assert_eq!(merged.state.rank(), known.state.rank().max(news.state.rank()));
            prop_assert_eq!(&merged, &merged.merge(&news));
            prop_assert_eq!(&merged, &news.merge(&known));
        }

        #[test]
        fn news_in_any_order_and_number_give_the_same(
            news in proptest::collection::vec((1u32..4, 0usize..8), 1..8),
            order in any::<prop::sample::Index>(),
        ) {
            let all: Vec<_> = news.iter().map(|(attempt, state)| delivery(*attempt, ALL[*state])).collect();
            let start = Delivery::accepted(None);
            let forward = all.iter().fold(start.clone(), |known, one| known.merge(one));
            let backward = all.iter().rev().chain(all.iter()).fold(start.clone(), |known, one| known.merge(one));
            let turn = order.index(all.len());
            let turned = all[turn..].iter().chain(&all[..turn]).fold(start, |known, one| known.merge(one));
            prop_assert_eq!(&forward, &backward);
            prop_assert_eq!(&forward, &turned);
        }
    }
}

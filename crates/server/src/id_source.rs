//! New ids: UUIDv7 from the clock and random bytes.
//!
//! Ids of one source grow, also within one millisecond and while a manual clock stands still: messages that Meta delivers with
//! the same second sort by id, so in the order of their arrival. The twelve bits after the version count within a millisecond.

use crate::clock::Clock;
use domain::ids::{
    AgentId, ContactId, ConversationId, MediaId, MessageId, PhoneNumberId, RoleId, TemplateId,
};
use rand::RngCore as _;
use std::sync::{Mutex, PoisonError};
use uuid::Uuid;

/// Makes new ids.
#[derive(Debug)]
pub struct IdSource {
    clock: Clock,
    last: Mutex<Place>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Place {
    unix_ms: u64,
    counter: u16,
}

impl IdSource {
    /// Ids by this clock.
    #[must_use]
    pub fn new(clock: Clock) -> Self {
        Self {
            clock,
            last: Mutex::default(),
        }
    }

    /// An id for a new agent.
    #[must_use]
    pub fn agent_id(&self) -> AgentId {
        self.uuid().into()
    }

    /// An id for a new role.
    #[must_use]
    pub fn role_id(&self) -> RoleId {
        self.uuid().into()
    }

    /// An id for a new contact.
    #[must_use]
    pub fn contact_id(&self) -> ContactId {
        self.uuid().into()
    }

    /// An id for a new conversation.
    #[must_use]
    pub fn conversation_id(&self) -> ConversationId {
        self.uuid().into()
    }

    /// An id for a new message or system line.
    #[must_use]
    pub fn message_id(&self) -> MessageId {
        self.uuid().into()
    }

    /// An id for a new phone number of ours.
    #[must_use]
    pub fn phone_number_id(&self) -> PhoneNumberId {
        self.uuid().into()
    }

    /// An id for a new file.
    #[must_use]
    pub fn media_id(&self) -> MediaId {
        self.uuid().into()
    }

    /// An id for a new template.
    #[must_use]
    pub fn template_id(&self) -> TemplateId {
        self.uuid().into()
    }

    /// A new id of no kind.
    #[must_use]
    pub fn uuid(&self) -> Uuid {
        let mut random = [0; 10];
        rand::rng().fill_bytes(&mut random);
        let place = self.next_place();
        [random[0], random[1]] = place.counter.to_be_bytes();
        uuid::Builder::from_unix_timestamp_millis(place.unix_ms, &random).into_uuid()
    }

    fn next_place(&self) -> Place {
        /// A clock that was set back further than this begins anew.
        const LARGEST_STEP_BACK_MS: u64 = 60_000;
        const COUNTER_MAX: u16 = 0x0fff;
        let now = u64::try_from(self.clock.now().as_millis()).unwrap_or(0);
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let is_ahead = now > last.unix_ms || last.unix_ms - now > LARGEST_STEP_BACK_MS;
        *last = if is_ahead {
            Place {
                unix_ms: now,
                counter: 0,
            }
        } else if last.counter < COUNTER_MAX {
            Place {
                counter: last.counter + 1,
                ..*last
            }
        } else {
            Place {
                unix_ms: last.unix_ms + 1,
                counter: 0,
            }
        };
        *last
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::time::Timestamp;

    #[test]
    fn ids_grow_while_the_clock_stands_still() {
        let ids = IdSource::new(Clock::manual(Timestamp::from_seconds(1_700_000_000)));
        let made: Vec<MessageId> = (0..10_000).map(|_| ids.message_id()).collect();
        assert!(made.is_sorted_by(|a, b| a < b));
        assert_eq!(made[0].as_uuid().get_version_num(), 7);
    }

    #[test]
    fn ids_follow_a_clock_that_was_set_back_far() {
        let clock = Clock::manual(Timestamp::from_seconds(1_700_000_000));
        let ids = IdSource::new(clock.clone());
        let late = ids.message_id();
        clock.set(Timestamp::from_seconds(1_600_000_000));
        assert!(ids.message_id() < late);
    }
}

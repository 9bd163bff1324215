//! What an agent has written in a conversation and not sent. It is the agent's own, on every device.
//!
//! A draft counts its revisions: who changes it takes one above all that are known ([`next_revision`]), and the newest wins. Sending
//! names the revision that it empties; what is emptied stays as an empty draft, so that an older text that comes late does not come
//! back.

use crate::ids::{ConversationId, MessageId};
use crate::time::{Span, Timestamp};
use serde::{Deserialize, Serialize};

/// The longest draft, in characters. Longer than what can be sent, so that a text which is too long is not lost.
pub const CHARACTERS: usize = 16_384;
/// How far a device's clock may be ahead.
const AHEAD: Span = Span::from_hours(24);

/// An agent's draft in one conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Draft {
    /// Where.
    pub conversation_id: ConversationId,
    /// The newest wins.
    pub revision: u64,
    /// The text; empty: nothing is left.
    pub text: String,
    /// The message that it is to answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<MessageId>,
}

/// The revision of a change to a draft whose newest known revision is `known`: time goes in, so that devices which do not know of
/// each other agree on what is newest.
#[must_use]
pub fn next_revision(known: u64, now: Timestamp) -> u64 {
    known
        .saturating_add(1)
        .max(u64::try_from(now.as_millis()).unwrap_or_default())
}

/// Whether a device can have come to a revision by now. One of the far future would be the newest for ever.
#[must_use]
pub fn is_possible(revision: u64, now: Timestamp) -> bool {
    let newest = (now + AHEAD).as_millis();
    i64::try_from(revision).is_ok_and(|revision| revision <= newest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_revision_is_above_all_known_ones_whatever_the_clock_says() {
        let now = Timestamp::from_seconds(1_790_000_000);
        assert_eq!(next_revision(0, now), 1_790_000_000_000);
        assert_eq!(next_revision(1_790_000_000_000, now), 1_790_000_000_001);
        assert_eq!(next_revision(1_900_000_000_000, now), 1_900_000_000_001);
        assert_eq!(next_revision(7, Timestamp::from_seconds(-5)), 8);
    }

    #[test]
    fn a_revision_is_of_no_later_than_tomorrow() {
        let now = Timestamp::from_seconds(1_790_000_000);
        let tomorrow = 1_790_000_000_000 + 24 * 60 * 60 * 1_000;
        for (revision, expected) in [
            (0, true),
            (tomorrow, true),
            (tomorrow + 1, false),
            (u64::MAX, false),
        ] {
            assert_eq!(is_possible(revision, now), expected, "{revision}");
        }
    }
}

//! Which messages one can react to. Source: Meta, "Reaction messages" of the Cloud API: not older than 30 days, not deleted, not a
//! reaction itself.

use crate::content::MessageContent;
use crate::delivery_status::DeliveryState;
use crate::entities::{Direction, Message};
use crate::time::{Span, Timestamp};

/// What is offered at once, as in WhatsApp.
pub const QUICK: [&str; 6] = ["👍", "❤️", "😂", "😮", "😢", "🙏"];
/// What is offered behind "more".
pub const MORE: [&str; 30] = [
    "😀", "😊", "😍", "🥰", "😘", "😎", "🤔", "😅", "🙂", "😉", "😭", "😡", "🤯", "😴", "🥳", "👏", "🙌",
    "💪", "👌", "🤝", "👋", "✌️", "🔥", "🎉", "💯", "✅", "❌", "⭐", "🎨", "☕",
];
/// The oldest message that takes a reaction.
pub const LONGEST_AGE: Span = Span::from_hours(30 * 24);

/// Whether one can react to a message now.
#[must_use]
pub fn can_be_reacted_to(message: &Message, now: Timestamp) -> bool {
    let is_with_the_customer = match message.direction {
        Direction::Inbound => true,
        Direction::Outbound => message.delivery.as_ref().is_some_and(|delivery| {
            matches!(
                delivery.state,
                DeliveryState::Sent | DeliveryState::Delivered | DeliveryState::Read | DeliveryState::Played
            )
        }),
        Direction::Internal => false,
    };
    is_with_the_customer
        && !message.is_revoked
        && !matches!(
            message.content,
            MessageContent::Erased { .. } | MessageContent::System(_)
        )
        && now - message.at <= LONGEST_AGE
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::MessageKind;
    use crate::emoji::is_emoji;
    use crate::entities::Delivery;
    use crate::examples;
    use crate::ids::AgentId;

    const AT: Timestamp = Timestamp::from_seconds(1_000);

    fn message(direction: Direction, state: Option<DeliveryState>) -> Message {
        Message {
            at: AT,
            delivery: state.map(|state| Delivery::new(1, state)),
            ..examples::message(direction)
        }
    }

    #[test]
    fn one_can_react_to_what_the_customer_has() {
        let cases = [
            (message(Direction::Inbound, None), true),
            (message(Direction::Internal, None), false),
            (message(Direction::Outbound, Some(DeliveryState::Sent)), true),
            (message(Direction::Outbound, Some(DeliveryState::Read)), true),
            (message(Direction::Outbound, Some(DeliveryState::Waiting)), false),
            (
                message(Direction::Outbound, Some(DeliveryState::Unconfirmed)),
                false,
            ),
            (message(Direction::Outbound, Some(DeliveryState::Failed)), false),
            (
                Message {
                    is_revoked: true,
                    ..message(Direction::Inbound, None)
                },
                false,
            ),
            (
                Message {
                    content: MessageContent::Erased {
                        was: MessageKind::Text,
                        by: AgentId::from_parts(1, &[1; 10]),
                        is_cancelled: false,
                    },
                    ..message(Direction::Inbound, None)
                },
                false,
            ),
        ];
        for (message, expected) in cases {
            assert_eq!(can_be_reacted_to(&message, AT), expected, "{message:?}");
        }
        let old = message(Direction::Inbound, None);
        assert!(can_be_reacted_to(&old, AT + LONGEST_AGE));
        assert!(!can_be_reacted_to(&old, AT + LONGEST_AGE + Span::from_millis(1)));
    }

    #[test]
    fn what_is_offered_is_one_emoji_each() {
        for emoji in QUICK.iter().chain(&MORE) {
            assert!(is_emoji(emoji), "{emoji}");
        }
    }
}

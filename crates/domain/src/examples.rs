//! Rows for tests, with as little in them as can be: a test names what it is about.

use crate::content::MessageContent;
use crate::entities::{Direction, Message};
use crate::ids::{ConversationId, MessageId};
use crate::time::Timestamp;

/// A text that nothing is known of besides who wrote it.
pub(crate) fn message(direction: Direction) -> Message {
    Message {
        id: MessageId::from_parts(1, &[1; 10]),
        version: 1,
        conversation_id: ConversationId::from_parts(1, &[1; 10]),
        direction,
        author: None,
        content: MessageContent::Text {
            body: "Bom dia!".to_owned(),
        },
        reply_to: None,
        at: Timestamp::default(),
        delivery: None,
        reactions: Vec::new(),
        is_edited: false,
        is_revoked: false,
        is_forwarded: false,
        is_played: false,
        referral: None,
    }
}

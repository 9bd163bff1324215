//! Rows for tests, with as little in them as can be: a test names what it is about.

use domain::content::MessageContent;
use domain::entities::{Contact, Conversation, ConversationState, Direction, Message, Stage};
use domain::ids::{ContactId, ConversationId, MessageId, PhoneNumberId};
use domain::time::Timestamp;

/// A contact without a name.
pub(crate) fn contact(id: ContactId) -> Contact {
    Contact {
        id,
        version: 1,
        name: String::new(),
        phone: None,
        username: None,
        stage: Stage::New,
        source_id: None,
        group_ids: Vec::new(),
        avatar: None,
        is_blocked: false,
        created_at: Timestamp::default(),
    }
}

/// An open conversation in which nothing was written.
pub(crate) fn conversation(id: ConversationId, contact_id: ContactId) -> Conversation {
    Conversation {
        id,
        version: 1,
        contact_id,
        phone_number_id: PhoneNumberId::from_parts(1, &[0; 10]),
        state: ConversationState::Open,
        assignees: Vec::new(),
        unread_count: 0,
        is_marked_unread: false,
        read_up_to: None,
        last_message: None,
        last_activity_at: Timestamp::default(),
        window_expires_at: None,
        created_at: Timestamp::default(),
    }
}

/// A message of the customer.
pub(crate) fn message(id: MessageId, conversation_id: ConversationId, content: MessageContent) -> Message {
    Message {
        id,
        version: 1,
        conversation_id,
        direction: Direction::Inbound,
        author: None,
        content,
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

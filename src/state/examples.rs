//! Rows for tests, with as little in them as can be: a test names what it is about.

use domain::entities::{Contact, Conversation, ConversationState, Stage};
use domain::ids::{ContactId, ConversationId, PhoneNumberId};
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

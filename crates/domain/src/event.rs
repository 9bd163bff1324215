//! What changed, as the server tells open apps.
//!
//! A log row names what changed; a delivered event carries the whole state of one entity as read at delivery, so applying it
//! twice or late does no harm. An agent does not see every number: what may not be seen is left out.

use crate::alarm::Alarm;
use crate::entities::{Agent, Contact, Conversation, Message, PhoneNumber, Role, Settings};
use crate::ids::{ConversationId, LogEpoch};
use serde::{Deserialize, Serialize};

/// How far a client has read the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Cursor {
    /// Which log.
    pub epoch: LogEpoch,
    /// The last number that was read; 0: nothing yet.
    pub n: u64,
}

/// One numbered change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Event {
    /// Its number in the log.
    pub n: u64,
    /// What changed.
    #[serde(flatten)]
    pub change: Change,
}

/// What changed. On the wire: `{"change": "message_changed", "message": {…}}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Change {
    /// A conversation is new or changed. Its contact comes along, so that a row can always be drawn.
    ConversationChanged {
        /// The conversation.
        conversation: Conversation,
        /// Who writes.
        contact: Contact,
    },
    /// A message is new or changed.
    MessageChanged {
        /// The message.
        message: Box<Message>,
    },
    /// A contact changed.
    ContactChanged {
        /// The contact.
        contact: Contact,
    },
    /// The reader may see this conversation from now on: load it and its newest messages.
    SightGained {
        /// Which.
        conversation_id: ConversationId,
    },
    /// The reader may not see this conversation any more, or it is gone: remove all of it from screen and device.
    SightLost {
        /// Which.
        conversation_id: ConversationId,
    },
    /// What the reader may see or do has changed as a whole: ask for session and visible ids, and sweep.
    ScopeChanged,
    /// An agent is new or changed.
    AgentChanged {
        /// The agent.
        agent: Agent,
    },
    /// A role is new or changed.
    RoleChanged {
        /// The role.
        role: Role,
    },
    /// One of our numbers is new or changed.
    PhoneNumberChanged {
        /// The number.
        phone_number: PhoneNumber,
    },
    /// An alarm is new or changed; only for who has [`crate::alarm::NEEDED_PERMISSION`].
    AlarmChanged {
        /// The alarm.
        alarm: Alarm,
    },
    /// Settings changed.
    SettingsChanged {
        /// The settings.
        settings: Settings,
    },
}

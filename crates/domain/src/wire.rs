//! Answers of the REST interface and frames of the socket.

use crate::alarm::Alarm;
use crate::canned_response::CannedResponse;
use crate::delivery_status::DeliveryState;
use crate::draft::Draft;
use crate::entities::{
    Agent, Contact, Conversation, DeliveryFailure, Group, Message, Note, PhoneNumber, Position, Role,
    Settings, Source,
};
use crate::event::{Cursor, Event};
use crate::ids::{AgentId, ConversationId, DeviceId, LogEpoch, MessageId};
use crate::mention::Mention;
use crate::permission::PermissionSet;
use crate::tagged;
use crate::template::Template;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Signs in.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignIn {
    /// The agent's e-mail address, in any case.
    pub email: String,
    /// The password.
    pub password: String,
}

impl std::fmt::Debug for SignIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SignIn { … }")
    }
}

/// Who is signed in and what they may do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// The agent.
    pub agent: Agent,
    /// What the agent's role allows.
    pub permissions: PermissionSet,
}

/// All that the first screen needs, in one answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Bootstrap {
    /// The log's state that this answer includes; the socket goes on from here.
    pub cursor: Cursor,
    /// The server's clock.
    pub now: Timestamp,
    /// Who is signed in.
    pub session: Session,
    /// Settings.
    pub settings: Settings,
    /// Every agent, for names.
    pub agents: Vec<Agent>,
    /// Every role, for names.
    pub roles: Vec<Role>,
    /// Our numbers.
    pub phone_numbers: Vec<PhoneNumber>,
    /// The newest open conversations.
    pub conversations: ConversationPage,
    /// Alarms that are not ended, for who has [`crate::alarm::NEEDED_PERMISSION`]; else empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alarms: Vec<Alarm>,
    /// The agent's own drafts that hold something.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub drafts: Vec<Draft>,
    /// What the agent has pinned, the newest pin first. Some may be out of sight just now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pins: Vec<ConversationId>,
    /// Pinned conversations that are not among the newest.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pinned: Vec<ConversationRow>,
    /// Every canned response, by shortcut.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub canned_responses: Vec<CannedResponse>,
    /// Every template of our accounts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub templates: Vec<Template>,
    /// Every source, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
    /// Every group, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Group>,
    /// Notes that mention the agent and wait to be seen, at most [`crate::mention::MOST_WAITING`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<Mention>,
}

/// A conversation and who writes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConversationRow {
    /// The conversation.
    pub conversation: Conversation,
    /// Who writes.
    pub contact: Contact,
}

/// Conversations in the order that was asked for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConversationPage {
    /// The rows.
    pub rows: Vec<ConversationRow>,
    /// Where the next page begins; `None`: this is the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<ConversationKey>,
}

/// A place in the list of conversations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConversationKey {
    /// Its `last_activity_at`; among those whose window closes next, its `window_expires_at`.
    pub at: Timestamp,
    /// Its id.
    pub id: ConversationId,
}

/// What an agent has pinned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Pins {
    /// The log's state that this answer includes.
    pub cursor: Cursor,
    /// The conversations, the newest pin first.
    pub ids: Vec<ConversationId>,
}

/// One conversation with its newest messages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConversationDetail {
    /// The log's state that this answer includes.
    pub cursor: Cursor,
    /// The conversation and who writes.
    pub row: ConversationRow,
    /// The newest messages.
    pub messages: MessagePage,
    /// The newest notes of the contact, at most [`NotePage::MOST`], newest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

/// Notes of one contact, newest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NotePage {
    /// The notes.
    pub notes: Vec<Note>,
    /// Whether there are older ones than the last.
    pub has_older: bool,
}

impl NotePage {
    /// The longest page.
    pub const MOST: usize = 200;
}

/// All that is kept of one contact, for the person that it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContactExport {
    /// When it was made.
    pub exported_at: Timestamp,
    /// The contact.
    pub contact: Contact,
    /// By what WhatsApp knows them.
    pub identifiers: Vec<ContactIdentifier>,
    /// What they call themselves in WhatsApp, whatever we call them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile_name: Option<String>,
    /// The name of their source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The names of their groups.
    pub groups: Vec<String>,
    /// What agents noted, oldest first.
    pub notes: Vec<Note>,
    /// The conversations that the agent sees who asked.
    pub conversations: Vec<ExportedConversation>,
}

/// Something by which WhatsApp knows a customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContactIdentifier {
    /// `wa_id`, `user_id`, `parent_user_id`.
    pub kind: String,
    /// The identifier.
    pub value: String,
}

/// A whole conversation. Files are named by the messages that hold them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExportedConversation {
    /// The conversation.
    pub conversation: Conversation,
    /// Its messages, oldest first.
    pub messages: Vec<Message>,
    /// What messages held before their authors changed them, in the order of the messages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<ExportedEdit>,
}

/// What a message held before its author changed it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExportedEdit {
    /// Which message.
    pub message_id: MessageId,
    /// The words: body or caption.
    pub text: String,
    /// Meta's time of the change.
    pub until: Timestamp,
}

/// Messages of one conversation, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MessagePage {
    /// The messages.
    pub messages: Vec<Message>,
    /// Whether there are older ones than the first.
    pub has_older: bool,
    /// Whether there are newer ones than the last.
    pub has_newer: bool,
}

/// What became of an outgoing message, for its details.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MessageDetails {
    /// Which message.
    pub message_id: MessageId,
    /// The attempts to give it to Meta, oldest first.
    pub attempts: Vec<AttemptDetails>,
    /// When Meta told of each state, oldest first.
    pub statuses: Vec<StatusTime>,
    /// What it held before its author changed it, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<EarlierContent>,
}

/// What a message held before its author changed it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EarlierContent {
    /// The words: body or caption.
    pub text: String,
    /// Meta's time of the change.
    pub until: Timestamp,
}

/// One attempt to give a message to Meta.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AttemptDetails {
    /// Counts from 1.
    pub attempt: u32,
    /// When the request left.
    pub started_at: Timestamp,
    /// When its outcome was known; `None`: it is under way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished_at: Option<Timestamp>,
    /// What came of it; `None`: it is under way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<AttemptResult>,
    /// Meta's error, when there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<DeliveryFailure>,
}

/// What came of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AttemptResult {
    /// Meta took it.
    Accepted,
    /// Surely not sent, for a reason that passes: it goes again by itself.
    Later,
    /// Surely not sent.
    Failed,
    /// Nobody knows.
    Unknown,
    /// Meta refused the number's token.
    TokenRefused,
    /// One that this version does not know.
    #[serde(other)]
    Other,
}

/// When Meta told of a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StatusTime {
    /// Of which attempt.
    pub attempt: u32,
    /// The state.
    pub state: DeliveryState,
    /// Meta's time of it.
    pub at: Timestamp,
}

/// Which part of a thread is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ThreadWindow {
    /// The newest messages.
    Newest,
    /// Those just before a place.
    Before(Position),
    /// Those just after a place.
    After(Position),
    /// Those on both sides of a place, and the one that stands there.
    Around(Position),
}

/// Every conversation that the agent may see.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VisibleConversations {
    /// The log's state that this answer includes.
    pub cursor: Cursor,
    /// Their ids, in no order.
    pub ids: Vec<ConversationId>,
}

/// What a client sends on the socket.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "frame", rename_all = "snake_case")]
pub enum ClientFrame {
    /// The first frame: where to go on. Without a cursor the server answers `reset`.
    Hello {
        /// How far this device has read.
        cursor: Option<Cursor>,
        /// Which device.
        device_id: DeviceId,
    },
    /// The agent writes in a conversation (sent at most every few seconds).
    Typing {
        /// Where.
        conversation_id: ConversationId,
    },
    /// The agent has a conversation in view, or none.
    Viewing {
        /// Which.
        conversation_id: Option<ConversationId>,
    },
    /// Asks for a heartbeat at once, to learn whether the connection lives.
    Ping,
}

tagged! {
    "frame", "ServerFrame",
    /// What the server sends on the socket.
    #[derive(Clone, Debug, PartialEq)]
    pub enum ServerFrame {
        /// The answer to `hello`: the cursor is good; what was missed follows.
        Welcome {
            /// The server's clock.
            now: Timestamp,
            /// Who is signed in and what they may do now.
            session: Session,
        },
        /// The cursor is of another log, from the future, or of a trimmed past: load `bootstrap` anew, then say hello again.
        Reset {
            /// The log that is valid now.
            epoch: LogEpoch,
        },
        /// Changes, in order.
        Events {
            /// The number that these follow; a client that stands elsewhere says hello again.
            follows: u64,
            /// The number up to which the client has seen all that it may see.
            n: u64,
            /// Those of them that the agent may see; may be empty.
            events: Vec<Event>,
        },
        /// Nothing to see up to `n`; the connection lives.
        Heartbeat {
            /// The number up to which the client has seen all that it may see.
            n: u64,
            /// The server's clock.
            now: Timestamp,
        },
        /// An agent writes in a conversation; self-expiring after 6 seconds.
        Typing {
            /// Where.
            conversation_id: ConversationId,
            /// Who.
            agent_id: AgentId,
        },
        /// A colleague has the conversation in view that the reader has in view too, or has left it.
        Viewing {
            /// Where.
            conversation_id: ConversationId,
            /// Who.
            agent_id: AgentId,
            /// Whether it is in view.
            is_here: bool,
        },
        /// The session ended: signed out elsewhere, password changed, agent removed. The socket closes.
        SignedOut,
    }
}

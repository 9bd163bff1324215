//! The things that PerfectChat knows, as server and app exchange them.
//!
//! `version` counts the changes of one row: a client never lets an older version overwrite a newer one.

pub use crate::contact::{Group, Note, Source};

use crate::content::{MessageContent, MessageKind};
use crate::delivery_status::DeliveryState;
use crate::ids::{
    AgentId, ContactId, ConversationId, GroupId, MediaId, MessageId, PhoneNumberId, RoleId, SourceId,
};
use crate::language::Language;
use crate::permission::PermissionSet;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// A person who answers customers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Agent {
    /// Key.
    pub id: AgentId,
    /// Counts the changes.
    pub version: u64,
    /// Given name.
    pub first_name: String,
    /// Family name; may be empty.
    pub last_name: String,
    /// Where they sign in with; unique, lower case.
    pub email: String,
    /// What they may do.
    pub role_id: RoleId,
    /// The language of their screen.
    pub language: Language,
    /// Whether they take new conversations.
    pub is_available: bool,
}

impl Agent {
    /// First and last name with one space, or the first name alone.
    #[must_use]
    pub fn full_name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
            .trim()
            .to_owned()
    }
}

/// A named set of permissions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Role {
    /// Key.
    pub id: RoleId,
    /// Counts the changes.
    pub version: u64,
    /// What people call it.
    pub name: String,
    /// What its agents may do.
    pub permissions: PermissionSet,
}

/// One of our WhatsApp numbers, without its secrets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PhoneNumber {
    /// Key.
    pub id: PhoneNumberId,
    /// Counts the changes.
    pub version: u64,
    /// Meta's id of it (digits), used in the Cloud API's paths.
    pub meta_id: String,
    /// Meta's id of the WhatsApp Business account that it belongs to; its templates are the account's.
    #[serde(default)]
    pub waba_id: String,
    /// The number in E.164 (`+551140028922`).
    pub phone: String,
    /// The name that customers see.
    pub display_name: String,
    /// Whether messages can go out.
    pub state: PhoneNumberState,
    /// Whether messages from it begin with the agent's name.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub adds_signature: bool,
}

/// Whether messages can go out from a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PhoneNumberState {
    /// Works.
    Connected,
    /// Meta refused the token: nothing goes out until an administrator renews it; the queue is kept.
    Disconnected,
}

/// A customer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Contact {
    /// Key.
    pub id: ContactId,
    /// Counts the changes.
    pub version: u64,
    /// What we call them; at first the name of their WhatsApp profile; may be empty.
    pub name: String,
    /// E.164 with plus; `None` for one who is known by username only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// WhatsApp username without `@`; may change, never a key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// How far we are with them.
    pub stage: Stage,
    /// Where they come from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_id: Option<SourceId>,
    /// The groups that they are in, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub group_ids: Vec<GroupId>,
    /// Their picture, which the team chose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub avatar: Option<MediaId>,
    /// Meta brings nothing of theirs, and takes nothing for them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_blocked: bool,
    /// When we first heard of them.
    pub created_at: Timestamp,
}

/// How far we are with a contact. Says nothing of a conversation's state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// "Novo".
    #[default]
    New,
    /// "Em Progresso".
    InProgress,
    /// "Contatado".
    Contacted,
    /// "Qualificado".
    Qualified,
    /// "Fechado".
    Closed,
}

/// One contact writing to one of our numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Conversation {
    /// Key.
    pub id: ConversationId,
    /// Counts the changes.
    pub version: u64,
    /// Who writes.
    pub contact_id: ContactId,
    /// To which of our numbers; answers leave from it.
    pub phone_number_id: PhoneNumberId,
    /// Open or ended.
    pub state: ConversationState,
    /// Who answers; empty: nobody yet.
    pub assignees: Vec<AgentId>,
    /// Incoming messages that no agent has seen; shared by all.
    pub unread_count: u32,
    /// An agent wants it looked at again although nothing in it is unread; shared by all.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_marked_unread: bool,
    /// The newest message that an agent has seen; the unread divider stands below it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_up_to: Option<MessageId>,
    /// The newest message, for the list; `None` when the chat was emptied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_message: Option<MessagePreview>,
    /// The list's order: the newest message's time, or that of creation.
    pub last_activity_at: Timestamp,
    /// When the 24-hour customer service window closes or closed; `None`: the customer never wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window_expires_at: Option<Timestamp>,
    /// When the first message came or went.
    pub created_at: Timestamp,
}

impl Conversation {
    /// Whether the list shows that somebody should look at it.
    #[must_use]
    pub const fn is_unread(&self) -> bool {
        self.unread_count > 0 || self.is_marked_unread
    }
}

/// Open or ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ConversationState {
    /// "Aberta": in the list.
    Open,
    /// "Concluída": behind a filter; the customer's next message opens it again.
    Concluded,
}

/// What the list shows of a conversation's newest message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MessagePreview {
    /// Which message.
    pub message_id: MessageId,
    /// From or to the customer.
    pub direction: Direction,
    /// Its kind, for the icon.
    pub kind: MessageKind,
    /// The beginning of its words (at most [`MessagePreview::TEXT_LENGTH`] characters, one line); may be empty.
    pub text: String,
    /// Length of a voice note in milliseconds, when known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_ms: Option<u64>,
    /// Ticks; `None` for incoming messages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery: Option<DeliveryState>,
}

impl MessagePreview {
    /// The longest preview, in characters.
    pub const TEXT_LENGTH: usize = 120;

    /// What the list shows of `message`.
    #[must_use]
    pub fn of(message: &Message) -> Self {
        let duration_ms = match &message.content {
            MessageContent::VoiceNote(file) | MessageContent::Audio(file) => file.duration_ms,
            _ => None,
        };
        Self {
            message_id: message.id,
            direction: message.direction,
            kind: message.content.kind(),
            text: beginning(message.content.text(), Self::TEXT_LENGTH),
            duration_ms,
            delivery: message.delivery.as_ref().map(|delivery| delivery.state),
        }
    }
}

/// From or to the customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// From the customer.
    Inbound,
    /// To the customer.
    Outbound,
    /// Neither: a system line.
    Internal,
}

/// One bubble or system line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Message {
    /// Key, from the first frame to the end of time.
    pub id: MessageId,
    /// Counts the changes.
    pub version: u64,
    /// Where it stands.
    pub conversation_id: ConversationId,
    /// From or to the customer.
    pub direction: Direction,
    /// The agent who wrote it; `None` for the customer, system lines and what was written on the business's phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<AgentId>,
    /// What it holds.
    pub content: MessageContent,
    /// The message it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<Quote>,
    /// Meta's time of an incoming message; the server's time of acceptance of an outgoing one. With the id it gives the order.
    pub at: Timestamp,
    /// How far an outgoing message got; `None` for incoming ones and system lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery: Option<Delivery>,
    /// Reactions on it, at most one each of the customer and of us.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reactions: Vec<Reaction>,
    /// The customer changed the text after sending.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_edited: bool,
    /// The customer deleted it for everyone; what was known stays.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_revoked: bool,
    /// The customer forwarded it from elsewhere.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_forwarded: bool,
    /// One of us has played the customer's sound; shared by all, like what is read.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_played: bool,
    /// The advertisement or post through which the customer came with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub referral: Option<Box<Referral>>,
}

impl Message {
    /// The order of a thread: by time, then by id.
    #[must_use]
    pub const fn position(&self) -> Position {
        Position {
            at: self.at,
            id: self.id,
        }
    }
}

/// A place in a thread. Threads are read by it, never by counting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Position {
    /// Time of the message.
    pub at: Timestamp,
    /// Id of the message.
    pub id: MessageId,
}

/// The message that another one answers, as far as we know it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Quote {
    /// Our id of it; `None` when we never had it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_id: Option<MessageId>,
    /// What it says now, so that a quote can be read where its message is not at hand. From the server; `None` when we do not have
    /// the message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preview: Option<QuotePreview>,
}

/// What a quote shows of its message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QuotePreview {
    /// When it was written: with the id its place in the thread.
    pub at: Timestamp,
    /// From or to the customer.
    pub direction: Direction,
    /// The agent who wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<AgentId>,
    /// Its kind.
    pub kind: MessageKind,
    /// The beginning of its words (at most [`QuotePreview::TEXT_LENGTH`] characters, one line); may be empty.
    pub text: String,
}

impl QuotePreview {
    /// The longest beginning of words that a quote shows, in characters.
    pub const TEXT_LENGTH: usize = 240;

    /// What a quote of this content shows.
    #[must_use]
    pub fn new(
        at: Timestamp,
        direction: Direction,
        author: Option<AgentId>,
        content: &MessageContent,
    ) -> Self {
        Self {
            at,
            direction,
            author,
            kind: content.kind(),
            text: beginning(content.text(), Self::TEXT_LENGTH),
        }
    }

    /// What a quote of this message shows.
    #[must_use]
    pub fn of(message: &Message) -> Self {
        Self::new(message.at, message.direction, message.author, &message.content)
    }
}

/// The beginning of a text in one line, at most so many characters.
fn beginning(text: &str, most: usize) -> String {
    let mut line = String::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        if length > 0 {
            line.push(' ');
            length += 1;
        }
        line.extend(word.chars().take(most.saturating_sub(length)));
        length += word.chars().count();
        if length >= most {
            break;
        }
    }
    line
}

/// An emoji on a message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reaction {
    /// Who: `Inbound` the customer, `Outbound` us.
    pub direction: Direction,
    /// The emoji.
    pub emoji: String,
    /// The agent, when it is ours; `None` too for one put on the business's phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<AgentId>,
    /// Why Meta did not take ours: the customer does not see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<DeliveryFailure>,
}

/// The advertisement or post through which a customer wrote. Every part may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Referral {
    /// Its headline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// Its address, as Meta told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// How far an outgoing message got.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Delivery {
    /// Which attempt this is about, from 1; 0: none yet.
    pub attempt: u32,
    /// The state.
    pub state: DeliveryState,
    /// Why it failed; only with [`DeliveryState::Failed`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<DeliveryFailure>,
    /// When its hold ends, by the server's clock; only with [`DeliveryState::Held`]. It may be over while the message still waits for
    /// those before it: it can be cancelled all the same until it leaves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_until: Option<Timestamp>,
}

/// Why a message failed. The app has the words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeliveryFailure {
    /// Meta's error code (131047 …); 0: no code came.
    pub code: i64,
    /// Meta's details, in English, for the message's details only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub details: Option<String>,
}

/// Settings that every agent's screen needs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Settings {
    /// Counts the changes.
    pub version: u64,
    /// The company's name.
    pub company_name: String,
    /// The company's time zone (IANA name).
    pub time_zone: String,
    /// The switch "Support Agent".
    pub is_support_agent_on: bool,
    /// How long voice notes are held before they leave, in seconds.
    #[serde(default = "default_hold_voice_seconds")]
    pub hold_voice_seconds: u32,
    /// The same for everything else.
    #[serde(default)]
    pub hold_text_seconds: u32,
}

const fn default_hold_voice_seconds() -> u32 {
    crate::hold::VOICE_SECONDS
}

//! What clients ask the server to do. The same command with the same id twice has one effect and the same answer.

use crate::content::MessageContent;
use crate::entities::Stage;
use crate::ids::{AgentId, ContactId, ConversationId, GroupId, MediaId, MessageId, PhoneNumberId, SourceId};
use crate::tagged;
use crate::time::Timestamp;
use crate::waveform::Waveform;
use serde::{Deserialize, Deserializer, Serialize};

/// Sends a message to the customer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SendMessage {
    /// Made by the client (UUIDv7); the message's key for ever and the idempotency key.
    pub id: MessageId,
    /// Where it goes.
    pub conversation_id: ConversationId,
    /// What; merge fields still unresolved: the server's replacement counts.
    pub content: MessageContent,
    /// The message it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<MessageId>,
    /// The last number of the log that the writer's device knew when the text was begun: a colleague's answer after it is refused
    /// with `colleague_answered`. `None`: the writer does not ask.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<u64>,
    /// The agent knows that merge fields in it are unknown or have no value, and sends it all the same.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub allows_gaps: bool,
    /// The revision of the writer's draft that it empties ([`crate::draft::Draft`]).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub empties_draft: Option<u64>,
    /// The message that it is a copy of. Words that are those of that message, as the writer may see it, are nobody's typing: merge
    /// fields in them stay as they are, and no name is put before them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy_of: Option<MessageId>,
}

impl SendMessage {
    /// A message that answers none and asks nothing of the server's guards.
    #[must_use]
    pub const fn new(id: MessageId, conversation_id: ConversationId, content: MessageContent) -> Self {
        Self {
            id,
            conversation_id,
            content,
            reply_to: None,
            seen: None,
            allows_gaps: false,
            empties_draft: None,
            copy_of: None,
        }
    }
}

/// Tries a failed or unconfirmed message again, as another attempt of the same message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RetryMessage {
    /// The attempt that the agent saw fail; a newer one makes this command do nothing.
    pub after_attempt: u32,
}

/// Puts our reaction on a message, in place of the one that is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct React {
    /// One emoji; `None` takes ours away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emoji: Option<String>,
}

/// Tells what a player draws of a sound that is kept here. The first one counts; what comes later changes nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PutWaveform {
    /// The waveform.
    pub waveform: Waveform,
}

/// Says that an agent has seen everything up to a message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MarkRead {
    /// The newest message in view.
    pub up_to: MessageId,
}

/// Says who answers a conversation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Assign {
    /// All assignees from now on; empty: nobody.
    pub agents: Vec<AgentId>,
}

/// Opens or ends a conversation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangeConversationState {
    /// The state from now on.
    pub state: crate::entities::ConversationState,
}

/// Opens the conversation of somebody with one of our numbers, before they have written to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StartConversation {
    /// Made by the client; the key, unless there is such a conversation already.
    pub id: ConversationId,
    /// From which of our numbers.
    pub phone_number_id: PhoneNumberId,
    /// With whom.
    pub with: NewContact,
}

tagged! {
    "contact", "NewContact",
    /// Whom a conversation is opened with.
    #[derive(Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
    pub enum NewContact {
        /// Somebody who is in another conversation.
        Known {
            /// Who.
            contact_id: ContactId,
        },
        /// Whoever has this number.
        Phone {
            /// Made by the client; the key, unless somebody with this number is known.
            contact_id: ContactId,
            /// The number, as people write it.
            phone: String,
            /// What to call them; may be empty.
            name: String,
        },
    }
}

/// Changes settings; what is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangeSettings {
    /// The switch "Support Agent".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_support_agent_on: Option<bool>,
    /// How long voice notes are held before they leave, in seconds; at most [`crate::hold::MOST_SECONDS`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold_voice_seconds: Option<u32>,
    /// The same for everything else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold_text_seconds: Option<u32>,
}

/// Changes one of our numbers; what is left out stays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangePhoneNumber {
    /// Whether messages from it begin with the agent's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adds_signature: Option<bool>,
}

/// Keeps what an agent has written in a conversation and not sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SaveDraft {
    /// Made by the client: above every revision that it knows, and not below the server's time in milliseconds since 1970. The
    /// newest wins.
    pub revision: u64,
    /// The text; empty: nothing is left.
    pub text: String,
    /// The message that it is to answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<MessageId>,
}

/// Changes a contact; what is left out stays. Of two changes of one field, and of one contact's being in one group, the one with the
/// later time wins, whichever comes first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangeContact {
    /// When the agent did it, by the server's clock; a time to come counts as now.
    pub edited_at: Timestamp,
    /// What to call them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// How far we are with them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    /// Where they come from; `Some(None)` (on the wire: null): from nowhere that is known.
    #[serde(
        default,
        deserialize_with = "what_is_there",
        skip_serializing_if = "Option::is_none"
    )]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<SourceId>))]
    pub source_id: Option<Option<SourceId>>,
    /// Their picture, uploaded before; `Some(None)` (on the wire: null): none.
    #[serde(
        default,
        deserialize_with = "what_is_there",
        skip_serializing_if = "Option::is_none"
    )]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<MediaId>))]
    pub avatar: Option<Option<MediaId>>,
    /// Groups that they are in from now on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub add_groups: Vec<GroupId>,
    /// Groups that they are in no longer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remove_groups: Vec<GroupId>,
}

/// Tells null from what is left out.
fn what_is_there<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// Writes a note of a contact, or changes one's own. The later time wins.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PutNote {
    /// When the agent did it, by the server's clock; a time to come counts as now.
    pub edited_at: Timestamp,
    /// The text.
    pub text: String,
}

/// Creates or renames a source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PutSource {
    /// The version that was edited; 0: it is new. Another one there means that somebody else changed it.
    pub after_version: u64,
    /// What people call it.
    pub name: String,
}

/// Creates or renames a group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PutGroup {
    /// The version that was edited; 0: it is new. Another one there means that somebody else changed it.
    pub after_version: u64,
    /// What people call it.
    pub name: String,
}

/// Joins a contact that is the same person to another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MergeContact {
    /// Who is gone afterwards: all that is theirs becomes the other one's.
    pub other: ContactId,
}

/// Pins a conversation to the top of the agent's own list, or lets it go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PinConversation {
    /// Whether it is pinned from now on.
    pub is_pinned: bool,
    /// Made by the client like that of a draft ([`crate::draft::next_revision`]). The newest wish counts.
    pub revision: u64,
}

/// Marks a conversation as unread, or takes the mark away. Messages that are unread stay so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MarkUnread {
    /// Whether it is marked from now on.
    pub is_marked_unread: bool,
}

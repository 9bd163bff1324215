//! What changed, as the server tells open apps.
//!
//! A log row names what changed; a delivered event carries the whole state of one entity as read at delivery, so applying it
//! twice or late does no harm. An agent does not see every number: what may not be seen is left out.

use crate::alarm::Alarm;
use crate::canned_response::CannedResponse;
use crate::draft::Draft;
use crate::entities::{
    Agent, Contact, Conversation, Group, Message, Note, PhoneNumber, Role, Settings, Source,
};
use crate::ids::{
    CannedResponseId, ContactId, ConversationId, GroupId, LogEpoch, NoteId, SourceId, TemplateId,
};
use crate::mention::Mention;
use crate::tagged;
use crate::template::Template;
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
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(Deserialize))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Event {
    /// Its number in the log.
    pub n: u64,
    /// What changed.
    #[serde(flatten)]
    pub change: Change,
}

tagged! {
    "change", "Change",
    /// What changed. On the wire: `{"change": "message_changed", "message": {…}}`.
    #[derive(Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
        /// The reader's own draft in a conversation changed, here or on another device.
        DraftChanged {
            /// The draft; an empty one is gone.
            draft: Draft,
        },
        /// What the reader has pinned changed, here or on another device.
        PinsChanged {
            /// All of it, the newest pin first. Some may be out of the reader's sight just now.
            pins: Vec<ConversationId>,
        },
        /// A canned response is new or changed.
        CannedResponseChanged {
            /// The canned response.
            canned_response: CannedResponse,
        },
        /// A canned response is gone.
        CannedResponseRemoved {
            /// Which.
            id: CannedResponseId,
        },
        /// A template is new or changed.
        TemplateChanged {
            /// The template.
            template: Template,
        },
        /// A template is gone.
        TemplateRemoved {
            /// Which.
            id: TemplateId,
        },
        /// A contact is gone with its notes: erased, or joined to another one. Its conversations are told of by themselves.
        ContactRemoved {
            /// Which.
            id: ContactId,
        },
        /// A note is new or changed.
        NoteChanged {
            /// The note.
            note: Note,
        },
        /// A note is gone.
        NoteRemoved {
            /// Which.
            id: NoteId,
            /// Of whom it was.
            contact_id: ContactId,
        },
        /// Somebody mentioned the reader in a note, or what leads to it changed.
        MentionChanged {
            /// The mention.
            mention: Box<Mention>,
        },
        /// A mention of the reader was seen, here or on another device, or is gone, or out of sight.
        MentionRemoved {
            /// In which note it was.
            note_id: NoteId,
        },
        /// A source is new or changed.
        SourceChanged {
            /// The source.
            source: Source,
        },
        /// A source is gone; contacts that had it have none.
        SourceRemoved {
            /// Which.
            id: SourceId,
        },
        /// A group is new or changed.
        GroupChanged {
            /// The group.
            group: Group,
        },
        /// A group is gone; contacts are in it no longer.
        GroupRemoved {
            /// Which.
            id: GroupId,
        },
        /// Settings changed.
        SettingsChanged {
            /// The settings.
            settings: Settings,
        },
    }
}

/// Reading on from the number, as [`crate::tagged!`] does from the name.
#[cfg(any(target_family = "wasm", test))]
mod reading {
    use super::{Change, Event};
    use crate::tagged::Key;
    use serde::de::value::MapAccessDeserializer;
    use serde::de::{Deserializer, Error, MapAccess, Visitor};

    impl Event {
        /// Reads an event that has its number first and the name of the change next.
        #[allow(dead_code, reason = "beside the app only tests call it")]
        pub(crate) fn read_on<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            deserializer.deserialize_map(NumberFirst)
        }
    }

    #[cfg(target_family = "wasm")]
    impl<'de> serde::Deserialize<'de> for Event {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            Self::read_on(deserializer)
        }
    }

    struct NumberFirst;

    impl<'de> Visitor<'de> for NumberFirst {
        type Value = Event;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("an event that begins with its number")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Event, A::Error> {
            if map.next_key_seed(Key("n"))? != Some(true) {
                return Err(A::Error::missing_field("n"));
            }
            let n = map.next_value()?;
            let change = Change::read_on(MapAccessDeserializer::new(map))?;
            Ok(Event { n, change })
        }
    }
}

//! What a message holds. One enum for both directions; what the Cloud API cannot send simply never goes out.

mod order;

pub use self::order::OrderItem;

use crate::canned_response::are_buttons;
use crate::ids::{AgentId, MediaId};
use crate::tagged;
use crate::template::{FilledHeader, TemplateParts};
use crate::waveform::Waveform;
use serde::{Deserialize, Serialize};

tagged! {
    "kind", "MessageContent",
    /// The content of a message, by kind. On the wire: `{"kind": "text", "body": "…"}`.
    #[derive(Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
    pub enum MessageContent {
        /// Plain text with WhatsApp's formatting marks, at most 4,096 characters when outgoing.
        Text {
            /// The text as written.
            body: String,
        },
        /// A picture.
        Image(Attachment),
        /// A film.
        Video(Attachment),
        /// A sound file that is not a voice note.
        Audio(Attachment),
        /// A sound recorded in WhatsApp (or by us): Ogg/Opus with waveform. One that we send is mono.
        VoiceNote(Attachment),
        /// Any other file.
        Document(Attachment),
        /// A WebP picture without bubble.
        Sticker(Attachment),
        /// A place.
        Location {
            /// Degrees north.
            latitude: f64,
            /// Degrees east.
            longitude: f64,
            /// What the place is called.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            name: Option<String>,
            /// Its postal address.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            address: Option<String>,
        },
        /// Contact cards.
        ContactCards {
            /// The cards, in order.
            cards: Vec<ContactCard>,
        },
        /// The customer chose a button or a list row of an interactive message, or a template's quick reply.
        ButtonReply {
            /// What the button said.
            title: String,
            /// What the row's second line said.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            description: Option<String>,
        },
        /// A text with up to three buttons that we sent.
        Interactive {
            /// The text, at most [`crate::canned_response::TEXT_WITH_BUTTONS_CHARACTERS`] characters.
            body: String,
            /// What the buttons say, as [`are_buttons`] asks for.
            buttons: Vec<String>,
        },
        /// A template that we sent.
        Template {
            /// Its name in the WhatsApp account.
            name: String,
            /// Its language code, as Meta writes it (`pt_BR`).
            language: String,
            /// The text as filled, for reading.
            body: String,
            /// What else is in it. Of what a client sends, only the values and the file count.
            #[serde(default, skip_serializing_if = "TemplateParts::is_empty")]
            parts: Box<TemplateParts>,
        },
        /// An order from the catalogue.
        Order {
            /// How many different products.
            item_count: u32,
            /// Which, as far as Meta told it.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            items: Vec<OrderItem>,
            /// What the customer wrote with it.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            text: Option<String>,
        },
        /// A line that no one wrote: who assigned, a changed number and the like.
        System(SystemLine),
        /// Something that WhatsApp does not give to the Cloud API, or that we do not know yet. Never dropped.
        Unsupported {
            /// Meta's name of the type, as far as told (`poll`, `unknown`).
            type_name: String,
            /// Meta's error code that says why, if one came: 131051 not supported, 131052 the file could not be fetched or is too
            /// large, 131060 not available to the API.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            code: Option<i64>,
        },
        /// The content was removed here; the line that says so stays.
        Erased {
            /// Which kind it was (the `kind` of the former content).
            was: MessageKind,
            /// Who removed it.
            by: AgentId,
            /// It was one of ours that had not left yet: the customer never gets it.
            #[serde(default, skip_serializing_if = "std::ops::Not::not")]
            is_cancelled: bool,
        },
    }
}

/// The most contact cards in a message (Meta: "Contacts messages").
pub const MOST_CARDS: usize = 257;
/// A file in a message.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attachment {
    /// Our copy; `None` while the server has not fetched it from Meta.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_id: Option<MediaId>,
    /// The type, parameters included (`audio/ogg; codecs=opus`).
    pub mime_type: String,
    /// The name that the sender's device gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_name: Option<String>,
    /// Size in bytes, when known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub byte_size: Option<u64>,
    /// Length in milliseconds, when known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_ms: Option<u64>,
    /// What a player draws of a sound. Of one that an agent sends its command tells it; of one that a customer sent it is missing until a
    /// device has decoded the sound ([`crate::command::PutWaveform`]).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waveform: Option<Waveform>,
    /// The text below it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
    /// How large a picture is, when known: so that nothing jumps when it appears.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pixels: Option<PixelSize>,
    /// Why there is no copy of ours yet, after tries that failed. The server goes on trying unless it says that Meta's file is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fetch_failure: Option<FetchFailure>,
}

/// Width and height.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PixelSize {
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
}

/// Why the server has no copy of a customer's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FetchFailure {
    /// Meta did not give it so far; it is asked again.
    Unavailable,
    /// Meta has it no longer (it keeps a customer's file for 7 days): the customer must send it again.
    Expired,
    /// It is larger than we take.
    TooLarge,
    /// One that this version does not know.
    #[serde(other)]
    Unknown,
}

impl FetchFailure {
    /// Whether asking again makes sense.
    #[must_use]
    pub const fn can_be_retried(self) -> bool {
        matches!(self, Self::Unavailable)
    }
}

/// A contact card. All parts but the name are often missing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContactCard {
    /// The full name.
    pub name: String,
    /// Phone numbers as written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<String>,
}

tagged! {
    "line", "SystemLine",
    /// A line in the thread that no one wrote.
    #[derive(Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
    pub enum SystemLine {
        /// The assignees changed. An agent who assigns herself alone has *taken* the conversation.
        Assigned {
            /// Who did it; `None`: the automatic assignment.
            by: Option<AgentId>,
            /// Who is assigned now; empty: nobody.
            agents: Vec<AgentId>,
        },
        /// An agent ended the conversation.
        Concluded {
            /// Who.
            by: AgentId,
        },
        /// The customer wrote again after the end.
        Reopened,
        /// The customer moved to another phone number (digits, no plus).
        NumberChanged {
            /// The new number.
            to: String,
        },
        /// The customer opened the chat for the first time and wrote nothing yet.
        ChatOpened,
    }
}

/// The kind of a message without its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the variants of MessageContent, one by one")]
pub enum MessageKind {
    Text,
    Image,
    Video,
    Audio,
    VoiceNote,
    Document,
    Sticker,
    Location,
    ContactCards,
    ButtonReply,
    Interactive,
    Template,
    Order,
    System,
    Unsupported,
    Erased,
}

impl MessageContent {
    /// Which kind this is.
    #[must_use]
    pub const fn kind(&self) -> MessageKind {
        match self {
            Self::Text { .. } => MessageKind::Text,
            Self::Image(_) => MessageKind::Image,
            Self::Video(_) => MessageKind::Video,
            Self::Audio(_) => MessageKind::Audio,
            Self::VoiceNote(_) => MessageKind::VoiceNote,
            Self::Document(_) => MessageKind::Document,
            Self::Sticker(_) => MessageKind::Sticker,
            Self::Location { .. } => MessageKind::Location,
            Self::ContactCards { .. } => MessageKind::ContactCards,
            Self::ButtonReply { .. } => MessageKind::ButtonReply,
            Self::Interactive { .. } => MessageKind::Interactive,
            Self::Template { .. } => MessageKind::Template,
            Self::Order { .. } => MessageKind::Order,
            Self::System(_) => MessageKind::System,
            Self::Unsupported { .. } => MessageKind::Unsupported,
            Self::Erased { .. } => MessageKind::Erased,
        }
    }

    /// The file in it, if it has one: its own, or the one above a template's text.
    #[must_use]
    pub fn attachment(&self) -> Option<&Attachment> {
        match self {
            Self::Image(file)
            | Self::Video(file)
            | Self::Audio(file)
            | Self::VoiceNote(file)
            | Self::Document(file)
            | Self::Sticker(file) => Some(file),
            Self::Template { parts, .. } => parts.header.as_ref()?.file(),
            _ => None,
        }
    }

    /// The same, to be changed.
    pub fn attachment_mut(&mut self) -> Option<&mut Attachment> {
        match self {
            Self::Image(file)
            | Self::Video(file)
            | Self::Audio(file)
            | Self::VoiceNote(file)
            | Self::Document(file)
            | Self::Sticker(file) => Some(file),
            Self::Template { parts, .. } => parts.header.as_mut()?.file_mut(),
            _ => None,
        }
    }

    /// As what the file in it goes out: the limits of this kind are the file's.
    #[must_use]
    pub fn file_kind(&self) -> MessageKind {
        match self {
            Self::Template { parts, .. } => parts
                .header
                .as_ref()
                .map_or(MessageKind::Template, FilledHeader::kind),
            other => other.kind(),
        }
    }

    /// The words in it that a person reads and may search for: body, caption, title or file name; empty when there are none.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Text { body } | Self::Interactive { body, .. } | Self::Template { body, .. } => body,
            Self::Image(file)
            | Self::Video(file)
            | Self::Audio(file)
            | Self::VoiceNote(file)
            | Self::Sticker(file) => file.caption.as_deref().unwrap_or_default(),
            Self::Document(file) => file
                .caption
                .as_deref()
                .or(file.file_name.as_deref())
                .unwrap_or_default(),
            Self::Location { name, address, .. } => {
                name.as_deref().or(address.as_deref()).unwrap_or_default()
            }
            Self::ContactCards { cards } => cards.first().map_or("", |card| card.name.as_str()),
            Self::ButtonReply { title, .. } => title,
            Self::Order { text, .. } => text.as_deref().unwrap_or_default(),
            Self::System(_) | Self::Unsupported { .. } | Self::Erased { .. } => "",
        }
    }

    /// Whether a place, contact cards or a text with buttons are such that Meta takes them (Meta: "Location messages", "Contacts
    /// messages", "Interactive reply buttons messages"). Other kinds have rules of their own.
    #[must_use]
    pub fn is_within_limits(&self) -> bool {
        match self {
            Self::Location {
                latitude, longitude, ..
            } => (-90.0..=90.0).contains(latitude) && (-180.0..=180.0).contains(longitude),
            Self::ContactCards { cards } => {
                (1..=MOST_CARDS).contains(&cards.len())
                    && cards.iter().all(|card| !card.name.trim().is_empty())
            }
            // How long the text is shows when merge fields are replaced.
            Self::Interactive { body, buttons } => {
                !body.trim().is_empty() && !buttons.is_empty() && are_buttons(buttons)
            }
            _ => true,
        }
    }

    /// What a copy of it for somebody else holds; `None`: it cannot be forwarded. What only has a meaning where it stands (a
    /// template's variables, buttons, an answer to a button) goes on as its words; a file goes on when it is kept here.
    #[must_use]
    pub fn forwarded(&self) -> Option<Self> {
        match self {
            Self::Text { .. } | Self::Location { .. } | Self::ContactCards { .. } => Some(self.clone()),
            Self::Interactive { body, .. } | Self::Template { body, .. } => {
                (!body.trim().is_empty()).then(|| Self::Text { body: body.clone() })
            }
            Self::ButtonReply { title, description } => {
                let second_line = description.iter().map(|line| format!("\n{line}"));
                Some(Self::Text {
                    body: std::iter::once(title.clone()).chain(second_line).collect(),
                })
            }
            Self::Image(file)
            | Self::Video(file)
            | Self::Audio(file)
            | Self::VoiceNote(file)
            | Self::Document(file)
            | Self::Sticker(file) => file.media_id.is_some().then(|| self.clone()),
            Self::Order { .. } | Self::System(_) | Self::Unsupported { .. } | Self::Erased { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_cards_and_buttons_have_limits() {
        let interactive = |body: &str, buttons: &[&str]| MessageContent::Interactive {
            body: body.to_owned(),
            buttons: buttons.iter().map(|button| (*button).to_owned()).collect(),
        };
        let place = |latitude, longitude| MessageContent::Location {
            latitude,
            longitude,
            name: None,
            address: None,
        };
        let cards = |names: &[&str]| MessageContent::ContactCards {
            cards: names
                .iter()
                .map(|name| ContactCard {
                    name: (*name).to_owned(),
                    phones: Vec::new(),
                })
                .collect(),
        };
        let cases = [
            (interactive("Qual dia?", &["Sábado", "Domingo"]), true),
            (interactive("Qual dia?", &[]), false),
            (interactive("Qual dia?", &["a", "b", "c", "d"]), false),
            (interactive("Qual dia?", &["a", "a"]), false),
            (interactive("Qual dia?", &["21 caracteres são mais"]), false),
            (interactive(" ", &["a"]), false),
            (place(-23.5, -46.6), true),
            (place(-91.0, 0.0), false),
            (place(f64::NAN, 0.0), false),
            (cards(&["Ana"]), true),
            (cards(&[]), false),
            (cards(&[" "]), false),
        ];
        for (content, expected) in cases {
            assert_eq!(content.is_within_limits(), expected, "{content:?}");
        }
    }

    #[test]
    fn what_can_be_forwarded_goes_on_as_what_the_customer_can_read() {
        let text = |body: &str| MessageContent::Text {
            body: body.to_owned(),
        };
        let file = Attachment {
            mime_type: "image/jpeg".to_owned(),
            ..Attachment::default()
        };
        let kept = Attachment {
            media_id: Some(MediaId::from_parts(1, &[1; 10])),
            ..file.clone()
        };
        let cases = [
            (text("oi"), Some(text("oi"))),
            (
                MessageContent::Template {
                    name: "aviso".to_owned(),
                    language: "pt_BR".to_owned(),
                    body: "Sua aula é amanhã".to_owned(),
                    parts: Box::default(),
                },
                Some(text("Sua aula é amanhã")),
            ),
            (
                MessageContent::Interactive {
                    body: "Qual dia?".to_owned(),
                    buttons: vec!["Sábado".to_owned()],
                },
                Some(text("Qual dia?")),
            ),
            (
                MessageContent::ButtonReply {
                    title: "Sábado".to_owned(),
                    description: Some("às 9h".to_owned()),
                },
                Some(text("Sábado\nàs 9h")),
            ),
            (
                MessageContent::Image(kept.clone()),
                Some(MessageContent::Image(kept)),
            ),
            (MessageContent::Image(file), None),
            (MessageContent::System(SystemLine::Reopened), None),
            (
                MessageContent::Erased {
                    was: MessageKind::Text,
                    by: AgentId::from_parts(1, &[1; 10]),
                    is_cancelled: false,
                },
                None,
            ),
        ];
        for (content, expected) in cases {
            assert_eq!(content.forwarded(), expected, "{content:?}");
        }
    }
}

//! What a business sends. Every type serialises to exactly the body that Meta documents for `POST /{number}/messages`
//! (Meta: "Messages" of the Cloud API); limits of length are the caller's to keep, the API answers 100 or 131009.

mod interactive;
mod template;

use serde::{Serialize, Serializer};

pub use interactive::{Interactive, InteractiveAction, InteractiveHeader, ListRow, ListSection, ReplyButton};
pub use template::{Template, TemplateComponent, TemplateParameter};

use crate::contact_card::ContactCard;

/// A message to send.
#[derive(Debug, Clone, PartialEq)]
pub struct OutgoingMessage {
    /// Who gets it.
    pub to: Recipient,
    /// The wamid of the message that is quoted. Reactions quote nothing: there it is left out.
    pub reply_to: Option<String>,
    /// Comes back in every status of the message; up to 512 characters. Our own id here removes the race between
    /// the answer to the call and the first status.
    pub callback_data: Option<String>,
    /// The content.
    pub content: OutgoingContent,
}

impl OutgoingMessage {
    /// A message that quotes nothing and carries no callback data.
    pub fn new(to: Recipient, content: OutgoingContent) -> Self {
        Self {
            to,
            reply_to: None,
            callback_data: None,
            content,
        }
    }
}

/// Who gets a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recipient {
    /// A phone number with country code. It is sent with a leading `+`: without one Meta would put the business
    /// number's country code before it.
    Phone(String),
    /// A business-scoped user id, for customers whose number is hidden (sending documented from July 2026).
    UserId(String),
}

/// What a message holds.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OutgoingContent {
    /// Text.
    Text(Text),
    /// A picture.
    Image(CaptionedMedia),
    /// A film.
    Video(CaptionedMedia),
    /// A voice message or a piece of audio.
    Audio(Audio),
    /// A file.
    Document(Document),
    /// A sticker.
    Sticker(Sticker),
    /// A place.
    Location(Location),
    /// Contact cards.
    Contacts(Vec<ContactCard>),
    /// A reaction to a message.
    Reaction(Reaction),
    /// Buttons, a list or a link button.
    Interactive(Interactive),
    /// A template, the only content allowed outside the customer service window.
    Template(Template),
}

/// Text of up to 4,096 characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Text {
    /// The text.
    pub body: String,
    /// Whether the first link gets a preview.
    pub preview_url: bool,
}

/// Where Meta takes a file from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MediaSource {
    /// A media id from an upload.
    Id(String),
    /// A public HTTPS address that Meta fetches.
    Link(String),
}

/// A picture or film with an optional caption of up to 1,024 characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaptionedMedia {
    /// The file.
    #[serde(flatten)]
    pub media: MediaSource,
    /// The caption.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
}

/// Audio.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Audio {
    /// The file.
    #[serde(flatten)]
    pub media: MediaSource,
    /// Whether the customer sees a voice message. Only for mono Opus in Ogg.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub voice: bool,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Document {
    /// The file.
    #[serde(flatten)]
    pub media: MediaSource,
    /// The caption, up to 1,024 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
    /// The name with extension; without it the customer sees an untitled file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filename: Option<String>,
}

/// A sticker (WebP).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sticker {
    /// The file.
    #[serde(flatten)]
    pub media: MediaSource,
}

/// A place.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Location {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// What the place is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

/// A reaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reaction {
    /// The wamid of the message reacted to.
    pub message_id: String,
    /// The emoji; empty takes the reaction back.
    pub emoji: String,
}

impl OutgoingContent {
    /// The value of `type`, which is also the name of the content's key.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Image(_) => "image",
            Self::Video(_) => "video",
            Self::Audio(_) => "audio",
            Self::Document(_) => "document",
            Self::Sticker(_) => "sticker",
            Self::Location(_) => "location",
            Self::Contacts(_) => "contacts",
            Self::Reaction(_) => "reaction",
            Self::Interactive(_) => "interactive",
            Self::Template(_) => "template",
        }
    }
}

impl Serialize for OutgoingMessage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (to, recipient) = match &self.to {
            Recipient::Phone(number) => (Some(format!("+{}", number.trim_start_matches('+'))), None),
            Recipient::UserId(id) => (None, Some(id.as_str())),
        };
        let quotes = !matches!(self.content, OutgoingContent::Reaction(_));
        let body = Body {
            messaging_product: "whatsapp",
            recipient_type: "individual",
            to,
            recipient,
            context: self
                .reply_to
                .as_deref()
                .filter(|_| quotes)
                .map(|message_id| Context { message_id }),
            biz_opaque_callback_data: self.callback_data.as_deref(),
            kind: self.content.kind(),
            content: &self.content,
        };
        body.serialize(serializer)
    }
}

/// The body as it goes over the wire.
#[derive(Serialize)]
struct Body<'a> {
    messaging_product: &'static str,
    recipient_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recipient: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<Context<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    biz_opaque_callback_data: Option<&'a str>,
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(flatten)]
    content: &'a OutgoingContent,
}

#[derive(Serialize)]
struct Context<'a> {
    message_id: &'a str,
}

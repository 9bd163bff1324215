//! What an incoming message holds (Meta: webhook references of the message types).

use serde_json::Value;

use super::message::MessageContext;
use crate::contact_card::ContactCard;
use crate::lenient;

/// The content of an incoming message. A type that lacks what makes it useful (a text without body, a picture without
/// id) is [`InboundContent::Unknown`], like a type that does not exist yet: it is still a message.
#[derive(Debug, Clone, PartialEq)]
pub enum InboundContent {
    /// Text.
    Text {
        /// The text.
        body: String,
    },
    /// A picture.
    Image(InboundMedia),
    /// A film.
    Video(InboundMedia),
    /// A voice message or a piece of audio, see [`InboundMedia::is_voice`].
    Audio(InboundMedia),
    /// A file.
    Document(InboundMedia),
    /// A sticker, see [`InboundMedia::is_animated`].
    Sticker(InboundMedia),
    /// A place.
    Location(InboundLocation),
    /// Contact cards.
    Contacts(Vec<ContactCard>),
    /// A reply button was pressed.
    ButtonReply {
        /// The id that we gave the button.
        id: String,
        /// Its label.
        title: String,
    },
    /// A row of a list was chosen.
    ListReply {
        /// The id that we gave the row.
        id: String,
        /// Its label.
        title: String,
        /// Its description.
        description: Option<String>,
    },
    /// A flow was filled in.
    FlowReply {
        /// The flow's name.
        name: Option<String>,
        /// What the customer sees.
        body: Option<String>,
        /// The answers, JSON in a string.
        response_json: Option<String>,
    },
    /// A template's quick reply was pressed.
    Button {
        /// Its label.
        text: String,
        /// What the template's parameters made it send.
        payload: Option<String>,
    },
    /// A reaction, or its removal.
    Reaction {
        /// The wamid of the message reacted to.
        message_id: String,
        /// The emoji; nothing if the reaction was taken back.
        emoji: Option<String>,
    },
    /// An order from the catalogue.
    Order {
        /// The catalogue.
        catalog_id: Option<String>,
        /// What the customer wrote with it.
        text: Option<String>,
        /// What was ordered.
        items: Vec<OrderItem>,
    },
    /// News about the customer. Not a customer's message: opens no window.
    System(SystemEvent),
    /// A kind that WhatsApp's API does not hand over; the message's errors say more.
    Unsupported {
        /// `poll`, `edit`, `unknown` …
        kind: Option<String>,
    },
    /// The customer edited a message (numbers in use on the phone too).
    Edit {
        /// The wamid of the edited message.
        original_message_id: String,
        /// What it holds now.
        content: Box<InboundContent>,
        /// What it refers to now.
        context: Option<MessageContext>,
    },
    /// The customer deleted a message for everyone (numbers in use on the phone too).
    Revoke {
        /// The wamid of the deleted message.
        original_message_id: String,
    },
    /// The customer opened the chat for the first time.
    RequestWelcome,
    /// Anything else.
    Unknown {
        /// Meta's word, for interactive answers `interactive/<type>`; empty if there was none.
        kind: String,
        /// What stood under the key of the type's name, or nothing.
        raw: Value,
    },
}

/// A file of a message. The id is good for 7 days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboundMedia {
    /// The media id.
    pub id: String,
    /// The type, possibly with parameters.
    pub mime_type: Option<String>,
    /// SHA-256 of the bytes, mostly in base64.
    pub sha256: Option<String>,
    /// What the customer wrote with it.
    pub caption: Option<String>,
    /// The file's name.
    pub filename: Option<String>,
    /// A download address, good for 5 minutes.
    pub url: Option<String>,
    /// Audio that was recorded in WhatsApp, as opposed to a file.
    pub is_voice: bool,
    /// A sticker that moves.
    pub is_animated: bool,
}

/// A place.
#[derive(Debug, Clone, PartialEq)]
pub struct InboundLocation {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// What the place is called.
    pub name: Option<String>,
    /// Its address.
    pub address: Option<String>,
    /// Its web page.
    pub url: Option<String>,
}

/// A line of an order.
#[derive(Debug, Clone, PartialEq)]
pub struct OrderItem {
    /// The product.
    pub product_retailer_id: Option<String>,
    /// How many.
    pub quantity: Option<i64>,
    /// The price of one, in the currency's main unit.
    pub item_price: Option<f64>,
    /// The currency's code.
    pub currency: Option<String>,
}

/// News about a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SystemEvent {
    /// The customer has another number; the message's `from` is the old one.
    NumberChanged {
        /// The new number in digits.
        new_wa_id: Option<String>,
        /// Meta's English sentence.
        body: Option<String>,
    },
    /// The customer has another business-scoped user id.
    UserIdChanged {
        /// The id until now.
        previous: Option<String>,
        /// The id from now on.
        current: Option<String>,
    },
    /// The customer's security code changed: another phone, or another person.
    IdentityChanged {
        /// The new hash.
        hash: Option<String>,
    },
    /// Anything else.
    Other {
        /// Meta's word.
        kind: Option<String>,
        /// Meta's English sentence.
        body: Option<String>,
    },
}

impl InboundContent {
    /// Reads the content of a message. Edits hold a message, so this calls itself; the depth of JSON bounds it.
    pub(super) fn read(message: &Value) -> Self {
        let kind = lenient::text(message, "type").unwrap_or_default();
        let inner = message.get(&kind).unwrap_or(&Value::Null);
        Self::read_kind(&kind, inner, message).unwrap_or_else(|| Self::Unknown {
            kind,
            raw: inner.clone(),
        })
    }

    /// The content of a known type, if what makes it useful is there.
    fn read_kind(kind: &str, inner: &Value, message: &Value) -> Option<Self> {
        let content = match kind {
            "text" => Self::Text {
                body: lenient::text(inner, "body")?,
            },
            "image" => Self::Image(InboundMedia::read(inner)?),
            "video" => Self::Video(InboundMedia::read(inner)?),
            "audio" => Self::Audio(InboundMedia::read(inner)?),
            "document" => Self::Document(InboundMedia::read(inner)?),
            "sticker" => Self::Sticker(InboundMedia::read(inner)?),
            "location" => Self::Location(InboundLocation::read(inner)?),
            "contacts" => Self::Contacts(inner.as_array()?.iter().map(ContactCard::from_value).collect()),
            "interactive" => return Self::read_interactive(inner),
            "button" => Self::Button {
                text: lenient::text(inner, "text").or_else(|| lenient::text(inner, "payload"))?,
                payload: lenient::text(inner, "payload"),
            },
            "reaction" => Self::Reaction {
                message_id: lenient::id(inner, "message_id")?,
                emoji: lenient::id(inner, "emoji"),
            },
            "order" => Self::Order {
                catalog_id: lenient::id(inner, "catalog_id"),
                text: lenient::id(inner, "text"),
                items: lenient::list(inner, "product_items")
                    .iter()
                    .map(OrderItem::read)
                    .collect(),
            },
            "system" => Self::System(SystemEvent::read(inner, message)),
            "unsupported" => Self::Unsupported {
                kind: lenient::id(inner, "type"),
            },
            "edit" => {
                let edited = inner.get("message")?;
                Self::Edit {
                    original_message_id: lenient::id(inner, "original_message_id")?,
                    content: Box::new(Self::read(edited)),
                    context: MessageContext::read(edited),
                }
            }
            "revoke" => Self::Revoke {
                original_message_id: lenient::id(inner, "original_message_id")?,
            },
            "request_welcome" => Self::RequestWelcome,
            _ => return None,
        };
        Some(content)
    }

    fn read_interactive(inner: &Value) -> Option<Self> {
        let kind = lenient::id(inner, "type")?;
        let reply = inner.get(&kind).unwrap_or(&Value::Null);
        let part = |key| lenient::text(reply, key);
        let content = match kind.as_str() {
            "button_reply" => Self::ButtonReply {
                id: part("id")?,
                title: part("title")?,
            },
            "list_reply" => Self::ListReply {
                id: part("id")?,
                title: part("title")?,
                description: part("description"),
            },
            "nfm_reply" => Self::FlowReply {
                name: part("name"),
                body: part("body"),
                response_json: part("response_json"),
            },
            _ => Self::Unknown {
                kind: format!("interactive/{kind}"),
                raw: inner.clone(),
            },
        };
        Some(content)
    }
}

impl InboundMedia {
    fn read(value: &Value) -> Option<Self> {
        Some(Self {
            id: lenient::id(value, "id")?,
            mime_type: lenient::id(value, "mime_type"),
            sha256: lenient::id(value, "sha256"),
            caption: lenient::id(value, "caption"),
            filename: lenient::id(value, "filename"),
            url: lenient::id(value, "url"),
            is_voice: lenient::flag(value, "voice"),
            is_animated: lenient::flag(value, "animated"),
        })
    }
}

impl InboundLocation {
    fn read(value: &Value) -> Option<Self> {
        Some(Self {
            latitude: lenient::number(value, "latitude")?,
            longitude: lenient::number(value, "longitude")?,
            name: lenient::id(value, "name"),
            address: lenient::id(value, "address"),
            url: lenient::id(value, "url"),
        })
    }
}

impl OrderItem {
    fn read(value: &Value) -> Self {
        Self {
            product_retailer_id: lenient::id(value, "product_retailer_id"),
            quantity: lenient::integer(value, "quantity"),
            item_price: lenient::number(value, "item_price"),
            currency: lenient::id(value, "currency"),
        }
    }
}

impl SystemEvent {
    fn read(value: &Value, message: &Value) -> Self {
        let part = |key| lenient::id(value, key);
        let kind = part("type");
        match kind.as_deref() {
            Some("user_changed_number") => Self::NumberChanged {
                new_wa_id: part("wa_id").or_else(|| part("new_wa_id")),
                body: part("body"),
            },
            Some("user_changed_user_id") => Self::UserIdChanged {
                previous: part("previous_user_id"),
                current: part("user_id"),
            },
            Some("customer_identity_changed") => Self::IdentityChanged {
                hash: message
                    .get("identity")
                    .and_then(|identity| lenient::id(identity, "hash")),
            },
            _ => Self::Other {
                kind,
                body: part("body"),
            },
        }
    }
}

//! What the customers of a world do, and what of it the server was told.

use crate::template::NUMBERS;
use serde_json::{Value, json};
use simulator::Simulator;
use std::collections::{BTreeMap, BTreeSet};

/// Kinds of what customers write.
pub const KINDS: [Kind; 14] = [
    Kind::Text,
    Kind::Text,
    Kind::Text,
    Kind::Text,
    Kind::Image,
    Kind::Video,
    Kind::Voice,
    Kind::Document,
    Kind::Sticker,
    Kind::Location,
    Kind::Contacts,
    Kind::Button,
    Kind::Unsupported,
    Kind::Order,
];

/// A kind of what a customer writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Words.
    Text,
    /// A picture with words below it.
    Image,
    /// A film with words below it.
    Video,
    /// A voice note.
    Voice,
    /// A file.
    Document,
    /// A sticker.
    Sticker,
    /// A place.
    Location,
    /// Contact cards.
    Contacts,
    /// The press of a template's button.
    Button,
    /// What the Cloud API does not give.
    Unsupported,
    /// An order.
    Order,
}

impl Kind {
    /// The kind as the wire calls it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Image => "image",
            Self::Video => "video",
            Self::Voice => "voice_note",
            Self::Document => "document",
            Self::Sticker => "sticker",
            Self::Location => "location",
            Self::Contacts => "contact_cards",
            Self::Button => "button_reply",
            Self::Unsupported => "unsupported",
            Self::Order => "order",
        }
    }

    /// Whether the server shows the words that the customer wrote with it.
    const fn has_words(self) -> bool {
        !matches!(self, Self::Voice | Self::Sticker | Self::Unsupported)
    }

    fn content(self, words: &str) -> Value {
        let media = |kind: &str, mime_type: &str, details: Value| {
            let mut inner = json!({ "id": "1234567890", "mime_type": mime_type, "sha256": "AAAA" });
            if let (Some(inner), Some(details)) = (inner.as_object_mut(), details.as_object()) {
                inner.extend(details.clone());
            }
            json!({ "type": kind, kind: inner })
        };
        match self {
            Self::Text => json!({ "type": "text", "text": { "body": words } }),
            Self::Image => media("image", "image/jpeg", json!({ "caption": words })),
            Self::Video => media("video", "video/mp4", json!({ "caption": words })),
            Self::Voice => media("audio", "audio/ogg; codecs=opus", json!({ "voice": true })),
            Self::Document => media("document", "application/pdf", json!({ "filename": words })),
            Self::Sticker => media("sticker", "image/webp", json!({ "animated": false })),
            Self::Location => {
                json!({ "type": "location", "location": { "latitude": -23.5, "longitude": -46.6, "name": words } })
            }
            Self::Contacts => json!({
                "type": "contacts",
                "contacts": [{ "name": { "formatted_name": words }, "phones": [{ "phone": "+5511912340000" }] }],
            }),
            Self::Button => json!({ "type": "button", "button": { "text": words, "payload": "1" } }),
            Self::Unsupported => json!({
                "type": "unsupported",
                "unsupported": { "type": "poll" },
                "errors": [{ "code": 131051, "title": "Message type unknown" }],
            }),
            Self::Order => json!({
                "type": "order",
                "order": { "catalog_id": "1", "text": words, "product_items": [
                    { "product_retailer_id": "1", "quantity": 1, "item_price": 10.0, "currency": "BRL" }
                ] },
            }),
        }
    }
}

/// What a customer did.
#[derive(Clone, Debug)]
pub enum Deed {
    /// Wrote something.
    Wrote {
        /// Its kind.
        kind: Kind,
        /// Words that occur nowhere else.
        words: String,
        /// The wamid of what it answers.
        quoted: Option<String>,
    },
    /// Changed the words of a text.
    Edited {
        /// The wamid of the text.
        target: String,
        /// Words that occur nowhere else.
        words: String,
    },
    /// Took a message back.
    Revoked {
        /// Its wamid.
        target: String,
    },
    /// Reacted.
    Reacted {
        /// To the message with this wamid.
        target: String,
        /// With this; `None`: took the reaction back.
        emoji: Option<String>,
    },
}

/// Something that a customer did.
#[derive(Clone, Debug)]
pub struct Act {
    /// Meta's id of it.
    pub wamid: String,
    /// Which customer.
    pub customer: usize,
    /// Towards which of our numbers.
    pub number: usize,
    /// Meta's time of it, in Unix seconds.
    pub at_s: i64,
    /// What.
    pub deed: Deed,
}

impl Act {
    /// Whether it is a message of its own.
    pub const fn is_message(&self) -> bool {
        matches!(self.deed, Deed::Wrote { .. })
    }

    /// The words by which its message is found; `None`: the server shows none.
    pub fn words(&self) -> Option<&str> {
        match &self.deed {
            Deed::Wrote { kind, words, .. } if kind.has_words() => Some(words),
            _ => None,
        }
    }
}

/// A customer's number, in digits.
pub fn wa_id(customer: usize) -> String {
    format!("55119876500{customer:02}")
}

/// A customer's name.
pub fn name(customer: usize) -> String {
    format!("Cliente {customer}")
}

/// The webhook content of what a customer does.
pub fn content(deed: &Deed) -> Value {
    match deed {
        Deed::Wrote { kind, words, quoted } => {
            let mut content = kind.content(words);
            if let Some(quoted) = quoted {
                content["context"] = json!({ "id": quoted });
            }
            content
        }
        Deed::Edited { target, words } => json!({
            "type": "edit",
            "edit": { "original_message_id": target, "message": { "type": "text", "text": { "body": words } } },
        }),
        Deed::Revoked { target } => json!({ "type": "revoke", "revoke": { "original_message_id": target } }),
        Deed::Reacted { target, emoji } => {
            let mut reaction = json!({ "message_id": target });
            if let Some(emoji) = emoji {
                reaction["emoji"] = json!(emoji);
            }
            json!({ "type": "reaction", "reaction": reaction })
        }
    }
}

/// A status that the server was told and has acknowledged.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ToldStatus {
    /// Which attempt of the message.
    pub attempt: u32,
    /// Meta's word.
    pub word: String,
    /// Meta's error code, when it failed.
    pub code: Option<i64>,
}

/// What the server has acknowledged.
#[derive(Debug, Default)]
pub struct Acknowledged {
    /// The customers' acts, by wamid.
    pub acts: BTreeSet<String>,
    /// The statuses of each of our messages, by our id of it.
    pub statuses: BTreeMap<String, BTreeSet<ToldStatus>>,
    /// The wamids of which a status was told.
    pub told_wamids: BTreeSet<String>,
}

/// Reads it from the webhooks that the simulator got a 200 for.
pub fn acknowledged(simulator: &Simulator) -> Acknowledged {
    let mut all = Acknowledged::default();
    let bodies: Vec<Value> = simulator.look(|state| {
        state
            .acknowledged_webhooks()
            .map(|webhook| webhook.json.clone())
            .collect()
    });
    for value in bodies.iter().flat_map(values) {
        for message in list(value, "messages") {
            all.acts.insert(word(message, "id"));
        }
        for status in list(value, "statuses") {
            all.told_wamids.insert(word(status, "id"));
            let callback = word(status, "biz_opaque_callback_data");
            if let Some((message, attempt)) = callback.split_once('.') {
                all.statuses
                    .entry(message.to_owned())
                    .or_default()
                    .insert(ToldStatus {
                        attempt: attempt.parse().unwrap_or_default(),
                        word: word(status, "status"),
                        code: status["errors"][0]["code"].as_i64(),
                    });
            }
        }
    }
    all
}

/// One of our messages as Meta has it.
#[derive(Clone, Debug)]
pub struct Copy {
    /// Our id of it.
    pub message: String,
    /// Which attempt.
    pub attempt: u32,
    /// How far it came.
    pub status: simulator::DeliveryStatus,
    /// Its words.
    pub words: String,
    /// Meta's id of it.
    pub wamid: String,
}

/// What Meta took from us for a customer, in the order of acceptance.
pub fn copies(simulator: &Simulator, customer: usize, number: usize) -> Vec<Copy> {
    simulator.look(|state| {
        let thread = state.thread(NUMBERS[number], &wa_id(customer));
        let ours = thread
            .into_iter()
            .filter(|message| message.direction == simulator::Direction::FromBusiness);
        ours.map(|message| {
            let callback = message.biz_opaque_callback_data.as_deref().unwrap_or_default();
            let (id, attempt) = callback.split_once('.').unwrap_or((callback, ""));
            Copy {
                message: id.to_owned(),
                attempt: attempt.parse().unwrap_or_default(),
                status: message.status,
                words: message.text(),
                wamid: message.wamid.clone(),
            }
        })
        .collect()
    })
}

fn values(body: &Value) -> impl Iterator<Item = &Value> {
    list(body, "entry")
        .flat_map(|entry| list(entry, "changes"))
        .map(|change| &change["value"])
}

fn list<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
    value[name].as_array().into_iter().flatten()
}

fn word(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_default().to_owned()
}

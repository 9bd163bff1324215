//! A message, from the business or from a customer.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::ThreadKey;
use crate::knobs::Occasion;

/// Who wrote a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// The business, through the Graph API.
    FromBusiness,
    /// The customer.
    FromCustomer,
}

/// How far a message has come. It only climbs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryStatus {
    /// From the business: answered with 200. From the customer: its webhook is not acknowledged yet.
    Accepted,
    /// It has left Meta.
    Sent,
    /// On the customer's phone; or the webhook was acknowledged.
    Delivered,
    /// Read by the other side.
    Read,
    /// A voice message that was listened to.
    Played,
    /// It will not arrive.
    Failed,
}

impl DeliveryStatus {
    /// The word in webhooks.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Read => "read",
            Self::Played => "played",
            Self::Failed => "failed",
        }
    }
}

/// A message, from either side.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Message {
    /// Meta's id.
    pub wamid: String,
    /// Who wrote it.
    pub direction: Direction,
    /// `type`, the content under the name of the type, and `context`, as sent.
    pub content: Value,
    /// Unix seconds.
    pub timestamp_s: i64,
    /// How far it has come.
    pub status: DeliveryStatus,
    /// What the business asked to have back in each status.
    pub biz_opaque_callback_data: Option<String>,
    /// The customer's reaction to it.
    pub reaction_of_customer: Option<String>,
    /// The reaction of the business to it.
    pub reaction_of_business: Option<String>,
    /// Whether the customer took it back.
    pub is_revoked: bool,
    pub(crate) thread: ThreadKey,
    /// Whether the price has been told in a status.
    pub(crate) is_priced: bool,
    /// What the dice know it by.
    #[serde(skip)]
    pub(crate) occasion: Occasion,
}

impl Message {
    /// The business number of its thread.
    pub fn phone_number_id(&self) -> &str {
        &self.thread.phone_number_id
    }

    /// The kind of message: `text`, `image`, …
    pub fn kind(&self) -> &str {
        self.content["type"].as_str().unwrap_or("unknown")
    }

    /// The words in it, as a line of text.
    pub fn text(&self) -> String {
        plain_text(&self.content)
    }

    pub(crate) fn is_reaction(&self) -> bool {
        self.kind() == "reaction"
    }

    pub(crate) fn is_voice(&self) -> bool {
        self.content["audio"]["voice"] == Value::Bool(true)
    }

    /// Whether the customer's phone has it.
    pub(crate) fn is_on_phone(&self) -> bool {
        match self.direction {
            Direction::FromCustomer => true,
            Direction::FromBusiness => {
                self.status >= DeliveryStatus::Delivered && self.status != DeliveryStatus::Failed
            }
        }
    }
}

/// The words of a message's content, for lists and for tests.
fn plain_text(content: &Value) -> String {
    let kind = content["type"].as_str().unwrap_or("unknown");
    let inner = &content[kind];
    let word = |value: &Value| value.as_str().map(str::to_owned);
    let text = match kind {
        "text" => word(&inner["body"]),
        "image" | "video" => word(&inner["caption"]),
        "document" => word(&inner["caption"]).or_else(|| word(&inner["filename"])),
        "location" => word(&inner["name"]).or_else(|| word(&inner["address"])),
        "contacts" => word(&inner[0]["name"]["formatted_name"]),
        "reaction" => word(&inner["emoji"]),
        "button" | "system" => word(&inner["text"]).or_else(|| word(&inner["body"])),
        "template" => word(&inner["rendered_body"]).or_else(|| word(&inner["name"])),
        "interactive" => word(&inner["body"]["text"])
            .or_else(|| word(&inner["button_reply"]["title"]))
            .or_else(|| word(&inner["list_reply"]["title"]))
            .or_else(|| word(&inner["nfm_reply"]["body"])),
        _ => None,
    };
    text.unwrap_or_default()
}

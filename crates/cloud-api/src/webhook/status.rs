//! Statuses of sent messages (Meta: "status messages webhook").

use serde_json::Value;

use super::dedup;
use super::messages_change::UnparsedReason;
use super::parties::WebhookError;
use crate::lenient;

/// What became of a message that we sent. Statuses come in any order, more than once, and sometimes before the answer
/// to the call that sent the message.
#[derive(Debug, Clone, PartialEq)]
pub struct Status {
    /// The business number that sent it.
    pub phone_number_id: String,
    /// The message.
    pub wamid: String,
    /// The status.
    pub status: StatusKind,
    /// When, in Unix seconds.
    pub timestamp: Option<i64>,
    /// The customer's number, or the group's id.
    pub recipient_id: Option<String>,
    /// The customer's business-scoped user id.
    pub recipient_user_id: Option<String>,
    /// `group` for group messages.
    pub recipient_type: Option<String>,
    /// The person, in group messages.
    pub participant: Option<String>,
    /// What we gave with the message.
    pub callback_data: Option<String>,
    /// Why it failed.
    pub errors: Vec<WebhookError>,
    /// What it costs; on one status of a message only.
    pub pricing: Option<Pricing>,
    /// The billing conversation, which is not a chat.
    pub conversation: Option<StatusConversation>,
    /// As it came.
    pub raw: Value,
}

/// A status's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StatusKind {
    /// Left Meta.
    Sent,
    /// On the device. Skipped when the chat was open.
    Delivered,
    /// Shown. Never comes if the customer switched read receipts off.
    Read,
    /// A voice message was played; may come without `read`.
    Played,
    /// Failed, see the errors.
    Failed,
    /// Any other value, which changes nothing.
    Unknown(String),
}

/// What a message costs. All words are open lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pricing {
    /// `PMP` (per message) or, before July 2025, `CBP`.
    pub model: Option<String>,
    /// `regular`, `free_customer_service`, `free_entry_point` …
    pub kind: Option<String>,
    /// `service`, `utility`, `marketing`, `authentication` …
    pub category: Option<String>,
    /// Whether it is billed; being retired.
    pub billable: Option<bool>,
}

/// The billing conversation that a status names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusConversation {
    /// Its id.
    pub id: Option<String>,
    /// When it ends, in Unix seconds.
    pub expires_at: Option<i64>,
    /// What opened it, such as `referral_conversion`.
    pub origin: Option<String>,
}

impl Status {
    /// The same for the same status delivered twice.
    pub fn dedup_key(&self) -> String {
        dedup::of_status(&self.wamid, self.status.as_str(), self.participant.as_deref())
    }

    pub(super) fn read(phone_number_id: &str, raw: &Value) -> Result<Self, UnparsedReason> {
        let wamid = lenient::id(raw, "id").ok_or(UnparsedReason::NoId)?;
        let status = lenient::id(raw, "status").ok_or(UnparsedReason::NoStatus)?;
        Ok(Self {
            phone_number_id: phone_number_id.to_owned(),
            wamid,
            status: StatusKind::from_word(status),
            timestamp: lenient::integer(raw, "timestamp"),
            recipient_id: lenient::id(raw, "recipient_id"),
            recipient_user_id: lenient::id(raw, "recipient_user_id"),
            recipient_type: lenient::id(raw, "recipient_type"),
            participant: lenient::id(raw, "recipient_participant_id"),
            callback_data: lenient::id(raw, "biz_opaque_callback_data"),
            errors: WebhookError::read_all(raw),
            pricing: object(raw, "pricing").map(Pricing::read),
            conversation: object(raw, "conversation").map(StatusConversation::read),
            raw: raw.clone(),
        })
    }
}

impl StatusKind {
    /// Meta's word.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Read => "read",
            Self::Played => "played",
            Self::Failed => "failed",
            Self::Unknown(word) => word,
        }
    }

    fn from_word(word: String) -> Self {
        match word.as_str() {
            "sent" => Self::Sent,
            "delivered" => Self::Delivered,
            "read" => Self::Read,
            "played" => Self::Played,
            "failed" => Self::Failed,
            _ => Self::Unknown(word),
        }
    }
}

impl Pricing {
    fn read(value: &Value) -> Self {
        Self {
            model: lenient::id(value, "pricing_model"),
            kind: lenient::id(value, "type"),
            category: lenient::id(value, "category"),
            billable: value.get("billable").and_then(Value::as_bool),
        }
    }
}

impl StatusConversation {
    fn read(value: &Value) -> Self {
        Self {
            id: lenient::id(value, "id"),
            expires_at: lenient::integer(value, "expiration_timestamp"),
            origin: value.get("origin").and_then(|origin| lenient::id(origin, "type")),
        }
    }
}

fn object<'a>(value: &'a Value, key: &str) -> Option<&'a Value> {
    value.get(key).filter(|member| member.is_object())
}

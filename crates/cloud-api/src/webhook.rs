//! Webhook deliveries: the signature over the raw bytes, then the payload, field by field.
//!
//! A delivery may hold many changes, for several accounts and numbers. Each change is read for itself, and in it each
//! message and each status, so that one odd value never costs the others: what cannot be read is kept as *unparsed*
//! with its raw JSON. Unknown kinds of messages, statuses and changes are values here, not errors.

mod account;
mod calls;
mod change;
mod content;
mod dedup;
mod history;
mod json;
mod message;
mod messages_change;
mod parties;
mod signature;
mod status;

use serde_json::Value;

pub use account::UserIdUpdate;
pub use calls::{Call, CallsChange};
pub use change::{Change, ChangeContent};
pub use content::{InboundContent, InboundLocation, InboundMedia, OrderItem, SystemEvent};
pub use history::{HistoryChange, PastMessage};
pub use message::{InboundMessage, MessageContext, MessageEcho, Referral};
pub use messages_change::{EchoesChange, MessagesChange, UnparsedItem, UnparsedReason};
pub use parties::{WebhookContact, WebhookError};
pub use signature::{sign, verify_signature};
pub use status::{Pricing, Status, StatusConversation, StatusKind};

use crate::lenient;

/// A parsed delivery.
#[derive(Debug, Clone, PartialEq)]
pub struct Delivery {
    /// `whatsapp_business_account`.
    pub object: Option<String>,
    /// All changes of all entries, in the order in which they stand.
    pub changes: Vec<Change>,
}

/// Why a delivery as a whole cannot be read. Whoever stored it has lost nothing: the changes are in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// Not JSON, or nested too deeply.
    #[error("the delivery is not JSON")]
    NotJson,
    /// JSON, but not the envelope with its `entry` list.
    #[error("the delivery has no entries")]
    NoEntries,
}

/// Reads a delivery. Check its signature first.
///
/// # Errors
/// See [`ParseError`]; anything below the envelope is tolerated.
pub fn parse(raw: &[u8]) -> Result<Delivery, ParseError> {
    let body = json::parse(raw).ok_or(ParseError::NotJson)?;
    let entries = body
        .get("entry")
        .and_then(Value::as_array)
        .ok_or(ParseError::NoEntries)?;
    let changes = entries.iter().flat_map(Change::of_entry).collect();
    Ok(Delivery {
        object: lenient::text(&body, "object"),
        changes,
    })
}

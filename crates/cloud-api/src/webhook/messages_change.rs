//! The change that carries messages and statuses, and its sibling with the business's own messages.

use serde_json::Value;

use super::message::{InboundMessage, MessageEcho};
use super::parties::{WebhookContact, WebhookError};
use super::status::Status;
use crate::lenient;

/// The value of a `messages` change. One without messages, statuses and errors is valid and means nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct MessagesChange {
    /// The business number that everything here concerns.
    pub phone_number_id: String,
    /// That number in digits.
    pub display_phone_number: Option<String>,
    /// The customers named, often one, sometimes none.
    pub contacts: Vec<WebhookContact>,
    /// Incoming messages.
    pub messages: Vec<InboundMessage>,
    /// News of messages that we sent.
    pub statuses: Vec<Status>,
    /// Trouble of the system, app or account.
    pub errors: Vec<WebhookError>,
    /// Elements of the message and status lists that cannot be read.
    pub unparsed: Vec<UnparsedItem>,
}

/// The value of an `smb_message_echoes` change.
#[derive(Debug, Clone, PartialEq)]
pub struct EchoesChange {
    /// The business number that wrote.
    pub phone_number_id: String,
    /// That number in digits.
    pub display_phone_number: Option<String>,
    /// The customers named.
    pub contacts: Vec<WebhookContact>,
    /// What was written: to be shown as outgoing.
    pub echoes: Vec<MessageEcho>,
    /// Elements that cannot be read.
    pub unparsed: Vec<UnparsedItem>,
}

/// An element of a list that cannot be read.
#[derive(Debug, Clone, PartialEq)]
pub struct UnparsedItem {
    /// The list: `messages`, `statuses`, `message_echoes`, `calls`, `history` and what is in it.
    pub list: &'static str,
    /// Why.
    pub reason: UnparsedReason,
    /// As it came.
    pub raw: Value,
}

/// Why an element cannot be read. Anything else odd about it costs only the odd field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnparsedReason {
    /// Where the list should be there is something else.
    NotAList,
    /// It names no message, so nothing could be attributed or deduplicated.
    NoId,
    /// A status that names no status.
    NoStatus,
}

impl MessagesChange {
    pub(super) fn read(value: &Value) -> Result<Self, &'static str> {
        let (phone_number_id, display_phone_number) = number(value)?;
        let mut unparsed = Vec::new();
        let messages = read_list(value, "messages", &mut unparsed, |raw| {
            InboundMessage::read(&phone_number_id, raw)
        });
        let statuses = read_list(value, "statuses", &mut unparsed, |raw| {
            Status::read(&phone_number_id, raw)
        });
        Ok(Self {
            display_phone_number,
            contacts: contacts(value),
            messages,
            statuses,
            errors: WebhookError::read_all(value),
            unparsed,
            phone_number_id,
        })
    }
}

impl EchoesChange {
    pub(super) fn read(value: &Value) -> Result<Self, &'static str> {
        let (phone_number_id, display_phone_number) = number(value)?;
        let mut unparsed = Vec::new();
        let echoes = read_list(value, "message_echoes", &mut unparsed, |raw| {
            MessageEcho::read(&phone_number_id, raw)
        });
        Ok(Self {
            display_phone_number,
            contacts: contacts(value),
            echoes,
            unparsed,
            phone_number_id,
        })
    }
}

/// The business number that a value concerns.
pub(super) fn number(value: &Value) -> Result<(String, Option<String>), &'static str> {
    let metadata = value.get("metadata").ok_or("a value without metadata")?;
    let id = lenient::id(metadata, "phone_number_id").ok_or("metadata without phone_number_id")?;
    Ok((id, lenient::id(metadata, "display_phone_number")))
}

pub(super) fn contacts(value: &Value) -> Vec<WebhookContact> {
    lenient::list(value, "contacts")
        .iter()
        .map(WebhookContact::read)
        .collect()
}

/// Reads each element for itself; what cannot be read goes to `unparsed`.
pub(super) fn read_list<T>(
    value: &Value,
    list: &'static str,
    unparsed: &mut Vec<UnparsedItem>,
    read: impl Fn(&Value) -> Result<T, UnparsedReason>,
) -> Vec<T> {
    let elements = match value.get(list) {
        None | Some(Value::Null) => return Vec::new(),
        Some(Value::Array(elements)) => elements,
        Some(other) => {
            unparsed.push(UnparsedItem {
                list,
                reason: UnparsedReason::NotAList,
                raw: other.clone(),
            });
            return Vec::new();
        }
    };
    let mut items = Vec::with_capacity(elements.len());
    for raw in elements {
        match read(raw) {
            Ok(item) => items.push(item),
            Err(reason) => unparsed.push(UnparsedItem {
                list,
                reason,
                raw: raw.clone(),
            }),
        }
    }
    items
}

//! Chats from before the number came to the API, of numbers that are also used in the WhatsApp Business app (Meta:
//! "history webhook").

use serde_json::Value;

use super::message::InboundMessage;
use super::messages_change::{UnparsedItem, number, read_list};
use crate::lenient;

/// The value of a `history` change.
#[derive(Debug, Clone, PartialEq)]
pub struct HistoryChange {
    /// The business number whose chats these are.
    pub phone_number_id: String,
    /// That number in digits.
    pub display_phone_number: Option<String>,
    /// Messages of all chats, in the order in which they stand.
    pub messages: Vec<PastMessage>,
    /// Elements that cannot be read.
    pub unparsed: Vec<UnparsedItem>,
}

/// A message from before.
#[derive(Debug, Clone, PartialEq)]
pub struct PastMessage {
    /// The customer's number in digits: the chat's id.
    pub customer: Option<String>,
    /// Whether the business wrote it.
    pub is_from_business: bool,
    /// How far one of the business got: `DELIVERED`, `READ`, `PLAYED`, `SENT`, `PENDING`, `ERROR`.
    pub status: Option<String>,
    /// The message.
    pub message: InboundMessage,
}

impl HistoryChange {
    pub(super) fn read(value: &Value) -> Result<Self, &'static str> {
        let (phone_number_id, display_phone_number) = number(value)?;
        let mut unparsed = Vec::new();
        let parts = read_list(value, "history", &mut unparsed, |part| Ok(part.clone()));
        let mut messages = Vec::new();
        for part in &parts {
            for chat in read_list(part, "threads", &mut unparsed, |chat| Ok(chat.clone())) {
                let customer = lenient::id(&chat, "id");
                messages.extend(read_list(&chat, "messages", &mut unparsed, |raw| {
                    let message = InboundMessage::read(&phone_number_id, raw)?;
                    let is_from_business = message.from.is_some()
                        && (message.from == display_phone_number || message.from != customer);
                    Ok(PastMessage {
                        customer: customer.clone(),
                        is_from_business,
                        status: raw
                            .get("history_context")
                            .and_then(|context| lenient::id(context, "status")),
                        message,
                    })
                }));
            }
        }
        Ok(Self {
            display_phone_number,
            messages,
            unparsed,
            phone_number_id,
        })
    }
}

//! Sending messages, read receipts and typing (Meta: `POST /{number}/messages`).

use reqwest::Method;
use serde_json::{Value, json};

use super::call::{call, call_for_success};
use super::{Client, Credentials};
use crate::error::{SendError, Uncertainty};
use crate::lenient;
use crate::messages::OutgoingMessage;

/// What Meta answers to an accepted message. Accepted is not delivered: that comes by webhook only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SendReceipt {
    /// The message's id: opaque, of any length.
    pub wamid: String,
    /// The customer's number as WhatsApp writes it (digits); can differ from what was sent to, and can be missing.
    pub wa_id: Option<String>,
    /// The customer's business-scoped user id.
    pub user_id: Option<String>,
    /// For templates: `accepted`, `held_for_quality_assessment`, `paused`.
    pub message_status: Option<String>,
}

impl Client {
    /// Sends a message from a number.
    ///
    /// # Errors
    /// See [`SendError`]; above all, [`SendError::OutcomeUnknown`] means that it may have been accepted.
    pub async fn send_message(
        &self,
        credentials: &Credentials,
        phone_number_id: &str,
        message: &OutgoingMessage,
    ) -> Result<SendReceipt, SendError> {
        let request = self
            .request(credentials, Method::POST, &[phone_number_id, "messages"])?
            .json(message);
        receipt(&call(request, "send_message").await?)
    }

    /// Marks a customer's message, and all before it, as read. Possible for about 30 days.
    ///
    /// # Errors
    /// See [`SendError`]; safe to repeat.
    pub async fn mark_read(
        &self,
        credentials: &Credentials,
        phone_number_id: &str,
        wamid: &str,
    ) -> Result<(), SendError> {
        self.action(credentials, phone_number_id, &read_receipt(wamid), "mark_read")
            .await
    }

    /// Shows the customer that someone is typing, for 25 seconds or until a message is sent. Marks as read too.
    ///
    /// # Errors
    /// See [`SendError`]; safe to repeat.
    pub async fn typing(
        &self,
        credentials: &Credentials,
        phone_number_id: &str,
        wamid: &str,
    ) -> Result<(), SendError> {
        let mut body = read_receipt(wamid);
        body["typing_indicator"] = json!({ "type": "text" });
        self.action(credentials, phone_number_id, &body, "typing").await
    }

    async fn action(
        &self,
        credentials: &Credentials,
        phone_number_id: &str,
        body: &Value,
        what: &'static str,
    ) -> Result<(), SendError> {
        let request = self
            .request(credentials, Method::POST, &[phone_number_id, "messages"])?
            .json(body);
        call_for_success(request, what).await
    }
}

fn read_receipt(wamid: &str) -> Value {
    json!({ "messaging_product": "whatsapp", "status": "read", "message_id": wamid })
}

/// Without a wamid the message was presumably accepted, but nothing can follow it: the outcome is unknown.
fn receipt(answer: &Value) -> Result<SendReceipt, SendError> {
    let message = answer.pointer("/messages/0").unwrap_or(&Value::Null);
    let contact = answer.pointer("/contacts/0").unwrap_or(&Value::Null);
    let wamid = lenient::id(message, "id").ok_or(SendError::OutcomeUnknown(Uncertainty::UnreadableAnswer))?;
    Ok(SendReceipt {
        wamid,
        wa_id: lenient::id(contact, "wa_id"),
        user_id: lenient::id(contact, "user_id"),
        message_status: lenient::id(message, "message_status"),
    })
}

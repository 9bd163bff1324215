//! Read receipts and typing indicators.

use serde_json::{Value, json};

use super::GraphError;
use super::check::Object;
use crate::shared::Shared;
use crate::state::{DeliveryStatus, Direction, State};

/// For how long the customer sees that the business is typing, in milliseconds.
const TYPING_MS: i64 = 25_000;

/// Marks a customer's message and all earlier ones of the thread as read, and shows the typing indicator if asked to.
pub(super) fn accept(shared: &Shared, phone_number_id: &str, body: &Value) -> Result<Value, GraphError> {
    let object = Object::root(body)?;
    object.only(&["messaging_product", "status", "message_id", "typing_indicator"])?;
    object.word("messaging_product", &["whatsapp"])?;
    object.word("status", &["read"])?;
    let wamid = object.string("message_id")?;
    let is_typing = match object.maybe_object("typing_indicator")? {
        Some(indicator) => {
            indicator.only(&["type"])?;
            indicator.word("type", &["text"])?;
            true
        }
        None => false,
    };
    let typing_until_ms = is_typing.then(|| shared.now_ms() + TYPING_MS);
    let is_known = shared.update(|state| mark(state, phone_number_id, wamid, typing_until_ms));
    if !is_known {
        return Err(GraphError::new(
            131_009,
            "message_id is not a message that was received by this number",
        ));
    }
    Ok(json!({ "success": true }))
}

fn mark(state: &mut State, phone_number_id: &str, wamid: &str, typing_until_ms: Option<i64>) -> bool {
    let Some(message) = state.messages.get(wamid) else {
        return false;
    };
    if message.direction != Direction::FromCustomer || message.phone_number_id() != phone_number_id {
        return false;
    }
    let key = message.thread.clone();
    let thread = state.threads.entry(key).or_default();
    if typing_until_ms.is_some() {
        thread.typing_until_ms = typing_until_ms;
    }
    let upto = thread
        .messages
        .iter()
        .position(|each| each == wamid)
        .unwrap_or_default();
    for earlier in &thread.messages[..=upto] {
        if let Some(message) = state.messages.get_mut(earlier)
            && message.direction == Direction::FromCustomer
        {
            message.status = message.status.max(DeliveryStatus::Read);
        }
    }
    true
}

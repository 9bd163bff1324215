//! What came to Meta: the requests that send messages, whole, as the simulator recorded them.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::chat::MARINA;
use crate::harness::{SCHOOL_NUMBER, World};

/// The bodies of all messages, in the order in which they came, without our own tag: that one, and how they were sent, is checked here.
pub fn sent_to_meta(world: &World) -> Vec<Value> {
    let requests = world.simulator.requests().into_iter();
    let mut bodies = Vec::new();
    for request in requests.filter(|request| request.path.ends_with("/messages")) {
        // Read receipts and signs of typing go the same way.
        let Some(mut body) = request.json.filter(|body| body["status"].is_null()) else {
            continue;
        };
        assert_eq!(request.method, "POST");
        assert_eq!(request.path, format!("/v25.0/{SCHOOL_NUMBER}/messages"));
        assert_eq!(request.headers["authorization"], "Bearer simulator-token");
        assert_eq!(request.headers["content-type"], "application/json");
        let tag = body
            .as_object_mut()
            .and_then(|body| body.remove("biz_opaque_callback_data"));
        let is_fine = match &tag {
            Some(tag) => tag.as_str().is_some_and(is_message_and_attempt),
            // No status ever comes of a reaction.
            None => body["type"] == "reaction",
        };
        assert!(is_fine, "{tag:?} on {body}");
        bodies.push(body);
    }
    bodies
}

/// A message to Marina as Meta documents it: what it holds, and what stands around that.
pub fn to_marina(kind: &str, content: &Value) -> Value {
    json!({
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": format!("+{}", MARINA.0),
        "type": kind,
        kind: content,
    })
}

/// `018f0000-0000-7000-8000-000000000000.1`.
fn is_message_and_attempt(tag: &str) -> bool {
    tag.split_once('.').is_some_and(|(message, attempt)| {
        Uuid::parse_str(message).is_ok() && attempt.parse::<u32>().is_ok_and(|attempt| attempt > 0)
    })
}

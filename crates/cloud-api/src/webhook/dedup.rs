//! Keys under which a thing delivered twice is recognised (Meta delivers at least once, also in parallel).

use std::fmt::Write;

use serde_json::Value;
use sha2::{Digest, Sha256};

/// An incoming message: its wamid, per business number.
pub(super) fn of_message(phone_number_id: &str, wamid: &str) -> String {
    format!("message:{phone_number_id}:{wamid}")
}

/// A message written in the WhatsApp Business app.
pub(super) fn of_echo(phone_number_id: &str, wamid: &str) -> String {
    format!("echo:{phone_number_id}:{wamid}")
}

/// A status: of which message, which status, in groups of whom.
pub(super) fn of_status(wamid: &str, status: &str, participant: Option<&str>) -> String {
    match participant {
        Some(participant) => format!("status:{wamid}:{status}:{participant}"),
        None => format!("status:{wamid}:{status}"),
    }
}

/// Anything else: a hash of the change.
pub(super) fn of_change(waba_id: Option<&str>, time: Option<i64>, field: &str, value: &Value) -> String {
    let time = time.map(|time| time.to_string()).unwrap_or_default();
    let mut hash = Sha256::new();
    for part in [waba_id.unwrap_or_default(), &time, field, &value.to_string()] {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    let mut key = String::from("change:");
    for byte in hash.finalize() {
        // Writing to a string cannot fail.
        let _ = write!(key, "{byte:02x}");
    }
    key
}

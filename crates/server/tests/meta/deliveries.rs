//! Deliveries as Meta makes them: ASCII only, signed over their bytes.

use crate::support::{Answer, TestServer};
use domain::time::Timestamp;
use reqwest::Method;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// Meta's id of the test server's number.
pub const NUMBER: &str = "106540352242922";
/// A customer's digits.
pub const CUSTOMER: &str = "5511986372111";

const PATH: &str = "/webhooks/whatsapp";
const APP_SECRET: &str = "app-secret";

/// Meta, as it talks to one server.
pub struct Meta<'a> {
    server: &'a TestServer,
    app_secret: &'a str,
}

impl<'a> Meta<'a> {
    /// Meta with the app of the server's number.
    pub fn of(server: &'a TestServer) -> Self {
        Self {
            server,
            app_secret: APP_SECRET,
        }
    }

    /// Meta with another app.
    pub fn with_secret(server: &'a TestServer, app_secret: &'a str) -> Self {
        Self { server, app_secret }
    }

    /// Delivers changes, signed, and returns when they are processed.
    pub async fn deliver(&self, changes: &[Value]) {
        let answer = self.post(&delivery(changes)).await;
        assert_eq!(answer.status, 200, "{}", answer.json);
        self.process().await;
    }

    /// Posts a body, signed.
    pub async fn post(&self, body: &[u8]) -> Answer {
        let signature = sign(body, self.app_secret);
        self.post_with(body, &[("x-hub-signature-256", &signature)]).await
    }

    /// Posts a body with these headers.
    pub async fn post_with(&self, body: &[u8], headers: &[(&str, &str)]) -> Answer {
        let mut all = vec![("content-type", "application/json")];
        all.extend_from_slice(headers);
        self.server
            .browser()
            .on_page_of(None)
            .send(Method::POST, PATH, &all, Some(body.to_vec()))
            .await
    }

    /// Returns when everything that is stored is processed. The server's own worker may do the same at the same time.
    pub async fn process(&self) {
        server::webhook::processor::process_pending(&self.server.services)
            .await
            .unwrap();
    }
}

/// The envelope of changes, each in an entry of its own, as Meta writes it.
pub fn delivery(changes: &[Value]) -> Vec<u8> {
    let entries: Vec<Value> = changes
        .iter()
        .map(|change| json!({ "id": "102290129340398", "changes": [change] }))
        .collect();
    let body = json!({ "object": "whatsapp_business_account", "entry": entries });
    ascii(&body.to_string()).into_bytes()
}

/// A `messages` change for a number: `parts` are `contacts`, `messages`, `statuses`, `errors`.
pub fn messages_change(number: &str, parts: &Value) -> Value {
    let mut value = json!({
        "messaging_product": "whatsapp",
        "metadata": { "display_phone_number": "551140028922", "phone_number_id": number },
    });
    for (key, part) in parts.as_object().unwrap() {
        value[key] = part.clone();
    }
    json!({ "field": "messages", "value": value })
}

/// A customer's text to a number.
pub fn inbound_text(number: &str, from: &str, wamid: &str, body: &str, at: Timestamp) -> Value {
    messages_change(
        number,
        &json!({
            "contacts": [{ "profile": { "name": "Joana Prado" }, "wa_id": from }],
            "messages": [{
                "from": from,
                "id": wamid,
                "timestamp": (at.as_millis() / 1_000).to_string(),
                "type": "text",
                "text": { "body": body },
            }],
        }),
    )
}

/// News of a message that we sent; `more` is added to the status.
pub fn status(wamid: &str, status: &str, at: Timestamp, more: &Value) -> Value {
    let mut one = json!({
        "id": wamid,
        "status": status,
        "timestamp": (at.as_millis() / 1_000).to_string(),
        "recipient_id": CUSTOMER,
    });
    for (key, part) in more.as_object().unwrap() {
        one[key] = part.clone();
    }
    messages_change(NUMBER, &json!({ "statuses": [one] }))
}

/// The signature's header for a body.
pub fn sign(body: &[u8], app_secret: &str) -> String {
    cloud_api::webhook::sign(body, app_secret.as_bytes()).unwrap()
}

/// JSON as Meta writes it: other characters than ASCII as `\uXXXX`, slashes escaped.
fn ascii(json: &str) -> String {
    let mut escaped = String::new();
    for unit in json.encode_utf16() {
        match u8::try_from(unit) {
            Ok(b'/') => escaped.push_str("\\/"),
            Ok(byte) if byte.is_ascii() => escaped.push(char::from(byte)),
            _ => write!(escaped, "\\u{unit:04x}").unwrap(),
        }
    }
    escaped
}

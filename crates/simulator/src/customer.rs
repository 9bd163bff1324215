//! A customer, as tests and demo data play them.

use std::sync::Arc;

use axum::body::Bytes;
use serde_json::{Value, json};

use crate::error::Error;
use crate::events;
use crate::inbound;
use crate::shared::Shared;
use crate::state::{CustomerKey, Person, ThreadKey};

/// A customer with a phone.
///
/// What is sent returns the wamid once the business has acknowledged the webhook, or once the first attempt to deliver
/// it has failed and it waits to be tried again.
#[derive(Clone)]
pub struct Customer {
    shared: Arc<Shared>,
    key: CustomerKey,
}

impl Customer {
    pub(crate) fn new(shared: Arc<Shared>, key: CustomerKey) -> Self {
        Self { shared, key }
    }

    /// The number, in digits.
    pub fn wa_id(&self) -> String {
        self.person(|person| person.wa_id.clone())
    }

    /// The business-scoped user id.
    pub fn user_id(&self) -> String {
        self.person(|person| person.user_id.clone())
    }

    /// Writes a text.
    ///
    /// # Errors
    /// If there is no such business number.
    pub async fn send_text(&self, phone_number_id: &str, body: &str) -> Result<String, Error> {
        self.send(phone_number_id, text(body)).await
    }

    /// Writes a text that Meta dates at this time (Unix seconds), however late it arrives.
    ///
    /// # Errors
    /// If there is no such business number.
    pub async fn send_text_at(
        &self,
        phone_number_id: &str,
        body: &str,
        timestamp_s: i64,
    ) -> Result<String, Error> {
        self.send_at(phone_number_id, text(body), timestamp_s).await
    }

    /// Sends anything: `type`, the content under the name of the type, and what else the webhook shall have, such as
    /// `context` (`from` is filled in), `referral` or `errors`. Details of media with a known id are filled in.
    ///
    /// # Errors
    /// If there is no such business number, or the content has no type.
    pub async fn send(&self, phone_number_id: &str, content: Value) -> Result<String, Error> {
        inbound::send(&self.shared, self.key, phone_number_id, content, None).await
    }

    /// Sends anything, dated at this time (Unix seconds).
    ///
    /// # Errors
    /// If there is no such business number, or the content has no type.
    pub async fn send_at(
        &self,
        phone_number_id: &str,
        content: Value,
        timestamp_s: i64,
    ) -> Result<String, Error> {
        inbound::send(
            &self.shared,
            self.key,
            phone_number_id,
            content,
            Some(timestamp_s),
        )
        .await
    }

    /// Answers a message with a text that quotes it.
    ///
    /// # Errors
    /// If there is no such business number.
    pub async fn reply_text(&self, phone_number_id: &str, quoted: &str, body: &str) -> Result<String, Error> {
        let mut content = text(body);
        content["context"] = json!({ "id": quoted });
        self.send(phone_number_id, content).await
    }

    /// Sends a file as `image`, `video`, `audio`, `document` or `sticker`. `details` is what else stands beside the
    /// id: `{"caption": "…"}`, `{"voice": true}`, `{"filename": "…"}`, or null.
    ///
    /// # Errors
    /// If there is no such business number.
    pub async fn send_media(
        &self,
        phone_number_id: &str,
        kind: &str,
        mime_type: &str,
        bytes: impl Into<Bytes> + Send,
        details: Value,
    ) -> Result<String, Error> {
        let filename = details["filename"].as_str().map(str::to_owned);
        let id = inbound::keep_media(
            &self.shared,
            phone_number_id,
            mime_type,
            filename.as_deref(),
            bytes.into(),
        );
        let mut inner = if details.is_object() { details } else { json!({}) };
        inner["id"] = json!(id);
        self.send(phone_number_id, json!({ "type": kind, kind: inner }))
            .await
    }

    /// Reacts to a message; an empty emoji takes the reaction back.
    ///
    /// # Errors
    /// If there is no such business number.
    pub async fn react(&self, phone_number_id: &str, wamid: &str, emoji: &str) -> Result<String, Error> {
        let mut reaction = json!({ "message_id": wamid });
        if !emoji.is_empty() {
            reaction["emoji"] = json!(emoji);
        }
        self.send(
            phone_number_id,
            json!({ "type": "reaction", "reaction": reaction }),
        )
        .await
    }

    /// Changes a text of their own: as Meta tells it for numbers that are also used in the app (coexistence).
    ///
    /// # Errors
    /// If there is no such business number.
    pub async fn edit_text(&self, phone_number_id: &str, wamid: &str, body: &str) -> Result<String, Error> {
        let edit = json!({ "original_message_id": wamid, "message": text(body) });
        self.send(phone_number_id, json!({ "type": "edit", "edit": edit }))
            .await
    }

    /// Deletes a message of their own for everyone: as Meta tells it for numbers that are also used in the app.
    ///
    /// # Errors
    /// If there is no such business number.
    pub async fn revoke(&self, phone_number_id: &str, wamid: &str) -> Result<String, Error> {
        let revoke = json!({ "original_message_id": wamid });
        self.send(phone_number_id, json!({ "type": "revoke", "revoke": revoke }))
            .await
    }

    /// Sends something that Meta has no words for: `poll`, `edit`, `view_once`, `event`, `unknown`, …
    ///
    /// # Errors
    /// If there is no such business number.
    pub async fn send_unsupported(&self, phone_number_id: &str, kind: &str) -> Result<String, Error> {
        let error = json!({
            "code": 131_051, "title": "Message type unknown", "message": "Message type unknown",
            "error_data": { "details": "Message type is currently not supported." },
        });
        let content = json!({ "type": "unsupported", "unsupported": { "type": kind }, "errors": [error] });
        self.send(phone_number_id, content).await
    }

    /// Gets an answer that the business writes in the WhatsApp Business app (coexistence), dated at this time (Unix
    /// seconds): the webhook `smb_message_echoes`. The content is as in [`Self::send`].
    ///
    /// # Errors
    /// If there is no such business number, or the content has no type.
    pub async fn receive_echo(
        &self,
        phone_number_id: &str,
        content: Value,
        timestamp_s: i64,
    ) -> Result<String, Error> {
        events::echo(&self.shared, self.key, phone_number_id, content, timestamp_s).await
    }

    /// Reads everything of the thread up to a message.
    ///
    /// # Errors
    /// If this customer has no such message.
    pub async fn read(&self, wamid: &str) -> Result<(), Error> {
        inbound::read(&self.shared, self.key, wamid).await
    }

    /// Listens to a voice message.
    ///
    /// # Errors
    /// If this customer has no such voice message.
    pub async fn play(&self, wamid: &str) -> Result<(), Error> {
        inbound::play(&self.shared, self.key, wamid).await
    }

    /// Opens the conversation with a business number, as on the page: what has arrived is read.
    pub fn open(&self, phone_number_id: &str) {
        inbound::open(&self.shared, &ThreadKey::new(phone_number_id, self.key));
    }

    /// Switches the phone on: what was only sent is delivered now.
    pub async fn receive_all(&self) {
        inbound::receive_all(&self.shared, self.key).await;
    }

    /// Moves to another number (digits). Each business number is told; the user id changes too.
    ///
    /// # Errors
    /// If the change could not be told.
    pub async fn change_number(&self, wa_id: &str) -> Result<(), Error> {
        inbound::change_number(&self.shared, self.key, wa_id).await
    }

    /// Gets another business-scoped user id, the number stays: each business number is told by a system message, the
    /// account by `user_id_update`. Returns the new one.
    ///
    /// # Errors
    /// If the change could not be told.
    pub async fn change_user_id(&self) -> Result<String, Error> {
        inbound::change_user_id(&self.shared, self.key).await
    }

    /// Takes a user name and lets webhooks leave the number out.
    pub fn hide_number_behind(&self, username: &str) {
        self.change(|person| {
            person.username = Some(username.to_owned());
            person.hides_number = true;
        });
    }

    /// Shows the number again, as after an exchange of messages.
    pub fn show_number(&self) {
        self.change(|person| person.hides_number = false);
    }

    /// Changes the name in the profile.
    pub fn rename(&self, profile_name: &str) {
        self.change(|person| profile_name.clone_into(&mut person.profile_name));
    }

    fn person(&self, look: impl FnOnce(&Person) -> String) -> String {
        self.shared
            .read(|state| state.person(self.key).map(look).unwrap_or_default())
    }

    fn change(&self, change: impl FnOnce(&mut Person)) {
        self.shared
            .update(|state| state.customers.get_mut(&self.key).map(change));
    }
}

fn text(body: &str) -> Value {
    json!({ "type": "text", "text": { "body": body } })
}

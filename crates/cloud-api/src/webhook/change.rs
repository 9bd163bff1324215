//! One change of a delivery.

use serde_json::Value;

use super::account::UserIdUpdate;
use super::calls::CallsChange;
use super::dedup;
use super::history::HistoryChange;
use super::messages_change::{EchoesChange, MessagesChange};
use crate::lenient;

/// One change: what it says, and what came.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The account it belongs to.
    pub waba_id: Option<String>,
    /// When it was sent, in Unix seconds; on account events only.
    pub time: Option<i64>,
    /// What kind of change it is, in Meta's word; empty if it had none.
    pub field: String,
    /// The value as it came.
    pub value: Value,
    /// The value as read.
    pub content: ChangeContent,
}

/// What a change says.
#[derive(Debug, Clone, PartialEq)]
pub enum ChangeContent {
    /// `messages`: incoming messages, statuses of ours, errors.
    Messages(MessagesChange),
    /// `smb_message_echoes`: what the business wrote in the WhatsApp Business app.
    Echoes(EchoesChange),
    /// `calls`: calls that began or ended.
    Calls(CallsChange),
    /// `history`: chats from before the number came to the API.
    History(HistoryChange),
    /// `user_id_update`: customers whose business-scoped user id changed.
    UserIdUpdates(Vec<UserIdUpdate>),
    /// News of the account, its numbers, its templates or a customer's marketing preference: see
    /// [`Change::field`] and [`Change::value`].
    AccountEvent,
    /// Anything else, such as `smb_app_state_sync`, groups or a field that does not exist yet.
    Other,
    /// A change that cannot be read, and why.
    Unparsed(&'static str),
}

/// Fields that tell of the account (Meta: webhook fields of the WhatsApp Business account).
const ACCOUNT_FIELDS: &[&str] = &[
    "account_alerts",
    "account_review_update",
    "account_update",
    "business_capability_update",
    "business_username_update",
    "business_username_updates",
    "message_template_components_update",
    "message_template_quality_update",
    "message_template_status_update",
    "phone_number_name_update",
    "phone_number_quality_update",
    "security",
    "template_category_update",
    "user_preferences",
];

impl Change {
    /// The changes of an entry. What is no entry is one unparsed change, so that nothing disappears.
    pub(super) fn of_entry(entry: &Value) -> Vec<Self> {
        let waba_id = lenient::id(entry, "id");
        let time = lenient::integer(entry, "time");
        let unparsed = |value: &Value, why| Self {
            waba_id: waba_id.clone(),
            time,
            field: String::new(),
            value: value.clone(),
            content: ChangeContent::Unparsed(why),
        };
        let Some(changes) = entry.get("changes").and_then(Value::as_array) else {
            return vec![unparsed(entry, "an entry without changes")];
        };
        let read = |change: &Value| match (lenient::id(change, "field"), change.get("value")) {
            (Some(field), Some(value)) => Self {
                waba_id: waba_id.clone(),
                time,
                content: ChangeContent::read(&field, value),
                field,
                value: value.clone(),
            },
            _ => unparsed(change, "a change without field and value"),
        };
        changes.iter().map(read).collect()
    }

    /// The business number it concerns. Each change has its own; a delivery as a whole has none.
    pub fn phone_number_id(&self) -> Option<String> {
        self.value
            .get("metadata")
            .and_then(|metadata| lenient::id(metadata, "phone_number_id"))
    }

    /// The same for the same change delivered twice: a hash of it. The time counts, because an account can go
    /// through the same state twice. Messages and statuses have keys of their own.
    pub fn dedup_key(&self) -> String {
        self.dedup_key_of(&self.value)
    }

    /// The same for the same part of such a change delivered twice.
    pub fn dedup_key_of(&self, part: &Value) -> String {
        dedup::of_change(self.waba_id.as_deref(), self.time, &self.field, part)
    }
}

impl ChangeContent {
    fn read(field: &str, value: &Value) -> Self {
        match field {
            "messages" => MessagesChange::read(value).map_or_else(Self::Unparsed, Self::Messages),
            "smb_message_echoes" => EchoesChange::read(value).map_or_else(Self::Unparsed, Self::Echoes),
            "calls" => CallsChange::read(value).map_or_else(Self::Unparsed, Self::Calls),
            "history" => HistoryChange::read(value).map_or_else(Self::Unparsed, Self::History),
            "user_id_update" => Self::UserIdUpdates(UserIdUpdate::read_all(value)),
            field if ACCOUNT_FIELDS.contains(&field) => Self::AccountEvent,
            _ => Self::Other,
        }
    }
}

//! Calls to and from the business number (Meta: "Calling API webhooks").

use serde_json::Value;

use super::messages_change::{UnparsedItem, UnparsedReason, contacts, number, read_list};
use super::parties::WebhookContact;
use crate::lenient;

/// The value of a `calls` change.
#[derive(Debug, Clone, PartialEq)]
pub struct CallsChange {
    /// The business number that everything here concerns.
    pub phone_number_id: String,
    /// The customers named.
    pub contacts: Vec<WebhookContact>,
    /// Calls that began or ended.
    pub calls: Vec<Call>,
    /// Elements that cannot be read.
    pub unparsed: Vec<UnparsedItem>,
}

/// A call that began or ended: both name the same id.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// The call's id.
    pub id: String,
    /// Who called, in digits.
    pub from: Option<String>,
    /// The caller's business-scoped user id.
    pub from_user_id: Option<String>,
    /// When, in Unix seconds.
    pub timestamp: Option<i64>,
    /// Whether the customer called the business.
    pub is_from_customer: bool,
    /// As it came.
    pub raw: Value,
}

impl CallsChange {
    pub(super) fn read(value: &Value) -> Result<Self, &'static str> {
        let (phone_number_id, display_phone_number) = number(value)?;
        let mut unparsed = Vec::new();
        let calls = read_list(value, "calls", &mut unparsed, |raw| {
            Call::read(raw, display_phone_number.as_deref())
        });
        Ok(Self {
            contacts: contacts(value),
            calls,
            unparsed,
            phone_number_id,
        })
    }
}

impl Call {
    fn read(raw: &Value, business: Option<&str>) -> Result<Self, UnparsedReason> {
        let from = lenient::id(raw, "from");
        let is_from_customer = match lenient::id(raw, "direction").as_deref() {
            Some(direction) => direction == "USER_INITIATED",
            None => from.is_some() && from.as_deref() != business,
        };
        Ok(Self {
            id: lenient::id(raw, "id").ok_or(UnparsedReason::NoId)?,
            from,
            from_user_id: lenient::id(raw, "from_user_id"),
            timestamp: lenient::integer(raw, "timestamp"),
            is_from_customer,
            raw: raw.clone(),
        })
    }
}

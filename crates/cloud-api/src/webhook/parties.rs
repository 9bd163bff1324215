//! Contacts and errors, which accompany messages and statuses alike.

use serde_json::Value;

use crate::error::{ErrorClass, class};
use crate::lenient;

/// A customer as named beside messages and statuses. With a username the number may be missing.
#[derive(Debug, Clone, PartialEq)]
pub struct WebhookContact {
    /// The number in digits.
    pub wa_id: Option<String>,
    /// The business-scoped user id.
    pub user_id: Option<String>,
    /// The user id across portfolios.
    pub parent_user_id: Option<String>,
    /// The name that the customer chose.
    pub name: Option<String>,
    /// The username as it came, with or without `@`. For display only: it can change.
    pub username: Option<String>,
    /// Changes when the customer's phone or person does, if the number asks for it.
    pub identity_key_hash: Option<String>,
    /// As it came.
    pub raw: Value,
}

/// An error beside a message or a status, or one that concerns the whole number.
#[derive(Debug, Clone, PartialEq)]
pub struct WebhookError {
    /// Meta's code.
    pub code: Option<i64>,
    /// Short English text.
    pub title: Option<String>,
    /// English text, often the same.
    pub message: Option<String>,
    /// What exactly was wrong.
    pub details: Option<String>,
    /// Meta's page about it.
    pub href: Option<String>,
    /// As it came.
    pub raw: Value,
}

impl WebhookContact {
    pub(super) fn read(raw: &Value) -> Self {
        let profile = raw.get("profile").unwrap_or(&Value::Null);
        Self {
            wa_id: lenient::id(raw, "wa_id"),
            user_id: lenient::id(raw, "user_id"),
            parent_user_id: lenient::id(raw, "parent_user_id"),
            name: lenient::id(profile, "name"),
            username: lenient::id(profile, "username"),
            identity_key_hash: lenient::id(raw, "identity_key_hash"),
            raw: raw.clone(),
        }
    }

    /// Whether this is the customer with that user id or, where either side has none, that number.
    pub fn is(&self, user_id: Option<&str>, wa_id: Option<&str>) -> bool {
        match (self.user_id.as_deref(), user_id) {
            (Some(own), Some(other)) => own == other,
            _ => self.wa_id.is_some() && self.wa_id.as_deref() == wa_id,
        }
    }
}

impl WebhookError {
    /// What to do about it.
    pub fn class(&self) -> ErrorClass {
        self.code.map_or(ErrorClass::Unknown, class)
    }

    pub(super) fn read_all(owner: &Value) -> Vec<Self> {
        lenient::list(owner, "errors").iter().map(Self::read).collect()
    }

    fn read(raw: &Value) -> Self {
        Self {
            code: lenient::integer(raw, "code"),
            title: lenient::text(raw, "title"),
            message: lenient::text(raw, "message"),
            details: raw
                .get("error_data")
                .and_then(|data| lenient::text(data, "details")),
            href: lenient::text(raw, "href"),
            raw: raw.clone(),
        }
    }
}

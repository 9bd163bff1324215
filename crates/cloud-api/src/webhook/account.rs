//! Changes of a customer's business-scoped user id.

use serde_json::Value;

use crate::lenient;

/// A customer's user id became another. Every part may be missing; the change keeps the raw value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserIdUpdate {
    /// The id until now.
    pub previous: Option<String>,
    /// The id from now on.
    pub current: Option<String>,
    /// The id across portfolios until now.
    pub parent_previous: Option<String>,
    /// The id across portfolios from now on.
    pub parent_current: Option<String>,
    /// The customer's number, if it is not hidden.
    pub wa_id: Option<String>,
    /// When, in Unix seconds.
    pub timestamp: Option<i64>,
}

impl UserIdUpdate {
    /// The update, or the list of updates under the field's name: both shapes have been described.
    pub(super) fn read_all(value: &Value) -> Vec<Self> {
        match value.get("user_id_update").and_then(Value::as_array) {
            Some(updates) => updates.iter().map(Self::read).collect(),
            None => vec![Self::read(value)],
        }
    }

    fn read(value: &Value) -> Self {
        let part = |key: &str, which| value.get(key).and_then(|ids| lenient::id(ids, which));
        Self {
            previous: part("user_id", "previous"),
            current: part("user_id", "current"),
            parent_previous: part("parent_user_id", "previous"),
            parent_current: part("parent_user_id", "current"),
            wa_id: lenient::id(value, "wa_id"),
            timestamp: lenient::integer(value, "timestamp"),
        }
    }
}

//! A business number and what belongs to it.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::config::PhoneNumber;
use crate::ids;
use crate::state::CustomerKey;

/// A business number.
pub(crate) struct Number {
    pub(crate) id: String,
    pub(crate) display_phone_number: String,
    pub(crate) verified_name: String,
    /// The business profile, by field.
    pub(crate) profile: Map<String, Value>,
    pub(crate) blocked: BTreeSet<CustomerKey>,
}

impl Number {
    pub(crate) fn new(number: &PhoneNumber) -> Self {
        let mut profile = Map::new();
        profile.insert("about".to_owned(), json!("Atendimento de segunda a sábado"));
        profile.insert("vertical".to_owned(), json!("EDU"));
        profile.insert("messaging_product".to_owned(), json!("whatsapp"));
        Self {
            id: number.id.clone(),
            display_phone_number: number.display_phone_number.clone(),
            verified_name: number.verified_name.clone(),
            profile,
            blocked: BTreeSet::new(),
        }
    }

    /// The number in digits, as webhooks name it.
    pub(crate) fn digits(&self) -> String {
        ids::digits(&self.display_phone_number)
    }

    /// The country code: the digits before the first space.
    pub(crate) fn country_code(&self) -> String {
        let first = self
            .display_phone_number
            .split([' ', '-', '('])
            .find(|part| *part != "+");
        ids::digits(first.unwrap_or_default())
    }
}

//! What a customer ordered from the business's catalogue.

use serde::{Deserialize, Serialize};

/// A product in an order. Meta tells what the business itself calls it in its catalogue, nothing else of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderItem {
    /// What the catalogue calls it.
    pub product: String,
    /// How many of it; `None`: the order does not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<u32>,
    /// The price of one, in the currency's main unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<f64>,
    /// The currency's code (`BRL`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn how_many_is_told_or_not() {
        for (kept, quantity) in [
            (r#"{"product":"bolo","quantity":2}"#, Some(2)),
            (r#"{"product":"bolo"}"#, None),
        ] {
            let item: OrderItem = serde_json::from_str(kept).unwrap();
            assert_eq!(item.quantity, quantity);
            assert_eq!(serde_json::to_string(&item).unwrap(), kept);
        }
    }
}

//! What a customer ordered from the business's catalogue.

use serde::{Deserialize, Serialize};

/// A product in an order. Meta tells what the business itself calls it in its catalogue, nothing else of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderItem {
    /// What the catalogue calls it.
    pub product: String,
    /// How many of it.
    pub quantity: u32,
    /// The price of one, in the currency's main unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<f64>,
    /// The currency's code (`BRL`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
}

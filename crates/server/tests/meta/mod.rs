//! Meta's side of the protocol, as far as the tests need it, made of raw JSON: deliveries that it signs, and a Graph API that
//! answers as told.

#![allow(dead_code, unused_imports, reason = "each test binary uses its part of it")]

mod conversation;
mod deliveries;
mod graph;

pub use conversation::{conversations, only_conversation, send_text, thread, until};
pub use deliveries::{CUSTOMER, Meta, NUMBER, delivery, inbound_text, messages_change, sign, status};
pub use graph::{Answer, FakeGraph, ReservedAddress};

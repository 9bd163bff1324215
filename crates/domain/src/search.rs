//! What a search covers, and the answers of both searches. What a query finds is decided by [`crate::text_matching::Query`] alone.

mod contact;
mod message;

pub use contact::{contact_matches, phone_terms};
pub use message::search_text;

use crate::entities::{Message, Position};
use crate::wire::ConversationRow;
use serde::{Deserialize, Serialize};

/// A page of what the search across everything found. Everything in it is what the agent may see.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SearchPage {
    /// Conversations whose contact was found, newest activity first, open and concluded. On the first page only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<ConversationRow>,
    /// Messages that were found, newest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub messages: Vec<Message>,
    /// The conversations that the messages stand in, each once, in no order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conversations: Vec<ConversationRow>,
    /// Where the next page of messages begins; `None`: this is the end. A page may hold fewer messages than were asked for, even none,
    /// and yet have a next one: an answer looks through a bounded part of the history.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Position>,
    /// The server still takes older messages into its index, as after an upgrade: they are not found yet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_indexing: bool,
}

/// What the search in one conversation found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConversationHits {
    /// How many messages match in the whole history.
    pub total: u64,
    /// Their places, newest first, at most [`MOST_PLACES`].
    pub places: Vec<Position>,
    /// Where further places begin; `None`: this is the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Position>,
    /// The server still takes older messages into its index, as after an upgrade: they are not found yet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_indexing: bool,
}

/// The most places that one answer of the search in a conversation holds.
pub const MOST_PLACES: u32 = 1_000;
/// The most conversations that are told as contacts.
pub const MOST_CONTACTS: u32 = 20;
/// How many messages a page holds when nobody says.
pub const DEFAULT_MESSAGES: u32 = 30;

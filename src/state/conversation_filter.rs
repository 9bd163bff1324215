//! Which conversations the list shows. Pure. Filters are the domain's: the server narrows its pages by the same.

use super::conversation_list::{Assignment, ListEntry};
pub use domain::conversation_filter::{ConversationFilter, ConversationScope, ConversationSort};

/// Whether the list shows this conversation.
#[must_use]
pub fn shows(filter: &ConversationFilter, entry: &ListEntry) -> bool {
    entry.state == filter.state
        && filter
            .phone_number_id
            .is_none_or(|id| id == entry.phone_number_id)
        && filter.stage.is_none_or(|stage| stage == entry.stage)
        && filter.group.is_none_or(|id| entry.groups.contains(&id))
        && match filter.scope {
            ConversationScope::All => true,
            ConversationScope::Unread => entry.is_unread,
            ConversationScope::Mine => entry.assignment == Assignment::Mine,
            ConversationScope::Unassigned => entry.assignment == Assignment::Nobody,
        }
}

//! Which conversations the list shows. Pure.

use super::conversation_list::{Assignment, ListEntry};
use domain::entities::ConversationState;
use domain::ids::PhoneNumberId;

/// What the list is narrowed to; all parts must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConversationFilter {
    /// Open ones or ended ones.
    pub state: ConversationState,
    /// All of those, or some.
    pub scope: ConversationScope,
    /// Of one of our numbers only.
    pub phone_number_id: Option<PhoneNumberId>,
}

/// The tabs above the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ConversationScope {
    /// "Todas".
    #[default]
    All,
    /// "Não lidas".
    Unread,
    /// "Minhas".
    Mine,
    /// "Não atribuídas".
    Unassigned,
}

impl Default for ConversationFilter {
    fn default() -> Self {
        Self {
            state: ConversationState::Open,
            scope: ConversationScope::All,
            phone_number_id: None,
        }
    }
}

impl ConversationFilter {
    /// Whether the list shows this conversation.
    #[must_use]
    pub fn shows(&self, entry: &ListEntry) -> bool {
        entry.state == self.state
            && self.phone_number_id.is_none_or(|id| id == entry.phone_number_id)
            && match self.scope {
                ConversationScope::All => true,
                ConversationScope::Unread => entry.is_unread,
                ConversationScope::Mine => entry.assignment == Assignment::Mine,
                ConversationScope::Unassigned => entry.assignment == Assignment::Nobody,
            }
    }
}

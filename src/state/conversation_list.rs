//! The order of the conversation list, newest activity first. Pure.
//!
//! Kept sorted by moving one entry at a time: a change costs one binary search and one move in memory, never a sort. An entry
//! holds what the filters ask for, so that filtering reads no rows.

use super::conversation_filter::ConversationFilter;
use domain::entities::{Conversation, ConversationState};
use domain::ids::{AgentId, ConversationId, PhoneNumberId};
use domain::wire::ConversationKey;
use std::collections::HashMap;

/// One conversation's place in the list and what the filters ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListEntry {
    /// The place.
    pub key: ConversationKey,
    /// Open or ended.
    pub state: ConversationState,
    /// Whether there are messages that no agent has seen.
    pub is_unread: bool,
    /// Who answers.
    pub assignment: Assignment,
    /// To which of our numbers the customer writes.
    pub phone_number_id: PhoneNumberId,
}

/// Who answers, seen from the agent at the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assignment {
    /// Nobody yet.
    Nobody,
    /// This agent, perhaps with others.
    Mine,
    /// Others.
    Others,
}

impl ListEntry {
    /// The entry of a conversation, for the agent `me`.
    #[must_use]
    pub fn of(conversation: &Conversation, me: Option<AgentId>) -> Self {
        let assignment = if conversation.assignees.is_empty() {
            Assignment::Nobody
        } else if me.is_some_and(|me| conversation.assignees.contains(&me)) {
            Assignment::Mine
        } else {
            Assignment::Others
        };
        Self {
            key: ConversationKey {
                at: conversation.last_activity_at,
                id: conversation.id,
            },
            state: conversation.state,
            is_unread: conversation.unread_count > 0,
            assignment,
            phone_number_id: conversation.phone_number_id,
        }
    }
}

/// All conversations that this device shows, newest activity first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConversationList {
    entries: Vec<ListEntry>,
    keys: HashMap<ConversationId, ConversationKey>,
}

impl ConversationList {
    /// The ids that a filter shows, in order.
    #[must_use]
    pub fn ids(&self, filter: &ConversationFilter) -> Vec<ConversationId> {
        self.entries
            .iter()
            .filter(|entry| filter.shows(entry))
            .map(|entry| entry.key.id)
            .collect()
    }

    /// How many a filter shows.
    #[must_use]
    pub fn count(&self, filter: &ConversationFilter) -> usize {
        self.entries.iter().filter(|entry| filter.shows(entry)).count()
    }

    /// All entries in order.
    #[must_use]
    pub fn entries(&self) -> &[ListEntry] {
        &self.entries
    }

    /// Puts an entry where it belongs. Says whether anything changed.
    pub fn place(&mut self, entry: ListEntry) -> bool {
        if let Some(old_key) = self.keys.insert(entry.key.id, entry.key)
            && let Ok(at) = self.find(old_key)
        {
            if old_key == entry.key {
                let is_changed = self.entries[at] != entry;
                self.entries[at] = entry;
                return is_changed;
            }
            self.entries.remove(at);
        }
        let at = self.find(entry.key).unwrap_or_else(|at| at);
        self.entries.insert(at, entry);
        true
    }

    /// Takes an entry out. Says whether it was there.
    pub fn remove(&mut self, id: ConversationId) -> bool {
        let found = self.keys.remove(&id).map(|key| self.find(key));
        if let Some(Ok(at)) = found {
            self.entries.remove(at);
        }
        found.is_some()
    }

    fn find(&self, key: ConversationKey) -> Result<usize, usize> {
        self.entries.binary_search_by(|entry| key.cmp(&entry.key))
    }
}

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

#[cfg(test)]
mod tests {
    use super::super::conversation_filter::ConversationScope;
    use super::*;
    use domain::time::Timestamp;
    use proptest::prelude::*;

    fn id(number: u8) -> ConversationId {
        ConversationId::from_parts(u64::from(number), &[number; 10])
    }

    fn entry(number: u8, at: i64) -> ListEntry {
        ListEntry {
            key: ConversationKey {
                at: Timestamp::from_millis(at),
                id: id(number),
            },
            state: ConversationState::Open,
            is_unread: false,
            assignment: Assignment::Nobody,
            phone_number_id: PhoneNumberId::from_parts(1, &[0; 10]),
        }
    }

    #[test]
    fn each_filter_shows_its_own() {
        let unread = ListEntry {
            is_unread: true,
            ..entry(1, 1)
        };
        let mine = ListEntry {
            assignment: Assignment::Mine,
            ..entry(2, 2)
        };
        let elsewhere = ListEntry {
            phone_number_id: PhoneNumberId::from_parts(2, &[0; 10]),
            ..entry(3, 3)
        };
        let concluded = ListEntry {
            state: ConversationState::Concluded,
            ..entry(4, 4)
        };
        let mut list = ConversationList::default();
        for entry in [unread, mine, elsewhere, concluded] {
            assert!(list.place(entry));
        }
        let all = ConversationFilter::default();
        let scope = |scope| ConversationFilter { scope, ..all };
        let of_number = ConversationFilter {
            phone_number_id: Some(elsewhere.phone_number_id),
            ..all
        };
        let ended = ConversationFilter {
            state: ConversationState::Concluded,
            ..all
        };
        let table = [
            (all, vec![3, 2, 1]),
            (scope(ConversationScope::Unread), vec![1]),
            (scope(ConversationScope::Mine), vec![2]),
            (scope(ConversationScope::Unassigned), vec![3, 1]),
            (of_number, vec![3]),
            (ended, vec![4]),
        ];
        for (filter, expected) in table {
            let expected: Vec<_> = expected.into_iter().map(id).collect();
            assert_eq!(list.ids(&filter), expected, "{filter:?}");
            assert_eq!(list.count(&filter), expected.len());
        }
    }

    #[test]
    fn what_did_not_change_says_so() {
        let mut list = ConversationList::default();
        assert!(list.place(entry(1, 1)));
        assert!(!list.place(entry(1, 1)));
        assert!(list.remove(id(1)));
        assert!(!list.remove(id(1)));
    }

    proptest! {
        #[test]
        fn stays_sorted_without_doubles(steps in proptest::collection::vec((0u8..20, 0i64..50, any::<bool>()), 0..200)) {
            let mut list = ConversationList::default();
            let mut expected = HashMap::new();
            for (number, at, is_removal) in steps {
                if is_removal {
                    list.remove(id(number));
                    expected.remove(&number);
                } else {
                    list.place(entry(number, at));
                    expected.insert(number, at);
                }
            }
            let mut keys: Vec<_> = expected.into_iter().map(|(number, at)| entry(number, at).key).collect();
            keys.sort_by(|a, b| b.cmp(a));
            prop_assert_eq!(list.entries().iter().map(|entry| entry.key).collect::<Vec<_>>(), keys);
        }
    }
}

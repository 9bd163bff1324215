//! The order of the conversation list: newest activity first, or the window that closes next first. Pure.
//!
//! Both orders are kept sorted by moving one entry at a time: a change costs two binary searches and two moves in memory, never a
//! sort. An entry holds what the filters ask for, so that filtering reads no rows.
//!
//! By closing window nothing moves when time passes: the open ones are the end of one sorted row, which begins where the clock
//! stands in it. A binary search finds that place, and the window there says when the order changes next.

use super::conversation_filter::{ConversationFilter, ConversationSort, shows};
use super::list_choices::ListChoices;
use super::list_pages::ListPages;
use domain::entities::{Conversation, ConversationState, Stage};
use domain::ids::{AgentId, ContactId, ConversationId, GroupId, PhoneNumberId};
use domain::time::Timestamp;
use domain::wire::ConversationKey;
use std::collections::HashMap;
use std::sync::Arc;

/// One conversation's place in the list and what the filters ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListEntry {
    /// The place by activity.
    pub key: ConversationKey,
    /// When its window closes or closed; `None`: it never was open.
    pub closes_at: Option<Timestamp>,
    /// Open or ended.
    pub state: ConversationState,
    /// Whether somebody should look at it.
    pub is_unread: bool,
    /// Whether it stands on top.
    pub is_pinned: bool,
    /// Who answers.
    pub assignment: Assignment,
    /// To which of our numbers the customer writes.
    pub phone_number_id: PhoneNumberId,
    /// Who writes.
    pub contact_id: ContactId,
    /// How far we are with them.
    pub stage: Stage,
    /// The groups that they are in.
    pub groups: Vec<GroupId>,
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
    pub fn of(conversation: &Conversation, stage: Stage, groups: Vec<GroupId>, me: Option<AgentId>) -> Self {
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
            closes_at: conversation.window_expires_at,
            state: conversation.state,
            is_unread: conversation.is_unread(),
            is_pinned: false,
            assignment,
            phone_number_id: conversation.phone_number_id,
            contact_id: conversation.contact_id,
            stage,
            groups,
        }
    }

    fn has_open_window(&self, now: Timestamp) -> bool {
        self.closes_at.is_some_and(|closes| closes > now)
    }

    /// The place by closing window.
    fn closing_key(&self) -> Option<ConversationKey> {
        self.closes_at.map(|at| ConversationKey { at, id: self.key.id })
    }
}

/// What of the list is asked for.
#[derive(Clone, Copy, Debug)]
pub struct ListView<'a> {
    /// Filter and order.
    pub choices: ListChoices,
    /// What stands on top, in this order.
    pub pins: &'a [ConversationId],
    /// How far it is loaded.
    pub pages: ListPages,
    /// The time: it says which windows are open.
    pub now: Timestamp,
}

/// All conversations that this device knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConversationList {
    /// Newest activity first.
    by_activity: Vec<Arc<ListEntry>>,
    /// Those that ever had a window, the one that closes first first.
    by_closing: Vec<Arc<ListEntry>>,
    known: HashMap<ConversationId, Arc<ListEntry>>,
    of_contact: HashMap<ContactId, Vec<ConversationId>>,
}

impl ConversationList {
    /// What the list shows, in order: the pinned, then the others.
    #[must_use]
    pub fn shown(&self, view: &ListView<'_>) -> Vec<ConversationId> {
        let filter = &view.choices.filter;
        let is_pinned = |id: &&ConversationId| {
            self.known
                .get(*id)
                .is_some_and(|entry| entry.is_pinned && shows(filter, entry))
        };
        let mut ids: Vec<_> = view.pins.iter().filter(is_pinned).copied().collect();
        let is_listed = |entry: &&Arc<ListEntry>| !entry.is_pinned && shows(filter, entry);
        let pages = &view.pages;
        let active = self.by_activity.iter().take_while(|entry| pages.reaches(entry));
        match view.choices.sort {
            ConversationSort::Recent => {
                ids.extend(active.filter(is_listed).map(|entry| entry.key.id));
            }
            ConversationSort::Closing => {
                let open = self.by_closing[self.first_open(view.now)..]
                    .iter()
                    .take_while(|entry| entry.closing_key().is_some_and(|key| pages.reaches_closing(key)));
                ids.extend(open.filter(is_listed).map(|entry| entry.key.id));
                if pages.has_rest() {
                    let rest = active.filter(|entry| !entry.has_open_window(view.now));
                    ids.extend(rest.filter(is_listed).map(|entry| entry.key.id));
                }
            }
        }
        ids
    }

    /// Every conversation that a filter shows, newest activity first, however far it is loaded.
    #[must_use]
    pub fn ids(&self, filter: &ConversationFilter) -> Vec<ConversationId> {
        self.by_activity
            .iter()
            .filter(|entry| shows(filter, entry))
            .map(|entry| entry.key.id)
            .collect()
    }

    /// How many of them there are.
    #[must_use]
    pub fn count(&self, filter: &ConversationFilter) -> usize {
        self.by_activity
            .iter()
            .filter(|entry| shows(filter, entry))
            .count()
    }

    /// All entries, newest activity first.
    #[must_use]
    pub fn entries(&self) -> &[Arc<ListEntry>] {
        &self.by_activity
    }

    /// When a window closes next: until then the order by closing window stays, whatever the clock shows.
    #[must_use]
    pub fn closes_next(&self, now: Timestamp) -> Option<Timestamp> {
        self.by_closing.get(self.first_open(now))?.closes_at
    }

    /// The conversations of a contact.
    #[must_use]
    pub fn of_contact(&self, id: ContactId) -> &[ConversationId] {
        self.of_contact.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Puts an entry where it belongs. Says whether anything changed.
    pub fn place(&mut self, entry: ListEntry) -> bool {
        let id = entry.key.id;
        if self.known.get(&id).is_some_and(|known| **known == entry) {
            return false;
        }
        self.remove(id);
        let entry = Arc::new(entry);
        let at = self.by_activity.partition_point(|other| other.key > entry.key);
        self.by_activity.insert(at, Arc::clone(&entry));
        if let Some(key) = entry.closing_key() {
            let at = self.closing_place(key);
            self.by_closing.insert(at, Arc::clone(&entry));
        }
        self.of_contact.entry(entry.contact_id).or_default().push(id);
        self.known.insert(id, entry);
        true
    }

    /// Takes an entry out. Says whether it was there.
    pub fn remove(&mut self, id: ConversationId) -> bool {
        let Some(entry) = self.known.remove(&id) else {
            return false;
        };
        let at = self.by_activity.partition_point(|other| other.key > entry.key);
        self.by_activity.remove(at);
        if let Some(key) = entry.closing_key() {
            let at = self.closing_place(key);
            self.by_closing.remove(at);
        }
        if let Some(ids) = self.of_contact.get_mut(&entry.contact_id) {
            ids.retain(|other| *other != id);
            if ids.is_empty() {
                self.of_contact.remove(&entry.contact_id);
            }
        }
        true
    }

    /// Where the open windows begin.
    fn first_open(&self, now: Timestamp) -> usize {
        self.by_closing
            .partition_point(|entry| !entry.has_open_window(now))
    }

    fn closing_place(&self, key: ConversationKey) -> usize {
        self.by_closing
            .partition_point(|other| other.closing_key().is_some_and(|other| other < key))
    }
}

#[cfg(test)]
mod tests;

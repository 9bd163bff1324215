//! The list as views ask for it, and what changes its entries besides their rows: pins, marks, contacts.

use super::AppState;
use super::conversation_filter::ConversationFilter;
use super::conversation_list::{ListEntry, ListView};
use super::list_choices::ListChoices;
use super::list_pages::{ListPages, NextPage};
use domain::command::PinConversation;
use domain::entities::{Contact, Conversation};
use domain::ids::{ContactId, ConversationId};
use domain::pin::MOST;
use domain::time::Timestamp;
use leptos::prelude::*;

impl AppState {
    /// What the list shows at a time; tracks everything but the time.
    #[must_use]
    pub fn listed(&self, choices: ListChoices, now: Timestamp) -> Vec<ConversationId> {
        let pages = self.list_pages(choices);
        let pins = self.pins.with(super::pins::Pins::shown);
        let view = ListView {
            choices,
            pins: &pins,
            pages,
            now,
        };
        self.conversation_list.with(|list| list.shown(&view))
    }

    /// What an address chooses, without what there is not: a group that somebody removed, a number that is none of ours. Who cannot see
    /// what the list is narrowed to cannot take it back. As long as nothing of the kind is here, it may be on its way; tracked.
    #[must_use]
    pub fn choices_of(&self, asked: ListChoices) -> ListChoices {
        let mut choices = asked;
        let filter = &mut choices.filter;
        filter.group = filter.group.filter(|id| {
            let is_removed = !self.gone_groups.admits(id, 0);
            self.groups.is_here(*id) || (!is_removed && self.groups.rows().is_empty())
        });
        filter.phone_number_id = filter
            .phone_number_id
            .filter(|id| self.phone_numbers.is_here(*id) || self.phone_numbers.rows().is_empty());
        choices
    }

    /// How far the list is loaded; tracked. Where all conversations of a state are here, every choice among them is whole.
    #[must_use]
    pub fn list_pages(&self, choices: ListChoices) -> ListPages {
        let all = ListChoices::all(choices.filter.state);
        self.loaded.with(|loaded| {
            let is_whole = loaded.get(&all).is_some_and(|pages| pages.next == NextPage::End);
            if is_whole {
                ListPages::END
            } else {
                loaded.get(&choices).copied().unwrap_or_default()
            }
        })
    }

    /// How many conversations of a filter are known here, and whether these are all; tracked.
    #[must_use]
    pub fn known_count(&self, filter: ConversationFilter) -> (usize, bool) {
        let count = self.conversation_list.with(|list| list.count(&filter));
        let choices = ListChoices {
            filter,
            ..ListChoices::default()
        };
        (count, self.list_pages(choices).next == NextPage::End)
    }

    /// Whether a conversation is pinned; tracked.
    #[must_use]
    pub fn is_pinned(&self, id: ConversationId) -> bool {
        self.pins.with(|pins| pins.is_pinned(id))
    }

    /// Whether one more conversation can be pinned; tracked. Those that are out of sight do not count.
    #[must_use]
    pub fn can_pin_more(&self) -> bool {
        let is_here = |id: &&ConversationId| self.conversations.get(**id).is_some();
        self.pins.with(|pins| pins.shown().iter().filter(is_here).count()) < MOST
    }

    /// Whether a conversation is marked as unread; tracked.
    #[must_use]
    pub fn is_marked_unread(&self, id: ConversationId) -> bool {
        let wish = self.marks.with(|marks| marks.get(&id).copied());
        wish.unwrap_or_else(|| {
            self.conversations
                .find(id)
                .is_some_and(|row| row.with(|row| row.is_marked_unread))
        })
    }

    pub(crate) fn set_list_pages(&self, choices: ListChoices, pages: ListPages) {
        self.loaded.update(|loaded| {
            loaded.insert(choices, pages);
        });
    }

    /// A wish to pin. Gives what to tell the server; `None`: it is so already, or there are too many.
    pub(crate) fn wish_pin(
        &self,
        id: ConversationId,
        is_pinned: bool,
        now: Timestamp,
    ) -> Option<PinConversation> {
        let is_news = self.pins.with_untracked(|pins| pins.is_pinned(id) != is_pinned);
        if !is_news || (is_pinned && !untrack(|| self.can_pin_more())) {
            return None;
        }
        let wish = self.pins.try_update(|pins| pins.note(id, is_pinned, now));
        self.place_again(&[id]);
        wish
    }

    /// A wish to pin that was kept on the device.
    pub(crate) fn restore_pin_wish(&self, id: ConversationId, wish: PinConversation) {
        self.pins.update(|pins| pins.restore(id, wish));
        self.place_again(&[id]);
    }

    /// The server has heard a wish to pin, or will not.
    pub(crate) fn settle_pin(&self, id: ConversationId, revision: u64) {
        self.pins.update(|pins| pins.settle(id, revision));
        self.place_again(&[id]);
    }

    /// The server says what is pinned. Gives the pinned conversations that this device does not know.
    pub(crate) fn hear_pins(&self, ids: &[ConversationId], as_of: u64) -> Vec<ConversationId> {
        let mut touched = self.pins.with_untracked(super::pins::Pins::shown);
        self.pins.update(|pins| pins.hear(ids, as_of));
        let shown = self.pins.with_untracked(super::pins::Pins::shown);
        touched.extend(&shown);
        self.place_again(&touched);
        shown
            .into_iter()
            .filter(|id| self.conversations.get(*id).is_none())
            .collect()
    }

    /// What the device keeps of pins; wishes are kept apart.
    pub(crate) fn pins_to_keep(&self) -> Vec<ConversationId> {
        self.pins.with_untracked(|pins| pins.told().to_vec())
    }

    /// A wish to mark as unread, or not. Says whether it is news.
    pub(crate) fn wish_mark(&self, id: ConversationId, is_marked: bool) -> bool {
        let wish = self.marks.with_untracked(|marks| marks.get(&id).copied());
        let row = self.conversations.with_untracked(id, |row| row.is_marked_unread);
        let Some(row) = row else { return false };
        if wish.unwrap_or(row) == is_marked {
            return false;
        }
        self.restore_mark_wish(id, is_marked);
        true
    }

    /// A wish to mark that was kept on the device.
    pub(crate) fn restore_mark_wish(&self, id: ConversationId, is_marked: bool) {
        self.marks.update(|marks| {
            marks.insert(id, is_marked);
        });
        self.place_again(&[id]);
    }

    /// The server has heard a wish to mark, or will not.
    pub(crate) fn settle_mark(&self, id: ConversationId) {
        self.marks.update(|marks| {
            marks.remove(&id);
        });
        self.place_again(&[id]);
    }

    /// When something last happened in a conversation of a contact, and in which, of those that are here; untracked.
    pub(super) fn newest_of(&self, contact: ContactId) -> Option<(Timestamp, ConversationId)> {
        let at = |id: &ConversationId| {
            self.conversations
                .with_untracked(*id, |row| (row.last_activity_at, row.id))
        };
        self.conversation_list
            .with_untracked(|list| list.of_contact(contact).iter().filter_map(at).max())
    }

    /// A conversation's entry as it is now, untracked.
    pub(super) fn entry_of(&self, conversation: &Conversation) -> ListEntry {
        let (stage, groups) = self
            .contacts
            .with_untracked(conversation.contact_id, |contact: &Contact| {
                (contact.stage, contact.group_ids.clone())
            })
            .unwrap_or_default();
        let mark = self
            .marks
            .with_untracked(|marks| marks.get(&conversation.id).copied());
        let is_marked = mark.unwrap_or(conversation.is_marked_unread);
        ListEntry {
            is_unread: conversation.unread_count > 0 || is_marked,
            is_pinned: self.pins.with_untracked(|pins| pins.is_pinned(conversation.id)),
            ..ListEntry::of(conversation, stage, groups, self.me_untracked())
        }
    }

    /// Works entries out anew. Says whether the list is another one; whoever calls tells it.
    pub(super) fn place_quietly(&self, ids: &[ConversationId]) -> bool {
        let mut is_changed = false;
        for id in ids {
            let entry = self.conversations.with_untracked(*id, |row| self.entry_of(row));
            if let Some(entry) = entry {
                is_changed |= self
                    .conversation_list
                    .try_update_untracked(|list| list.place(entry))
                    .unwrap_or(false);
            }
        }
        is_changed
    }

    /// Works the entries of a contact's conversations out anew, like [`Self::place_quietly`]. When none of them is here, lists by stage
    /// or group may lack one: they are loaded again.
    pub(super) fn place_contact_quietly(&self, id: ContactId) -> bool {
        let ids = self
            .conversation_list
            .with_untracked(|list| list.of_contact(id).to_vec());
        let asks_for_contacts =
            |choices: &ListChoices| choices.filter.stage.is_some() || choices.filter.group.is_some();
        let has_such_lists = || {
            self.loaded
                .with_untracked(|loaded| loaded.keys().any(asks_for_contacts))
        };
        if ids.is_empty() && has_such_lists() {
            self.loaded
                .update(|loaded| loaded.retain(|choices, _| !asks_for_contacts(choices)));
        }
        self.place_quietly(&ids)
    }

    fn place_again(&self, ids: &[ConversationId]) {
        if self.place_quietly(ids) {
            self.conversation_list.notify();
        }
    }
}

#[cfg(test)]
mod tests;

//! News of the server become rows, order and threads. Each function is one batch for the views: it never awaits.
//!
//! All of it is idempotent: a row's version only climbs, a thread takes a message once, sight follows the log's numbers. What
//! came twice, late or out of order leaves the same state; the property tests hold it to that.

use super::AppState;
use super::batch::Batch;
pub use super::batch::ListNews;
use super::drafts::Begun;
use super::list_choices::ListChoices;
use super::list_pages::{ListPages, NextPage};
use super::outbox::SetAside;
use super::phase::PageLoad;
use super::sight::AsOf;
use super::thread::{Thread, ThreadPhase, set_if_other};
use super::thread_layout::{RowFacts, Speaker, goes_into_album};
use super::thread_window::WhenFull;
use super::unread_divider::UnreadAtOpening;
use domain::draft::Draft;
use domain::entities::{ConversationState, Message, PhoneNumber, Settings};
use domain::event::Event;
use domain::ids::{ContactId, ConversationId, MessageId};
use domain::time::Timestamp;
use domain::wire::{
    Bootstrap, ConversationDetail, ConversationPage, ConversationRow, MessagePage, VisibleConversations,
};
use leptos::prelude::*;
use std::collections::{BTreeSet, HashMap, HashSet};

/// What `sync` has to do after news were applied.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FollowUps {
    /// Conversations that became visible: load each with its newest messages.
    pub load: BTreeSet<ConversationId>,
    /// Conversations to remove from the device.
    pub forget: BTreeSet<ConversationId>,
    /// Contacts that are gone, or out of sight: their notes are to be removed from the device.
    pub forget_contacts: BTreeSet<ContactId>,
    /// The agent's rights changed as a whole: ask for session and visible ids, and sweep.
    pub is_scope_changed: bool,
    /// Messages of the outbox that the server has: they need not be sent any more.
    pub accepted: BTreeSet<MessageId>,
}

/// Which end of a thread a page belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageAt {
    /// It is the newest page: the window begins anew with it.
    Newest,
    /// Above the window.
    Older,
    /// Below the window.
    Newer,
}

/// Changes of the log on their way into the state: the order of the list and the threads hear of them at the end, once.
pub struct Applying<'a>(Batch<'a>);

impl Applying<'_> {
    /// One more.
    pub fn apply(&mut self, event: &Event) {
        self.0.apply(event);
    }

    /// That was all.
    pub fn finish(self) -> FollowUps {
        self.0.finish()
    }

    /// The same, but the list is told when the caller says so.
    pub fn finish_threads(self) -> (FollowUps, ListNews) {
        self.0.finish_threads()
    }
}

impl AppState {
    /// Applies changes of the log.
    pub fn apply_events(&self, events: &[Event]) -> FollowUps {
        let mut applying = self.begin_events();
        for event in events {
            applying.apply(event);
        }
        applying.finish()
    }

    /// Begins to apply changes of the log, for who pauses in between.
    #[must_use]
    pub fn begin_events(&self) -> Applying<'_> {
        Applying(Batch::new(self))
    }

    /// Applies the answer that the first screen is made of.
    pub fn apply_bootstrap(&self, bootstrap: &Bootstrap) -> FollowUps {
        self.put_session(bootstrap.session.clone());
        self.put_settings(bootstrap.settings.clone());
        for agent in &bootstrap.agents {
            self.agents.put(agent.clone());
        }
        for role in &bootstrap.roles {
            self.roles.put(role.clone());
        }
        for alarm in &bootstrap.alarms {
            self.alarms.put(alarm.clone());
        }
        for phone_number in &bootstrap.phone_numbers {
            self.phone_numbers.put(phone_number.clone());
        }
        self.hear_all_drafts(bootstrap);
        for response in &bootstrap.canned_responses {
            self.put_canned_response(response.clone(), bootstrap.cursor.n);
        }
        for template in &bootstrap.templates {
            self.put_template(template.clone(), bootstrap.cursor.n);
        }
        for source in &bootstrap.sources {
            self.put_source(source.clone(), bootstrap.cursor.n);
        }
        for group in &bootstrap.groups {
            self.put_group(group.clone(), bootstrap.cursor.n);
        }
        let as_of = AsOf::Number(bootstrap.cursor.n);
        self.apply_rows(&bootstrap.conversations.rows, as_of);
        self.apply_rows(&bootstrap.pinned, as_of);
        self.hear_pins(&bootstrap.pins, bootstrap.cursor.n);
        self.mentions
            .update(|mentions| mentions.hear_all(&bootstrap.mentions));
        // Other rights may make other lists: each is loaded anew when it is shown.
        let all = ListChoices::all(ConversationState::Open);
        let next = NextPage::First.following(all.sort, bootstrap.conversations.next);
        let pages = ListPages {
            next,
            load: PageLoad::Idle,
        };
        self.loaded.set(HashMap::from([(all, pages)]));
        FollowUps::default()
    }

    /// The bootstrap has every draft that holds something: one that is not among them is empty now.
    fn hear_all_drafts(&self, bootstrap: &Bootstrap) {
        let n = Some(bootstrap.cursor.n);
        for draft in &bootstrap.drafts {
            self.hear_draft(draft, n);
        }
        let is_kept = |id| bootstrap.drafts.iter().any(|draft| draft.conversation_id == id);
        for gone in self.drafts.saved_with_content() {
            if !is_kept(gone.conversation_id) {
                let emptied = Draft {
                    revision: gone.revision.saturating_add(1),
                    text: String::new(),
                    reply_to: None,
                    ..gone
                };
                self.hear_draft(&emptied, n);
            }
        }
    }

    /// Applies the next page of a list.
    pub fn apply_conversation_page(&self, choices: ListChoices, page: &ConversationPage) {
        self.apply_rows(&page.rows, AsOf::Unknown);
        let known = self
            .loaded
            .with_untracked(|loaded| loaded.get(&choices).copied())
            .unwrap_or_default();
        let pages = ListPages {
            next: known.next.following(choices.sort, page.next),
            load: PageLoad::Idle,
        };
        self.set_list_pages(choices, pages);
    }

    /// Applies rows of conversations that the device kept.
    pub fn apply_cached_rows(&self, rows: &[ConversationRow]) {
        self.apply_rows(rows, AsOf::Unknown);
    }

    fn apply_rows(&self, rows: &[ConversationRow], as_of: AsOf) {
        let mut batch = Batch::new(self);
        for row in rows {
            batch.put_conversation(row, as_of);
        }
        batch.finish();
    }

    /// Applies a conversation with its newest messages.
    pub fn apply_detail(&self, detail: &ConversationDetail) -> FollowUps {
        self.apply_rows(std::slice::from_ref(&detail.row), AsOf::Number(detail.cursor.n));
        if self.conversations.get(detail.row.conversation.id).is_some() {
            self.put_all_notes(detail.row.contact.id, &detail.notes, detail.cursor.n);
        }
        self.apply_message_page(detail.row.conversation.id, &detail.messages, PageAt::Newest)
    }

    /// Applies a page of a thread that is in memory; of another thread it is not kept.
    pub fn apply_message_page(&self, id: ConversationId, page: &MessagePage, at: PageAt) -> FollowUps {
        let mut batch = Batch::new(self);
        let Some(thread) = self.threads.resident(id) else {
            return batch.finish();
        };
        if !self.with_sight(|sight| sight.admits(id, AsOf::Unknown)) {
            return batch.finish();
        }
        for message in &page.messages {
            self.messages.put(message.clone());
            batch.note_accepted(message.id);
        }
        let mut rows: Vec<_> = page
            .messages
            .iter()
            .map(|message| self.facts_of_known(message))
            .collect();
        if !page.has_newer && at != PageAt::Older {
            rows.extend(self.came_meanwhile(&thread, page));
        }
        let gone = thread.change(|window| match at {
            PageAt::Newest => window.replace(rows, page.has_older, page.has_newer),
            PageAt::Older => window.prepend(rows, page.has_older),
            PageAt::Newer => window.append(rows, page.has_newer),
        });
        for id in gone {
            self.messages.remove(id);
        }
        self.show_waiting(id, &thread);
        thread.note_page();
        // A thread opens at the first unread message: until that is here, older pages come first.
        if !thread.seeks_unread() {
            set_if_other(&thread.phase, ThreadPhase::Ready);
        }
        match at {
            PageAt::Newest => {}
            PageAt::Older => set_if_other(&thread.older, PageLoad::Idle),
            PageAt::Newer => set_if_other(&thread.newer, PageLoad::Idle),
        }
        batch.touched.insert(id);
        batch.finish()
    }

    /// The server says what is visible: what is not goes.
    pub fn apply_visible(&self, visible: &VisibleConversations) -> FollowUps {
        let still: HashSet<_> = visible.ids.iter().copied().collect();
        let mut batch = Batch::new(self);
        for id in self.conversations.ids_untracked() {
            if !still.contains(&id) && self.with_sight(|sight| sight.note(id, visible.cursor.n, false)) {
                batch.lose(id);
            }
        }
        batch.finish()
    }

    /// Shows a message that waits in the outbox.
    pub fn show_pending(&self, message: &Message) {
        let is_new = self
            .outbox
            .try_update_untracked(|outbox| outbox.add(message.clone()))
            .unwrap_or(false);
        if !is_new {
            return;
        }
        self.outbox.notify();
        if let Some(thread) = self.threads.resident(message.conversation_id) {
            self.show_waiting(message.conversation_id, &thread);
            thread.freeze_unread(None);
            self.publish(&thread);
        }
    }

    /// The server's answer about one message: accepted, tried again.
    pub fn apply_message(&self, message: &Message) -> FollowUps {
        let mut batch = Batch::new(self);
        batch.put_message(message);
        batch.finish()
    }

    /// The server's answer about one conversation.
    pub fn apply_conversation(&self, conversation: &domain::entities::Conversation) {
        let Some(contact) = self.contact_as_told(conversation.contact_id) else {
            return;
        };
        let row = ConversationRow {
            conversation: conversation.clone(),
            contact,
        };
        self.apply_rows(std::slice::from_ref(&row), AsOf::Unknown);
    }

    /// A message of the outbox was refused for good: it leaves the thread, its text is set aside.
    pub fn set_aside(&self, item: SetAside) {
        self.take_pending(item.id);
        if let Some(thread) = self.threads.resident(item.conversation_id) {
            thread.change(|window| window.remove(item.id));
            self.publish(&thread);
        }
        self.messages.remove(item.id);
        let is_known = self
            .set_aside
            .with_untracked(|items| items.iter().any(|known| known.id == item.id));
        if !is_known {
            self.set_aside.update(|items| items.push(item));
        }
    }

    /// A message that was shown as waiting is not sent after all.
    pub fn drop_pending(&self, id: MessageId) {
        self.take_pending(id);
        let conversation_id = self
            .messages
            .with_untracked(id, |message| message.conversation_id);
        if let Some(thread) = conversation_id.and_then(|id| self.threads.resident(id)) {
            thread.change(|window| window.remove(id));
            self.publish(&thread);
        }
        self.messages.remove(id);
    }

    /// Text that was set aside is not needed any more. Gives it.
    pub fn take_set_aside(&self, id: MessageId) -> Option<SetAside> {
        let at = self
            .set_aside
            .with_untracked(|items| items.iter().position(|item| item.id == id))?;
        self.set_aside.try_update(|items| items.remove(at))
    }

    /// A thread is about to be shown: freezes what is unread.
    pub fn begin_thread(&self, id: ConversationId) {
        let unread = self
            .conversations
            .with_untracked(id, UnreadAtOpening::of)
            .flatten();
        let thread = self.threads.thread(id);
        thread.freeze_unread(unread);
        self.publish(&thread);
    }

    /// Shows a thread although its first unread message is not here: older pages cannot be had.
    pub(crate) fn show_thread(&self, id: ConversationId) {
        if let Some(thread) = self.threads.resident(id) {
            set_if_other(&thread.phase, ThreadPhase::Ready);
        }
    }

    /// Lets go of a thread and of its messages; opening it again reads the device's cache.
    pub fn evict_thread(&self, id: ConversationId) {
        if let Some(thread) = self.threads.remove(id) {
            for id in thread.window(|window| window.rows().iter().map(|row| row.id).collect::<Vec<_>>()) {
                self.messages.remove(id);
            }
        }
    }

    /// The server's answer about one of our numbers.
    pub fn apply_phone_number(&self, number: &PhoneNumber) {
        self.phone_numbers.put(number.clone());
    }

    /// The server has a revision of a draft. Says whether it replaced the text here.
    pub fn hear_draft(&self, draft: &Draft, n: Option<u64>) -> bool {
        let begun = Begun {
            n,
            at: self.now.get_untracked(),
        };
        self.drafts.hear(draft, begun)
    }

    /// Notes that a colleague has the open conversation in view, or left it.
    pub fn note_presence(&self, id: ConversationId, agent_id: domain::ids::AgentId, is_here: bool) {
        let is_news = self
            .presence
            .try_update_untracked(|presence| presence.note(id, agent_id, is_here))
            .unwrap_or(false);
        if is_news {
            self.presence.notify();
        }
    }

    /// Nobody tells any more who is there: the connection is gone, or another conversation is in view.
    pub fn forget_presence(&self) {
        let is_news = self
            .presence
            .try_update_untracked(super::presence::Presence::forget)
            .unwrap_or(false);
        if is_news {
            self.presence.notify();
        }
    }

    /// Notes that a colleague writes.
    pub fn note_typing(&self, id: ConversationId, agent_id: domain::ids::AgentId, now: Timestamp) {
        self.typing.update(|typing| typing.note(id, agent_id, now));
    }

    /// Moves the time that the screen shows.
    pub fn tick(&self, now: Timestamp) {
        set_if_other(&self.now, now);
        if self
            .typing
            .try_update_untracked(|typing| typing.expire(now))
            .unwrap_or(false)
        {
            self.typing.notify();
        }
    }

    /// Applies settings, unless newer ones are known.
    pub fn put_settings(&self, settings: Settings) {
        let old = self.settings.get_untracked();
        if old.as_ref().is_some_and(|old| old.version > settings.version) {
            return;
        }
        let is_other_calendar = old.as_ref().is_none_or(|old| old.time_zone != settings.time_zone);
        set_if_other(&self.settings, Some(settings));
        if is_other_calendar {
            for (_, thread) in self.threads.all() {
                thread.change(|window| window.revise(|row| row.day = self.civil_day(row.at)));
                self.publish(&thread);
            }
        }
    }

    pub(super) fn take_pending(&self, id: MessageId) -> bool {
        let was_waiting = self
            .outbox
            .try_update_untracked(|outbox| outbox.remove(id))
            .unwrap_or(false);
        if was_waiting {
            self.outbox.notify();
        }
        was_waiting
    }

    /// What waits in the outbox stands in a window that reaches the end.
    fn show_waiting(&self, id: ConversationId, thread: &Thread) {
        if thread.window(|window| window.has_newer() || (window.rows().is_empty() && window.has_older())) {
            return;
        }
        let waiting: Vec<Message> = self
            .outbox
            .with_untracked(|outbox| outbox.of(id).cloned().collect());
        for message in waiting {
            self.messages.put(message.clone());
            let facts = self.facts_of_known(&message);
            thread.change(|window| window.insert(facts, WhenFull::DropOldest));
        }
    }

    /// Messages that came by events while a page that reaches the end was under way, and belong below its last row.
    fn came_meanwhile(&self, thread: &Thread, page: &MessagePage) -> Vec<RowFacts> {
        let end = page.messages.last().map(Message::position);
        let newer = thread
            .recent()
            .into_iter()
            .filter(|message| end.is_none_or(|end| message.position() > end));
        newer
            .map(|message| {
                self.messages.put(message.clone());
                self.facts_of_known(&message)
            })
            .collect()
    }

    pub(super) fn publish(&self, thread: &Thread) {
        let is_newest_in_view = thread.is_newest_in_view();
        for gone in thread.change(|window| window.trim(is_newest_in_view)) {
            self.messages.remove(gone);
        }
        thread.publish();
    }

    /// The facts of a message's newest known version: the one at hand may be older.
    pub(super) fn facts_of_known(&self, message: &Message) -> RowFacts {
        let facts = |message: &Message| RowFacts {
            id: message.id,
            at: message.at,
            day: self.civil_day(message.at),
            speaker: Speaker::of(message),
            is_picture: goes_into_album(message),
        };
        self.messages
            .with_untracked(message.id, facts)
            .unwrap_or_else(|| facts(message))
    }
}

#[cfg(test)]
mod tests;

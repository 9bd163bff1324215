//! One batch of changes: rows first, the views once at the end.

use super::AppState;
use super::apply::FollowUps;
use super::contact_book::ContactBook;
use super::conversation_list::ConversationList;
use super::labels::LabelId;
use super::outbox::{SetAside, SetAsideReason};
use super::sight::AsOf;
use super::thread::{Thread, ThreadPhase, set_if_other};
use super::thread_layout::Speaker;
use super::thread_window::{Inserted, WhenFull};
use domain::entities::{Conversation, Message};
use domain::event::{Change, Event};
use domain::ids::{ConversationId, MessageId};
use domain::wire::ConversationRow;
use leptos::prelude::*;
use std::collections::HashSet;

/// Changes on their way into the state; `finish` tells the views.
pub(super) struct Batch<'a> {
    state: &'a AppState,
    follow_ups: FollowUps,
    /// Conversations whose threads changed.
    pub(super) touched: HashSet<ConversationId>,
    is_list_changed: bool,
    is_book_changed: bool,
    /// Conversations whose watchers have not heard yet.
    unheard: Vec<ArcRwSignal<Conversation>>,
}

/// What the list and whatever else shows a conversation is still to hear of: its row, the order.
#[must_use = "the views show what was before until they are told"]
pub struct ListNews {
    rows: Vec<ArcRwSignal<Conversation>>,
    list: Option<ArcRwSignal<ConversationList>>,
    /// A message came into a thread whose newest row is in view.
    pub is_behind_bubble: bool,
}

impl ListNews {
    /// Adds what came later.
    pub fn join(&mut self, later: Self) {
        self.rows.extend(later.rows);
        self.list = later.list.or(self.list.take());
    }

    /// Tells it.
    pub fn tell(self) {
        self.rows.iter().for_each(Notify::notify);
        if let Some(list) = self.list {
            list.notify();
        }
    }
}

impl<'a> Batch<'a> {
    pub(super) fn new(state: &'a AppState) -> Self {
        Self {
            state,
            follow_ups: FollowUps::default(),
            touched: HashSet::new(),
            is_list_changed: false,
            is_book_changed: false,
            unheard: Vec::new(),
        }
    }

    pub(super) fn apply(&mut self, event: &Event) {
        let state = self.state;
        match &event.change {
            Change::ConversationChanged {
                conversation,
                contact,
            } => {
                self.tell_book(|book| book.hear_conversation(conversation, contact));
                let row = ConversationRow {
                    conversation: conversation.clone(),
                    contact: contact.clone(),
                };
                self.put_conversation(&row, AsOf::Number(event.n));
            }
            Change::MessageChanged { message } => {
                if state.with_sight(|sight| sight.admits(message.conversation_id, AsOf::Number(event.n))) {
                    self.put_message(message);
                }
            }
            Change::ContactChanged { contact } => {
                self.tell_book(|book| book.hear_contact(contact));
                state.put_contact(contact.clone());
                self.is_list_changed |= state.place_contact_quietly(contact.id);
            }
            Change::ContactRemoved { id } => {
                self.tell_book(|book| book.hear_removed(*id));
                state.forget_contact(*id);
                self.follow_ups.forget_contacts.insert(*id);
            }
            Change::NoteChanged { note } => state.put_note(note, event.n),
            Change::NoteRemoved { id, contact_id } => state.remove_note(*contact_id, *id, event.n),
            Change::SourceChanged { source } => state.put_source(source.clone(), event.n),
            Change::SourceRemoved { id } => state.remove_label(LabelId::Source(*id), event.n),
            Change::GroupChanged { group } => state.put_group(group.clone(), event.n),
            Change::GroupRemoved { id } => state.remove_label(LabelId::Group(*id), event.n),
            Change::SightGained { conversation_id } => {
                self.tell_book(ContactBook::hear_scope);
                if state.with_sight(|sight| sight.note(*conversation_id, event.n, true)) {
                    self.follow_ups.forget.remove(conversation_id);
                    self.follow_ups.load.insert(*conversation_id);
                }
            }
            Change::SightLost { conversation_id } => {
                self.tell_book(ContactBook::hear_scope);
                if state.with_sight(|sight| sight.note(*conversation_id, event.n, false)) {
                    self.lose(*conversation_id);
                }
            }
            Change::ScopeChanged => {
                self.tell_book(ContactBook::hear_scope);
                self.follow_ups.is_scope_changed = true;
            }
            Change::AgentChanged { agent } => {
                state.agents.put(agent.clone());
                let is_me = state.session.with_untracked(|session| {
                    session.as_ref().is_some_and(|session| {
                        session.agent.id == agent.id && session.agent.version < agent.version
                    })
                });
                if is_me {
                    state.session.update(|session| {
                        if let Some(session) = session {
                            session.agent = agent.clone();
                        }
                    });
                }
            }
            Change::RoleChanged { role } => {
                state.roles.put(role.clone());
            }
            Change::PhoneNumberChanged { phone_number } => {
                state.phone_numbers.put(phone_number.clone());
            }
            Change::AlarmChanged { alarm } => {
                state.alarms.put(alarm.clone());
            }
            Change::DraftChanged { draft } => {
                state.hear_draft(draft, Some(event.n));
            }
            Change::PinsChanged { pins } => {
                let unknown = state.hear_pins(pins, event.n);
                let asked = state.pins.try_update_untracked(|pins| pins.ask(unknown));
                self.follow_ups.load.extend(asked.unwrap_or_default());
            }
            Change::MentionChanged { mention } => state.mentions.update(|mentions| mentions.hear(mention)),
            Change::MentionRemoved { note_id } => state.mentions.update(|mentions| mentions.remove(*note_id)),
            Change::CannedResponseChanged { canned_response } => {
                state.put_canned_response(canned_response.clone(), event.n);
            }
            Change::CannedResponseRemoved { id } => state.remove_canned_response(*id, event.n),
            Change::TemplateChanged { template } => state.put_template(template.clone(), event.n),
            Change::TemplateRemoved { id } => state.remove_template(*id, event.n),
            Change::SettingsChanged { settings } => state.put_settings(settings.clone()),
        }
    }

    /// The page with all contacts hears of it when all events are in.
    fn tell_book(&mut self, hear: impl FnOnce(&mut ContactBook) -> bool) {
        let book = &self.state.contact_book;
        // Mostly the page is not on screen.
        if book.with_untracked(ContactBook::is_open) {
            self.is_book_changed |= book.try_update_untracked(hear).unwrap_or(false);
        }
    }

    pub(super) fn put_conversation(&mut self, row: &ConversationRow, as_of: AsOf) {
        let state = self.state;
        if !state.with_sight(|sight| sight.admits(row.conversation.id, as_of)) {
            return;
        }
        state.put_contact(row.contact.clone());
        // Whoever is seen again is not forgotten.
        self.follow_ups.forget_contacts.remove(&row.contact.id);
        let (_, unheard) = state.conversations.put_quietly(row.conversation.clone());
        self.unheard.extend(unheard);
        // An entry that is as it was costs a look.
        self.is_list_changed |= state.place_quietly(&[row.conversation.id]);
        self.is_list_changed |= state.place_contact_quietly(row.contact.id);
    }

    pub(super) fn put_message(&mut self, message: &Message) {
        let state = self.state;
        self.note_accepted(message.id);
        state.shelves.hear(message);
        if let Some(author) = message.author {
            let has_stopped = state
                .typing
                .try_update_untracked(|typing| typing.stop(message.conversation_id, author));
            if has_stopped == Some(true) {
                state.typing.notify();
            }
        }
        let Some(thread) = state.threads.resident(message.conversation_id) else {
            return;
        };
        thread.remember(message);
        if thread.phase.with_untracked(|phase| *phase == ThreadPhase::Ready) {
            self.place_message(&thread, message);
        }
    }

    fn place_message(&mut self, thread: &Thread, message: &Message) {
        let state = self.state;
        state.messages.put(message.clone());
        let facts = state.facts_of_known(message);
        let when_full = if thread.is_newest_in_view() {
            WhenFull::DropOldest
        } else {
            WhenFull::StayOutside
        };
        let inserted = thread.change(|window| window.insert(facts, when_full));
        if matches!(inserted, Inserted::Before | Inserted::After) {
            state.messages.remove(message.id);
        }
        if inserted != Inserted::Before && facts.speaker == Speaker::Customer {
            thread.note_arrival(message.position());
        }
        self.touched.insert(message.conversation_id);
    }

    /// The server has this message: if it waited, it need not be sent any more.
    pub(super) fn note_accepted(&mut self, id: MessageId) {
        if self.state.take_pending(id) {
            self.follow_ups.accepted.insert(id);
        }
    }

    pub(super) fn lose(&mut self, id: ConversationId) {
        let state = self.state;
        self.follow_ups.load.remove(&id);
        self.follow_ups.forget.insert(id);
        state.shelves.close(id);
        self.is_list_changed |= state
            .conversation_list
            .try_update_untracked(|list| list.remove(id))
            .unwrap_or(false);
        if let Some(thread) = state.threads.resident(id) {
            let gone = thread.change(|window| window.replace(Vec::new(), false, false));
            for message_id in gone {
                state.messages.remove(message_id);
            }
            thread.publish();
            set_if_other(&thread.phase, ThreadPhase::NotFound);
        }
        let waiting: Vec<Message> = state
            .outbox
            .with_untracked(|outbox| outbox.of(id).cloned().collect());
        for message in waiting {
            let reason = SetAsideReason::SightLost;
            state.set_aside(SetAside::of(message.id, id, &message.content, reason, message.at));
        }
        if let Some(conversation) = state.conversations.value_untracked(id) {
            state.conversations.remove(id);
            let contact_id = conversation.contact_id;
            self.tell_book(|book| book.hear_sight_lost(contact_id, id, state.newest_of(contact_id)));
            let is_last = state
                .conversation_list
                .with_untracked(|list| list.of_contact(contact_id).is_empty());
            if is_last {
                state.forget_contact(contact_id);
                self.follow_ups.forget_contacts.insert(contact_id);
            }
        }
    }

    pub(super) fn finish(self) -> FollowUps {
        let (follow_ups, list) = self.finish_threads();
        list.tell();
        follow_ups
    }

    /// Tells the threads. The list is for the caller to tell, at once or when the bubbles have been painted.
    pub(super) fn finish_threads(self) -> (FollowUps, ListNews) {
        if self.is_book_changed {
            self.state.contact_book.notify();
        }
        let mut is_behind_bubble = false;
        for id in &self.touched {
            if let Some(thread) = self.state.threads.resident(*id) {
                is_behind_bubble |= thread.is_newest_in_view();
                self.state.publish(&thread);
            }
        }
        let list = ListNews {
            rows: self.unheard,
            list: self.is_list_changed.then(|| self.state.conversation_list.clone()),
            is_behind_bubble,
        };
        (self.follow_ups, list)
    }
}

//! What a device holds: the rows that it was shown, kept by the rules of `docs/protocol.md` alone. The app has its own; this one
//! is short enough to be read in a minute.

use domain::entities::{Agent, Contact, Conversation, Message, PhoneNumber, Role, Settings};
use domain::event::{Change, Cursor, Event};
use domain::ids::{AgentId, ContactId, ConversationId, MessageId, PhoneNumberId, RoleId};
use domain::wire::{Bootstrap, ConversationDetail, ConversationRow, Session, VisibleConversations};
use std::collections::{BTreeMap, BTreeSet};

/// What a device holds.
#[derive(Clone, Debug, Default)]
pub struct Cache {
    /// How far it has read; `None`: it holds nothing.
    pub cursor: Option<Cursor>,
    /// Who is signed in.
    pub session: Option<Session>,
    /// Settings.
    pub settings: Option<Settings>,
    /// Agents.
    pub agents: BTreeMap<AgentId, Agent>,
    /// Roles.
    pub roles: BTreeMap<RoleId, Role>,
    /// Our numbers.
    pub phone_numbers: BTreeMap<PhoneNumberId, PhoneNumber>,
    /// Conversations.
    pub conversations: BTreeMap<ConversationId, Conversation>,
    /// Who writes.
    pub contacts: BTreeMap<ContactId, Contact>,
    /// Messages.
    pub messages: BTreeMap<MessageId, Message>,
    /// Conversations whose messages are all here.
    pub whole: BTreeSet<ConversationId>,
    /// Conversations that have to be loaded, each as of this number of the log or later.
    pub to_load: BTreeMap<ConversationId, u64>,
    /// Rights have changed at this number of the log: what may be seen has to be asked for.
    pub to_sweep: Option<u64>,
    /// The latest word on whether a conversation is visible, and its number in the log.
    sight: BTreeMap<ConversationId, (u64, bool)>,
}

impl Cache {
    /// Begins anew with what the first screen needs.
    pub fn begin_anew(&mut self, bootstrap: &Bootstrap) {
        *self = Self {
            cursor: Some(bootstrap.cursor),
            ..Self::default()
        };
        self.take_bootstrap(bootstrap);
    }

    /// Takes in rows that are true as of the bootstrap's cursor.
    pub fn take_bootstrap(&mut self, bootstrap: &Bootstrap) {
        self.session = Some(bootstrap.session.clone());
        if self
            .settings
            .as_ref()
            .is_none_or(|known| known.version <= bootstrap.settings.version)
        {
            self.settings = Some(bootstrap.settings.clone());
        }
        for agent in &bootstrap.agents {
            self.put_agent(agent);
        }
        for role in &bootstrap.roles {
            self.put_role(role);
        }
        for number in &bootstrap.phone_numbers {
            self.put_phone_number(number);
        }
        for row in &bootstrap.conversations.rows {
            self.put_row_as_of(bootstrap.cursor.n, row);
        }
    }

    /// Takes in a conversation with all its messages.
    pub fn take_detail(&mut self, detail: &ConversationDetail) {
        let id = detail.row.conversation.id;
        if !self.put_row_as_of(detail.cursor.n, &detail.row) {
            return;
        }
        for message in &detail.messages.messages {
            self.put_message(message);
        }
        // What was loaded before the wish says nothing of what happened between.
        if self
            .to_load
            .get(&id)
            .is_none_or(|wanted| *wanted <= detail.cursor.n)
        {
            self.whole.insert(id);
            self.to_load.remove(&id);
        }
    }

    /// Removes what is not visible any more and asks for what is missing.
    pub fn take_visible(&mut self, visible: &VisibleConversations) {
        let ids: BTreeSet<_> = visible.ids.iter().copied().collect();
        let held: Vec<_> = self.conversations.keys().copied().collect();
        for id in held {
            if !ids.contains(&id) && self.note_sight(id, visible.cursor.n, false) {
                self.forget(id);
            }
        }
        // What is visible may have been invisible for a while, without a word: what happened then is not here.
        self.whole.clear();
        for id in ids {
            self.want(id, visible.cursor.n);
        }
    }

    /// All that had to be asked for after a change of rights is here, as of this number of the log.
    pub fn note_swept(&mut self, n: u64) {
        if self.to_sweep.is_some_and(|wanted| wanted <= n) {
            self.to_sweep = None;
        }
    }

    /// There is no such conversation for this agent.
    pub fn take_absence(&mut self, id: ConversationId) {
        self.forget(id);
    }

    /// Takes in changes of the log.
    pub fn take_events(&mut self, n: u64, events: &[Event]) {
        for event in events {
            self.take(event);
        }
        self.advance(n);
    }

    /// There was nothing to see up to here.
    pub fn advance(&mut self, n: u64) {
        if let Some(cursor) = &mut self.cursor {
            cursor.n = cursor.n.max(n);
        }
    }

    /// Whether nothing has to be asked for.
    pub fn is_complete(&self) -> bool {
        self.to_sweep.is_none() && self.to_load.is_empty()
    }

    fn take(&mut self, event: &Event) {
        match &event.change {
            Change::ConversationChanged {
                conversation,
                contact,
            } => {
                let row = ConversationRow {
                    conversation: conversation.clone(),
                    contact: contact.clone(),
                };
                self.put_row_as_of(event.n, &row);
                self.want(conversation.id, event.n);
            }
            Change::MessageChanged { message } => {
                let is_hidden = |(n, is_visible): &(u64, bool)| !is_visible && *n > event.n;
                if !self.sight.get(&message.conversation_id).is_some_and(is_hidden) {
                    self.put_message(message);
                    self.want(message.conversation_id, event.n);
                }
            }
            Change::ContactChanged { contact } => self.put_contact(contact),
            Change::SightGained { conversation_id } if self.note_sight(*conversation_id, event.n, true) => {
                self.whole.remove(conversation_id);
                self.want(*conversation_id, event.n);
            }
            Change::SightLost { conversation_id } if self.note_sight(*conversation_id, event.n, false) => {
                self.forget(*conversation_id);
            }
            Change::ScopeChanged => self.to_sweep = Some(event.n),
            Change::AgentChanged { agent } => self.put_agent(agent),
            Change::RoleChanged { role } => self.put_role(role),
            Change::PhoneNumberChanged { phone_number } => self.put_phone_number(phone_number),
            Change::SettingsChanged { settings } => self.settings = Some(settings.clone()),
            // Older words on sight, and alarms, which are compared where they are made.
            _ => {}
        }
    }

    fn want(&mut self, id: ConversationId, n: u64) {
        if !self.whole.contains(&id) {
            self.to_load
                .entry(id)
                .and_modify(|wanted| *wanted = n.max(*wanted))
                .or_insert(n);
        }
    }

    fn note_sight(&mut self, id: ConversationId, n: u64, is_visible: bool) -> bool {
        let is_latest = self.sight.get(&id).is_none_or(|(known, _)| n >= *known);
        if is_latest {
            self.sight.insert(id, (n, is_visible));
        }
        is_latest
    }

    /// A row that was visible as of a number of the log. Says whether it may be kept.
    fn put_row_as_of(&mut self, n: u64, row: &ConversationRow) -> bool {
        let id = row.conversation.id;
        if !self.note_sight(id, n, true) && self.sight.get(&id).is_some_and(|(_, is_visible)| !is_visible) {
            return false;
        }
        self.put_row(row);
        true
    }

    fn put_row(&mut self, row: &ConversationRow) {
        let new = &row.conversation;
        let known = self.conversations.get(&new.id);
        if known.is_none_or(|known| known.version <= new.version) {
            self.conversations.insert(new.id, new.clone());
        }
        self.put_contact(&row.contact);
    }

    fn put_contact(&mut self, new: &Contact) {
        if self
            .contacts
            .get(&new.id)
            .is_none_or(|known| known.version <= new.version)
        {
            self.contacts.insert(new.id, new.clone());
        }
    }

    fn put_message(&mut self, new: &Message) {
        if self
            .messages
            .get(&new.id)
            .is_none_or(|known| known.version <= new.version)
        {
            self.messages.insert(new.id, new.clone());
        }
    }

    fn put_agent(&mut self, new: &Agent) {
        if self
            .agents
            .get(&new.id)
            .is_none_or(|known| known.version <= new.version)
        {
            self.agents.insert(new.id, new.clone());
        }
    }

    fn put_role(&mut self, new: &Role) {
        if self
            .roles
            .get(&new.id)
            .is_none_or(|known| known.version <= new.version)
        {
            self.roles.insert(new.id, new.clone());
        }
    }

    fn put_phone_number(&mut self, new: &PhoneNumber) {
        let known = self.phone_numbers.get(&new.id);
        if known.is_none_or(|known| known.version <= new.version) {
            self.phone_numbers.insert(new.id, new.clone());
        }
    }

    fn forget(&mut self, id: ConversationId) {
        if let Some(gone) = self.conversations.remove(&id)
            && !self
                .conversations
                .values()
                .any(|row| row.contact_id == gone.contact_id)
        {
            self.contacts.remove(&gone.contact_id);
        }
        self.messages.retain(|_, message| message.conversation_id != id);
        self.whole.remove(&id);
        self.to_load.remove(&id);
    }
}

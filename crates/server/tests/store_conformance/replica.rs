//! What a device knows: it loads once, then follows the log as `docs/protocol.md` says.

use crate::stage::Stage;
use domain::entities::{Contact, Conversation, ConversationState, Message};
use domain::event::Change;
use domain::ids::{ContactId, ConversationId, MessageId};
use domain::visibility::Viewer;
use domain::wire::ThreadWindow;
use server::store::PageOfList;
use std::collections::BTreeMap;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Replica {
    pub n: u64,
    pub conversations: BTreeMap<ConversationId, Conversation>,
    pub contacts: BTreeMap<ContactId, Contact>,
    pub messages: BTreeMap<MessageId, Message>,
}

impl Replica {
    /// All that the viewer sees now.
    pub async fn load(stage: &Stage, viewer: &Viewer) -> Self {
        let visible = stage.store.visible_conversations(viewer).await.unwrap();
        let mut replica = Self {
            n: visible.cursor.n,
            ..Self::default()
        };
        for id in visible.ids {
            replica.load_conversation(stage, viewer, id).await;
        }
        replica
    }

    async fn load_conversation(&mut self, stage: &Stage, viewer: &Viewer, id: ConversationId) {
        let Some(detail) = stage.store.conversation_detail(viewer, id, 1_000).await.unwrap() else {
            return;
        };
        self.put_contact(detail.row.contact);
        self.put_conversation(detail.row.conversation);
        for message in detail.messages.messages {
            self.put_message(message);
        }
    }

    /// Follows the log to its end, `limit` rows at a time.
    pub async fn follow(&mut self, stage: &Stage, viewer: &Viewer, limit: u32) {
        loop {
            let batch = stage.store.events_after(viewer, self.n, limit).await.unwrap();
            assert!(batch.n >= self.n && batch.n <= self.n + u64::from(limit));
            assert!(batch.events.is_sorted_by_key(|event| event.n));
            for event in &batch.events {
                assert!(event.n > self.n && event.n <= batch.n);
                self.apply(stage, viewer, &event.change).await;
            }
            self.n = batch.n;
            if !batch.has_more {
                return;
            }
        }
    }

    async fn apply(&mut self, stage: &Stage, viewer: &Viewer, change: &Change) {
        match change {
            Change::ConversationChanged {
                conversation,
                contact,
            } => {
                self.put_contact(contact.clone());
                self.put_conversation(conversation.clone());
            }
            Change::MessageChanged { message } => self.put_message((**message).clone()),
            Change::ContactChanged { contact } => self.put_contact(contact.clone()),
            Change::SightGained { conversation_id } => {
                self.load_conversation(stage, viewer, *conversation_id).await;
            }
            Change::SightLost { conversation_id } => self.forget(*conversation_id),
            Change::ScopeChanged => {
                let visible = stage.store.visible_conversations(viewer).await.unwrap().ids;
                let gone: Vec<_> = self
                    .conversations
                    .keys()
                    .filter(|id| !visible.contains(id))
                    .copied()
                    .collect();
                gone.into_iter().for_each(|id| self.forget(id));
                for id in visible {
                    self.load_conversation(stage, viewer, id).await;
                }
            }
            Change::ContactRemoved { id } => {
                self.contacts.remove(id);
            }
            Change::AgentChanged { .. }
            | Change::RoleChanged { .. }
            | Change::PhoneNumberChanged { .. }
            | Change::AlarmChanged { .. }
            | Change::DraftChanged { .. }
            | Change::PinsChanged { .. }
            | Change::CannedResponseChanged { .. }
            | Change::CannedResponseRemoved { .. }
            | Change::TemplateChanged { .. }
            | Change::TemplateRemoved { .. }
            | Change::NoteChanged { .. }
            | Change::NoteRemoved { .. }
            | Change::MentionChanged { .. }
            | Change::MentionRemoved { .. }
            | Change::SourceChanged { .. }
            | Change::SourceRemoved { .. }
            | Change::GroupChanged { .. }
            | Change::GroupRemoved { .. }
            | Change::SettingsChanged { .. } => {}
        }
    }

    fn forget(&mut self, id: ConversationId) {
        if let Some(conversation) = self.conversations.remove(&id) {
            self.messages.retain(|_, message| message.conversation_id != id);
            let is_needed = self
                .conversations
                .values()
                .any(|other| other.contact_id == conversation.contact_id);
            if !is_needed {
                self.contacts.remove(&conversation.contact_id);
            }
        }
        self.messages.retain(|_, message| message.conversation_id != id);
    }

    fn put_conversation(&mut self, new: Conversation) {
        let known = self.conversations.entry(new.id).or_insert_with(|| new.clone());
        if new.version > known.version {
            *known = new;
        }
    }

    fn put_contact(&mut self, new: Contact) {
        let known = self.contacts.entry(new.id).or_insert_with(|| new.clone());
        if new.version > known.version {
            *known = new;
        }
    }

    fn put_message(&mut self, new: Message) {
        let known = self.messages.entry(new.id).or_insert_with(|| new.clone());
        if new.version > known.version {
            *known = new;
        }
    }

    /// The replica holds together: nothing without its conversation, previews are those of the messages.
    pub async fn check(&self, stage: &Stage, viewer: &Viewer) {
        for state in [ConversationState::Open, ConversationState::Concluded] {
            let page = stage
                .store
                .conversation_page(viewer, &PageOfList::recent(state, None, 1_000))
                .await
                .unwrap();
            for row in page.rows {
                assert_eq!(
                    self.conversations.get(&row.conversation.id),
                    Some(&row.conversation)
                );
                assert_eq!(self.contacts.get(&row.contact.id), Some(&row.contact));
                let thread =
                    stage
                        .store
                        .message_page(viewer, row.conversation.id, ThreadWindow::Newest, 1_000);
                let thread = thread.await.unwrap().unwrap().messages;
                assert_eq!(
                    row.conversation.unread_count as usize,
                    unread(&row.conversation, &thread)
                );
                for message in thread {
                    assert_eq!(self.messages.get(&message.id), Some(&message));
                }
            }
        }
        assert!(
            self.messages
                .values()
                .all(|message| self.conversations.contains_key(&message.conversation_id))
        );
    }
}

/// In the story below every message is read from the newest down, so what is unread stands below the divider.
fn unread(conversation: &Conversation, thread: &[Message]) -> usize {
    let divider = conversation
        .read_up_to
        .and_then(|id| thread.iter().position(|message| message.id == id));
    thread
        .iter()
        .skip(divider.map_or(0, |place| place + 1))
        .filter(|message| message.direction == domain::entities::Direction::Inbound)
        .count()
}

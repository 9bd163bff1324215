//! Changes of the log: into the state at once, onto the device right after.

use super::core::Core;
use super::follow_up;
use crate::cache::Batch;
use domain::event::{Change, Event};
use domain::ids::ConversationId;
use domain::wire::ConversationRow;
use leptos::prelude::*;
use std::collections::BTreeSet;
use std::rc::Rc;

/// Takes in what the server said up to number `n`.
pub(super) fn take_in(core: &Rc<Core>, n: u64, events: &[Event]) {
    let follow_ups = core.state.apply_events(events);
    core.advance(n);
    core.pending.add(&follow_ups);
    let mut batch = batch_of(core, events, &follow_ups.forget);
    batch.cursor = core.cursor_to_keep();
    batch.forget = follow_ups.forget.iter().copied().collect();
    core.writer.put(batch);
    follow_up::follow(core, follow_ups);
}

/// What of these events the device keeps. Rows are taken from the state, which may have newer ones.
fn batch_of(core: &Core, events: &[Event], forget: &BTreeSet<ConversationId>) -> Batch {
    let state = &core.state;
    let mut batch = Batch::default();
    let mut changed = BTreeSet::new();
    for event in events {
        match &event.change {
            Change::ConversationChanged { conversation, .. } => {
                changed.insert(conversation.id);
            }
            Change::MessageChanged { message } => {
                if !forget.contains(&message.conversation_id) {
                    batch.messages.push((**message).clone());
                }
            }
            Change::ContactChanged { contact } => {
                changed.extend(state.conversations.ids_untracked().into_iter().filter(|id| {
                    state.conversations.with_untracked(*id, |row| row.contact_id) == Some(contact.id)
                }));
            }
            Change::AgentChanged { .. } => {
                batch.agents = Some(values(&state.agents));
                batch.session = state.session.get_untracked();
            }
            Change::RoleChanged { .. } => batch.roles = Some(values(&state.roles)),
            Change::PhoneNumberChanged { .. } => batch.phone_numbers = Some(values(&state.phone_numbers)),
            Change::AlarmChanged { .. } => batch.alarms = Some(state.alarms_to_keep()),
            Change::SettingsChanged { .. } => batch.settings = state.settings.get_untracked(),
            Change::SightGained { .. } | Change::SightLost { .. } | Change::ScopeChanged => {}
        }
    }
    batch.conversations = changed.into_iter().filter_map(|id| row(core, id)).collect();
    batch
}

/// A conversation with its contact, as the state has it.
pub(super) fn row(core: &Core, id: ConversationId) -> Option<ConversationRow> {
    let conversation = core.state.conversations.value_untracked(id)?;
    let contact = core.state.contacts.value_untracked(conversation.contact_id)?;
    Some(ConversationRow {
        conversation,
        contact,
    })
}

fn values<R: crate::state::table::Row>(table: &crate::state::table::Table<R>) -> Vec<R> {
    table
        .ids_untracked()
        .into_iter()
        .filter_map(|id| table.value_untracked(id))
        .collect()
}

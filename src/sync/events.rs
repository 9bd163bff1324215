//! Changes of the log: into the state at once, onto the device right after.

use super::core::Core;
use super::{contacts, drafts, follow_up, search};
use crate::browser;
use crate::cache::Batch;
use crate::state::apply::ListNews;
use crate::state::mentions::Mentions;
use domain::event::{Change, Event};
use domain::ids::ConversationId;
use domain::wire::ConversationRow;
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// How long the page may be kept from other things.
const SLICE_MS: f64 = 6.0;
/// Batches that follow within this time left the page no turn in between.
const AT_ONCE_MS: f64 = 2.0;
/// After how many events the clock is looked at.
const LOOK_EVERY: usize = 16;

/// How taking in shares the page with keys and frames, from one batch to the next.
#[derive(Default)]
pub(super) struct Pace {
    /// Since when the page was kept from other things, and until when (steady clock, ms).
    busy: Cell<(f64, f64)>,
    /// What the list is to hear when the next frame is painted.
    unheard: RefCell<Option<ListNews>>,
}

impl Pace {
    /// A batch begins. Many that were missed come without a pause in between: they are one piece of work.
    fn begin(&self) {
        let (_, until) = self.busy.get();
        let now = browser::now();
        if now - until > AT_ONCE_MS {
            self.busy.set((now, now));
        }
    }

    /// Gives the page its turn when it is due.
    async fn rest(&self) {
        let (since, _) = self.busy.get();
        let mut now = browser::now();
        if now - since > SLICE_MS {
            browser::sleep(0).await;
            now = browser::now();
            self.busy.set((now, now));
        }
    }

    fn end(&self) {
        let (since, _) = self.busy.get();
        self.busy.set((since, browser::now()));
    }
}

/// Takes in what the server said up to number `n`; with pauses, so that much of it delays neither keys nor frames.
pub(super) async fn take_in(core: &Rc<Core>, n: u64, events: &[Event]) {
    let era = core.era.get();
    core.pace.begin();
    let mut applying = core.state.begin_events();
    for some in events.chunks(LOOK_EVERY) {
        core.pace.rest().await;
        // Whoever was signed in has left.
        if core.era.get() != era {
            return;
        }
        for event in some {
            applying.apply(event);
            search::hear(core, event);
        }
    }
    let (follow_ups, list) = applying.finish_threads();
    tell_list(core, list, events.len());
    core.advance(n);
    core.pending.add(&follow_ups);
    let mut batch = batch_of(core, events, &follow_ups.forget);
    batch.cursor = core.cursor_to_keep();
    batch.forget = follow_ups.forget.iter().copied().collect();
    batch.forget_contacts = follow_ups.forget_contacts.iter().copied().collect();
    core.writer.put(batch);
    follow_up::follow(core, follow_ups);
    core.pace.end();
}

/// The list, the header and the composer hear of it a frame after the bubble that one waits for: all in one frame, it would come later.
/// Nor do they hear of each of many batches by itself.
fn tell_list(core: &Rc<Core>, list: ListNews, events: usize) {
    let mut unheard = core.pace.unheard.borrow_mut();
    if let Some(unheard) = unheard.as_mut() {
        unheard.join(list);
        return;
    }
    if !list.is_behind_bubble && events <= LOOK_EVERY {
        drop(unheard);
        list.tell();
        return;
    }
    *unheard = Some(list);
    let core = Rc::clone(core);
    spawn_local(async move {
        browser::element::painted().await;
        let unheard = core.pace.unheard.take();
        unheard.into_iter().for_each(ListNews::tell);
    });
}

/// What of these events the device keeps. Rows are taken from the state, which may have newer ones.
fn batch_of(core: &Rc<Core>, events: &[Event], forget: &BTreeSet<ConversationId>) -> Batch {
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
                changed.extend(
                    state
                        .conversation_list
                        .with_untracked(|list| list.of_contact(contact.id).to_vec()),
                );
            }
            Change::AgentChanged { .. } => {
                batch.agents = Some(values(&state.agents));
                batch.session = state.session.get_untracked();
            }
            Change::RoleChanged { .. } => batch.roles = Some(values(&state.roles)),
            Change::PhoneNumberChanged { .. } => batch.phone_numbers = Some(values(&state.phone_numbers)),
            Change::AlarmChanged { .. } => batch.alarms = Some(state.alarms_to_keep()),
            Change::CannedResponseChanged { .. } | Change::CannedResponseRemoved { .. } => {
                batch.canned_responses = Some(state.canned_responses_to_keep());
            }
            Change::TemplateChanged { .. } | Change::TemplateRemoved { .. } => {
                batch.templates = Some(values(&state.templates));
            }
            Change::NoteChanged { .. }
            | Change::NoteRemoved { .. }
            | Change::SourceChanged { .. }
            | Change::SourceRemoved { .. }
            | Change::GroupChanged { .. }
            | Change::GroupRemoved { .. } => contacts::keep_change(core, &event.change, &mut batch),
            Change::PinsChanged { .. } => batch.pins = Some(state.pins_to_keep()),
            Change::MentionChanged { .. } | Change::MentionRemoved { .. } => {
                batch.mentions = Some(state.mentions.with_untracked(Mentions::told));
            }
            Change::SettingsChanged { .. } => batch.settings = state.settings.get_untracked(),
            Change::DraftChanged { draft } => drafts::heard(core, draft),
            // What is forgotten with them stands in the follow-ups.
            Change::ContactRemoved { .. }
            | Change::SightGained { .. }
            | Change::SightLost { .. }
            | Change::ScopeChanged => {}
        }
    }
    batch.conversations = changed.into_iter().filter_map(|id| row(core, id)).collect();
    batch
}

/// A conversation with its contact, as the server told them.
pub(super) fn row(core: &Core, id: ConversationId) -> Option<ConversationRow> {
    let conversation = core.state.conversations.value_untracked(id)?;
    let contact = core.state.contact_as_told(conversation.contact_id)?;
    Some(ConversationRow {
        conversation,
        contact,
    })
}

/// All rows of a table.
pub(super) fn values<R: crate::state::table::Row>(table: &crate::state::table::Table<R>) -> Vec<R> {
    table
        .ids_untracked()
        .into_iter()
        .filter_map(|id| table.value_untracked(id))
        .collect()
}

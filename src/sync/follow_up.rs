//! What events ask for besides their rows: loading what became visible, sweeping what is not, clearing the outbox.
//!
//! It may fail for now; it is then done when the server greets the next time. Until it is done the kept cursor stands still.

use super::core::Core;
use super::{boot, contact_edits, events, outbox, search, set_aside, threads};
use crate::api;
use crate::browser;
use crate::cache::Batch;
use crate::state::apply::FollowUps;
use domain::ids::ConversationId;
use futures::join;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

const TRY_AGAIN_MS: u32 = 5_000;

/// What is still to be loaded.
#[derive(Default)]
pub(super) struct Pending {
    load: RefCell<BTreeSet<ConversationId>>,
    is_scope_open: Cell<bool>,
    is_working: Cell<bool>,
}

impl Pending {
    /// Whether everything is done; what is under way is not.
    pub fn is_empty(&self) -> bool {
        self.load.borrow().is_empty() && !self.is_scope_open.get() && !self.is_working.get()
    }

    /// Notes what events ask for.
    pub fn add(&self, follow_ups: &FollowUps) {
        let mut load = self.load.borrow_mut();
        load.retain(|id| !follow_ups.forget.contains(id));
        load.extend(&follow_ups.load);
        if follow_ups.is_scope_changed {
            self.is_scope_open.set(true);
        }
    }

    /// Nothing is to be loaded any more.
    pub fn clear(&self) {
        self.load.borrow_mut().clear();
        self.is_scope_open.set(false);
    }
}

/// Does what events ask for.
pub(super) fn follow(core: &Rc<Core>, follow_ups: FollowUps) {
    if !follow_ups.forget.is_empty() {
        search::forget(core, &follow_ups.forget);
        set_aside::keep_what_lost_its_conversation(core, &follow_ups.forget);
    }
    if !follow_ups.forget_contacts.is_empty() {
        contact_edits::keep_what_lost_its_contact(core, &follow_ups.forget_contacts);
    }
    if !follow_ups.accepted.is_empty() {
        outbox::forget_accepted(core, follow_ups.accepted);
    }
    resume(core);
}

/// Goes on with what is still to be loaded.
pub(super) fn resume(core: &Rc<Core>) {
    if core.pending.is_empty() || core.pending.is_working.replace(true) {
        return;
    }
    let core = Rc::clone(core);
    let era = core.era.get();
    spawn_local(async move {
        let is_done = work(&core, era).await;
        core.pending.is_working.set(false);
        if core.era.get() != era {
            return;
        }
        if !is_done {
            // Unreachable: the next greeting resumes. Else it may have been a fault of the moment.
            browser::sleep(TRY_AGAIN_MS).await;
            if core.is_connected.get() {
                resume(&core);
            }
            return;
        }
        if core.pending.is_empty() {
            core.writer.put(Batch {
                cursor: core.cursor.get(),
                ..Batch::default()
            });
        } else {
            resume(&core);
        }
    });
}

/// Says whether the server answered everything. What is asked for again while its answer is under way is done again: the answer
/// may be older than the wish.
async fn work(core: &Rc<Core>, era: u32) -> bool {
    let pending = &core.pending;
    if pending.is_scope_open.replace(false) && !sweep(core, era).await {
        if core.era.get() == era {
            pending.is_scope_open.set(true);
        }
        return false;
    }
    let load: Vec<_> = pending.load.borrow().iter().copied().collect();
    for id in load {
        pending.load.borrow_mut().remove(&id);
        let is_loaded = threads::load_from_server(core, id).await;
        if core.era.get() != era {
            return false;
        }
        if !is_loaded {
            pending.load.borrow_mut().insert(id);
            return false;
        }
    }
    true
}

/// After a change of role or switch: who am I now, what may I see; the rest goes. What stays may have been invisible for a while
/// between two changes, and what happened then was not sent: threads are loaded again.
async fn sweep(core: &Rc<Core>, era: u32) -> bool {
    let (Ok(session), Ok(visible), Ok(bootstrap)) =
        join!(api::session(), api::visible_conversations(), api::bootstrap())
    else {
        return false;
    };
    if core.era.get() != era {
        return false;
    }
    core.state.put_session(session.clone());
    let FollowUps {
        forget,
        forget_contacts,
        ..
    } = core.state.apply_visible(&visible);
    core.state.apply_bootstrap(&bootstrap);
    let batch = Batch {
        cursor: None,
        session: Some(session),
        conversations: bootstrap
            .conversations
            .rows
            .iter()
            .chain(&bootstrap.pinned)
            .filter_map(|row| events::row(core, row.conversation.id))
            .collect(),
        forget: forget.iter().copied().collect(),
        doubts_threads: true,
        ..boot::batch_of(&bootstrap)
    };
    core.writer.put(batch);
    search::forget(core, &forget);
    search::forget_all_but(core, &visible.ids);
    threads::reload_seen_threads(core, &visible.ids);
    set_aside::keep_what_lost_its_conversation(core, &forget);
    contact_edits::keep_what_lost_its_contact(core, &forget_contacts);
    true
}

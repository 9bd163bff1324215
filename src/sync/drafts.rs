//! Drafts: on the screen at once, on the device soon after and at the latest when the page is left, at the server two seconds after
//! the last key.

use super::core::Core;
use crate::api::{self, ApiError};
use crate::browser;
use crate::browser::connectivity;
use crate::cache::KeptDraft;
use crate::state::drafts::{Begun, DraftFacts};
use domain::command::SaveDraft;
use domain::draft::Draft;
use domain::ids::{ConversationId, MessageId};
use leptos::prelude::GetUntracked;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

const SAVED_AFTER_MS: u32 = 400;
/// How long after the last key the server gets it.
const TOLD_AFTER_MS: f64 = 2_000.0;

/// Drafts that are not on the device, or not at the server, yet.
#[derive(Default)]
pub(super) struct UnsavedDrafts {
    ids: RefCell<BTreeSet<ConversationId>>,
    is_waiting: Cell<bool>,
    /// When to tell the server, by conversation (steady clock, ms): each has a task that waits for it.
    tell_at: RefCell<HashMap<ConversationId, f64>>,
}

impl UnsavedDrafts {
    /// A draft changed.
    pub fn note(&self, id: ConversationId) {
        self.ids.borrow_mut().insert(id);
    }
}

/// Saves drafts when the page is left.
pub(super) fn watch(core: &Rc<Core>) {
    let leaving = Rc::clone(core);
    connectivity::on_leave(move || {
        let core = Rc::clone(&leaving);
        spawn_local(async move {
            save_all(&core).await;
            tell_all(&core);
        });
    });
}

/// Where the device stands now: what a text that is begun now may not know comes later.
pub(super) fn begun_now(core: &Core) -> Begun {
    Begun {
        n: core.cursor.get().map(|cursor| cursor.n),
        at: core.now(),
    }
}

/// The composer's text changed.
pub(super) fn change(core: &Rc<Core>, id: ConversationId, text: String) {
    core.state.drafts.write(id, text, begun_now(core));
    keep_soon(core, id);
    tell_soon(core, id);
}

/// What is written answers another message, or none.
pub(super) fn answer(core: &Rc<Core>, id: ConversationId, message: Option<MessageId>) {
    if core.state.drafts.answer(id, message, begun_now(core)) {
        keep_soon(core, id);
        tell_soon(core, id);
    }
}

/// The text went into the outbox, which empties the draft; `rest` was typed since.
pub(super) fn sent(core: &Rc<Core>, id: ConversationId, rest: String) {
    let is_all = rest.trim().is_empty();
    core.state.drafts.sent(id, rest, begun_now(core));
    keep_soon(core, id);
    if is_all {
        core.unsaved_drafts.tell_at.borrow_mut().remove(&id);
    } else {
        tell_soon(core, id);
    }
}

/// What was to empty the draft at the server was refused: the server gets the draft as it is.
pub(super) fn tell_again(core: &Rc<Core>, id: ConversationId) {
    let text = core.state.drafts.text(id).get_untracked();
    change(core, id, text);
}

/// A draft as the device kept it.
pub(super) fn restore(core: &Core, id: ConversationId, kept: KeptDraft) {
    let begun = begun_now(core);
    let facts = DraftFacts {
        revision: kept.revision,
        is_unsaved: kept.is_unsaved,
        begun: (!kept.text.trim().is_empty()).then_some(begun),
    };
    core.state.drafts.restore(id, kept.text, kept.reply_to, facts);
}

/// A draft as the device keeps it.
pub(super) fn kept(core: &Core, id: ConversationId) -> KeptDraft {
    let facts = core.state.drafts.facts(id);
    KeptDraft {
        text: core.state.drafts.text(id).get_untracked(),
        revision: facts.revision,
        is_unsaved: facts.is_unsaved,
        reply_to: core.state.drafts.reply_to(id).get_untracked(),
    }
}

/// The server told of a draft, and the text here may have changed. A text that stayed because it is being written is told with its
/// next key: two devices that are both written on would else answer each other without end.
pub(super) fn heard(core: &Rc<Core>, draft: &Draft) {
    keep_soon(core, draft.conversation_id);
}

/// The server told of every draft that holds something.
pub(super) fn heard_all(core: &Rc<Core>, drafts: &[Draft]) {
    for draft in drafts {
        heard(core, draft);
    }
}

fn keep_soon(core: &Rc<Core>, id: ConversationId) {
    core.unsaved_drafts.note(id);
    if !core.unsaved_drafts.is_waiting.replace(true) {
        let core = Rc::clone(core);
        spawn_local(async move {
            browser::sleep(SAVED_AFTER_MS).await;
            core.unsaved_drafts.is_waiting.set(false);
            save_all(&core).await;
        });
    }
}

/// Saves what is not on the device yet.
pub(super) async fn save_all(core: &Core) {
    let ids = core.unsaved_drafts.ids.take();
    for id in ids {
        // Off: the draft lives as long as the page.
        let _ = core.cache.put_draft(id, &kept(core, id)).await;
    }
}

fn tell_soon(core: &Rc<Core>, id: ConversationId) {
    let at = browser::now() + TOLD_AFTER_MS;
    let waits = core.unsaved_drafts.tell_at.borrow_mut().insert(id, at).is_some();
    if waits {
        return;
    }
    let core = Rc::clone(core);
    spawn_local(async move {
        loop {
            let at = core.unsaved_drafts.tell_at.borrow().get(&id).copied();
            // Sent meanwhile, or somebody else has signed in.
            let Some(at) = at else { return };
            let wait = at - browser::now();
            if wait <= 0.0 {
                break;
            }
            #[allow(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "between 0 and 2,000"
            )]
            browser::sleep(wait.ceil() as u32).await;
        }
        core.unsaved_drafts.tell_at.borrow_mut().remove(&id);
        tell_now(&core, id);
    });
}

/// The server is there again, or the page is about to end: it gets what it lacks.
pub(super) fn tell_all(core: &Rc<Core>) {
    for id in core.state.drafts.unsaved() {
        tell_now(core, id);
    }
}

fn tell_now(core: &Rc<Core>, id: ConversationId) {
    if let Some(doer) = core.deeds.doer() {
        spawn_local((doer.tell_draft)(Rc::clone(core), id));
    }
}

/// Tells the server a draft.
pub(super) async fn tell(core: &Rc<Core>, id: ConversationId) {
    let facts = core.state.drafts.facts(id);
    if !facts.is_unsaved || !core.is_connected.get() {
        return;
    }
    let era = core.era.get();
    let draft = SaveDraft {
        revision: facts.revision,
        text: core.state.drafts.text(id).get_untracked(),
        reply_to: core.state.drafts.reply_to(id).get_untracked(),
    };
    let answer = api::save_draft(id, &draft).await;
    if core.era.get() != era {
        return;
    }
    match answer {
        Ok(newest) => {
            core.state.drafts.saved(id, draft.revision);
            // Another device was faster.
            core.state
                .hear_draft(&newest, core.cursor.get().map(|cursor| cursor.n));
            heard(core, &newest);
        }
        // What the server will not take stays on the device.
        Err(ApiError::Refused(problem)) if !problem.code.is_recoverable() => {
            core.state.drafts.saved(id, draft.revision);
        }
        // When the server is there again.
        Err(_) => {}
    }
}

/// Whoever was signed in has left: nothing of theirs is told any more.
pub(super) fn forget(core: &Core) {
    core.unsaved_drafts.tell_at.borrow_mut().clear();
}

//! Drafts: on the screen at once, on the device soon after, at the latest when the page is left.

use super::core::Core;
use crate::browser;
use crate::browser::connectivity;
use domain::ids::ConversationId;
use leptos::prelude::GetUntracked;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

const SAVED_AFTER_MS: u32 = 400;

/// Drafts that are not on the device yet.
#[derive(Default)]
pub(super) struct UnsavedDrafts {
    ids: RefCell<BTreeSet<ConversationId>>,
    is_waiting: Cell<bool>,
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
        spawn_local(async move { save_all(&core).await });
    });
}

/// The composer's text changed.
pub(super) fn change(core: &Rc<Core>, id: ConversationId, text: String) {
    core.state.drafts.put(id, text);
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
        let text = core.state.drafts.text(id).get_untracked();
        // Off: the draft lives as long as the page.
        let _ = core.cache.put_draft(id, &text).await;
    }
}

//! Changes of contacts and their notes: they show at once, are kept on the device and go to the server as soon as they can, in order.
//!
//! A change carries its time, or an id made here, so that sending it twice does no harm: what was not answered is sent again. One
//! tab at a time sends, under a Web Lock. What the server will never take is as it was before, and its author is told; the text of
//! a note stays until its author has seen that.

use super::core::Core;
use super::outbox_plan::{Plan, plan};
use super::requests::tell;
use super::session;
use super::tabs::News;
use crate::api::{self, ApiError};
use crate::browser;
use crate::browser::lock;
use crate::state::FailedRequest;
use crate::state::contact_edits::{ContactEdit, Edited};
use domain::command::{ChangeContact, PutNote};
use domain::entities::{Contact, Note};
use domain::error::ErrorCode;
use domain::ids::{ContactId, NoteId};
use domain::time::Span;
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashSet};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

const LOCK: &str = "perfectchat.contact_edits";
const KEPT_AFTER_MS: u32 = 400;

/// How sending goes.
#[derive(Default)]
pub(super) struct Editing {
    is_running: Cell<bool>,
    runs_again: Cell<bool>,
    failures: Cell<u32>,
    /// Of whom what is being written is about to be kept.
    drafts_to_keep: RefCell<BTreeSet<ContactId>>,
    /// On their way onto the device, by key: another tab does not see them there yet.
    being_kept: RefCell<HashSet<String>>,
}

/// What the server answered.
enum Answer {
    Contact(Contact),
    Note(Note),
    NoteGone(NoteId),
}

/// A contact is changed.
pub(super) fn change(core: &Rc<Core>, id: ContactId, change: ChangeContact) {
    let change = ChangeContact {
        edited_at: core.now(),
        ..change
    };
    write(core, id, Edited::Contact(change));
}

/// A note is written anew, or another text for one's own.
pub(super) fn put_note(core: &Rc<Core>, contact_id: ContactId, id: Option<NoteId>, text: String) {
    let is_new = id.is_none();
    let id = id.unwrap_or_else(|| {
        let (unix_ms, random) = core.new_id_parts();
        NoteId::from_parts(unix_ms, &random)
    });
    let put = PutNote {
        edited_at: core.now(),
        text,
    };
    write(core, contact_id, Edited::Note { id, put });
    if is_new {
        draft_note(core, contact_id, String::new());
    }
}

/// A note goes.
pub(super) fn remove_note(core: &Rc<Core>, contact_id: ContactId, id: NoteId) {
    write(core, contact_id, Edited::NoteRemoved { id });
}

/// The note that is being written changed.
pub(super) fn draft_note(core: &Rc<Core>, contact_id: ContactId, text: String) {
    core.state.draft_note(contact_id, text);
    let is_about_to = !core.editing.drafts_to_keep.borrow().is_empty();
    core.editing.drafts_to_keep.borrow_mut().insert(contact_id);
    if is_about_to {
        return;
    }
    let core = Rc::clone(core);
    let era = core.era.get();
    spawn_local(async move {
        browser::sleep(KEPT_AFTER_MS).await;
        let changed = core.editing.drafts_to_keep.take();
        // Whoever wrote it has left.
        if core.era.get() == era {
            keep_drafts(&core, &changed).await;
        }
    });
}

async fn keep_drafts(core: &Core, of: &BTreeSet<ContactId>) {
    for id in of {
        let text = core
            .state
            .note_drafts
            .with_untracked(|drafts| drafts.get(id).cloned());
        // Off: it lives as long as the page.
        let _ = core.cache.put_note_draft(*id, text.as_deref()).await;
    }
}

fn write(core: &Rc<Core>, contact_id: ContactId, what: Edited) {
    let Some(author) = core.state.me_untracked() else {
        return;
    };
    // Keys stand in the order of writing, as ids do.
    let (unix_ms, random) = core.new_id_parts();
    let edit = ContactEdit {
        key: NoteId::from_parts(unix_ms, &random).to_string(),
        author,
        contact_id,
        at: core.now(),
        contact_name: match &what {
            Edited::Note { .. } => core.state.known_name(contact_id),
            Edited::Contact(_) | Edited::NoteRemoved { .. } => None,
        },
        what,
        refusal: None,
    };
    show_and_keep(core, edit);
}

fn show_and_keep(core: &Rc<Core>, edit: ContactEdit) {
    core.state.put_contact_edit(edit.clone());
    core.editing.being_kept.borrow_mut().insert(edit.key.clone());
    let core = Rc::clone(core);
    spawn_local(async move {
        // Off: it lives as long as the page.
        let _ = core.cache.put_contact_edit(&edit.key, &edit).await;
        core.editing.being_kept.borrow_mut().remove(&edit.key);
        core.tabs.tell(News::Outbox);
        drain(&core).await;
    });
}

/// What the device kept, as JSON.
pub(super) fn restore(core: &Core, kept: &[String]) {
    for json in kept {
        if let Ok(edit) = serde_json::from_str::<ContactEdit>(json) {
            core.state.put_contact_edit(edit);
        }
    }
}

/// How many of what a device kept the server has yet to take.
pub(super) fn waiting_in(kept: &[String]) -> usize {
    let edits = kept
        .iter()
        .filter_map(|json| serde_json::from_str::<ContactEdit>(json).ok());
    edits.filter(ContactEdit::is_waiting).count()
}

/// Another tab changed what waits.
pub(super) async fn reconcile(core: &Core) {
    let Ok(kept) = core.cache.contact_edits::<ContactEdit>().await else {
        return;
    };
    for shown in core.state.contact_edits.all_untracked() {
        let is_being_kept = core.editing.being_kept.borrow().contains(&shown.key);
        if !is_being_kept && !kept.iter().any(|edit| edit.key == shown.key) {
            core.state.take_contact_edit(&shown.key);
        }
    }
    let shown = core.state.contact_edits.all_untracked();
    for edit in kept {
        if !shown.contains(&edit) {
            core.state.put_contact_edit(edit);
        }
    }
}

/// A note that was refused is not wanted any more.
pub(super) async fn discard(core: &Core, key: &str) {
    core.state.take_contact_edit(key);
    let _ = core.cache.remove_contact_edit(key).await;
    core.tabs.tell(News::Outbox);
}

/// Contacts are gone, or out of sight: what was being written of them is not lost with them.
pub(super) fn keep_what_lost_its_contact(core: &Rc<Core>, gone: &BTreeSet<ContactId>) {
    let Some(author) = core.state.me_untracked() else {
        return;
    };
    let new_id = || {
        let (unix_ms, random) = core.new_id_parts();
        NoteId::from_parts(unix_ms, &random)
    };
    let aside = core.state.set_note_drafts_aside(gone, author, core.now(), new_id);
    if aside.is_empty() {
        return;
    }
    let keys = aside.iter().map(|edit| edit.key.clone());
    core.editing.being_kept.borrow_mut().extend(keys);
    let core = Rc::clone(core);
    let gone = gone.clone();
    spawn_local(async move {
        for edit in aside {
            // Off: it lives as long as the page.
            let _ = core.cache.put_contact_edit(&edit.key, &edit).await;
            core.editing.being_kept.borrow_mut().remove(&edit.key);
        }
        keep_drafts(&core, &gone).await;
        core.tabs.tell(News::Outbox);
    });
}

/// Sends what waits, beside everything else.
pub(super) fn send_what_waits(core: &Rc<Core>) {
    let core = Rc::clone(core);
    spawn_local(async move { drain(&core).await });
}

/// Sends what waits; comes back when all is sent or must wait.
pub(super) async fn drain(core: &Rc<Core>) {
    let editing = &core.editing;
    if editing.is_running.replace(true) {
        editing.runs_again.set(true);
        return;
    }
    loop {
        editing.runs_again.set(false);
        if core.is_connected.get() {
            let lock = lock::acquire(LOCK).await;
            send_in_order(core).await;
            drop(lock);
        }
        if !editing.runs_again.get() {
            break;
        }
    }
    editing.is_running.set(false);
}

async fn send_in_order(core: &Rc<Core>) {
    let era = core.era.get();
    let kept = core.cache.contact_edits::<ContactEdit>().await;
    let edits = kept.unwrap_or_else(|_| core.state.contact_edits.all_untracked());
    let mut waiting = HashSet::new();
    for edit in edits {
        let is_mine = core.state.me_untracked() == Some(edit.author);
        if !is_mine || !edit.is_waiting() || waiting.contains(&edit.contact_id) {
            continue;
        }
        let answer = send(&edit).await;
        if core.era.get() != era {
            return;
        }
        let error = match answer {
            Ok(answer) => {
                core.editing.failures.set(0);
                accept(core, &edit, answer).await;
                continue;
            }
            Err(error) => error,
        };
        let failures = core.editing.failures.get().saturating_add(1);
        match plan(&error, failures) {
            Plan::SetAside(_) => refuse(core, edit, error).await,
            Plan::WaitAll(pause) => {
                core.editing.failures.set(failures);
                try_again_after(core, pause);
                return;
            }
            Plan::WaitConversation(pause) => {
                core.editing.failures.set(failures);
                waiting.insert(edit.contact_id);
                try_again_after(core, pause);
            }
            Plan::Stop => {
                session::expired(core).await;
                return;
            }
        }
    }
}

async fn send(edit: &ContactEdit) -> Result<Answer, ApiError> {
    match &edit.what {
        Edited::Contact(change) => api::change_contact(edit.contact_id, change)
            .await
            .map(Answer::Contact),
        Edited::Note { id, put } => api::put_note(edit.contact_id, *id, put).await.map(Answer::Note),
        Edited::NoteRemoved { id } => api::remove_note(edit.contact_id, *id)
            .await
            .map(|()| Answer::NoteGone(*id)),
    }
}

/// The server has it: what it says now counts. The device keeps that when the event comes.
async fn accept(core: &Core, edit: &ContactEdit, answer: Answer) {
    let n = core.cursor.get().map_or(0, |cursor| cursor.n);
    match answer {
        Answer::Contact(contact) => core.state.renew_contact(contact),
        Answer::Note(note) => core.state.put_note(&note, n),
        Answer::NoteGone(id) => core.state.remove_note(edit.contact_id, id, n),
    }
    forget(core, edit).await;
}

/// The server will never take it.
async fn refuse(core: &Rc<Core>, edit: ContactEdit, error: ApiError) {
    let ApiError::Refused(problem) = &error else {
        return;
    };
    if matches!(edit.what, Edited::Note { .. }) {
        let refused = ContactEdit {
            refusal: Some(problem.clone()),
            ..edit
        };
        let _ = core.cache.put_contact_edit(&refused.key, &refused).await;
        core.state.put_contact_edit(refused);
        core.tabs.tell(News::Outbox);
        return;
    }
    forget(core, &edit).await;
    // What is gone already need not go.
    let is_gone = matches!(edit.what, Edited::NoteRemoved { .. }) && problem.code == ErrorCode::NotFound;
    if !is_gone {
        tell(core, FailedRequest::ChangeContact, error).await;
    }
}

async fn forget(core: &Core, edit: &ContactEdit) {
    core.state.take_contact_edit(&edit.key);
    // Off: it was in memory alone.
    let _ = core.cache.remove_contact_edit(&edit.key).await;
    core.tabs.tell(News::Outbox);
}

fn try_again_after(core: &Rc<Core>, pause: Span) {
    let core = Rc::clone(core);
    let era = core.era.get();
    spawn_local(async move {
        browser::sleep(u32::try_from(pause.as_millis()).unwrap_or(u32::MAX)).await;
        if core.era.get() == era {
            drain(&core).await;
        }
    });
}

//! What the agent wishes of the list: pins, and marks "unread". They show at once, are kept on the device, and are told when the
//! server is there. What it refuses, for whatever reason, is taken back at once and the agent is told why.

use super::core::Core;
use super::requests::{mark_read, tell};
use super::{deeds, events, session};
use crate::api::{self, ApiError};
use crate::cache::{Batch, ListWish};
use crate::state::FailedRequest;
use crate::state::intent::Intent;
use domain::error::ErrorCode;
use domain::ids::ConversationId;
use domain::permission::Permission;
use leptos::prelude::*;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// Marks, and how far was read, that are on their way: one at a time for each conversation, so that the last wish is the last one told.
#[derive(Default)]
pub(super) struct Telling {
    marks: RefCell<BTreeSet<ConversationId>>,
    pub reads: RefCell<BTreeSet<ConversationId>>,
}

impl Telling {
    /// Whoever was signed in has left.
    pub fn clear(&self) {
        self.marks.borrow_mut().clear();
        self.reads.borrow_mut().clear();
    }
}

/// Pins a conversation, or lets it go.
pub(super) fn pin(core: &Rc<Core>, id: ConversationId, is_pinned: bool) {
    if core.state.wish_pin(id, is_pinned, core.now()).is_some() {
        let core = Rc::clone(core);
        spawn_local(async move {
            keep_pin(&core, id).await;
            tell_pin(&core, id).await;
        });
    }
}

/// Marks a conversation as read or unread.
pub(super) fn mark(core: &Rc<Core>, id: ConversationId, is_unread: bool) {
    if !is_unread {
        let newest = core.state.conversations.with_untracked(id, |row| {
            let newest = row.last_message.as_ref()?;
            (row.unread_count > 0).then_some(newest.message_id)
        });
        if let Some(up_to) = newest.flatten() {
            let core = Rc::clone(core);
            spawn_local(async move { mark_read(&core, id, up_to).await });
        }
    }
    if core.state.can_untracked(Permission::ChatSend) && core.state.wish_mark(id, is_unread) {
        let core = Rc::clone(core);
        spawn_local(async move {
            keep_mark(&core, id).await;
            tell_mark(&core, id).await;
        });
    }
}

/// A conversation was opened: somebody looks at it now.
pub(super) fn opened(core: &Rc<Core>, id: ConversationId) {
    if untrack(|| core.state.is_marked_unread(id)) {
        deeds::fulfil(
            core,
            Intent::MarkConversation {
                conversation_id: id,
                is_unread: false,
            },
        );
    }
}

/// What the device kept.
pub(super) fn restore(core: &Core, id: ConversationId, wish: ListWish) {
    match wish {
        ListWish::Pin(wish) => core.state.restore_pin_wish(id, wish),
        ListWish::Mark(is_marked) => core.state.restore_mark_wish(id, is_marked),
    }
}

/// The server is there again: it hears what was wished meanwhile.
pub(super) fn tell_all(core: &Rc<Core>) {
    for id in core.state.pins.with_untracked(crate::state::pins::Pins::wishes) {
        let core = Rc::clone(core);
        spawn_local(async move { tell_pin(&core, id).await });
    }
    let marks: Vec<_> = core
        .state
        .marks
        .with_untracked(|marks| marks.keys().copied().collect());
    for id in marks {
        let core = Rc::clone(core);
        spawn_local(async move { tell_mark(&core, id).await });
    }
}

async fn tell_pin(core: &Rc<Core>, id: ConversationId) {
    let wish = core.state.pins.with_untracked(|pins| pins.wish(id));
    let Some(wish) = wish.filter(|_| core.is_connected.get()) else {
        return;
    };
    let era = core.era.get();
    let answer = api::pin_conversation(id, &wish).await;
    if core.era.get() != era {
        return;
    }
    match answer {
        Ok(pins) => {
            core.state.hear_pins(&pins.ids, pins.cursor.n);
            core.state.settle_pin(id, wish.revision);
            core.writer.put(Batch {
                pins: Some(core.state.pins_to_keep()),
                ..Batch::default()
            });
            keep_pin(core, id).await;
        }
        // When the server is there again, or the agent.
        Err(ApiError::Offline) => {}
        Err(error) if error.is_session_required() => session::expired(core).await,
        Err(error) => {
            core.state.settle_pin(id, wish.revision);
            tell_if_shown(core, FailedRequest::PinConversation, error).await;
            keep_pin(core, id).await;
        }
    }
}

async fn tell_mark(core: &Rc<Core>, id: ConversationId) {
    if !core.telling.marks.borrow_mut().insert(id) {
        return;
    }
    let era = core.era.get();
    while core.is_connected.get()
        && let Some(is_marked) = core.state.marks.with_untracked(|marks| marks.get(&id).copied())
    {
        let answer = api::mark_unread(id, is_marked).await;
        if core.era.get() != era {
            return;
        }
        let is_newest = core
            .state
            .marks
            .with_untracked(|marks| marks.get(&id) == Some(&is_marked));
        match answer {
            Ok(conversation) => {
                core.state.apply_conversation(&conversation);
                if let Some(row) = events::row(core, id) {
                    core.writer.put(Batch {
                        conversations: vec![row],
                        ..Batch::default()
                    });
                }
                if is_newest {
                    core.state.settle_mark(id);
                    keep_mark(core, id).await;
                }
            }
            // When the server is there again, or the agent.
            Err(ApiError::Offline) => break,
            Err(error) if error.is_session_required() => {
                session::expired(core).await;
                return;
            }
            Err(error) => {
                core.state.settle_mark(id);
                tell_if_shown(core, FailedRequest::MarkUnread, error).await;
                keep_mark(core, id).await;
            }
        }
    }
    core.telling.marks.borrow_mut().remove(&id);
}

async fn keep_pin(core: &Core, id: ConversationId) {
    let wish = core.state.pins.with_untracked(|pins| pins.wish(id));
    // Off: the wish lives as long as the page.
    let _ = core.cache.put_pin_wish(id, wish).await;
}

async fn keep_mark(core: &Core, id: ConversationId) {
    let wish = core.state.marks.with_untracked(|marks| marks.get(&id).copied());
    // Off: the wish lives as long as the page.
    let _ = core.cache.put_mark_wish(id, wish).await;
}

/// What is out of sight needs no note.
async fn tell_if_shown(core: &Rc<Core>, request: FailedRequest, error: ApiError) {
    let is_gone = matches!(&error, ApiError::Refused(problem) if problem.code == ErrorCode::NotFound);
    if !is_gone {
        tell(core, request, error).await;
    }
}

//! The outbox: what is written is safe first and sent then, once, in order.
//!
//! A command, and the draft that it empties, are in IndexedDB before the composer clears and before the first byte leaves. One
//! tab at a time sends, under a Web Lock, reading the outbox anew each time it gets the lock: what another tab has sent is not
//! there any more. What is not answered stays and is sent again with the same id, which the server takes once.
//!
//! Where the device keeps nothing, a message is sent straight and the composer clears at the server's answer.

use super::core::Core;
use super::outbox_plan::{Plan, plan};
use super::{session, set_aside, threads, uploads};
use crate::api;
use crate::browser;
use crate::browser::lock;
use crate::cache::{OutboxRecord, OutboxStatus, SetAsideCause};
use crate::state::outbox::{SetAside, SetAsideReason};
use crate::state::{FailedRequest, Notice};
use domain::command::SendMessage;
use domain::content::MessageContent;
use domain::delivery_status::DeliveryState;
use domain::entities::{Delivery, Direction, Message, Quote, QuotePreview};
use domain::ids::{AgentId, ConversationId, MessageId};
use domain::time::Span;
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

const LOCK: &str = "perfectchat.outbox";

/// What is being sent.
#[derive(Default)]
pub(super) struct Sending {
    is_running: Cell<bool>,
    runs_again: Cell<bool>,
    failures: Cell<u32>,
    /// Texts on their way into the outbox, by conversation: a second click on them does nothing.
    being_kept: RefCell<HashMap<ConversationId, String>>,
    /// Texts that were sent straight in vain, with their ids: the server may have them, so another try has the same id.
    tried_straight: RefCell<HashMap<ConversationId, (String, MessageId)>>,
}

/// Writes a message.
pub(super) fn write(
    core: &Rc<Core>,
    conversation_id: ConversationId,
    body: &str,
    reply_to: Option<MessageId>,
) {
    let Some(author) = core.state.me_untracked() else {
        return;
    };
    let body = body.trim().to_owned();
    if body.is_empty() {
        return;
    }
    let being_kept = core.sending.being_kept.borrow().get(&conversation_id) == Some(&body);
    if being_kept {
        return;
    }
    core.sending
        .being_kept
        .borrow_mut()
        .insert(conversation_id, body.clone());
    let tried = core
        .sending
        .tried_straight
        .borrow()
        .get(&conversation_id)
        .cloned();
    let id = match tried {
        Some((text, id)) if text == body => id,
        _ => new_message_id(core),
    };
    let command = SendMessage {
        id,
        conversation_id,
        content: MessageContent::Text { body },
        reply_to,
    };
    keep_and_send(core, command, author);
}

/// Writes something that does not come from the composer.
pub(super) fn write_content(core: &Rc<Core>, conversation_id: ConversationId, content: MessageContent) {
    let Some(author) = core.state.me_untracked() else {
        return;
    };
    let command = SendMessage {
        id: new_message_id(core),
        conversation_id,
        content,
        reply_to: None,
    };
    keep_and_send(core, command, author);
}

fn keep_and_send(core: &Rc<Core>, command: SendMessage, author: AgentId) {
    let conversation_id = command.conversation_id;
    let record = OutboxRecord {
        command,
        author,
        at: core.now(),
        status: OutboxStatus::Waiting,
    };
    let core = Rc::clone(core);
    spawn_local(async move {
        let is_kept = keep(&core, &record).await;
        core.sending.being_kept.borrow_mut().remove(&conversation_id);
        if is_kept {
            drain(&core).await;
        }
    });
}

/// Writes a copy of a message, beside whatever its conversation's composer holds.
pub(super) async fn write_copy(core: &Rc<Core>, record: OutboxRecord) {
    let draft = core
        .state
        .drafts
        .text(record.command.conversation_id)
        .get_untracked();
    core.state.show_pending(&waiting_message(core, &record));
    if core.cache.enqueue(&record, &draft).await.is_ok() {
        drain(core).await;
        return;
    }
    match api::send_message(&record.command).await {
        Ok(message) => drop(core.state.apply_message(&message)),
        Err(error) => {
            core.state.drop_pending(record.command.id);
            super::requests::tell(core, FailedRequest::SendText, error).await;
        }
    }
}

/// Brings a message to safety. Says whether it waits in the outbox now.
async fn keep(core: &Rc<Core>, record: &OutboxRecord) -> bool {
    let conversation_id = record.command.conversation_id;
    let draft = core.state.drafts.text(conversation_id).get_untracked();
    // The composer's text goes out, or something else does and the text stays.
    let rest = if draft.trim() == record.command.content.text() {
        ""
    } else {
        &draft
    };
    core.state.show_pending(&waiting_message(core, record));
    threads::jump_to_newest(core, conversation_id);
    let is_kept = core.cache.enqueue(record, rest).await.is_ok();
    if is_kept {
        clear_draft(core, conversation_id, &draft, rest);
        threads::answered(core, record);
    } else {
        send_straight(core, record, &draft, rest).await;
    }
    is_kept
}

/// The message is safe: the composer clears, but for what was typed meanwhile.
fn clear_draft(core: &Core, id: ConversationId, sent_with: &str, rest: &str) {
    let now = core.state.drafts.text(id).get_untracked();
    let typed_since = now.strip_prefix(sent_with).unwrap_or(&now);
    core.state.drafts.put(id, format!("{rest}{typed_since}"));
    core.unsaved_drafts.note(id);
}

async fn send_straight(core: &Rc<Core>, record: &OutboxRecord, draft: &str, rest: &str) {
    match api::send_message(&record.command).await {
        Ok(message) => {
            core.state.apply_message(&message);
            core.sending
                .tried_straight
                .borrow_mut()
                .remove(&message.conversation_id);
            clear_draft(core, message.conversation_id, draft, rest);
            threads::answered(core, record);
        }
        Err(error) => {
            core.state.drop_pending(record.command.id);
            if error.is_session_required() {
                session::expired(core).await;
                return;
            }
            let text = record.command.content.text().to_owned();
            let tried = (text, record.command.id);
            core.sending
                .tried_straight
                .borrow_mut()
                .insert(record.command.conversation_id, tried);
            let failure = session::failure(error);
            core.state.notice.set(Some(Notice {
                request: FailedRequest::SendText,
                failure,
            }));
        }
    }
}

/// Sends what waits, beside everything else.
pub(super) fn send_what_waits(core: &Rc<Core>) {
    let core = Rc::clone(core);
    spawn_local(async move { drain(&core).await });
}

/// Sends what waits; comes back when all is sent or must wait.
pub(super) async fn send_all(core: &Rc<Core>) {
    drain(core).await;
}

pub(super) async fn drain(core: &Rc<Core>) {
    if core.sending.is_running.replace(true) {
        core.sending.runs_again.set(true);
        return;
    }
    loop {
        core.sending.runs_again.set(false);
        if core.is_connected.get() {
            let lock = lock::acquire(LOCK).await;
            send_in_order(core).await;
            drop(lock);
        }
        if !core.sending.runs_again.get() {
            break;
        }
    }
    core.sending.is_running.set(false);
}

async fn send_in_order(core: &Rc<Core>) {
    let era = core.era.get();
    // A cache that broke after it had promised to keep something: what it promised is still in memory.
    let records = core.cache.outbox().await.unwrap_or_else(|_| what_is_shown(core));
    let mut waiting_conversations = HashSet::new();
    for record in records {
        let is_mine = core.state.me_untracked() == Some(record.author);
        let id = record.command.conversation_id;
        if record.status != OutboxStatus::Waiting || !is_mine || waiting_conversations.contains(&id) {
            continue;
        }
        if uploads::holds_back(core, &record).await {
            waiting_conversations.insert(id);
            continue;
        }
        let answer = api::send_message(&record.command).await;
        if core.era.get() != era {
            // Signed out meanwhile; what the answer was shows at the next sign-in.
            return;
        }
        match answer {
            Ok(message) => {
                core.sending.failures.set(0);
                core.state.apply_message(&message);
                // Off: the outbox went with it.
                let _ = core.cache.accept(&message).await;
            }
            Err(error) => {
                let failures = core.sending.failures.get().saturating_add(1);
                match plan(&error, failures) {
                    Plan::SetAside(problem) => {
                        set_aside::set_aside(core, record, SetAsideCause::Refused { problem }).await;
                    }
                    Plan::WaitAll(pause) => {
                        core.sending.failures.set(failures);
                        try_again_after(core, pause);
                        return;
                    }
                    Plan::WaitConversation(pause) => {
                        core.sending.failures.set(failures);
                        waiting_conversations.insert(id);
                        try_again_after(core, pause);
                    }
                    Plan::Stop => {
                        session::expired(core).await;
                        return;
                    }
                }
            }
        }
    }
}

/// What waits on the screen, as commands.
fn what_is_shown(core: &Core) -> Vec<OutboxRecord> {
    let Some(author) = core.state.me_untracked() else {
        return Vec::new();
    };
    let command = |message: &Message| SendMessage {
        id: message.id,
        conversation_id: message.conversation_id,
        content: message.content.clone(),
        reply_to: message.reply_to.as_ref().and_then(|quote| quote.message_id),
    };
    core.state.outbox.with_untracked(|outbox| {
        let records = outbox.all().map(|message| OutboxRecord {
            command: command(message),
            author,
            at: message.at,
            status: OutboxStatus::Waiting,
        });
        records.collect()
    })
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

/// Shows a record of the outbox: waiting in its thread, or set aside.
pub(super) fn show(core: &Core, record: &OutboxRecord) {
    match &record.status {
        OutboxStatus::Waiting => core.state.show_pending(&waiting_message(core, record)),
        OutboxStatus::SetAside { cause } => core.state.set_aside(SetAside {
            id: record.command.id,
            conversation_id: record.command.conversation_id,
            text: words_of(&record.command.content),
            reason: match cause {
                SetAsideCause::Refused { problem } => SetAsideReason::Refused {
                    problem: problem.clone(),
                },
                SetAsideCause::SightLost => SetAsideReason::SightLost,
                SetAsideCause::FileLost => SetAsideReason::FileLost,
            },
            at: record.at,
        }),
    }
}

/// What a set-aside message says: its words, else its file's name.
fn words_of(content: &MessageContent) -> String {
    let name = content.attachment().and_then(|file| file.file_name.as_deref());
    match content.text() {
        "" => name.unwrap_or_default().to_owned(),
        words => words.to_owned(),
    }
}

/// Shows a message with a file in its thread. What is on its way has no file to be loaded from the server yet.
pub(super) fn show_waiting(core: &Core, record: &OutboxRecord) {
    core.state.show_pending(&waiting_message(core, record));
}

/// Takes a message that waits out of its thread.
pub(super) fn hide_waiting(core: &Core, id: MessageId) {
    core.state.drop_pending(id);
}

/// Events showed messages that the server has: their commands go.
pub(super) fn forget_accepted(core: &Rc<Core>, accepted: BTreeSet<MessageId>) {
    let core = Rc::clone(core);
    spawn_local(async move {
        let ids: Vec<_> = accepted.into_iter().collect();
        let _ = core.cache.remove_outbox(&ids).await;
    });
}

/// An id for a new message.
pub(super) fn new_message_id(core: &Core) -> MessageId {
    let (unix_ms, random) = core.new_id_parts();
    MessageId::from_parts(unix_ms, &random)
}

/// A command as a row of its thread, before the server has it.
fn waiting_message(core: &Core, record: &OutboxRecord) -> Message {
    let quote = |id| Quote {
        message_id: Some(id),
        preview: core.state.messages.with_untracked(id, QuotePreview::of),
    };
    let mut content = record.command.content.clone();
    if let Some(file) = content.attachment_mut() {
        file.media_id = None;
    }
    Message {
        id: record.command.id,
        version: 0,
        conversation_id: record.command.conversation_id,
        direction: Direction::Outbound,
        author: Some(record.author),
        content,
        reply_to: record.command.reply_to.map(quote),
        at: record.at,
        delivery: Some(Delivery {
            attempt: 0,
            state: DeliveryState::Waiting,
            failure: None,
        }),
        reactions: Vec::new(),
        is_edited: false,
        is_revoked: false,
        is_forwarded: false,
        referral: None,
    }
}

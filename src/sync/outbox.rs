//! The outbox: what is written is safe first and sent then, once, in order.
//!
//! A command, and the draft that it empties, are in IndexedDB before the composer clears and before the first byte leaves. One
//! tab at a time sends, under a Web Lock, reading the outbox anew each time it gets the lock: what another tab has sent is not
//! there any more. What is not answered stays and is sent again with the same id, which the server takes once.
//!
//! Where the device keeps nothing, a message is sent straight and the composer clears at the server's answer.

use super::core::Core;
use super::outbox_plan::{Plan, plan};
use super::{drafts, session, set_aside, threads, uploads};
use crate::api;
use crate::browser;
use crate::browser::lock;
use crate::cache::{KeptDraft, OutboxRecord, OutboxStatus, SetAsideCause};
use crate::state::{FailedRequest, Notice};
use domain::command::SendMessage;
use domain::content::MessageContent;
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
    /// What was sent straight and got no answer: the server may have it, so another try is the same command.
    tried_straight: RefCell<HashMap<ConversationId, SendMessage>>,
    /// Commands that wait, as they were given: what is shown of them has its merge fields replaced.
    commands: RefCell<HashMap<MessageId, SendMessage>>,
    /// What was taken back while it may have been under way: a refusal of it is no news.
    cancelled: RefCell<HashSet<MessageId>>,
}

impl Sending {
    /// A message was taken back.
    pub(super) fn note_cancelled(&self, id: MessageId) {
        self.cancelled.borrow_mut().insert(id);
    }

    /// A command that waited, as it was given: it waits no more.
    pub(super) fn take_command(&self, id: MessageId) -> Option<SendMessage> {
        self.commands.borrow_mut().remove(&id)
    }

    fn is_cancelled(&self, id: MessageId) -> bool {
        self.cancelled.borrow().contains(&id)
    }
}

/// A message that an agent wrote, and what they know of it.
pub(super) struct Writing {
    pub conversation_id: ConversationId,
    pub body: String,
    pub reply_to: Option<MessageId>,
    pub allows_gaps: bool,
    pub despite_answers: bool,
}

/// Writes a message.
pub(super) fn write(core: &Rc<Core>, writing: Writing) {
    let Writing {
        conversation_id,
        body,
        reply_to,
        allows_gaps,
        despite_answers,
    } = writing;
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
    if despite_answers {
        core.state
            .drafts
            .begin_again(conversation_id, drafts::begun_now(core));
    }
    let facts = core.state.drafts.facts(conversation_id);
    let begun = facts.begun.unwrap_or_else(|| drafts::begun_now(core));
    let is_draft = core
        .state
        .drafts
        .text(conversation_id)
        .with_untracked(|draft| draft.trim() == body);
    let tried = core
        .sending
        .tried_straight
        .borrow()
        .get(&conversation_id)
        .filter(|command| command.content.text() == body)
        .cloned();
    let buttons = core.state.answer_buttons.of_untracked(conversation_id);
    let content = if buttons.is_empty() {
        MessageContent::Text { body }
    } else {
        MessageContent::Interactive { body, buttons }
    };
    let command = tried.unwrap_or_else(|| SendMessage {
        reply_to,
        seen: begun.n,
        allows_gaps,
        empties_draft: is_draft.then_some(facts.revision),
        ..SendMessage::new(new_message_id(core), conversation_id, content)
    });
    keep_and_send(core, command, author);
}

/// Writes something that does not come from the composer.
pub(super) fn write_content(
    core: &Rc<Core>,
    conversation_id: ConversationId,
    content: MessageContent,
    reply_to: Option<MessageId>,
) {
    let Some(author) = core.state.me_untracked() else {
        return;
    };
    let command = SendMessage {
        reply_to,
        ..SendMessage::new(new_message_id(core), conversation_id, content)
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
    let draft = drafts::kept(core, record.command.conversation_id);
    show_waiting(core, &record);
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
    let is_draft = draft.trim() == record.command.content.text();
    let rest = if is_draft { "" } else { &draft };
    show_waiting(core, record);
    threads::jump_to_newest(core, conversation_id);
    let kept = drafts::kept(core, conversation_id);
    let kept = if is_draft {
        // As it is when the server has the message.
        KeptDraft {
            revision: kept.revision.saturating_add(1),
            ..KeptDraft::default()
        }
    } else {
        kept
    };
    let is_kept = core.cache.enqueue(record, &kept).await.is_ok();
    if is_kept {
        clear_draft(core, conversation_id, &draft, rest);
        threads::answered(core, record);
    } else {
        send_straight(core, record, &draft, rest).await;
    }
    is_kept
}

/// The message is safe: the composer clears, but for what was typed meanwhile. The buttons went with the text.
fn clear_draft(core: &Rc<Core>, id: ConversationId, sent_with: &str, rest: &str) {
    if rest != sent_with {
        core.state.answer_buttons.set(id, Vec::new());
    }
    let now = core.state.drafts.text(id).get_untracked();
    let typed_since = now.strip_prefix(sent_with).unwrap_or(&now);
    let left = format!("{rest}{typed_since}");
    if left == now {
        return;
    }
    drafts::sent(core, id, left);
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
            let is_refused =
                matches!(&error, api::ApiError::Refused(problem) if !problem.code.is_recoverable());
            let mut tried = core.sending.tried_straight.borrow_mut();
            if is_refused {
                tried.remove(&record.command.conversation_id);
            } else {
                tried.insert(record.command.conversation_id, record.command.clone());
            }
            drop(tried);
            let failure = session::failure(error);
            // What stood in the way is told; who sends again knows it.
            core.state
                .drafts
                .begin_again(record.command.conversation_id, drafts::begun_now(core));
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
        if core.sending.is_cancelled(record.command.id) {
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
                core.sending.commands.borrow_mut().remove(&message.id);
                core.state.apply_message(&message);
                uploads::end_preview(core, message.id);
                // Off: the outbox went with it.
                let _ = core.cache.accept(&message).await;
            }
            Err(_) if core.sending.is_cancelled(record.command.id) => {}
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
    let commands = core.sending.commands.borrow();
    core.state.outbox.with_untracked(|outbox| {
        let records = outbox.all().filter_map(|message| {
            Some(OutboxRecord {
                command: commands.get(&message.id)?.clone(),
                author,
                at: message.at,
                status: OutboxStatus::Waiting,
            })
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
        OutboxStatus::Waiting => show_waiting(core, record),
        OutboxStatus::SetAside { cause } => core.state.set_aside(set_aside::shown(record, cause)),
    }
}

/// Takes a message that waits out of its thread.
pub(super) fn hide_waiting(core: &Core, id: MessageId) {
    core.state.drop_pending(id);
}

/// Events showed messages that the server has: their commands go.
pub(super) fn forget_accepted(core: &Rc<Core>, accepted: BTreeSet<MessageId>) {
    for id in &accepted {
        uploads::end_preview(core, *id);
    }
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

/// Shows a message in its thread.
pub(super) fn show_waiting(core: &Core, record: &OutboxRecord) {
    core.sending
        .commands
        .borrow_mut()
        .insert(record.command.id, record.command.clone());
    core.state.show_pending(&waiting_message(core, record));
}

/// A command as a row of its thread, before the server has it: what the customer will get, as far as this device knows.
fn waiting_message(core: &Core, record: &OutboxRecord) -> Message {
    let quote = |id| Quote {
        message_id: Some(id),
        preview: core.state.messages.with_untracked(id, QuotePreview::of),
    };
    let mut content = match &record.command.content {
        MessageContent::Text { body } => MessageContent::Text {
            body: outgoing(core, record, body),
        },
        MessageContent::Interactive { body, buttons } => MessageContent::Interactive {
            body: outgoing(core, record, body),
            buttons: buttons.clone(),
        },
        other => other.clone(),
    };
    if let Some(file) = content.attachment_mut() {
        // What is on its way cannot be loaded from the server yet; what is copied can.
        file.media_id = file.media_id.filter(|_| record.command.copy_of.is_some());
        file.caption = file
            .caption
            .take()
            .map(|caption| outgoing(core, record, &caption));
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
        delivery: Some(Delivery::accepted(None)),
        reactions: Vec::new(),
        is_edited: false,
        is_revoked: false,
        is_forwarded: false,
        is_played: false,
        referral: None,
    }
}

fn outgoing(core: &Core, record: &OutboxRecord, typed: &str) -> String {
    // The words of a copy stay as they are.
    if record.command.copy_of.is_some() {
        return typed.to_owned();
    }
    let Some(sources) = core.state.text_sources_untracked(record.command.conversation_id) else {
        return typed.to_owned();
    };
    let now = core.state.settings.with_untracked(|settings| {
        let zone = settings.as_ref().map_or("UTC", |settings| &settings.time_zone);
        browser::intl::civil_time(record.at, zone)
    });
    sources.outgoing(typed, now).text
}

//! Requests of the agent that are not messages: asked once, at once; what fails is told.

use super::core::Core;
use super::outbox_plan::again_after;
use super::{events, session};
use crate::api::{self, ApiError};
use crate::browser;
use crate::cache::Batch;
use crate::state::emoji::{EmojiTable, read_table};
use crate::state::{FailedRequest, Notice};
use domain::command::{ChangePhoneNumber, ChangeSettings};
use domain::entities::{Conversation, ConversationState};
use domain::error::ErrorCode;
use domain::ids::{AgentId, ConversationId, MessageId, PhoneNumberId};
use domain::permission::Permission;
use domain::wire::ClientFrame;
use leptos::prelude::*;
use std::rc::Rc;
use std::sync::Arc;

/// Signs of typing are sent at most this often.
const TYPING_EVERY_MS: f64 = 3_000.0;

/// The agent has seen everything up to a message.
pub(super) async fn mark_read(core: &Rc<Core>, id: ConversationId, up_to: MessageId) {
    let is_unread = core
        .state
        .conversations
        .with_untracked(id, |row| row.unread_count > 0)
        == Some(true);
    let may = core.state.can_untracked(Permission::ChatSend);
    if !is_unread || !may || core.unsent_reads.borrow().get(&id) == Some(&up_to) {
        return;
    }
    core.unsent_reads.borrow_mut().insert(id, up_to);
    if core.is_connected.get()
        && let Some(doer) = core.deeds.doer()
    {
        (doer.send_read)(Rc::clone(core), id).await;
    }
}

/// The server is there again: what was read meanwhile is told.
pub(super) fn send_unsent_reads(core: &Rc<Core>) {
    let ids: Vec<_> = core.unsent_reads.borrow().keys().copied().collect();
    for id in ids {
        let core = Rc::clone(core);
        wasm_bindgen_futures::spawn_local(async move { send_read(&core, id).await });
    }
}

/// Tells the server up to which message the agent has read, again and again while it has no time for it.
pub(super) async fn send_read(core: &Rc<Core>, id: ConversationId) {
    if !core.telling.reads.borrow_mut().insert(id) {
        return;
    }
    let era = core.era.get();
    let mut failures = 0;
    // Without a connection it waits for the next greeting.
    while core.is_connected.get()
        && let Some(up_to) = unsent_read(core, id)
    {
        let answer = api::mark_read(id, up_to).await;
        if core.era.get() != era {
            return;
        }
        failures = if answer.is_ok() { 0 } else { failures + 1 };
        if let Some(pause) = answer
            .as_ref()
            .err()
            .and_then(|error| again_after(error, failures))
        {
            browser::sleep(u32::try_from(pause.as_millis()).unwrap_or(u32::MAX)).await;
            if core.era.get() != era {
                return;
            }
            continue;
        }
        // Told, or refused: then there is nothing to tell anyone.
        if unsent_read(core, id) == Some(up_to) {
            core.unsent_reads.borrow_mut().remove(&id);
        }
        if let Ok(conversation) = answer {
            note(core, &conversation);
        }
    }
    core.telling.reads.borrow_mut().remove(&id);
}

fn unsent_read(core: &Core, id: ConversationId) -> Option<MessageId> {
    core.unsent_reads.borrow().get(&id).copied()
}

/// Says who answers.
pub(super) async fn assign(core: &Rc<Core>, id: ConversationId, agents: Vec<AgentId>) {
    finish(core, FailedRequest::Assign, api::assign(id, agents).await).await;
}

/// Ends or opens a conversation.
pub(super) async fn change_state(core: &Rc<Core>, id: ConversationId, state: ConversationState) {
    let answer = api::change_conversation_state(id, state).await;
    finish(core, FailedRequest::ChangeConversationState, answer).await;
}

/// Says who answers several conversations, one after the other. What is gone keeps none of the others; what else fails ends it.
pub(super) async fn assign_many(core: &Rc<Core>, ids: Vec<ConversationId>, agents: &[AgentId]) {
    let era = core.era.get();
    for id in ids {
        let answer = api::assign(id, agents.to_vec()).await;
        if core.era.get() != era || !goes_on(core, FailedRequest::Assign, answer).await {
            return;
        }
    }
}

/// Ends or opens several conversations, one after the other. What is gone keeps none of the others; what else fails ends it.
pub(super) async fn change_states(core: &Rc<Core>, ids: Vec<ConversationId>, state: ConversationState) {
    let era = core.era.get();
    for id in ids {
        let answer = api::change_conversation_state(id, state).await;
        if core.era.get() != era || !goes_on(core, FailedRequest::ChangeConversationState, answer).await {
            return;
        }
    }
}

/// Changes one of our numbers.
pub(super) async fn change_phone_number(core: &Rc<Core>, id: PhoneNumberId, change: ChangePhoneNumber) {
    match api::change_phone_number(id, &change).await {
        // The device keeps it when the event comes.
        Ok(number) => core.state.apply_phone_number(&number),
        Err(error) => tell(core, FailedRequest::ChangePhoneNumber, error).await,
    }
}

/// Changes what counts for the whole team.
pub(super) async fn change_settings(core: &Rc<Core>, change: &ChangeSettings) {
    match api::change_settings(change).await {
        // The device keeps them when the event comes.
        Ok(settings) => core.state.put_settings(settings),
        Err(error) => tell(core, FailedRequest::ChangeSettings, error).await,
    }
}

/// The table of emoji, once.
pub(super) async fn load_emoji(core: &Core) {
    let table = &core.state.emoji;
    if table.with_untracked(|table| matches!(table, EmojiTable::Loading | EmojiTable::Loaded(_))) {
        return;
    }
    table.set(EmojiTable::Loading);
    table.set(match api::emoji_table().await {
        Ok(text) => EmojiTable::Loaded(Arc::new(read_table(&text))),
        Err(_) => EmojiTable::Failed,
    });
}

/// Tries a failed or unconfirmed message again.
pub(super) async fn retry_message(core: &Rc<Core>, id: MessageId) {
    let attempt = core.state.messages.with_untracked(id, |message| {
        message.delivery.as_ref().map_or(0, |delivery| delivery.attempt)
    });
    let Some(attempt) = attempt else { return };
    match api::retry_message(id, attempt).await {
        Ok(message) => {
            core.state.apply_message(&message);
        }
        Err(error) => tell(core, FailedRequest::RetryMessage, error).await,
    }
}

/// Asks for a customer's file again; when it is there, an event says so.
pub(super) async fn fetch_media(core: &Rc<Core>, id: MessageId) {
    match api::fetch_media(id).await {
        Ok(message) => {
            core.state.apply_message(&message);
        }
        Err(error) => tell(core, FailedRequest::FetchMedia, error).await,
    }
}

/// The agent writes.
pub(super) fn typing(core: &Core, id: ConversationId) {
    let now = browser::now();
    let mut sent = core.typing_sent.borrow_mut();
    if sent.get(&id).is_none_or(|last| now - last >= TYPING_EVERY_MS) && core.is_connected.get() {
        sent.insert(id, now);
        core.order(super::connection::SocketOrder::Send(ClientFrame::Typing {
            conversation_id: id,
        }));
    }
}

/// Says whether the next one is worth asking for.
async fn goes_on(core: &Rc<Core>, request: FailedRequest, answer: Result<Conversation, ApiError>) -> bool {
    let goes_on = match &answer {
        Ok(_) => true,
        Err(ApiError::Refused(problem)) => problem.code == ErrorCode::NotFound,
        Err(_) => false,
    };
    finish(core, request, answer).await;
    goes_on
}

async fn finish(core: &Rc<Core>, request: FailedRequest, answer: Result<Conversation, ApiError>) {
    match answer {
        Ok(conversation) => note(core, &conversation),
        Err(error) => tell(core, request, error).await,
    }
}

pub(super) async fn tell(core: &Rc<Core>, request: FailedRequest, error: ApiError) {
    if error.is_session_required() {
        session::expired(core).await;
    } else {
        core.state.notice.set(Some(Notice {
            request,
            failure: session::failure(error),
        }));
    }
}

fn note(core: &Core, conversation: &Conversation) {
    core.state.apply_conversation(conversation);
    if let Some(row) = events::row(core, conversation.id) {
        core.writer.put(Batch {
            conversations: vec![row],
            ..Batch::default()
        });
    }
}

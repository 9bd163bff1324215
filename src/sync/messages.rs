//! What the agent does to a message: reacting, removing, forwarding.

use super::core::Core;
use super::{outbox, requests, search, session};
use crate::api;
use crate::browser;
use crate::cache::{OutboxRecord, OutboxStatus};
use crate::state::FailedRequest;
use domain::command::SendMessage;
use domain::ids::{ConversationId, MessageId};
use domain::text_matching::QUERY_CHARACTERS;
use leptos::prelude::*;
use std::rc::Rc;

/// How long one types no further before the server is asked whom to forward something to.
const TYPED_MS: u32 = 150;

/// Puts our reaction on a message, or takes it away.
pub(super) async fn react(core: &Rc<Core>, id: MessageId, emoji: Option<String>) {
    match api::react(id, emoji).await {
        Ok(message) => drop(core.state.apply_message(&message)),
        Err(error) => requests::tell(core, FailedRequest::React, error).await,
    }
}

/// Removes what a message holds. One that waits in the outbox leaves it first; its command may be under way to the server, so the
/// server is told in any case.
pub(super) async fn erase(core: &Rc<Core>, id: MessageId) {
    let is_only_here = core.state.outbox.with_untracked(|outbox| outbox.contains(id));
    if is_only_here {
        // Off: then nothing of it is kept.
        let _ = core.cache.remove_outbox(&[id]).await;
        core.state.drop_pending(id);
    }
    match api::erase_message(id).await {
        Ok(Some(message)) => drop(core.state.apply_message(&message)),
        Ok(None) => {}
        // What never left this device is gone with its command.
        Err(_) if is_only_here && !core.is_connected.get() => {}
        Err(error) => requests::tell(core, FailedRequest::EraseMessage, error).await,
    }
}

/// Asks the server which other conversations there are with whom is wanted. Without an answer those of this device are all that is
/// offered.
pub(super) async fn find_targets(core: &Rc<Core>, wanted: String) {
    let found = &core.state.found_conversations;
    found.update(|found| found.begin(wanted.clone()));
    let era = core.era.get();
    let is_wanted = || core.era.get() == era && found.with_untracked(|found| found.wanted == wanted);
    browser::sleep(TYPED_MS).await;
    let text: String = wanted.trim().chars().take(QUERY_CHARACTERS).collect();
    if text.is_empty() || !is_wanted() {
        return;
    }
    let answer = loop {
        let losses = search::losses(core);
        let answer = api::search(&text, None).await;
        if !is_wanted() {
            return;
        }
        // What has gone since it was asked for may be in it.
        if answer.is_err() || search::losses(core) == losses {
            break answer;
        }
    };
    let rows = match answer {
        Ok(page) => page.contacts,
        Err(error) if error.is_session_required() => return session::expired(core).await,
        Err(_) => Vec::new(),
    };
    core.state.apply_cached_rows(&rows);
    let ids = rows.iter().map(|row| row.conversation.id).collect();
    found.update(|found| found.put(&wanted, ids));
}

/// Sends copies of a message: each is a message of its own, safe in the outbox before it leaves.
pub(super) async fn forward(core: &Rc<Core>, id: MessageId, to: Vec<ConversationId>) {
    let content = core
        .state
        .messages
        .with_untracked(id, |message| message.content.forwarded())
        .flatten();
    let (Some(content), Some(author)) = (content, core.state.me_untracked()) else {
        return;
    };
    for conversation_id in to {
        let record = OutboxRecord {
            command: SendMessage {
                // What looks like a field in it goes as it is; or as it would read here, should the message have changed meanwhile.
                copy_of: Some(id),
                allows_gaps: true,
                ..SendMessage::new(outbox::new_message_id(core), conversation_id, content.clone())
            },
            author,
            at: core.now(),
            status: OutboxStatus::Waiting,
        };
        outbox::write_copy(core, record).await;
    }
}

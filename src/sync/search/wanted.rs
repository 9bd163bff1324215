//! Going to a message that was found, or that the address names: its conversation may only be opening.

use super::super::core::Core;
use super::super::deeds;
use super::super::requests::tell;
use super::super::threads::{self, Attention};
use crate::api::{self, ApiError};
use crate::state::FailedRequest;
use crate::state::thread::ThreadPhase;
use crate::state::thread_window::PAGE;
use domain::entities::Position;
use domain::ids::{ConversationId, MessageId};
use domain::time::Timestamp;
use domain::wire::ThreadWindow;
use leptos::prelude::*;
use std::rc::Rc;

/// Shows a message as soon as its conversation can be shown.
pub(super) async fn show(core: &Rc<Core>, conversation_id: ConversationId, message_id: MessageId) {
    core.search.wanted.set(Some((conversation_id, message_id)));
    let is_there = core.state.has_thread(conversation_id)
        && core.state.thread(conversation_id).phase.get_untracked() == ThreadPhase::Ready
        && !core.open_threads.is_to_begin_anew(conversation_id);
    // Else opening it ends with this.
    if is_there && let Some(doer) = deeds::here(core).await {
        (doer.show_wanted)(Rc::clone(core), conversation_id).await;
    }
}

/// Whether a message of this conversation is to be shown when it is open.
pub(in crate::sync) fn has_wanted(core: &Core, id: ConversationId) -> bool {
    core.search.wanted.get().is_some_and(|(wanted, _)| wanted == id)
}

/// The conversation can be shown: shows what is wanted of it.
pub(in crate::sync) async fn show_wanted(core: &Rc<Core>, conversation_id: ConversationId) {
    let Some((_, message_id)) = core.search.wanted.get().filter(|(id, _)| *id == conversation_id) else {
        return;
    };
    core.search.wanted.set(None);
    let phase = core.state.thread(conversation_id).phase.get_untracked();
    if matches!(phase, ThreadPhase::NotFound | ThreadPhase::Unreachable) {
        return;
    }
    let era = core.era.get();
    let place = place_of(core, conversation_id, message_id).await;
    if core.era.get() != era {
        return;
    }
    match place {
        Ok(Some(place)) => threads::show_message(core, conversation_id, place, Attention::Focus).await,
        Ok(None) => threads::tell_gone(core),
        Err(error) => tell(core, FailedRequest::ShowMessage, error).await,
    }
    // It may have waited for its first unread message, which is not where one goes.
    core.state.show_thread(conversation_id);
}

/// Where a message stands: as it was found, as the device keeps it, or as the server says. `None`: it is not in this conversation.
async fn place_of(
    core: &Rc<Core>,
    conversation_id: ConversationId,
    id: MessageId,
) -> Result<Option<Position>, ApiError> {
    let found = core.state.search.with_untracked(|search| search.place_of(id));
    let in_memory = || {
        let own = core.state.messages.value_untracked(id)?;
        (own.conversation_id == conversation_id).then(|| own.position())
    };
    if let Some(place) = found.or_else(in_memory) {
        return Ok(Some(place));
    }
    if let Ok(Some(place)) = core.cache.place_of(conversation_id, id).await {
        return Ok(Some(place));
    }
    // An id says when it was made, which is near the message's time.
    let made_at = i64::try_from(id.as_uuid().as_u128() >> 80).unwrap_or_default();
    let near = Position {
        at: Timestamp::from_millis(made_at),
        id,
    };
    let page = api::message_page(conversation_id, ThreadWindow::Around(near), PAGE).await?;
    let found = page.messages.iter().find(|message| message.id == id);
    Ok(found.map(domain::entities::Message::position))
}

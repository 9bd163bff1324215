//! What became of a message, asked for while its details are on screen.

use super::core::Core;
use super::session;
use crate::api;
use crate::state::message_details::{DetailsAnswer, ShownDetails};
use domain::ids::MessageId;
use leptos::prelude::*;
use std::rc::Rc;

/// Asks the server. What is on screen of the same message stays until the answer comes.
pub(super) async fn load(core: &Rc<Core>, id: MessageId) {
    let shown = &core.state.details;
    let is_answered = shown.with_untracked(|shown| {
        shown
            .as_ref()
            .is_some_and(|shown| shown.message_id == id && matches!(shown.answer, DetailsAnswer::Ready(_)))
    });
    if !is_answered {
        shown.set(Some(ShownDetails {
            message_id: id,
            answer: DetailsAnswer::Loading,
        }));
    }
    let era = core.era.get();
    let answer = api::message_details(id).await;
    let is_still_asked =
        || shown.with_untracked(|shown| shown.as_ref().is_some_and(|shown| shown.message_id == id));
    if core.era.get() != era || !is_still_asked() {
        return;
    }
    let answer = match answer {
        Ok(details) => DetailsAnswer::Ready(details),
        Err(error) if error.is_session_required() => return session::expired(core).await,
        // What was known stays: the next change of the message asks again.
        Err(_) if is_answered => return,
        Err(error) => DetailsAnswer::Failed(session::failure(error)),
    };
    shown.set(Some(ShownDetails {
        message_id: id,
        answer,
    }));
}

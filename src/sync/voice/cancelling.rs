//! Taking back a message that has not left, wherever it is: in this outbox, on its way to the server, or held there.

use crate::api::{self, ApiError};
use crate::state::FailedRequest;
use crate::state::voice::VoiceNews;
use crate::sync::core::Core;
use crate::sync::{requests, uploads};
use domain::error::ErrorCode;
use domain::ids::MessageId;
use leptos::prelude::*;
use std::rc::Rc;

/// Takes a message back. The server is told in any case: its command may be under way.
pub(super) async fn cancel(core: &Rc<Core>, id: MessageId) {
    let is_only_here = core.state.outbox.with_untracked(|outbox| outbox.contains(id));
    if is_only_here {
        core.sending.note_cancelled(id);
        uploads::cancel(core, id).await;
    }
    match api::cancel_message(id).await {
        Ok(message) => {
            if let Some(message) = message {
                core.state.apply_message(&message);
            }
        }
        Err(ApiError::Refused(problem)) if problem.code == ErrorCode::AlreadySent => {
            core.state.voice.news.set(Some(VoiceNews::AlreadySent(id)));
            return;
        }
        // What never left this device is gone with its command.
        Err(_) if is_only_here && !core.is_connected.get() => {}
        Err(error) => return requests::tell(core, FailedRequest::CancelMessage, error).await,
    }
    core.state.voice.news.set(Some(VoiceNews::Cancelled));
}

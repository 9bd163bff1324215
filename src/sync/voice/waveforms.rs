//! Waveforms of customers' voice notes: the first device that shows one decodes it and tells the server, so that nobody does it twice.

use super::takes::waveform_of;
use crate::api::{self, ApiError};
use crate::browser;
use crate::sync::core::Core;
use domain::content::MessageContent;
use domain::ids::{MediaId, MessageId};
use std::cell::{Cell, RefCell};
use std::collections::{HashSet, VecDeque};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// What is larger is not fetched for its picture, in bytes.
const LARGEST: u64 = 4 * 1_024 * 1_024;

/// Voice notes that are waited for.
#[derive(Default)]
pub(in crate::sync) struct Waveforms {
    queue: RefCell<VecDeque<MessageId>>,
    is_running: Cell<bool>,
    tried: RefCell<HashSet<MessageId>>,
}

/// A voice note without a waveform is on screen.
pub(super) fn want(core: &Rc<Core>, id: MessageId) {
    if !core.waveforms.tried.borrow_mut().insert(id) {
        return;
    }
    core.waveforms.queue.borrow_mut().push_back(id);
    if core.waveforms.is_running.replace(true) {
        return;
    }
    let core = Rc::clone(core);
    spawn_local(async move {
        loop {
            // One at a time, and never before what waits to be painted.
            browser::sleep(0).await;
            let next = core.waveforms.queue.borrow_mut().pop_front();
            let Some(id) = next else { break };
            if find_out(&core, id).await == Err(ApiError::Offline) {
                core.waveforms.tried.borrow_mut().remove(&id);
            }
        }
        core.waveforms.is_running.set(false);
    });
}

async fn find_out(core: &Core, id: MessageId) -> Result<(), ApiError> {
    let Some(media_id) = file_without_waveform(core, id) else {
        return Ok(());
    };
    let file = api::media_bytes(media_id).await?;
    // What this browser cannot open another one may.
    let Some(waveform) = waveform_of(&file).await else {
        return Ok(());
    };
    let message = api::put_waveform(id, waveform).await?;
    core.state.apply_message(&message);
    Ok(())
}

fn file_without_waveform(core: &Core, id: MessageId) -> Option<MediaId> {
    let of_content = |content: &MessageContent| match content {
        MessageContent::VoiceNote(file) if file.waveform.is_none() => {
            let is_small = file.byte_size.is_none_or(|size| size <= LARGEST);
            file.media_id.filter(|_| is_small)
        }
        _ => None,
    };
    core.state
        .messages
        .with_untracked(id, |message| of_content(&message.content))
        .flatten()
}

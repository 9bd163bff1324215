//! Editing and removing answers that the team keeps ready. What becomes of them comes by the log too.

use super::core::Core;
use super::requests::tell;
use super::{attachments, picked_file, session};
use crate::api::{self, ApiError};
use crate::cache::Batch;
use crate::state::FailedRequest;
use crate::state::canned_responses::SavePhase;
use domain::canned_response::PutCannedResponse;
use domain::content::Attachment;
use domain::ids::{CannedResponseId, ConversationId};
use leptos::prelude::*;
use std::rc::Rc;

/// Begins to edit one, or a new one.
pub(super) fn edit(core: &Core, id: Option<CannedResponseId>) {
    let id = id.unwrap_or_else(|| {
        let (unix_ms, random) = core.new_id_parts();
        CannedResponseId::from_parts(unix_ms, &random)
    });
    forget_file(core);
    core.state.begin_canned_edit(id);
}

/// Ends editing without saving.
pub(super) fn close(core: &Core) {
    core.state.canned_edit.set(None);
    forget_file(core);
}

/// The agent answers with one: its file goes into the tray, with the text as its words; its buttons go with the text. A text that goes
/// into the composer the composer itself writes.
pub(super) fn answer_with(core: &Rc<Core>, conversation_id: ConversationId, id: CannedResponseId) {
    let Some(response) = core.state.canned_responses.value_untracked(id) else {
        return;
    };
    if let Some(file) = &response.attachment {
        let words = if response.goes_with_file() {
            response.body.as_str()
        } else {
            ""
        };
        attachments::attach_kept(core, conversation_id, file, words);
    }
    if !response.goes_with_file() {
        core.state.answer_buttons.set(conversation_id, response.buttons);
    }
}

/// Begins or ends editing: the file of the one before is nobody's.
pub(super) fn forget_file(core: &Core) {
    core.canned_upload.set(None);
    picked_file::drop_it(core);
}

/// Saves what is being edited. A file that was chosen goes up first; an attachment without an id stands for it.
pub(super) async fn save(core: &Rc<Core>, mut put: PutCannedResponse) {
    let state = &core.state;
    let edit = state.canned_edit.get_untracked();
    let Some(edit) = edit.filter(|edit| edit.save != SavePhase::Busy) else {
        return;
    };
    state.set_canned_save(edit.id, SavePhase::Busy);
    let era = core.era.get();
    let awaits_file = put
        .attachment
        .as_ref()
        .is_some_and(|file| file.media_id.is_none());
    let uploaded = if awaits_file {
        uploaded_file(core).await
    } else {
        Ok(put.attachment.take())
    };
    let answer = match uploaded {
        Ok(attachment) => {
            put.attachment = attachment;
            api::put_canned_response(edit.id, &put).await
        }
        Err(error) => Err(error),
    };
    if core.era.get() != era {
        return;
    }
    match answer {
        Ok(response) => {
            // The newest that anyone knows of it: the log tells of it next.
            state.put_canned_response(response, u64::MAX);
            keep(core);
            let is_it = state
                .canned_edit
                .with_untracked(|now| now.as_ref().is_some_and(|now| now.id == edit.id));
            if is_it {
                state.canned_edit.set(None);
                forget_file(core);
            }
        }
        Err(error) if error.is_session_required() => session::expired(core).await,
        Err(error) => state.set_canned_save(edit.id, SavePhase::Failed(session::failure(error))),
    }
}

/// The file that was chosen, once the server has it. Saving again goes on with the same upload.
async fn uploaded_file(core: &Rc<Core>) -> Result<Option<Attachment>, ApiError> {
    let Some(item) = picked_file::ready(core) else {
        return Ok(None);
    };
    let known = core.canned_upload.get().filter(|(key, _)| *key == item.key);
    let (_, media_id) = known.unwrap_or_else(|| (item.key, attachments::new_media_id(core)));
    core.canned_upload.set(Some((item.key, media_id)));
    picked_file::upload(&item, media_id).await.map(Some)
}

/// Removes one.
pub(super) async fn remove(core: &Rc<Core>, id: CannedResponseId) {
    let era = core.era.get();
    let answer = api::remove_canned_response(id).await;
    if core.era.get() != era {
        return;
    }
    match answer {
        Ok(()) => {
            let n = core.cursor.get().map_or(0, |cursor| cursor.n);
            core.state.remove_canned_response(id, n);
            keep(core);
        }
        Err(error) => tell(core, FailedRequest::RemoveCannedResponse, error).await,
    }
}

fn keep(core: &Core) {
    core.writer.put(Batch {
        canned_responses: Some(core.state.canned_responses_to_keep()),
        ..Batch::default()
    });
}

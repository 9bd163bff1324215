//! Editing and removing answers that the team keeps ready. What becomes of them comes by the log too.

use super::core::Core;
use super::requests::tell;
use super::session;
use crate::api;
use crate::cache::Batch;
use crate::state::FailedRequest;
use crate::state::canned_responses::SavePhase;
use domain::canned_response::PutCannedResponse;
use domain::ids::CannedResponseId;
use leptos::prelude::*;
use std::rc::Rc;

/// Begins to edit one, or a new one.
pub(super) fn edit(core: &Core, id: Option<CannedResponseId>) {
    let id = id.unwrap_or_else(|| {
        let (unix_ms, random) = core.new_id_parts();
        CannedResponseId::from_parts(unix_ms, &random)
    });
    core.state.begin_canned_edit(id);
}

/// Saves what is being edited.
pub(super) async fn save(core: &Rc<Core>, put: PutCannedResponse) {
    let state = &core.state;
    let edit = state.canned_edit.get_untracked();
    let Some(edit) = edit.filter(|edit| edit.save != SavePhase::Busy) else {
        return;
    };
    state.set_canned_save(edit.id, SavePhase::Busy);
    let era = core.era.get();
    let answer = api::put_canned_response(edit.id, &put).await;
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
            }
        }
        Err(error) if error.is_session_required() => session::expired(core).await,
        Err(error) => state.set_canned_save(edit.id, SavePhase::Failed(session::failure(error))),
    }
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

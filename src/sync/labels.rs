//! Editing and removing sources and groups. What becomes of them comes by the log too.

use super::core::Core;
use super::events::values;
use super::requests::tell;
use super::session;
use crate::api;
use crate::cache::Batch;
use crate::state::FailedRequest;
use crate::state::canned_responses::SavePhase;
use crate::state::labels::{LabelId, LabelKind};
use domain::command::{PutGroup, PutSource};
use domain::entities::{Group, Source};
use domain::ids::{GroupId, SourceId};
use leptos::prelude::*;
use std::rc::Rc;

/// What the server keeps now.
enum Saved {
    Source(Source),
    Group(Group),
}

/// Begins to edit one, or a new one.
pub(super) fn edit(core: &Core, kind: LabelKind, id: Option<LabelId>) {
    let id = id.unwrap_or_else(|| {
        let (unix_ms, random) = core.new_id_parts();
        match kind {
            LabelKind::Source => LabelId::Source(SourceId::from_parts(unix_ms, &random)),
            LabelKind::Group => LabelId::Group(GroupId::from_parts(unix_ms, &random)),
        }
    });
    core.state.begin_label_edit(id);
}

/// Saves what is being edited.
pub(super) async fn save(core: &Rc<Core>, name: String) {
    let state = &core.state;
    let edit = state.label_edit.get_untracked();
    let Some(edit) = edit.filter(|edit| edit.save != SavePhase::Busy) else {
        return;
    };
    state.set_label_save(edit.id, SavePhase::Busy);
    let after_version = edit.before.as_ref().map_or(0, |before| before.version);
    let era = core.era.get();
    let answer = match edit.id {
        LabelId::Source(id) => api::put_source(id, &PutSource { after_version, name })
            .await
            .map(Saved::Source),
        LabelId::Group(id) => api::put_group(id, &PutGroup { after_version, name })
            .await
            .map(Saved::Group),
    };
    if core.era.get() != era {
        return;
    }
    match answer {
        Ok(saved) => {
            // The newest that anyone knows of it: the log tells of it next.
            match saved {
                Saved::Source(source) => state.put_source(source, u64::MAX),
                Saved::Group(group) => state.put_group(group, u64::MAX),
            }
            keep(core, edit.id.kind());
            let is_it = state
                .label_edit
                .with_untracked(|now| now.as_ref().is_some_and(|now| now.id == edit.id));
            if is_it {
                state.label_edit.set(None);
            }
        }
        Err(error) if error.is_session_required() => session::expired(core).await,
        Err(error) => state.set_label_save(edit.id, SavePhase::Failed(session::failure(error))),
    }
}

/// Removes one.
pub(super) async fn remove(core: &Rc<Core>, id: LabelId) {
    let era = core.era.get();
    let answer = match id {
        LabelId::Source(id) => api::remove_source(id).await,
        LabelId::Group(id) => api::remove_group(id).await,
    };
    if core.era.get() != era {
        return;
    }
    match answer {
        Ok(()) => {
            let n = core.cursor.get().map_or(0, |cursor| cursor.n);
            core.state.remove_label(id, n);
            keep(core, id.kind());
        }
        Err(error) => tell(core, FailedRequest::RemoveLabel, error).await,
    }
}

fn keep(core: &Core, kind: LabelKind) {
    let mut batch = Batch::default();
    match kind {
        LabelKind::Source => batch.sources = Some(values(&core.state.sources)),
        LabelKind::Group => batch.groups = Some(values(&core.state.groups)),
    }
    core.writer.put(batch);
}

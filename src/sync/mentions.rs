//! Notes that mention the agent: what was seen is gone from the screen at once, and told when the server is there. What it has not
//! heard before the page ends is shown again.

use super::core::Core;
use crate::api;
use crate::cache::Batch;
use domain::ids::NoteId;
use leptos::prelude::*;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// The agent has seen one.
pub(super) fn see(core: &Rc<Core>, id: NoteId) {
    if core.state.mentions.try_update(|mentions| mentions.see(id)) == Some(true) {
        tell(core, id);
    }
}

/// The server is there again: it hears what was seen meanwhile.
pub(super) fn tell_all(core: &Rc<Core>) {
    for id in core
        .state
        .mentions
        .with_untracked(crate::state::mentions::Mentions::unheard)
    {
        tell(core, id);
    }
}

fn tell(core: &Rc<Core>, id: NoteId) {
    if !core.is_connected.get() {
        return;
    }
    let core = Rc::clone(core);
    let era = core.era.get();
    spawn_local(async move {
        let answer = api::see_mention(id).await;
        // Not heard: with the next greeting.
        if answer.is_err() || core.era.get() != era {
            return;
        }
        core.state.mentions.update(|mentions| mentions.remove(id));
        core.writer.put(Batch {
            mentions: Some(
                core.state
                    .mentions
                    .with_untracked(crate::state::mentions::Mentions::told),
            ),
            ..Batch::default()
        });
    });
}

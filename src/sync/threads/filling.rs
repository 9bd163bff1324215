//! Threads that are being filled: whoever asks for the same one meanwhile does not ask the server twice.

use super::fill;
use crate::state::thread::ThreadPhase;
use crate::sync::core::Core;
use domain::ids::ConversationId;
use leptos::prelude::GetUntracked;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// Which are being filled.
#[derive(Default)]
pub(super) struct Filling {
    /// Whether they were asked for again meanwhile.
    asked_again: RefCell<HashMap<ConversationId, bool>>,
}

impl Filling {
    /// Asks once more for one that is being filled. Says whether it is.
    pub fn asks_again(&self, id: ConversationId) -> bool {
        let mut asked_again = self.asked_again.borrow_mut();
        let asked = asked_again.get_mut(&id);
        asked.map(|is_asked| *is_asked = true).is_some()
    }

    /// Whatever is under way is nobody's wish any more.
    pub fn clear(&self) {
        self.asked_again.borrow_mut().clear();
    }
}

/// Fills a thread. When it is asked for again meanwhile, it is tried again only if this fails.
pub(super) fn under_way(core: &Rc<Core>, id: ConversationId, act: impl AsyncFnOnce(&Rc<Core>) + 'static) {
    core.open_threads
        .filling
        .asked_again
        .borrow_mut()
        .insert(id, false);
    let core = Rc::clone(core);
    spawn_local(async move {
        let era = core.era.get();
        act(&core).await;
        if core.era.get() != era {
            return;
        }
        let is_asked_again = core.open_threads.filling.asked_again.borrow_mut().remove(&id) == Some(true);
        if is_asked_again && core.open_threads.shown().contains(&id) && is_lacking(&core, id) {
            fill(&core, id);
        }
    });
}

/// Whether something of a thread may be had from the server. What is out of sight is told when it comes into sight.
pub(super) fn is_lacking(core: &Core, id: ConversationId) -> bool {
    let thread = core.state.thread(id);
    match thread.phase.get_untracked() {
        ThreadPhase::Loading | ThreadPhase::Unreachable => true,
        ThreadPhase::Ready => thread.has_gaps(),
        ThreadPhase::NotFound => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_being_filled_can_be_asked_for_again() {
        let filling = Filling::default();
        let id = ConversationId::from_parts(1, &[1; 10]);
        assert!(!filling.asks_again(id));
        filling.asked_again.borrow_mut().insert(id, false);
        assert!(filling.asks_again(id));
        assert_eq!(filling.asked_again.borrow().get(&id), Some(&true));
        filling.clear();
        assert!(!filling.asks_again(id));
    }
}

//! Buttons that go with the text in a composer: those of the canned response that it is made of.

use domain::ids::ConversationId;
use leptos::prelude::*;
use std::collections::HashMap;

/// Buttons by conversation. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct AnswerButtons {
    buttons: ArcRwSignal<HashMap<ConversationId, Vec<String>>>,
}

impl AnswerButtons {
    /// The buttons that go with the text; tracked.
    #[must_use]
    pub fn of(&self, id: ConversationId) -> Vec<String> {
        self.buttons
            .with(|buttons| buttons.get(&id).cloned().unwrap_or_default())
    }

    /// The same, untracked.
    #[must_use]
    pub fn of_untracked(&self, id: ConversationId) -> Vec<String> {
        self.buttons
            .with_untracked(|buttons| buttons.get(&id).cloned().unwrap_or_default())
    }

    /// These go with the text; none: the text goes alone.
    pub(crate) fn set(&self, id: ConversationId, wanted: Vec<String>) {
        if self.of_untracked(id) == wanted {
            return;
        }
        self.buttons.update(|buttons| {
            if wanted.is_empty() {
                buttons.remove(&id);
            } else {
                buttons.insert(id, wanted);
            }
        });
    }

    pub(crate) fn clear(&self) {
        self.buttons.set(HashMap::new());
    }
}

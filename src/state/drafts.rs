//! What is written and not yet sent, by conversation. The device keeps it.

use domain::ids::ConversationId;
use leptos::prelude::*;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Drafts by conversation, one signal each.
#[derive(Clone, Debug, Default)]
pub struct Drafts {
    texts: Arc<Mutex<HashMap<ConversationId, ArcRwSignal<String>>>>,
}

impl Drafts {
    /// The text in a conversation's composer. It becomes empty when the message is safe in the outbox.
    #[must_use]
    pub fn text(&self, id: ConversationId) -> ArcRwSignal<String> {
        let mut texts = self.texts.lock().unwrap_or_else(PoisonError::into_inner);
        texts
            .entry(id)
            .or_insert_with(|| ArcRwSignal::new(String::new()))
            .clone()
    }

    pub(crate) fn put(&self, id: ConversationId, text: String) {
        let signal = self.text(id);
        if signal.with_untracked(|old| *old != text) {
            signal.set(text);
        }
    }

    /// Empties a draft and gives what it held.
    pub(crate) fn take(&self, id: ConversationId) -> String {
        let signal = self.text(id);
        let text = signal.get_untracked();
        if !text.is_empty() {
            signal.set(String::new());
        }
        text
    }

    pub(crate) fn clear(&self) {
        let signals: Vec<_> = self
            .texts
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .values()
            .cloned()
            .collect();
        for signal in signals {
            signal.set(String::new());
        }
    }
}

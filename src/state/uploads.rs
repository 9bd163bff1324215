//! How far files are on their way to the server, by message, and how to show them meanwhile.

use domain::ids::MessageId;
use leptos::prelude::*;
use std::collections::HashMap;

/// Uploads. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Uploads {
    percent: ArcRwSignal<HashMap<MessageId, u64>>,
    previews: ArcRwSignal<HashMap<MessageId, String>>,
}

impl Uploads {
    /// How many hundredths of a message's file are with the server; `None`: it has no file on its way. Tracked.
    #[must_use]
    pub fn percent(&self, id: MessageId) -> Option<u64> {
        self.percent.with(|all| all.get(&id).copied())
    }

    /// An address to show the picture of a message by that the server does not have yet. Tracked.
    #[must_use]
    pub fn preview(&self, id: MessageId) -> Option<String> {
        self.previews.with(|all| all.get(&id).cloned())
    }

    pub(crate) fn put_preview(&self, id: MessageId, address: String) {
        self.previews.update(|all| {
            all.insert(id, address);
        });
    }

    pub(crate) fn remove_preview(&self, id: MessageId) {
        if self.previews.with_untracked(|all| all.contains_key(&id)) {
            self.previews.update(|all| {
                all.remove(&id);
            });
        }
    }

    pub(crate) fn put(&self, id: MessageId, sent: u64, total: u64) {
        let percent = (sent * 100).checked_div(total).unwrap_or(100);
        if self.percent.with_untracked(|all| all.get(&id) != Some(&percent)) {
            self.percent.update(|all| {
                all.insert(id, percent);
            });
        }
    }

    pub(crate) fn remove(&self, id: MessageId) {
        if self.percent.with_untracked(|all| all.contains_key(&id)) {
            self.percent.update(|all| {
                all.remove(&id);
            });
        }
    }

    pub(crate) fn clear(&self) {
        self.percent.set(HashMap::new());
        self.previews.set(HashMap::new());
    }
}

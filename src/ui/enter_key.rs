//! What Enter does where one writes messages, as chosen on this device.

use crate::browser::local_storage;
use leptos::prelude::*;

const KEY: &str = "perfectchat.enter_key";
const BREAKS: &str = "breaks";

/// What Enter does. Shift and Enter always break the line, Ctrl (or ⌘) and Enter always send.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EnterKey {
    /// It sends.
    #[default]
    Sends,
    /// It breaks the line.
    Breaks,
}

impl EnterKey {
    /// All of them, in the order of the choice.
    pub const ALL: [Self; 2] = [Self::Sends, Self::Breaks];
}

/// What Enter does here. Provided once at the root.
#[derive(Clone, Copy, Debug)]
pub struct EnterKeyChoice(RwSignal<EnterKey>);

impl EnterKeyChoice {
    /// As kept on this device.
    #[must_use]
    pub fn new() -> Self {
        Self(RwSignal::new(match local_storage::get(KEY).as_deref() {
            Some(BREAKS) => EnterKey::Breaks,
            _ => EnterKey::Sends,
        }))
    }

    /// What it does; tracked.
    #[must_use]
    pub fn key(self) -> EnterKey {
        self.0.get()
    }

    /// The same, untracked.
    #[must_use]
    pub fn key_untracked(self) -> EnterKey {
        self.0.get_untracked()
    }

    /// The agent chooses.
    pub fn choose(self, key: EnterKey) {
        match key {
            EnterKey::Sends => local_storage::remove(KEY),
            EnterKey::Breaks => local_storage::set(KEY, BREAKS),
        }
        self.0.set(key);
    }
}

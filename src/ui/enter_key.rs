//! What Enter does where one writes messages, as chosen on this device.

use crate::browser::{local_storage, page};
use leptos::ev;
use leptos::prelude::*;

const KEY: &str = "perfectchat.enter_key";
const BREAKS: &str = "breaks";
/// The key code that browsers give to keys which an input method takes.
const TAKEN_BY_INPUT_METHOD: u32 = 229;

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

    /// Whether a key that was pressed where one writes sends it. On a keyboard of glass Enter is always a new line.
    #[must_use]
    pub fn sends(self, event: &ev::KeyboardEvent) -> bool {
        let with_command = event.ctrl_key() || event.meta_key();
        let sends_alone = self.key_untracked() == EnterKey::Sends && !page::has_coarse_pointer();
        event.key() == "Enter" && !event.shift_key() && !types(event) && (with_command || sends_alone)
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

/// Whether a key only types, because an input method takes it or Alt makes another sign of it.
#[must_use]
pub fn types(event: &ev::KeyboardEvent) -> bool {
    composes(event) || event.alt_key()
}

/// Whether an input method takes a key. WebKit tells of the one that ends what was composed by its code alone.
#[must_use]
pub fn composes(event: &ev::KeyboardEvent) -> bool {
    event.is_composing() || event.key_code() == TAKEN_BY_INPUT_METHOD
}

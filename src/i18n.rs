//! The words of the interface, in three languages.
//!
//! [`messages::Messages`] is a struct with a field for every text, and a language is one value of it: a missing text does not
//! compile. A text with parameters is a function, so each language orders and inflects as it must.

pub mod alarm_words;
pub mod failure_words;
pub mod messages;

mod en;
mod es;
mod pt_br;

use self::messages::Messages;
use crate::browser::{local_storage, page};
use domain::language::Language;
use leptos::prelude::*;

const KEY: &str = "perfectchat.language";

/// The language of the screen. Provided once at the root and lives as long as the page.
#[derive(Clone, Copy, Debug)]
pub struct I18n {
    language: RwSignal<Language>,
    is_chosen: RwSignal<bool>,
}

impl I18n {
    /// The language that was chosen on this device, else Portuguese.
    #[must_use]
    pub fn new() -> Self {
        let chosen = local_storage::get(KEY).and_then(|tag| Language::from_tag(&tag));
        Self {
            language: RwSignal::new(chosen.unwrap_or_default()),
            is_chosen: RwSignal::new(chosen.is_some()),
        }
    }

    /// The words; tracks the language.
    #[must_use]
    pub fn text(self) -> &'static Messages {
        words(self.language.get())
    }

    /// The words as they are now.
    #[must_use]
    pub fn text_untracked(self) -> &'static Messages {
        words(self.language.get_untracked())
    }

    /// The language; tracked.
    #[must_use]
    pub fn language(self) -> Language {
        self.language.get()
    }

    /// The agent chooses a language for this device.
    pub fn choose(self, language: Language) {
        local_storage::set(KEY, language.tag());
        self.is_chosen.set(true);
        self.language.set(language);
    }

    /// The agent's own language, unless another one was chosen on this device.
    pub fn suggest(self, language: Language) {
        if !self.is_chosen.get_untracked() && self.language.get_untracked() != language {
            self.language.set(language);
        }
    }

    /// Keeps the page's `lang` in step.
    pub fn follow(self) {
        Effect::new(move |_| page::set_language(self.language().tag()));
    }
}

/// The words of the screen that asks.
///
/// # Panics
/// Outside of the app, where nobody provides them.
#[must_use]
pub fn use_i18n() -> I18n {
    expect_context()
}

const fn words(language: Language) -> &'static Messages {
    match language {
        Language::Portuguese => &pt_br::MESSAGES,
        Language::English => &en::MESSAGES,
        Language::Spanish => &es::MESSAGES,
    }
}

/// What a language calls itself.
#[must_use]
pub const fn own_name(language: Language) -> &'static str {
    match language {
        Language::Portuguese => "Português",
        Language::English => "English",
        Language::Spanish => "Español",
    }
}

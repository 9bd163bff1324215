//! The words of the interface, in three languages.
//!
//! [`messages::Messages`] is a struct with a field for every text, and a language is one value of it: a missing text does not
//! compile. A text with parameters is a function, so each language orders and inflects as it must. All but Portuguese are parts of the
//! app that come when they are read.

pub mod alarm_words;
pub mod contact_page;
pub mod failure_words;
pub mod help;
pub mod messages;

mod en;
mod es;
mod pt_br;
mod split;

use self::messages::Messages;
use crate::browser::{local_storage, page};
use domain::language::Language;
use leptos::prelude::*;
use leptos::task::spawn_local;

const KEY: &str = "perfectchat.language";

/// What the first screen is written in.
#[derive(Clone, Copy)]
pub struct Beginning {
    language: Language,
    words: &'static Messages,
    is_chosen: bool,
}

/// The language that was chosen on this device, else Portuguese; that too when the words of the other do not come.
pub async fn beginning() -> Beginning {
    let chosen = local_storage::get(KEY).and_then(|tag| Language::from_tag(&tag));
    let wanted = chosen.unwrap_or_default();
    let (language, words) = match split::fetch(wanted).await {
        Ok(words) => (wanted, words),
        Err(_) => (Language::Portuguese, &pt_br::MESSAGES),
    };
    Beginning {
        language,
        words,
        is_chosen: chosen.is_some(),
    }
}

/// The language of the screen. Provided once at the root and lives as long as the page.
#[derive(Clone, Copy, Debug)]
pub struct I18n {
    shown: RwSignal<(Language, &'static Messages)>,
    is_chosen: RwSignal<bool>,
    misses: RwSignal<u32>,
}

impl I18n {
    /// As the first screen begins.
    #[must_use]
    pub fn new(beginning: Beginning) -> Self {
        Self {
            shown: RwSignal::new((beginning.language, beginning.words)),
            is_chosen: RwSignal::new(beginning.is_chosen),
            misses: RwSignal::new(0),
        }
    }

    /// The words; tracks the language.
    #[must_use]
    pub fn text(self) -> &'static Messages {
        self.shown.get().1
    }

    /// The words as they are now.
    #[must_use]
    pub fn text_untracked(self) -> &'static Messages {
        self.shown.get_untracked().1
    }

    /// The language; tracked.
    #[must_use]
    pub fn language(self) -> Language {
        self.shown.get().0
    }

    /// The language as it is now.
    #[must_use]
    pub fn language_untracked(self) -> Language {
        self.shown.get_untracked().0
    }

    /// How often the words of a language did not come; tracked.
    #[must_use]
    pub fn misses(self) -> u32 {
        self.misses.get()
    }

    /// The agent chooses a language for this device.
    pub fn choose(self, language: Language) {
        spawn_local(async move {
            if self.show(language).await {
                local_storage::set(KEY, language.tag());
                self.is_chosen.set(true);
            }
        });
    }

    /// The agent's own language, unless another one was chosen on this device.
    pub fn suggest(self, language: Language) {
        if !self.is_chosen.get_untracked() && self.shown.get_untracked().0 != language {
            spawn_local(async move {
                self.show(language).await;
            });
        }
    }

    async fn show(self, language: Language) -> bool {
        match split::fetch(language).await {
            Ok(words) => self.shown.set((language, words)),
            Err(_) => {
                self.misses.update(|misses| *misses += 1);
                return false;
            }
        }
        true
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

/// What a language calls itself.
#[must_use]
pub const fn own_name(language: Language) -> &'static str {
    match language {
        Language::Portuguese => "Português",
        Language::English => "English",
        Language::Spanish => "Español",
    }
}

//! Light or dark, as chosen on this device, else as the system has it.

use crate::browser::{local_storage, page};
use leptos::prelude::*;

const KEY: &str = "perfectchat.theme";

/// A theme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// All of them, in the order of the choice.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    const fn name(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }
}

/// The theme of the page. Provided once at the root.
#[derive(Clone, Copy, Debug)]
pub struct ThemeChoice(RwSignal<Theme>);

impl ThemeChoice {
    /// As kept on this device.
    #[must_use]
    pub fn new() -> Self {
        let kept = local_storage::get(KEY);
        let theme = Theme::ALL
            .into_iter()
            .find(|theme| theme.name() == kept.as_deref())
            .unwrap_or_default();
        Self(RwSignal::new(theme))
    }

    /// The theme; tracked.
    #[must_use]
    pub fn theme(self) -> Theme {
        self.0.get()
    }

    /// The agent chooses.
    pub fn choose(self, theme: Theme) {
        match theme.name() {
            Some(name) => local_storage::set(KEY, name),
            None => local_storage::remove(KEY),
        }
        self.0.set(theme);
    }

    /// Keeps the page in step.
    pub fn follow(self) {
        Effect::new(move |_| page::set_theme(self.theme().name()));
    }
}

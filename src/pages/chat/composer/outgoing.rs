//! What the customer gets of what is typed: in the entry, and below files.

use crate::pages::chat::context::Chat;
use crate::state::composing::ConversationSources;
use domain::ids::ConversationId;
use domain::merge_field::Resolution;
use leptos::prelude::*;

/// What is typed, and what becomes of it. A handle that copies.
#[derive(Clone, Copy)]
pub(super) struct Outgoing {
    text: RwSignal<String>,
    sources: Memo<Option<ConversationSources>>,
    resolution: Memo<Option<Resolution>>,
    is_other: Memo<bool>,
}

impl Outgoing {
    /// Of a text that goes into a conversation.
    pub fn of(text: RwSignal<String>, id: ConversationId) -> Self {
        let chat = Chat::here();
        let sources = Memo::new(move |_| chat.with(|state| state.text_sources(id)));
        let resolution = Memo::new(move |_| {
            sources.with(|sources| {
                let sources = sources.as_ref()?;
                let resolution = text.with(|text| {
                    let text = text.trim();
                    // The clock is looked at only where it may matter.
                    let now = || chat.civil_now();
                    (text.contains('@') || sources.signs()).then(|| sources.outgoing(text, now()))
                })?;
                let is_other = text.with(|text| resolution.text != text.trim());
                (is_other || !resolution.gaps().is_empty()).then_some(resolution)
            })
        });
        Self {
            text,
            sources,
            resolution,
            is_other: Memo::new(move |_| resolution.with(Option::is_some)),
        }
    }

    /// What is typed.
    pub const fn text(self) -> RwSignal<String> {
        self.text
    }

    /// What fields stand for.
    pub const fn sources(self) -> Memo<Option<ConversationSources>> {
        self.sources
    }

    /// Whether the customer gets something else than what is typed, or a field has nothing to stand for.
    pub const fn is_other(self) -> Memo<bool> {
        self.is_other
    }

    /// The fields that are unknown or have no value, with `@`; untracked.
    pub fn gaps(self) -> Vec<String> {
        self.resolution
            .with_untracked(|resolution| resolution.as_ref().map(Resolution::gaps).unwrap_or_default())
    }

    /// By how many characters what the customer gets is below the longest that Meta takes; tracked.
    pub fn room(self, longest: usize) -> i64 {
        let length = self.resolution.with(|resolution| match resolution {
            Some(resolution) => resolution.text.trim().chars().count(),
            None => self.text.with(|text| text.trim().chars().count()),
        });
        whole(longest) - whole(length)
    }
}

fn whole(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

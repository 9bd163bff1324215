//! How long one may still answer freely, in a row of the list.

use super::icon::{Icon, IconView};
use leptos::prelude::*;

/// How urgent; over four hours there is no badge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadgeUrgency {
    /// 4 to 1 hours.
    Neutral,
    /// Less than an hour.
    Soon,
    /// Less than a quarter of an hour.
    Last,
    /// Nothing but templates.
    Closed,
}

impl BadgeUrgency {
    /// As styles know it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Soon => "soon",
            Self::Last => "last",
            Self::Closed => "closed",
        }
    }
}

/// The badge.
#[component]
pub fn WindowBadge(
    /// How urgent.
    #[prop(into)]
    urgency: Signal<BadgeUrgency>,
    /// The time left, or the word for a closed window.
    #[prop(into)]
    text: Signal<String>,
    /// What it means, read out.
    #[prop(into)]
    name: Signal<String>,
) -> impl IntoView {
    view! {
        <span class="window-badge" data-urgency=move || urgency.get().name()>
            <IconView icon=Icon::Clock class="window-badge__icon" />
            <span aria-hidden="true">{move || text.get()}</span>
            <span class="visually-hidden">{move || name.get()}</span>
        </span>
    }
}

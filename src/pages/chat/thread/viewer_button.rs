//! A picture or a film that opens in the viewer. The thread listens for all of them.

use crate::i18n::messages::Messages;
use crate::i18n::use_i18n;
use leptos::prelude::*;

/// The button around it.
#[component]
pub(super) fn ViewerButton(
    /// The button's class.
    class: &'static str,
    /// What it does.
    name: fn(&Messages) -> &'static str,
    /// What it shows.
    children: Children,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <button
            type="button"
            class=class
            tabindex="-1"
            data-opens="picture"
            aria-label=move || name(i18n.text())
        >
            {children()}
        </button>
    }
}

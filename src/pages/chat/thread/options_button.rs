//! The dots beside a bubble. They open the message's menu; the thread listens for all of them.

use crate::i18n::use_i18n;
use leptos::prelude::*;

/// The dots.
#[component]
pub(super) fn OptionsButton() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        // The dots are drawn by style: there is one of them for every message.
        <button
            type="button"
            class="message-line__button"
            tabindex="-1"
            aria-haspopup="menu"
            aria-label=move || i18n.text().details.options
        ></button>
    }
}

//! The dots beside a bubble. They open the message's menu; the thread listens for all of them.

use leptos::prelude::*;

/// The element that holds the name of all of them: each watching the language by itself would be dear.
pub(super) const NAME_ID: &str = "message-options-name";

/// The dots.
#[component]
pub(super) fn OptionsButton() -> impl IntoView {
    view! {
        // The dots are drawn by style: there is one of them for every message.
        <button
            type="button"
            class="message-line__button row-dots"
            tabindex="-1"
            aria-haspopup="menu"
            aria-labelledby=NAME_ID
        ></button>
    }
}

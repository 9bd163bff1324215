//! Buttons without words.

use super::icon::{Icon, IconView};
use leptos::prelude::*;

/// An icon that acts. Its name is read out and shows after half a second.
#[component]
pub fn IconButton(
    /// The picture.
    icon: Icon,
    /// The name.
    #[prop(into)]
    name: Signal<String>,
    /// Reports a click.
    on_click: Callback<()>,
    /// `main` for the one action of a place.
    #[prop(optional)]
    look: &'static str,
    /// Where the name shows: `end` (below, flush with the end), `above`, `beside`, else below.
    #[prop(optional)]
    tip: &'static str,
    /// Whether it does nothing now.
    #[prop(optional, into)]
    is_disabled: Signal<bool>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="icon-button"
            data-look=look
            data-tip=tip
            aria-label=move || name.get()
            disabled=move || is_disabled.get()
            on:click=move |_| on_click.run(())
        >
            <IconView icon=icon />
            <span class="icon-button__tip" aria-hidden="true">
                {move || name.get()}
            </span>
        </button>
    }
}

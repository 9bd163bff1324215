//! A button that lets one choose a file of the device.

use super::icon::{Icon, IconView};
use crate::browser::files::{self, LocalFile};
use leptos::html;
use leptos::prelude::*;

/// The button; it reports what was chosen.
#[component]
pub fn FileButton(
    /// What it says.
    #[prop(into)]
    name: Signal<String>,
    /// The media types that the browser's dialog offers first, with commas between; empty: all.
    #[prop(into)]
    accept: String,
    /// Gets the file.
    on_choose: Callback<LocalFile>,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let choose = move |_| {
        if let Some(input) = input.get_untracked() {
            files::open_chooser(&input);
        }
    };
    let on_change = move |_| {
        if let Some(file) = input
            .get_untracked()
            .and_then(|input| files::chosen(&input).into_iter().next())
        {
            on_choose.run(file);
        }
    };
    view! {
        <input
            node_ref=input
            type="file"
            accept=accept
            hidden=true
            on:change=on_change
        />
        <button type="button" class="button file-button" data-look="quiet" on:click=choose>
            <IconView icon=Icon::Attach size="small" />
            {move || name.get()}
        </button>
    }
    .into_any()
}

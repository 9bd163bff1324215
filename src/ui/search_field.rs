//! Where one types what a list on the same page is narrowed down to.

use crate::ui::icon::{Icon, IconView};
use leptos::html;
use leptos::prelude::*;

/// The field, with its sign.
#[component]
pub fn SearchField(
    /// What it is called; it says so while it is empty, too.
    #[prop(into)]
    name: Signal<&'static str>,
    /// What stands in it.
    #[prop(into)]
    text: Signal<String>,
    /// Hears what is typed.
    on_input: Callback<String>,
    /// The most characters that it takes.
    #[prop(optional)]
    most: Option<u32>,
    /// A class of the place it stands in.
    #[prop(optional)]
    class: &'static str,
    /// The input itself.
    #[prop(optional)]
    field: NodeRef<html::Input>,
) -> impl IntoView {
    view! {
        <label class=format!("search-field {class}")>
            <IconView icon=Icon::Search size="small" class="search-field__icon" />
            <input
                node_ref=field
                class="search-field__input"
                type="search"
                autocomplete="off"
                maxlength=most
                aria-label=move || name.get()
                placeholder=move || name.get()
                prop:value=move || text.get()
                on:input=move |event| on_input.run(event_target_value(&event))
            />
        </label>
    }
    .into_any()
}

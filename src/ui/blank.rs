//! What a view says when it has nothing to show: why, and what one can do.

use super::icon::{Icon, IconView};
use leptos::prelude::*;

/// Nothing to show.
#[component]
pub fn Blank(
    /// A picture.
    icon: Icon,
    /// What is the case.
    #[prop(into)]
    title: Signal<String>,
    /// Why, and what to do.
    #[prop(into)]
    text: Signal<String>,
    /// What can be done here: a button.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="blank">
            <IconView icon=icon class="blank__icon" />
            <p class="blank__title">{move || title.get()}</p>
            <p class="blank__text">{move || text.get()}</p>
            {children.map(|children| view! { <div class="blank__action">{children()}</div> })}
        </div>
    }
    .into_any()
}

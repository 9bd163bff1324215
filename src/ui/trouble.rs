//! What is wrong with a form: above its buttons, and read out.

use leptos::prelude::*;

/// The words, if there is anything.
#[component]
pub fn Trouble(
    /// What is wrong and what to do.
    words: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <div role="alert">
            {move || words.get().map(|words| view! { <p class="trouble">{words}</p> })}
        </div>
    }
    .into_any()
}

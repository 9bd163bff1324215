//! The shape of what is being loaded. It shows after 150 ms (by style), so that quick answers never flash.

use leptos::prelude::*;

const ROWS: usize = 9;

/// Rows of the list.
#[component]
pub fn SkeletonList(
    /// What is being waited for, for screen readers.
    #[prop(into)]
    name: Signal<String>,
) -> impl IntoView {
    view! {
        <div class="skeleton" role="status">
            <span class="visually-hidden">{move || name.get()}</span>
            {(0..ROWS)
                .map(|_| {
                    view! {
                        <div class="skeleton__row" aria-hidden="true">
                            <span class="skeleton__avatar"></span>
                            <span class="skeleton__lines">
                                <span class="skeleton__line"></span>
                                <span class="skeleton__line" data-part="second"></span>
                            </span>
                        </div>
                    }
                })
                .collect_view()}
        </div>
    }
    .into_any()
}

/// Bubbles of a thread.
#[component]
pub fn SkeletonThread(
    /// What is being waited for, for screen readers.
    #[prop(into)]
    name: Signal<String>,
) -> impl IntoView {
    view! {
        <div class="skeleton" role="status">
            <span class="visually-hidden">{move || name.get()}</span>
            {["inbound", "outbound", "inbound", "inbound", "outbound"]
                .map(|direction| {
                    view! { <div class="skeleton__bubble" aria-hidden="true" data-direction=direction></div> }
                })
                .collect_view()}
        </div>
    }
    .into_any()
}

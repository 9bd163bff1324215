//! How many characters are left, near the end.

use crate::i18n::use_i18n;
use leptos::prelude::*;

/// From how many characters left it shows.
const COUNTED: i64 = 300;

/// The counter; nothing while there is room.
#[component]
pub(super) fn Counter(
    /// Below nothing: so many are too many.
    left: Memo<i64>,
) -> impl IntoView {
    let i18n = use_i18n();
    let is_counted = Memo::new(move |_| left.get() < COUNTED);
    view! {
        <div role="status">
            <Show when=move || is_counted.get()>
                <p class="composer__counter" data-is-over=move || (left.get() < 0).to_string()>
                    <span aria-hidden="true">{move || left.get()}</span>
                    <span class="visually-hidden">{move || counted(i18n.text().characters_left, left.get())}</span>
                </p>
            </Show>
        </div>
    }
    .into_any()
}

/// Read out in steps, not at every key.
fn counted(words: fn(i64) -> String, left: i64) -> String {
    const STEP: i64 = 50;
    if left < 0 {
        words(left)
    } else {
        words((left + STEP - 1) / STEP * STEP)
    }
}

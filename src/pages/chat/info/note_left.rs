//! What was being written of a note when the right to write notes went: as text, so that nothing of it is lost.

use crate::browser::element;
use crate::i18n::use_i18n;
use crate::ui::toast::Toasts;
use leptos::prelude::*;

/// The text, which can be copied and let go.
#[component]
pub(super) fn NoteLeft(
    /// What was written.
    #[prop(into)]
    text: Signal<String>,
    /// Its author does not want it any more.
    on_discard: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let toasts = expect_context::<Toasts>();
    let copy = move |_| toasts.copy(text.get_untracked(), i18n.text_untracked().copied);
    let discard = move |_| {
        on_discard.run(());
        element::after_next_paint(|| element::focus_if_lost(TITLE));
    };
    view! {
        <div class="note-form note-left" role="group" aria-label=move || i18n.text().contact.refused_notes>
            <p class="note__text" dir="auto">
                {move || text.get()}
            </p>
            <p class="info__trouble" role="alert">
                {move || i18n.text().failure_permission}
            </p>
            <div class="note-form__actions">
                <button type="button" class="button" data-look="quiet" on:click=discard>
                    {move || i18n.text().discard}
                </button>
                <button type="button" class="button" data-look="main" on:click=copy>
                    {move || i18n.text().copy}
                </button>
            </div>
        </div>
    }
    .into_any()
}

/// Whoever was writing goes on at what is left of it.
pub(super) fn lead_to_what_is_left() {
    element::after_next_paint(|| element::focus_if_lost(COPY));
}

const COPY: &str = ".note-left [data-look=main]";
const TITLE: &str = ".info__title";

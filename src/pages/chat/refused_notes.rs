//! Notes that the server did not take: their text stays here until its author has seen it, copied it or let it go.

use super::context::Chat;
use crate::i18n::failure_words::problem_words;
use crate::i18n::use_i18n;
use crate::state::contact_edits::{ContactEdit, Edited};
use crate::state::intent::Intent;
use crate::ui::part::when_wanted;
use crate::ui::toast::Toasts;
use leptos::prelude::*;

/// The notes; nothing when there are none.
#[component]
pub(super) fn RefusedNotes() -> impl IntoView {
    let chat = Chat::here();
    let refused = Memo::new(move |_| chat.with(|state| state.contact_edits.refused()));
    when_wanted(
        chat.tools(),
        move || refused.with(|refused| !refused.is_empty()),
        move |tools| (tools.refused_notes)(refused),
    )
}

/// The list itself, each with its reason: a part of the program.
#[component]
pub(super) fn RefusedItems(
    /// What was refused.
    refused: Memo<Vec<ContactEdit>>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Show when=move || refused.with(|refused| !refused.is_empty())>
            <section class="set-aside" aria-label=move || i18n.text().contact.refused_notes>
                <h3 class="set-aside__title">{move || i18n.text().contact.refused_notes}</h3>
                <For
                    each=move || refused.get()
                    key=|edit| edit.key.clone()
                    children=move |edit| view! { <Refused edit /> }
                />
            </section>
        </Show>
    }
    .into_any()
}

#[component]
fn Refused(edit: ContactEdit) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let toasts = expect_context::<Toasts>();
    let ContactEdit {
        key,
        contact_name,
        what,
        refusal,
        ..
    } = edit;
    let text = match what {
        Edited::Note { put, .. } => put.text,
        Edited::Contact(_) | Edited::NoteRemoved { .. } => String::new(),
    };
    let copied = text.clone();
    let copy = move |_| toasts.copy(copied.clone(), i18n.text_untracked().copied);
    let reason = move || {
        refusal
            .as_ref()
            .map(|problem| problem_words(i18n.text(), problem))
    };
    view! {
        <div class="set-aside__item">
            {contact_name
                .map(|name| {
                    view! {
                        <p class="set-aside__whose" dir="auto">
                            {name}
                        </p>
                    }
                })}
            <p class="set-aside__text" dir="auto">
                {text}
            </p>
            <p class="set-aside__reason">{reason}</p>
            <div class="set-aside__actions">
                <button type="button" class="text-button set-aside__action" on:click=copy>
                    {move || i18n.text().copy}
                </button>
                <button
                    type="button"
                    class="text-button set-aside__action"
                    data-look="danger"
                    on:click=move |_| chat.emit(Intent::DiscardNote(key.clone()))
                >
                    {move || i18n.text().discard}
                </button>
            </div>
        </div>
    }
    .into_any()
}

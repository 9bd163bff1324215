//! Writing a note.

use super::mentioning;
use crate::browser::element;
use crate::i18n::use_i18n;
use crate::pages::chat::composer::combobox_field::ComboboxField;
use crate::pages::chat::composer::suggestions::Suggestions;
use domain::contact::{NOTE_CHARACTERS, tidy_note};
use leptos::ev;
use leptos::html;
use leptos::prelude::*;

/// The form. Enter breaks the line; Ctrl (or ⌘) and Enter keep it, Esc leaves; `@` offers colleagues.
#[component]
pub(super) fn NoteForm(
    /// What stands in it.
    #[prop(into)]
    text: Signal<String>,
    /// Reports each change.
    on_input: Callback<String>,
    /// Gets the note when it shall be kept.
    on_keep: Callback<String>,
    /// It is put off.
    on_leave: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let field = NodeRef::<html::Textarea>::new();
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            element::focus(&field);
        }
    });
    let is_too_long = Memo::new(move |_| text.with(|text| text.trim().chars().count() > NOTE_CHARACTERS));
    // Said when one would keep nothing, until something is written.
    let was_empty = RwSignal::new(false);
    let lacks_words = Memo::new(move |_| was_empty.get() && text.with(|text| text.trim().is_empty()));
    let keep = move || match text.with_untracked(|text| tidy_note(text)) {
        Ok(text) => on_keep.run(text),
        Err(_) => was_empty.set(true),
    };
    let combobox = mentioning::combobox(field);
    let on_key = Callback::new(move |event: ev::KeyboardEvent| match event.key().as_str() {
        "Enter" if event.ctrl_key() || event.meta_key() => {
            event.prevent_default();
            keep();
        }
        "Escape" => {
            event.prevent_default();
            on_leave.run(());
        }
        _ => {}
    });
    view! {
        <form
            class="note-form"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                keep();
            }
        >
            <div class="note-form__entry">
                <Suggestions of=combobox />
                <ComboboxField
                    of=combobox
                    class="field__input note-form__text"
                    rows="4"
                    name=Signal::derive(move || i18n.text().contact.note)
                    placeholder=Signal::derive(move || i18n.text().contact.note_hint)
                    described_by=HINT_ID
                    text
                    is_invalid=Signal::derive(move || is_too_long.get() || lacks_words.get())
                    on_input
                    on_key
                />
            </div>
            <p class="info__trouble" role="alert">
                {move || is_too_long.get().then(|| (i18n.text().contact.note_too_long)(NOTE_CHARACTERS))}
                {move || lacks_words.get().then(|| i18n.text().contact.note_empty)}
            </p>
            <div class="note-form__actions">
                <button type="button" class="button" data-look="quiet" on:click=move |_| on_leave.run(())>
                    {move || i18n.text().cancel}
                </button>
                <button type="submit" class="button" data-look="main">
                    {move || i18n.text().contact.save_note}
                </button>
            </div>
        </form>
    }
    .into_any()
}

/// Says that `@` mentions; stands once above all notes.
pub(super) const HINT_ID: &str = "notes-hint";

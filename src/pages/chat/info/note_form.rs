//! Writing a note.

use super::mentioning;
use crate::browser::element;
use crate::i18n::use_i18n;
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
    let on_keydown = move |event: ev::KeyboardEvent| match event.key().as_str() {
        _ if combobox.takes(&event) => event.prevent_default(),
        "Enter" if (event.ctrl_key() || event.meta_key()) && !event.is_composing() => {
            event.prevent_default();
            keep();
        }
        "Escape" if !event.is_composing() => {
            event.prevent_default();
            on_leave.run(());
        }
        _ => {}
    };
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
                <textarea
                    node_ref=field
                    class="field__input note-form__text"
                    rows="4"
                    dir="auto"
                    {..combobox.attributes()}
                    aria-label=move || i18n.text().contact.note
                    aria-describedby=HINT_ID
                    placeholder=move || i18n.text().contact.note_hint
                    aria-invalid=move || (is_too_long.get() || lacks_words.get()).to_string()
                    prop:value=move || text.get()
                    on:input=move |event| {
                        on_input.run(event_target_value(&event));
                        combobox.look_at_caret();
                    }
                    on:keydown=on_keydown
                    on:keyup=move |event| combobox.follow_caret(&event)
                    on:click=move |_| combobox.look_at_caret()
                    on:blur=move |_| combobox.close()
                ></textarea>
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

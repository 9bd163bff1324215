//! "Notas": what the team notes of a contact. It looks like paper, never like a message, and no way leads from here to the customer.

use super::note_card::NoteCard;
use super::note_form::{HINT_ID, NoteForm};
use super::note_left::{NoteLeft, lead_to_what_is_left};
use crate::browser::element;
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::state::intent::Intent;
use crate::state::notes::ShownNote;
use crate::state::phase::PageLoad;
use crate::ui::button::IconButton;
use crate::ui::dialog::{Dialog, DialogEnd};
use crate::ui::icon::Icon;
use crate::ui::toast::Toasts;
use domain::contact::NOTING;
use domain::ids::{ContactId, NoteId};
use leptos::prelude::*;

/// The notes.
#[component]
pub(super) fn Notes(
    /// Of whom.
    id: ContactId,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let toasts = expect_context::<Toasts>();
    let can_write = Memo::new(move |_| chat.can(NOTING));
    let notes = Memo::new(move |_| chat.with(|state| state.notes_of(id)));
    let is_loaded = Memo::new(move |_| chat.with(|state| state.notes.is_loaded(id)));
    let older = Memo::new(move |_| chat.with(|state| state.notes.older(id)));
    let draft = Memo::new(move |_| {
        let draft = chat.with(|state| state.note_drafts.with(|drafts| drafts.get(&id).cloned()));
        draft.unwrap_or_default()
    });
    // What was begun is there again when one comes back.
    let is_writing =
        RwSignal::new(can_write.get_untracked() && draft.with_untracked(|draft| !draft.is_empty()));
    let editing = RwSignal::new(None::<NoteId>);
    let removing = RwSignal::new(None::<NoteId>);
    Effect::new(move |could_write: Option<bool>| {
        let can_write = can_write.get();
        if could_write == Some(true) && !can_write {
            is_writing.set(false);
            lead_to_what_is_left();
        }
        can_write
    });
    let back_to_plus = || element::after_next_paint(|| element::focus_if_lost(PLUS));
    let keep = move |text: String| {
        chat.emit(Intent::PutNote {
            contact_id: id,
            id: None,
            text,
        });
        is_writing.set(false);
        toasts.say(i18n.text_untracked().contact.note_saved);
        back_to_plus();
    };
    let let_go = Callback::new(move |()| {
        chat.emit(Intent::DraftNote {
            contact_id: id,
            text: String::new(),
        });
    });
    let put_off = move || {
        is_writing.set(false);
        back_to_plus();
    };
    view! {
        <section class="info__part info-notes" aria-label=move || i18n.text().contact.notes>
            <div class="info-notes__head">
                <h3 class="info__label">{move || i18n.text().contact.notes}</h3>
                <Show when=move || can_write.get() && !is_writing.get()>
                    <IconButton
                        icon=Icon::Plus
                        tip="end"
                        name=Signal::derive(move || i18n.text().contact.add_note.to_owned())
                        on_click=Callback::new(move |()| is_writing.set(true))
                    />
                </Show>
            </div>
            <p class="info__none">{move || i18n.text().contact.notes_text}</p>
            <Show when=move || can_write.get() && (is_writing.get() || editing.with(Option::is_some))>
                <p id=HINT_ID class="info__none">
                    {move || i18n.text().mention.hint}
                </p>
            </Show>
            <Show when=move || can_write.get() && is_writing.get()>
                <NoteForm
                    text=draft
                    on_input=Callback::new(move |text| chat.emit(Intent::DraftNote { contact_id: id, text }))
                    on_keep=Callback::new(keep)
                    on_leave=Callback::new(move |()| put_off())
                />
            </Show>
            <Show when=move || !can_write.get() && draft.with(|draft| !draft.trim().is_empty())>
                <NoteLeft text=draft on_discard=let_go />
            </Show>
            <Show when=move || is_loaded.get() && !is_writing.get() && notes.with(Vec::is_empty)>
                <p class="info__value">{move || i18n.text().contact.no_notes}</p>
            </Show>
            <ul class="info-notes__list" aria-label=move || i18n.text().contact.notes>
                <For
                    each=move || ids(notes)
                    key=|id| *id
                    children=move |note_id| {
                        let note = Memo::new(move |_| note_in(notes, note_id));
                        view! { <NoteCard note can_write editing removing /> }
                    }
                />
            </ul>
            <Show when=move || older.get().are_there>
                <button
                    type="button"
                    class="text-button info-notes__older"
                    aria-disabled=move || (older.get().load == PageLoad::Busy).to_string()
                    on:click=move |_| chat.emit(Intent::LoadOlderNotes(id))
                >
                    {move || match older.get().load {
                        PageLoad::Idle => i18n.text().contact.older_notes,
                        PageLoad::Busy => i18n.text().loading,
                        PageLoad::Failed => i18n.text().try_again,
                    }}
                </button>
            </Show>
        </section>
        <RemoveDialog id can_write removing />
    }
    .into_any()
}

const PLUS: &str = ".info-notes__head button";

fn ids(notes: Memo<Vec<ShownNote>>) -> Vec<NoteId> {
    notes.with(|notes| notes.iter().map(|shown| shown.note.id).collect())
}

fn note_in(notes: Memo<Vec<ShownNote>>, id: NoteId) -> Option<ShownNote> {
    notes.with(|notes| notes.iter().find(|shown| shown.note.id == id).cloned())
}

#[component]
fn RemoveDialog(id: ContactId, can_write: Memo<bool>, removing: RwSignal<Option<NoteId>>) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let close = move || {
        // The panel may have gone with the question open.
        removing.try_set(None);
    };
    let remove = move |_| {
        if let Some(note_id) = removing.get_untracked() {
            chat.emit(Intent::RemoveNote {
                contact_id: id,
                id: note_id,
            });
        }
        close();
        element::after_next_paint(|| element::focus_if_lost(PLUS));
    };
    view! {
        <Dialog
            is_open=Signal::derive(move || can_write.get() && removing.with(Option::is_some))
            title=Signal::derive(move || i18n.text().contact.remove_note_title.to_owned())
            on_close=Callback::new(move |()| close())
        >
            <p class="dialog__text">{move || i18n.text().contact.remove_note_text}</p>
            <DialogEnd
                on_leave=Callback::new(move |()| close())
                on_confirm=Callback::new(remove)
                look="danger"
            >
                {move || i18n.text().contact.remove_now}
            </DialogEnd>
        </Dialog>
    }
    .into_any()
}

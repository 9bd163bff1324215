//! One note.

use super::note_form::NoteForm;
use super::note_left::NoteLeft;
use crate::browser::element;
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::state::intent::Intent;
use crate::state::notes::ShownNote;
use crate::ui::button::IconButton;
use crate::ui::icon::{Icon, IconView};
use domain::ids::NoteId;
use domain::mention::{Mentioned, Piece, pieces};
use leptos::prelude::*;

/// A note: who wrote it, when, and what; its author can change and remove it.
#[component]
pub(super) fn NoteCard(
    /// Which; none once it has gone.
    note: Memo<Option<ShownNote>>,
    /// Whether the reader may write notes.
    can_write: Memo<bool>,
    /// Which note is being changed.
    editing: RwSignal<Option<NoteId>>,
    /// Which note is to go.
    removing: RwSignal<Option<NoteId>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let id = Memo::new(move |_| note.with(|note| note.as_ref().map(|shown| shown.note.id)));
    let text = Memo::new(move |_| {
        note.with(|note| note.as_ref().map(|shown| shown.note.text.clone()))
            .unwrap_or_default()
    });
    let named = Memo::new(move |_| {
        let known = note.with(|note| {
            let shown = note.as_ref()?;
            Some((shown.note.mentions.clone(), shown.is_waiting))
        });
        let (mut named, is_waiting) = known.unwrap_or_default();
        if is_waiting {
            // The server has yet to say whom it names.
            let agents = chat.with(|state| state.agents.rows());
            let me = chat.with(crate::state::AppState::me);
            let agents = agents.iter().map(|agent| agent.with(Mentioned::of));
            named.extend(agents.filter(|agent| Some(agent.agent_id) != me));
        }
        named
    });
    let is_mine = Memo::new(move |_| {
        let me = chat.with(crate::state::AppState::me);
        can_write.get() && note.with(|note| note.as_ref().map(|shown| shown.note.author)) == me
    });
    let is_begun = Memo::new(move |_| id.get().is_some() && editing.get() == id.get());
    let is_editing = Memo::new(move |_| is_begun.get() && can_write.get());
    let typed = RwSignal::new(String::new());
    let is_left = Memo::new(move |_| {
        let is_other = text.with(|text| typed.with(|typed| typed != text));
        is_begun.get() && !can_write.get() && is_other
    });
    let author = move || {
        let author = note.with(|note| note.as_ref().map(|shown| shown.note.author))?;
        let name = chat.agent_name(author);
        Some(name.unwrap_or_else(|| i18n.text().somebody.to_owned()))
    };
    let time = move || {
        let at = note.with(|note| note.as_ref().map(|shown| shown.note.created_at))?;
        Some(chat.desk().day_and_time(at))
    };
    let is_edited =
        move || note.with(|note| note.as_ref().is_some_and(|shown| shown.note.edited_at.is_some()));
    let is_waiting = move || note.with(|note| note.as_ref().is_some_and(|shown| shown.is_waiting));
    let begin = move || {
        typed.set(text.get_untracked());
        editing.set(id.get_untracked());
    };
    let end = move || {
        editing.set(None);
        if let Some(id) = id.get_untracked() {
            element::after_next_paint(move || {
                element::focus_if_lost(&format!("[data-note=\"{id}\"] button"));
            });
        }
    };
    let keep = move |new: String| {
        let note = note.get_untracked().map(|shown| shown.note);
        if let Some(note) = note.filter(|note| note.text != new) {
            chat.emit(Intent::PutNote {
                contact_id: note.contact_id,
                id: Some(note.id),
                text: new,
            });
        }
        end();
    };
    view! {
        <li class="note" data-note=move || id.get().map(|id| id.to_string())>
            <Show
                when=move || is_editing.get()
                fallback=move || {
                    view! {
                        <p class="note__text" dir="auto">
                            {move || text.with(|text| named.with(|named| words(text, named)))}
                        </p>
                    }
                }
            >
                <NoteForm
                    text=typed
                    on_input=Callback::new(move |text| typed.set(text))
                    on_keep=Callback::new(keep)
                    on_leave=Callback::new(move |()| end())
                />
            </Show>
            <Show when=move || is_left.get()>
                <NoteLeft text=typed on_discard=Callback::new(move |()| editing.set(None)) />
            </Show>
            <div class="note__foot">
                <p class="note__about">
                    <span>{author}</span>
                    <span class="note__time">{time}</span>
                    <Show when=is_edited>
                        <span class="note__time">{move || i18n.text().contact.note_edited}</span>
                    </Show>
                    <Show when=is_waiting>
                        <span class="note__waiting" role="img" aria-label=move || i18n.text().contact.note_waiting>
                            <IconView icon=Icon::Clock size="small" />
                        </span>
                    </Show>
                </p>
                <Show when=move || is_mine.get() && !is_editing.get()>
                    <IconButton
                        icon=Icon::Edit
                        tip="end"
                        name=Signal::derive(move || i18n.text().contact.edit_note.to_owned())
                        on_click=Callback::new(move |()| begin())
                    />
                    <IconButton
                        icon=Icon::Delete
                        tip="end"
                        name=Signal::derive(move || i18n.text().contact.remove_note.to_owned())
                        on_click=Callback::new(move |()| removing.set(id.get_untracked()))
                    />
                </Show>
            </div>
        </li>
    }
    .into_any()
}

/// A note's text with the colleagues whom it names set off.
fn words(text: &str, named: &[Mentioned]) -> AnyView {
    let piece = |piece: Piece<'_>| {
        let words = piece.text.to_owned();
        if piece.is_mention {
            view! { <span class="note__mention">{words}</span> }.into_any()
        } else {
            words.into_any()
        }
    };
    pieces(text, named)
        .into_iter()
        .map(piece)
        .collect_view()
        .into_any()
}

//! "Painel de informações do chat": who writes and what the team keeps of them. A part of the program that comes when it is opened.

mod conduct;
mod crop;
mod crop_dialog;
mod erase_dialog;
mod facts;
mod groups;
mod mentioning;
mod merge_dialog;
mod name_field;
mod note_card;
mod note_form;
mod note_left;
mod notes;
mod picture;
mod shelves;
mod split;

pub(super) use self::split::fetch;

use self::conduct::Conduct;
use self::facts::{Address, SourceChoice, StageChoice, Times};
use self::groups::Groups;
use self::name_field::NameField;
use self::notes::Notes;
use self::picture::Picture;
use self::shelves::{Library, ShelvesEntry};
use super::context::Chat;
use crate::browser::element;
use crate::i18n::use_i18n;
use crate::ui::button::IconButton;
use crate::ui::icon::{Icon, IconView};
use domain::ids::{ContactId, ConversationId};
use domain::shelf::Shelf;
use leptos::html;
use leptos::prelude::*;

/// What is on screen: a conversation and who writes in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Subject {
    conversation_id: ConversationId,
    contact_id: ContactId,
}

/// The panel, while it is open.
#[component]
fn InfoPanel() -> impl IntoView {
    let chat = Chat::here();
    let subject = Memo::new(move |_| {
        let conversation_id = chat.current().filter(|_| chat.has_info())?;
        // It may go out of sight while the panel is open.
        chat.with(|state| state.conversations.is_here(conversation_id).then_some(()))?;
        let row = chat.with(|state| state.conversations.find(conversation_id))?;
        Some(Subject {
            conversation_id,
            contact_id: row.with(|row| row.contact_id),
        })
    });
    move || subject.get().map(|subject| view! { <Panel subject /> })
}

#[component]
fn Panel(subject: Subject) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let shelf = RwSignal::new(None::<Shelf>);
    let is_in_library = Memo::new(move |_| shelf.with(Option::is_some));
    let heading = NodeRef::<html::H2>::new();
    Effect::new(move |_| {
        if let Some(heading) = heading.get() {
            // Who opens it goes on there; who comes by an address begins where the address always begins.
            if chat.takes_info_focus() {
                element::focus(&heading);
            }
        }
    });
    view! {
        <aside
            class="shell__info info"
            data-shows=move || if is_in_library.get() { "library" } else { "panel" }
            aria-label=move || i18n.text().contact.title
        >
            <div class="info__bar">
                <h2 node_ref=heading class="info__title" tabindex="-1">
                    {move || i18n.text().contact.title}
                </h2>
                <IconButton
                    icon=Icon::Close
                    tip="end"
                    name=Signal::derive(move || i18n.text().close.to_owned())
                    on_click=Callback::new(move |()| chat.show_info(false))
                />
            </div>
            <div class="info__body">
                <Picture subject />
                <section class="info__part" aria-label=move || i18n.text().contact.details>
                    <NameField id=subject.contact_id />
                    <Address id=subject.contact_id />
                </section>
                <StageChoice id=subject.contact_id />
                <SourceChoice id=subject.contact_id />
                <Groups id=subject.contact_id />
                <Times subject />
                <ShelvesEntry id=subject.conversation_id shelf />
                <Notes id=subject.contact_id />
                <SearchHistory id=subject.conversation_id />
                <Conduct subject />
            </div>
            <Show when=move || is_in_library.get()>
                <Library id=subject.conversation_id shelf />
            </Show>
        </aside>
    }
    .into_any()
}

/// "Pesquisar histórico de bate-papo": the box stands above the thread, which the panel may cover, so the panel closes.
#[component]
fn SearchHistory(id: ConversationId) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let search = move |_| {
        chat.show_info(false);
        chat.finder_for().set(Some(id));
    };
    view! {
        <div class="info__part info__actions">
            <button type="button" class="info__action" on:click=search>
                <IconView icon=Icon::Search />
                {move || i18n.text().search.in_conversation}
            </button>
        </div>
    }
    .into_any()
}

//! "Mídia, links e documentos": the way in from the panel, and what lies behind it.

mod cover;
mod facts;
mod library;
mod links_and_files;
mod months;
mod notes;
mod pictures;

pub(super) use self::library::Library;

use self::cover::Cover;
use crate::i18n::messages::Messages;
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::pages::chat::thread::over::shown_of;
use crate::state::intent::Intent;
use crate::state::phase::{Connection, PageLoad, RequestFailure};
use crate::state::shelves::{ShelfIntent, ShelfRows, Teller};
use crate::ui::icon::{Icon, IconView};
use domain::ids::{ConversationId, MessageId};
use domain::shelf::Shelf;
use leptos::prelude::*;

/// Names the button that opens the library, for who gives the focus back to it.
pub(super) const ENTRY: &str = ".shelves-entry";
/// So many pictures are shown on it.
const COVERS: usize = 3;

/// How many there are, the newest pictures, and the way to all of them.
#[component]
pub(super) fn ShelvesEntry(
    /// Of which conversation.
    id: ConversationId,
    /// Which shelf is open.
    shelf: RwSignal<Option<Shelf>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    keep_open(chat, id, Memo::new(|_| Shelf::Media));
    on_cleanup(move || chat.emit(Intent::Shelf(ShelfIntent::Close(id))));
    ask_again_when_connected(chat);
    let counts = Memo::new(move |_| chat.with(|state| state.shelves.counts()));
    let total = move || usize::try_from(counts.get()?.total()).ok();
    let covers = Memo::new(move |_| {
        let places = chat
            .with(|state| state.shelves.rows(Shelf::Media))
            .map(|rows| rows.places);
        let ids = places.into_iter().flatten().map(|place| place.id);
        ids.filter(|id| has_cover(chat, *id))
            .take(COVERS)
            .collect::<Vec<_>>()
    });
    let open = move |_| {
        // Where there are no pictures, what is there comes first.
        let is_on = |one: &Shelf| counts.get_untracked().is_some_and(|counts| counts.of(*one) > 0);
        let first = Shelf::ALL.into_iter().find(is_on);
        shelf.set(Some(first.unwrap_or(Shelf::Media)));
    };
    view! {
        <section class="info__part info__actions">
            <button type="button" class="shelves-entry" on:click=open>
                <IconView icon=Icon::Image />
                <span class="shelves-entry__title">{move || i18n.text().shelves.title}</span>
                <span class="shelves-entry__count">
                    {move || total().map(|count| (i18n.text().shelves.count)(count))}
                </span>
                <IconView icon=Icon::Next size="small" />
                <Show when=move || !covers.with(Vec::is_empty)>
                    <span class="shelves-entry__covers" aria-hidden="true">
                        <For
                            each=move || covers.get()
                            key=|id| *id
                            children=move |id| {
                                view! {
                                    <span class="shelf-tile">
                                        <Cover id />
                                    </span>
                                }
                            }
                        />
                    </span>
                </Show>
            </button>
        </section>
    }
    .into_any()
}

/// Opens a shelf, and again when all that the app knows began anew.
fn keep_open(chat: Chat, id: ConversationId, shelf: Memo<Shelf>) {
    let are_open = Memo::new(move |_| chat.with(|state| state.shelves.are_open(id)));
    let is_here = Memo::new(move |_| chat.with(|state| state.conversations.is_here(id)));
    Effect::new(move |_| {
        let shelf = shelf.get();
        // Also when they are: the shelf may be another one.
        are_open.get();
        // A conversation that goes closes its shelves a moment before the panel goes.
        if is_here.get() {
            chat.emit(Intent::Shelf(ShelfIntent::Open {
                conversation_id: id,
                shelf,
            }));
        }
    });
}

/// What a shelf is called.
const fn shelf_name(text: &Messages, shelf: Shelf) -> &'static str {
    match shelf {
        Shelf::Media => text.shelves.media,
        Shelf::Links => text.shelves.links,
        Shelf::Documents => text.shelves.documents,
    }
}

/// Whether a message has a picture or film that can be shown; tracked.
fn has_cover(chat: Chat, id: MessageId) -> bool {
    chat.with(|state| state.shelves.find(id))
        .is_some_and(|row| row.with(|message| !message.is_revoked && shown_of(&message.content).is_some()))
}

/// The server is there again: it tells what only the device could tell, and what failed. Counts that an event made uncertain are asked
/// for.
fn ask_again_when_connected(chat: Chat) {
    Effect::new(move |was_online: Option<bool>| {
        let is_online = chat.with(|state| state.connection.get()) == Connection::Online;
        if is_online && was_online == Some(false) {
            for shelf in Shelf::ALL {
                let rows = untrack(|| chat.with(|state| state.shelves.rows(shelf)));
                if rows.as_ref().is_some_and(lacks_server) {
                    chat.emit(Intent::Shelf(ShelfIntent::AskAgain(shelf)));
                }
            }
        }
        is_online
    });
    Effect::new(move |_| {
        if chat.with(|state| state.shelves.needs_count()) {
            chat.emit(Intent::Shelf(ShelfIntent::Count));
        }
    });
}

fn lacks_server(rows: &ShelfRows) -> bool {
    let has_failed = rows.load == PageLoad::Failed && rows.failure == Some(RequestFailure::Offline);
    rows.load != PageLoad::Busy && (rows.teller == Teller::Device || has_failed)
}

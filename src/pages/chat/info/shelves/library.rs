//! "Mídia, links e documentos" of a conversation, over the panel: three tabs, each a shelf.

use super::links_and_files::LinksOrDocuments;
use super::notes::ShelfNotes;
use super::pictures::Pictures;
use super::{ENTRY, keep_open, shelf_name};
use crate::browser::{element, page};
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::state::intent::Intent;
use crate::state::phase::PageLoad;
use crate::state::shelves::{ShelfIntent, ShelfRows};
use crate::ui::button::IconButton;
use crate::ui::icon::Icon;
use domain::entities::Position;
use domain::ids::ConversationId;
use domain::shelf::Shelf;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;

/// The library, while a shelf is open.
#[component]
pub(in crate::pages::chat::info) fn Library(
    /// Of which conversation.
    id: ConversationId,
    /// Which shelf is open.
    shelf: RwSignal<Option<Shelf>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let shown = Memo::new(move |_| shelf.get().unwrap_or(Shelf::Media));
    let rows = Memo::new(move |_| chat.with(|state| state.shelves.rows(shown.get())));
    let places = Memo::new(move |_| {
        rows.with(|rows| rows.as_ref().map(|rows| rows.places.clone()))
            .unwrap_or_default()
    });
    keep_open(chat, id, shown);
    let heading = NodeRef::<html::H2>::new();
    Effect::new(move |_| {
        if let Some(heading) = heading.get() {
            element::focus(&heading);
        }
    });
    let back = move || {
        shelf.set(None);
        element::after_next_paint(|| element::focus_if_lost(ENTRY));
    };
    let on_keydown = move |event: ev::KeyboardEvent| {
        // The panel itself stays open.
        if event.key() == "Escape" && !event.default_prevented() && !element::is_anything_on_top() {
            event.prevent_default();
            back();
        }
    };
    let on_scroll = move |event: ev::Event| {
        let is_near =
            element::target_in(&event, BODY).is_some_and(|body| element::distance_from_end(&body) < NEAR);
        let is_idle = |rows: &ShelfRows| rows.has_more() && rows.load == PageLoad::Idle;
        // The browser may tell of the last scrolling when the library has gone.
        let has_more = rows.try_with_untracked(|rows| rows.as_ref().is_some_and(is_idle)) == Some(true);
        if is_near
            && has_more
            && let Some(shelf) = shown.try_get_untracked()
        {
            chat.emit(Intent::Shelf(ShelfIntent::More(shelf)));
        }
    };
    let go_to = Callback::new(move |place: Position| go_to(chat, id, place));
    view! {
        <div class="library" on:keydown=on_keydown>
            <div class="info__bar library__bar">
                <IconButton
                    icon=Icon::Back
                    name=Signal::derive(move || i18n.text().shelves.back.to_owned())
                    on_click=Callback::new(move |()| back())
                />
                <h2 node_ref=heading class="info__title" tabindex="-1">
                    {move || i18n.text().shelves.title}
                </h2>
            </div>
            <Tabs shelf shown />
            <div
                id=PANEL
                class="library__body"
                role="tabpanel"
                tabindex="0"
                aria-label=move || shelf_name(i18n.text(), shown.get())
                on:scroll=on_scroll
            >
                {move || match shown.get() {
                    Shelf::Media => view! { <Pictures places go_to /> }.into_any(),
                    shelf @ (Shelf::Links | Shelf::Documents) => {
                        view! { <LinksOrDocuments shelf places go_to /> }.into_any()
                    }
                }}
                <ShelfNotes shelf=shown rows />
            </div>
        </div>
    }
    .into_any()
}

const PANEL: &str = "library-panel";
const BODY: &str = ".library__body";
/// How near the end the next page is asked for, in pixels.
const NEAR: i32 = 600;

/// To a message in its thread. Where the panel covers the thread, it closes.
fn go_to(chat: Chat, conversation_id: ConversationId, place: Position) {
    if page::has_room_for_panel() {
        chat.emit(Intent::ShowMessage {
            conversation_id,
            place,
        });
    } else {
        chat.leave_info_for(place);
    }
}

/// The shelves as tabs; arrow keys go from one to the next.
#[component]
fn Tabs(shelf: RwSignal<Option<Shelf>>, shown: Memo<Shelf>) -> impl IntoView {
    let i18n = use_i18n();
    let on_keydown = move |event: ev::KeyboardEvent| {
        let last = Shelf::ALL.len() - 1;
        let at = Shelf::ALL
            .iter()
            .position(|one| *one == shown.get_untracked())
            .unwrap_or_default();
        let next = match event.key().as_str() {
            "ArrowRight" if at == last => 0,
            "ArrowRight" => at + 1,
            "ArrowLeft" if at == 0 => last,
            "ArrowLeft" => at - 1,
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        shelf.set(Some(Shelf::ALL[next]));
        element::after_next_paint(|| element::focus_first(CHOSEN));
    };
    view! {
        <div
            class="library__tabs"
            role="tablist"
            aria-label=move || i18n.text().shelves.kinds
            on:keydown=on_keydown
        >
            {Shelf::ALL
                .map(|one| {
                    let is_chosen = move || shown.get() == one;
                    view! {
                        <button
                            type="button"
                            class="library__tab"
                            role="tab"
                            aria-selected=move || is_chosen().to_string()
                            aria-controls=PANEL
                            tabindex=move || if is_chosen() { "0" } else { "-1" }
                            on:click=move |_| shelf.set(Some(one))
                        >
                            {move || shelf_name(i18n.text(), one)}
                        </button>
                    }
                })
                .collect_view()}
        </div>
    }
    .into_any()
}

const CHOSEN: &str = ".library__tab[aria-selected=true]";

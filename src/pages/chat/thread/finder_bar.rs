//! "Pesquisar histórico de bate-papo": the box above a thread, "3 de 17", and the way from hit to hit. The focus stays in the box while the
//! thread moves; what was found is marked in the bubbles.

use crate::browser::element;
use crate::i18n::use_i18n;
use crate::pages::chat::address;
use crate::pages::chat::context::Chat;
use crate::pages::chat::marking::Marking;
use crate::shell::failure_words;
use crate::state::intent::Intent;
use crate::state::search::{Finder, FinderState, SearchIntent, Step};
use crate::ui::button::IconButton;
use crate::ui::enter_key::types;
use crate::ui::icon::{Icon, IconView};
use domain::content::MessageContent;
use domain::ids::ConversationId;
use domain::search::search_text;
use domain::text_folding::words;
use domain::text_matching::Query;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use std::ops::Range;

/// Where the focus goes back to.
const ENTRY: &str = ".composer__text";
/// Where it goes without one, because the window has closed: from where one came.
const BUTTON: &str = ".chat-header > .icon-button:not(.chat-header__back)";

/// The box.
#[component]
pub(in crate::pages::chat) fn FinderBar(
    /// Of which conversation.
    id: ConversationId,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let query = use_location().query;
    let navigate = use_navigate();
    let field = NodeRef::<html::Input>::new();
    let from_address = query
        .with_untracked(|query| query.get(address::FIND))
        .unwrap_or_default();
    let text = RwSignal::new(from_address);
    let finder = chat.with(|state| state.finder.clone());
    let finder = Memo::new(move |_| finder.get().filter(|finder| finder.conversation_id == id));
    let has_hits = Memo::new(move |_| {
        finder.with(|finder| finder.as_ref().is_some_and(|finder| finder.place().is_some()))
    });
    let look = move || {
        chat.emit(Intent::Search(SearchIntent::FindIn {
            conversation_id: id,
            text: text.get_untracked(),
        }));
    };
    // What the address tells of is looked for at once.
    if text.with_untracked(|text| !text.is_empty()) {
        look();
    }
    // All began anew on this device: so does the search.
    Effect::new(move |had_begun: Option<bool>| {
        let has_begun = finder.with(Option::is_some);
        if had_begun == Some(true) && !has_begun && text.with_untracked(|text| !text.is_empty()) {
            look();
        }
        has_begun
    });
    Effect::new(move |_| {
        let query = text.with(|text| Query::parse(text));
        chat.marking()
            .set((!query.is_empty()).then_some(Marking { query, finds, places }));
    });
    let keep_in_address = StoredValue::new_local(move |find: Option<&str>| {
        let here = query.with_untracked(|query| address::of_conversation(query, id, None, find));
        let options = NavigateOptions {
            replace: true,
            scroll: false,
            ..NavigateOptions::default()
        };
        navigate(&here, options);
    });
    Effect::new(move |_| {
        let Some(field) = field.get() else { return };
        element::focus(&field);
        field.select();
        // Opened by its button: the address tells of it from now on.
        if text.with_untracked(String::is_empty) {
            untrack(|| keep_in_address.with_value(|keep| keep(Some(""))));
        }
    });
    on_cleanup(move || {
        chat.marking().try_set(None);
        chat.emit(Intent::Search(SearchIntent::LeaveConversation));
    });
    let step = move |step: Step| {
        let wanted = text.get_untracked();
        keep_in_address.with_value(|keep| keep(Some(wanted.as_str())));
        chat.emit(Intent::Search(SearchIntent::Step(step)));
    };
    let close = move || {
        chat.finder_for().set(None);
        keep_in_address.with_value(|keep| keep(None));
        element::after_next_paint(|| {
            element::focus_first(ENTRY);
            element::focus_if_lost(BUTTON);
        });
    };
    let on_key = move |event: ev::KeyboardEvent| {
        if types(&event) || event.ctrl_key() || event.meta_key() {
            return;
        }
        match (event.key().as_str(), event.shift_key()) {
            ("Enter" | "F3", false) => step(Step::Older),
            ("Enter" | "F3", true) => step(Step::Newer),
            ("Escape", _) => close(),
            _ => return,
        }
        event.prevent_default();
    };
    let count = move || {
        let text = &i18n.text().search;
        finder.with(|finder| {
            let Some(finder) = finder.as_ref().filter(|finder| !finder.text.trim().is_empty()) else {
                return String::new();
            };
            match (&finder.state, finder.place()) {
                (_, Some(_)) => (text.place)(finder.at + 1, finder.total),
                (FinderState::Busy, None) => text.looking.to_owned(),
                (FinderState::Failed(_), None) => String::new(),
                (_, None) => text.no_hit.to_owned(),
            }
        })
    };
    let note = move || finder.with(|finder| note_of(i18n.text(), finder.as_ref()?));
    view! {
        <div class="finder" role="search" aria-label=move || i18n.text().search.in_conversation>
            <IconView icon=Icon::Search class="finder__icon" />
            <input
                node_ref=field
                class="finder__entry"
                type="search"
                dir="auto"
                autocomplete="off"
                spellcheck="false"
                aria-label=move || i18n.text().search.in_conversation
                placeholder=move || i18n.text().search.in_conversation
                prop:value=move || text.get()
                on:input=move |event| {
                    text.set(event_target_value(&event));
                    look();
                }
                on:keydown=on_key
            />
            <span class="finder__count" role="status">
                {count}
            </span>
            <IconButton
                icon=Icon::ChevronUp
                tip="end"
                name=Signal::derive(move || i18n.text().search.older.to_owned())
                is_disabled=Signal::derive(move || !has_hits.get())
                on_click=Callback::new(move |()| step(Step::Older))
            />
            <IconButton
                icon=Icon::ChevronDown
                tip="end"
                name=Signal::derive(move || i18n.text().search.newer.to_owned())
                is_disabled=Signal::derive(move || !has_hits.get())
                on_click=Callback::new(move |()| step(Step::Newer))
            />
            <IconButton
                icon=Icon::Close
                tip="end"
                name=Signal::derive(move || i18n.text().search.close.to_owned())
                on_click=Callback::new(move |()| close())
            />
            {move || note().map(|note| view! { <p class="finder__note" role="status">{note}</p> })}
        </div>
    }
    .into_any()
}

/// What one should know of what was looked through.
fn note_of(text: &crate::i18n::messages::Messages, finder: &Finder) -> Option<String> {
    Some(match &finder.state {
        FinderState::OnDevice => text.search.on_device_only.to_owned(),
        FinderState::Indexing => text.search.indexing.to_owned(),
        FinderState::Failed(failure) => failure_words(text, failure),
        FinderState::Busy | FinderState::Whole => return None,
    })
}

fn finds(query: &Query, content: &MessageContent) -> bool {
    query.find(&search_text(content)).is_some()
}

/// Where words of a query stand. A bubble shows a text in pieces: not all of the words need be in this one.
fn places(query: &Query, text: &str) -> Vec<Range<usize>> {
    let is_hit = |folded: &str| {
        query
            .words()
            .iter()
            .any(|wanted| folded.starts_with(wanted.as_str()))
    };
    words(text)
        .into_iter()
        .filter(|word| is_hit(&word.folded))
        .map(|word| word.range)
        .collect()
}

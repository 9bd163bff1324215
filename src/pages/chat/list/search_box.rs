//! "Buscar contatos e mensagens": one box for contacts, messages and, behind `>`, commands. The focus stays in it: keys are for what it
//! found. What shows that is a part of the program that comes when the box is entered.

use crate::browser::{element, page};
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::state::intent::Intent;
use crate::state::search::SearchIntent;
use crate::ui::button::IconButton;
use crate::ui::enter_key::types;
use crate::ui::icon::{Icon, IconView};
use crate::ui::part::when_wanted;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// Joins the box and what it found.
pub(super) const LIST_ID: &str = "search-results";
const BOX: &str = ".search-box__entry";
/// What a command begins with.
const COMMAND: char = '>';

/// What box and results share.
#[derive(Clone, Copy)]
pub(in crate::pages::chat) struct SearchBoxState {
    /// What was typed.
    pub text: RwSignal<String>,
    /// Which result Enter takes.
    pub active: RwSignal<Option<usize>>,
    /// Enter was pressed before anybody had looked for what was typed: its first result is taken when somebody has.
    pub is_waiting: RwSignal<bool>,
    /// How many there are.
    pub count: RwSignal<usize>,
    /// Where they stand.
    pub list: NodeRef<html::Div>,
    /// Opens "Nova conversa".
    pub is_starting: RwSignal<bool>,
}

impl SearchBoxState {
    pub fn new(is_starting: RwSignal<bool>) -> Self {
        Self {
            text: RwSignal::new(String::new()),
            active: RwSignal::new(None),
            is_waiting: RwSignal::new(false),
            count: RwSignal::new(0),
            list: NodeRef::new(),
            is_starting,
        }
    }

    /// Whether one searches: the results stand in the place of the list; tracked.
    pub fn is_in_use(self) -> bool {
        self.text.with(|text| !text.trim().is_empty())
    }

    /// The command that is looked for, if it is one; tracked.
    pub fn command(self) -> Option<String> {
        self.text
            .with(|text| text.trim_start().strip_prefix(COMMAND).map(str::to_owned))
    }

    /// Ends the search.
    pub fn clear(self) {
        self.text.set(String::new());
        self.active.set(None);
        self.is_waiting.set(false);
    }

    fn go(self, step: isize) {
        self.is_waiting.set(false);
        let count = self.count.get_untracked();
        let (Ok(all), true) = (isize::try_from(count), count > 0) else {
            return;
        };
        let at = self
            .active
            .get_untracked()
            .and_then(|at| isize::try_from(at).ok());
        let next = at.map_or(if step < 0 { all - 1 } else { 0 }, |at| {
            (at + step).rem_euclid(all)
        });
        self.active.set(usize::try_from(next).ok());
    }

    /// Takes the chosen result, or the first. What still stands there for another text is not what one means.
    fn choose(self, chat: Chat) {
        let is_meant = self.text.with_untracked(|text| {
            is_command(text) || chat.with(|state| state.search.with_untracked(|search| search.is_about(text)))
        });
        if is_meant {
            self.take();
        } else {
            self.is_waiting.set(true);
        }
    }

    /// Somebody has looked: takes what was waited for, as soon as it is drawn.
    pub fn take_what_waits(self) {
        element::after_next_paint(move || {
            if self.is_waiting.try_get_untracked() == Some(true) {
                self.is_waiting.set(false);
                self.take();
            }
        });
    }

    fn take(self) {
        let at = self.active.get_untracked().unwrap_or(0);
        let list = self.list.get_untracked();
        if let Some(option) =
            list.and_then(|list| element::first_inside(&list, &format!("#{}", option_id(at))))
        {
            element::click(&option);
        }
    }
}

fn is_command(text: &str) -> bool {
    text.trim_start().starts_with(COMMAND)
}

/// The id of a result.
pub(super) fn option_id(place: usize) -> String {
    format!("{LIST_ID}-{place}")
}

/// The box.
#[component]
pub(super) fn SearchBox(state: SearchBoxState) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let field = NodeRef::<html::Input>::new();
    let is_entered = RwSignal::new(false);
    let find = move |text: String| {
        state.active.set(None);
        state.is_waiting.set(false);
        state.text.set(text.clone());
        let wanted = if is_command(&text) { String::new() } else { text };
        chat.emit(Intent::Search(SearchIntent::Find(wanted)));
    };
    // Whoever comes back to this page searches anew.
    on_cleanup(move || {
        if state.text.try_with_untracked(|text| !text.is_empty()) == Some(true) {
            chat.emit(Intent::Search(SearchIntent::Find(String::new())));
        }
    });
    let end = move || {
        find(String::new());
        if let Some(field) = field.get_untracked() {
            element::focus(&field);
        }
    };
    follow_wish(chat);
    let on_key = move |event: ev::KeyboardEvent| {
        if types(&event) || event.ctrl_key() || event.meta_key() {
            return;
        }
        match event.key().as_str() {
            "ArrowDown" => state.go(1),
            "ArrowUp" => state.go(-1),
            "Enter" => state.choose(chat),
            "Escape" if state.text.with_untracked(|text| !text.is_empty()) => end(),
            _ => return,
        }
        event.prevent_default();
    };
    let active = move || state.active.get().map(option_id);
    view! {
        <div class="search-box" role="search">
            <IconView icon=Icon::Search class="search-box__icon" />
            <input
                node_ref=field
                class="search-box__entry"
                type="search"
                role="combobox"
                dir="auto"
                autocomplete="off"
                spellcheck="false"
                aria-autocomplete="list"
                aria-keyshortcuts="Control+K Meta+K"
                aria-label=move || i18n.text().search.search
                placeholder=move || i18n.text().search.search
                aria-expanded=move || state.is_in_use().to_string()
                aria-controls=LIST_ID
                aria-activedescendant=active
                prop:value=move || state.text.get()
                on:focus=move |_| {
                    is_entered.set(true);
                    chat.emit(Intent::Search(SearchIntent::Prepare));
                }
                on:input=move |event| find(event_target_value(&event))
                on:keydown=on_key
            />
            <Show when=move || state.is_in_use()>
                <IconButton
                    icon=Icon::Close
                    tip="end"
                    name=Signal::derive(move || i18n.text().search.clear.to_owned())
                    on_click=Callback::new(move |()| end())
                />
            </Show>
            // What shows the results comes while one types.
            {when_wanted(chat.search_views(), move || is_entered.get(), |_| ().into_any())}
        </div>
    }
    .into_any()
}

/// What was found, in the place of the list.
#[component]
pub(super) fn SearchResultsHere(state: SearchBoxState) -> impl IntoView {
    let chat = Chat::here();
    when_wanted(chat.search_views(), || true, move |views| (views.results)(state))
}

/// Whoever wants to search gets the focus here, also from the other pane of a phone or from another page.
fn follow_wish(chat: Chat) {
    let navigate = use_navigate();
    let wish = chat.desk().search_wish();
    Effect::new(move |_| {
        if !wish.get() {
            return;
        }
        wish.set(false);
        if page::has_narrow_window() && chat.current_untracked().is_some() {
            navigate(&untrack(|| chat.path(None)), NavigateOptions::default());
        }
        // By then the pane is there.
        element::after_next_paint(|| element::focus_first(BOX));
    });
}

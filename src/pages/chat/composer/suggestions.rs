//! The list that `@` and `/` open above the entry, and `@` above a note. The focus stays in the entry: keys are for it.

use super::suggesting::{Suggestion, stepped};
use crate::browser::element;
use crate::i18n::use_i18n;
use crate::ui::enter_key::types;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;

/// Joins the entry and its list. It closes with the focus, so there is one at a time.
pub(in crate::pages::chat) const LIST_ID: &str = "composer-suggestions";

/// The id of a place in the list.
pub(in crate::pages::chat) fn option_id(place: usize) -> String {
    format!("{LIST_ID}-{place}")
}

/// What a key asks of a list of suggestions.
pub(in crate::pages::chat) enum Deed {
    /// Another one is marked now.
    Another,
    /// The marked one.
    Marked,
    /// That it goes.
    Nothing,
}

/// Whether a key is for a list of `count` suggestions of which `chosen` is marked, and what it asks; the arrows go round.
pub(in crate::pages::chat) fn asked_by_key(
    event: &ev::KeyboardEvent,
    chosen: RwSignal<usize>,
    count: usize,
) -> Option<Deed> {
    let has_other = event.shift_key() || event.ctrl_key() || event.meta_key();
    if count == 0 || has_other || types(event) {
        return None;
    }
    let step = |by| chosen.update(|place| *place = stepped(*place, by, count));
    match event.key().as_str() {
        "ArrowDown" => step(1),
        "ArrowUp" => step(-1),
        "Enter" | "Tab" => return Some(Deed::Marked),
        "Escape" => return Some(Deed::Nothing),
        _ => return None,
    }
    Some(Deed::Another)
}

/// The list; nothing while nothing is offered.
#[component]
pub(in crate::pages::chat) fn Suggestions(
    /// What is offered.
    items: Memo<Vec<Suggestion>>,
    /// Which of it Enter takes.
    chosen: RwSignal<usize>,
    /// What it offers.
    #[prop(into)]
    title: Signal<&'static str>,
    /// Reports a choice by its place.
    on_choose: Callback<usize>,
) -> impl IntoView {
    let i18n = use_i18n();
    let list = NodeRef::<html::Ul>::new();
    // The chosen one is always in view.
    Effect::new(move |_| {
        let place = chosen.get();
        if let Some(list) = list.get() {
            element::show_inside(&list, &format!("[id=\"{}\"]", option_id(place)));
        }
    });
    let rows = move || {
        items.with(|items| {
            let row = |(place, item): (usize, &Suggestion)| {
                let has_value = !item.detail.is_empty();
                let detail = if has_value {
                    item.detail.clone()
                } else {
                    i18n.text().composer.no_value.to_owned()
                };
                view! {
                    <li
                        id=option_id(place)
                        class="suggestion"
                        role="option"
                        aria-selected=move || (chosen.get() == place).to_string()
                        // The entry keeps the focus.
                        on:pointerdown=move |event| event.prevent_default()
                        on:mousedown=move |event| event.prevent_default()
                        on:click=move |_| on_choose.run(place)
                    >
                        <span class="suggestion__label">{item.label.clone()}</span>
                        <span class="suggestion__title">{item.title.clone()}</span>
                        <span class="suggestion__detail" data-has-value=has_value.to_string() dir="auto">
                            {detail}
                        </span>
                    </li>
                }
                .into_any()
            };
            items.iter().enumerate().map(row).collect_view()
        })
    };
    view! {
        <Show when=move || items.with(|items| !items.is_empty())>
            <div class="suggestions">
                <p class="suggestions__title" aria-hidden="true">
                    {move || title.get()}
                </p>
                <ul node_ref=list id=LIST_ID class="suggestions__list" role="listbox" aria-label=move || title.get()>
                    {rows}
                </ul>
            </div>
        </Show>
    }
    .into_any()
}

//! The list that `@` and `/` open above the entry, and `@` above a note.

use super::combobox::{Combobox, LIST_ID, option_id};
use super::suggesting::{Asked, Suggestion};
use crate::browser::element;
use crate::i18n::use_i18n;
use leptos::html;
use leptos::prelude::*;

/// The list; nothing while nothing is offered.
#[component]
pub(in crate::pages::chat) fn Suggestions(
    /// Of which field.
    of: Combobox,
) -> impl IntoView {
    let i18n = use_i18n();
    let Combobox {
        asked,
        offered,
        chosen,
        ..
    } = of;
    let title = move || {
        let text = i18n.text();
        asked.with(|asked| match asked {
            Some(Asked::CannedResponse(_)) => text.composer.canned_responses,
            Some(Asked::Colleague(_)) => text.mention.colleagues,
            Some(Asked::Field(_)) | None => text.composer.fields,
        })
    };
    let list = NodeRef::<html::Ul>::new();
    // The chosen one is always in view.
    Effect::new(move |_| {
        let place = chosen.get();
        if let Some(list) = list.get() {
            element::show_inside(&list, &format!("[id=\"{}\"]", option_id(place)));
        }
    });
    let rows = move || {
        offered.with(|offered| {
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
                        on:click=move |_| of.choose(place)
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
            offered.iter().enumerate().map(row).collect_view()
        })
    };
    view! {
        <Show when=move || offered.with(|offered| !offered.is_empty())>
            <div class="suggestions">
                <p class="suggestions__title" aria-hidden="true">
                    {title}
                </p>
                <ul node_ref=list id=LIST_ID class="suggestions__list" role="listbox" aria-label=title>
                    {rows}
                </ul>
            </div>
        </Show>
    }
    .into_any()
}

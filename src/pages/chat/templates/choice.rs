//! The list of templates: search, category, language; those used last come first.

use super::recent;
use crate::browser::element;
use crate::i18n::use_i18n;
use crate::ui::blank::Blank;
use crate::ui::icon::Icon;
use crate::ui::search_field::SearchField;
use domain::template::Template;
use domain::text_matching::Query;
use leptos::html;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The list with its search and filters.
#[component]
pub(super) fn Choice(
    /// What can be chosen.
    templates: Memo<Vec<Template>>,
    /// Reports the choice.
    on_choose: Callback<Template>,
) -> impl IntoView {
    let i18n = use_i18n();
    let wanted = RwSignal::new(String::new());
    let category = RwSignal::new(String::new());
    let language = RwSignal::new(String::new());
    let used = StoredValue::new(recent::names());
    let found = Memo::new(move |_| {
        let query = Query::parse(&wanted.get());
        let (category, language) = (category.get(), language.get());
        let mut found = templates.get();
        found.retain(|template| {
            (category.is_empty() || template.category == category)
                && (language.is_empty() || template.language == language)
                && (query.is_empty() || query.find(&words_of(template)).is_some())
        });
        used.with_value(|used| {
            found.sort_by_cached_key(|template| {
                let place = recent::place(used, template).unwrap_or(usize::MAX);
                (place, template.name.clone(), template.language.clone())
            });
        });
        found
    });
    let root = NodeRef::<html::Div>::new();
    let search = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(search) = search.get() {
            element::focus(&search);
        }
    });
    let on_keydown = move |event: leptos::ev::KeyboardEvent| {
        let step = match event.key().as_str() {
            "ArrowDown" => 1,
            "ArrowUp" => -1,
            _ => return,
        };
        if let Some(root) = root
            .get_untracked()
            .filter(|_| !element::comes_from(&event, "select"))
        {
            event.prevent_default();
            element::move_focus(&root, STOPS, step);
        }
    };
    view! {
        <div node_ref=root class="template-choice" on:keydown=on_keydown>
            <div class="template-choice__bar">
                <SearchField
                    name=Signal::derive(move || i18n.text().templates.search)
                    text=wanted
                    on_input=Callback::new(move |text| wanted.set(text))
                    field=search
                />
                <Filter templates chosen=category of=|template| template.category.clone() is_language=false />
                <Filter templates chosen=language of=|template| template.language.clone() is_language=true />
            </div>
            {move || {
                let text = &i18n.text().templates;
                if found.with(Vec::is_empty) {
                    let (title, words) = if templates.with(Vec::is_empty) {
                        (text.none, text.none_text)
                    } else {
                        (text.no_match, text.no_match_text)
                    };
                    return view! { <Blank icon=Icon::Template title=title.to_owned() text=words.to_owned() /> }
                        .into_any();
                }
                view! {
                    <ul class="template-choice__list">
                        {found
                            .get()
                            .into_iter()
                            .map(|template| {
                                let is_recent = used
                                    .with_value(|used| recent::place(used, &template).is_some());
                                view! { <Item template is_recent on_choose /> }
                            })
                            .collect_view()}
                    </ul>
                }
                    .into_any()
            }}
        </div>
    }
    .into_any()
}

const STOPS: &str = ".search-field__input, .template-choice__stop";

fn words_of(template: &Template) -> String {
    format!("{} {}", template.name.replace('_', " "), template.content.body)
}

/// One of the filters; nothing when there is but one value.
#[component]
fn Filter(
    templates: Memo<Vec<Template>>,
    chosen: RwSignal<String>,
    of: fn(&Template) -> String,
    is_language: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let values =
        Memo::new(move |_| templates.with(|templates| templates.iter().map(of).collect::<BTreeSet<_>>()));
    let name = move || {
        let text = &i18n.text().templates;
        if is_language { text.language } else { text.category }
    };
    let named = move |value: &str| {
        let text = &i18n.text().templates;
        let words = if is_language {
            text.language_name
        } else {
            text.value
        };
        words(value).map_or_else(|| value.to_owned(), str::to_owned)
    };
    view! {
        <Show when=move || values.with(|values| values.len() > 1)>
            <label class="template-choice__filter">
                <span class="visually-hidden">{name}</span>
                <select
                    class="field__input"
                    prop:value=move || chosen.get()
                    on:change=move |event| chosen.set(event_target_value(&event))
                >
                    <option value="">{move || format!("{}: {}", name(), i18n.text().templates.all)}</option>
                    {move || {
                        values
                            .get()
                            .into_iter()
                            .map(|value| {
                                let words = named(&value);
                                view! { <option value=value>{words}</option> }
                            })
                            .collect_view()
                    }}
                </select>
            </label>
        </Show>
    }
    .into_any()
}

#[component]
fn Item(template: Template, is_recent: bool, on_choose: Callback<Template>) -> impl IntoView {
    let i18n = use_i18n();
    // The list is made anew for another language.
    let text = &i18n.text_untracked().templates;
    let category = (text.value)(&template.category).map_or_else(|| template.category.clone(), str::to_owned);
    let language =
        (text.language_name)(&template.language).map_or_else(|| template.language.clone(), str::to_owned);
    let Template { name, content, .. } = &template;
    let (name, body) = (name.clone(), content.body.clone());
    let choose = move |_| on_choose.run(template.clone());
    view! {
        <li>
            <button type="button" class="template-option template-choice__stop" on:click=choose>
                <span class="template-option__name">{name}</span>
                <span class="template-option__facts">
                    {category} " · " {language} {is_recent.then(|| format!(" · {}", text.recent))}
                </span>
                <span class="template-option__body" dir="auto">
                    {body}
                </span>
            </button>
        </li>
    }
    .into_any()
}

//! The emoji: a button, and the table that it opens. It is loaded when it is opened first.

use crate::browser::{element, folding, page};
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::state::emoji::{Emoji, EmojiTable, is_called};
use crate::state::intent::Intent;
use crate::ui::icon::{Icon, IconView};
use domain::language::Language;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;

/// Joins button and panel.
const PANEL_ID: &str = "emoji-picker";
const PICTURE: &str = ".emoji-picker__picture";
/// How many stand in a row (`style/composer_panels.css`).
const A_ROW: i32 = 8;

/// The button and its panel.
#[component]
pub(super) fn EmojiPicker(
    /// Reports what was chosen.
    on_pick: Callback<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let button = NodeRef::<html::Button>::new();
    let panel = NodeRef::<html::Div>::new();
    let is_open = RwSignal::new(false);
    let wanted = RwSignal::new(String::new());
    let table = chat.with(|state| state.emoji.clone());
    let table = Memo::new(move |_| table.get());
    let on_toggle = move |_| {
        let (Some(panel), Some(button)) = (panel.get_untracked(), button.get_untracked()) else {
            return;
        };
        is_open.set(element::is_popover_open(&panel));
        if is_open.get_untracked() {
            chat.emit(Intent::LoadEmoji);
            // What it shows comes with the next frame.
            element::before_paint(move || {
                element::place_beside(&panel, &button);
                element::focus_inside(&panel, "input");
            });
        }
    };
    let pick = move |picture: String| {
        if page::has_coarse_pointer()
            && let Some(panel) = panel.get_untracked()
        {
            element::hide_popover(&panel);
        }
        on_pick.run(picture);
    };
    let on_keydown = move |event: ev::KeyboardEvent| {
        // Esc closes the panel by itself; no key of it is for the page.
        event.stop_propagation();
        let Some(panel) = panel.get_untracked() else {
            return;
        };
        let is_in_search = element::comes_from(&event, "input");
        match event.key().as_str() {
            "Enter" if is_in_search => {
                if let Some(first) = element::first_inside(&panel, PICTURE) {
                    element::click(&first);
                }
            }
            "ArrowDown" if is_in_search => element::focus_inside(&panel, PICTURE),
            "ArrowDown" => element::step_focus(&panel, PICTURE, A_ROW),
            "ArrowUp" => element::step_focus(&panel, PICTURE, -A_ROW),
            "ArrowRight" if !is_in_search => element::step_focus(&panel, PICTURE, 1),
            "ArrowLeft" if !is_in_search => element::step_focus(&panel, PICTURE, -1),
            _ => return,
        }
        event.prevent_default();
    };
    let body = move || match table.get() {
        EmojiTable::Loaded(groups) => {
            let wanted = wanted.get();
            let language = i18n.language();
            let found = groups
                .iter()
                .map(|group| {
                    group
                        .iter()
                        .filter(|emoji| wanted.trim().is_empty() || is_called(emoji, &wanted, folding::fold))
                        .map(|emoji| picture(emoji, language, pick))
                        .collect::<Vec<_>>()
                })
                .filter(|group| !group.is_empty())
                .collect::<Vec<_>>();
            if found.is_empty() {
                view! { <p class="emoji-picker__note">{i18n.text().composer.no_emoji}</p> }.into_any()
            } else {
                found
                    .into_iter()
                    .map(|group| view! { <div class="emoji-picker__group">{group}</div> })
                    .collect_view()
                    .into_any()
            }
        }
        EmojiTable::Failed => {
            view! { <p class="emoji-picker__note">{i18n.text().composer.emoji_failed}</p> }.into_any()
        }
        EmojiTable::Unloaded | EmojiTable::Loading => {
            view! { <p class="emoji-picker__note">{i18n.text().loading}</p> }.into_any()
        }
    };
    view! {
        <button
            node_ref=button
            type="button"
            class="icon-button"
            data-tip="above"
            popovertarget=PANEL_ID
            aria-haspopup="dialog"
            aria-expanded=move || is_open.get().to_string()
            aria-label=move || i18n.text().composer.emoji
        >
            <IconView icon=Icon::Emoji />
            <span class="icon-button__tip" aria-hidden="true">
                {move || i18n.text().composer.emoji}
            </span>
        </button>
        <div
            node_ref=panel
            id=PANEL_ID
            popover="auto"
            role="dialog"
            class="popover emoji-picker"
            aria-label=move || i18n.text().composer.emoji
            on:toggle=on_toggle
            on:keydown=on_keydown
        >
            <Show when=move || is_open.get()>
                <input
                    type="search"
                    class="emoji-picker__search"
                    aria-label=move || i18n.text().composer.search_emoji
                    placeholder=move || i18n.text().composer.search_emoji
                    prop:value=move || wanted.get()
                    on:input=move |event| wanted.set(event_target_value(&event))
                />
                <div class="emoji-picker__table">{body}</div>
            </Show>
        </div>
    }
    .into_any()
}

fn picture(emoji: &Emoji, language: Language, pick: impl Fn(String) + Copy + 'static) -> AnyView {
    let name = match language {
        Language::Portuguese => &emoji.names[0],
        Language::English => &emoji.names[1],
        Language::Spanish => &emoji.names[2],
    };
    let picture = emoji.picture.clone();
    let chosen = picture.clone();
    view! {
        <button
            type="button"
            class="emoji-picker__picture"
            title=name.clone()
            aria-label=name.clone()
            on:click=move |_| pick(chosen.clone())
        >
            {picture}
        </button>
    }
    .into_any()
}

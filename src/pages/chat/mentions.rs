//! Notes that mention the agent, above the list: each stays until it was followed or dismissed.

use super::context::Chat;
use crate::browser::element;
use crate::i18n::use_i18n;
use crate::shell::mention_words;
use crate::state::intent::Intent;
use crate::state::mentions::Mentions;
use crate::ui::button::IconButton;
use crate::ui::icon::{Icon, IconView};
use crate::ui::part::when_wanted;
use domain::mention::Mention;
use leptos::prelude::*;

/// The mentions; nothing when there are none.
#[component]
pub(super) fn MentionList() -> impl IntoView {
    let chat = Chat::here();
    let shown = Memo::new(move |_| chat.with(|state| state.mentions.with(Mentions::shown)));
    when_wanted(
        chat.tools(),
        move || shown.with(|shown| !shown.is_empty()),
        move |tools| (tools.mentions)(shown),
    )
}

/// The list itself: a part of the program.
#[component]
pub(super) fn MentionItems(
    /// What waits to be seen.
    shown: Memo<Vec<Mention>>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Show when=move || shown.with(|shown| !shown.is_empty())>
            <section class="mentions" aria-label=move || i18n.text().mention.mentions>
                <ul class="mentions__list">
                    <For
                        each=move || shown.get()
                        key=|mention| (mention.note_id, mention.conversation_id)
                        children=move |mention| view! { <Item mention /> }
                    />
                </ul>
            </section>
        </Show>
    }
    .into_any()
}

#[component]
fn Item(mention: Mention) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let (id, conversation_id) = (mention.note_id, mention.conversation_id);
    let words = Memo::new(move |_| mention_words(chat.desk(), &mention));
    let follow = move |_| {
        chat.lead_to_info();
        chat.emit(Intent::SeeMention(id));
        // Its panel may be open already.
        element::after_next_paint(|| element::focus_if_lost(TITLE));
    };
    let dismiss = move |()| {
        chat.emit(Intent::SeeMention(id));
        element::after_next_paint(|| element::focus_if_lost(NEXT));
    };
    view! {
        <li class="mention">
            <a class="mention__words" href=move || chat.info_path(conversation_id) on:click=follow>
                <IconView icon=Icon::People size="small" />
                <span>{move || words.get()}</span>
            </a>
            <IconButton
                icon=Icon::Close
                tip="end"
                name=Signal::derive(move || i18n.text().mention.dismiss.to_owned())
                on_click=Callback::new(dismiss)
            />
        </li>
    }
    .into_any()
}

const TITLE: &str = ".info__title";
/// The next mention, or the first conversation.
const NEXT: &str = ".mention__words, [data-row]";

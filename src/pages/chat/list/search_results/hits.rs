//! Contacts and messages that were found. Choosing one opens the conversation, at the message.

use crate::browser::page;
use crate::i18n::use_i18n;
use crate::pages::chat::address;
use crate::pages::chat::context::{Chat, phone_of, picture_of};
use crate::pages::chat::list::search_box::{SearchBoxState, option_id};
use crate::pages::chat::words::kind_icon;
use crate::state::intent::Intent;
use crate::state::search::{ContactHit, MessageHit, SearchIntent};
use crate::state::snippet::Mark;
use crate::ui::avatar::{Avatar, AvatarSize};
use crate::ui::icon::IconView;
use domain::date_wording::list_time;
use domain::entities::Direction;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// A contact.
#[component]
pub(super) fn ContactRow(hit: ContactHit, place: usize, state: SearchBoxState) -> impl IntoView {
    let chat = Chat::here();
    let query = use_location().query;
    let id = hit.conversation_id;
    let href = move || query.with(|query| address::of_conversation(query, id, None, None));
    let phone = phone_of(&hit.contact);
    let key = hit.contact.id.to_string();
    let picture = picture_of(&hit.contact);
    let has_name = !hit.contact.name.trim().is_empty();
    let contact = hit.contact;
    let name = Signal::derive(move || chat.contact_name(&contact));
    let shown = if has_name {
        marks(hit.name)
    } else {
        (move || name.get()).into_any()
    };
    view! {
        <a
            id=option_id(place)
            class="search-hit"
            role="option"
            tabindex="-1"
            href=href
            aria-selected=move || (state.active.get() == Some(place)).to_string()
            on:click=move |_| close_on_phone(state)
        >
            <Avatar
                name
                key=Signal::stored(key)
                size=AvatarSize::Medium
                picture=Signal::stored(picture)
            />
            <span class="search-hit__words">
                <span class="search-hit__name" dir="auto">{shown}</span>
                <span class="search-hit__details">{phone}</span>
            </span>
        </a>
    }
    .into_any()
}

/// A message.
#[component]
pub(super) fn MessageRow(hit: MessageHit, place: usize, state: SearchBoxState) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let query = use_location().query;
    let (id, message_id, at) = (hit.conversation_id, hit.place.id, hit.place.at);
    let href = move || query.with(|query| address::of_conversation(query, id, Some(message_id), None));
    let time = move || list_time(chat.civil(at), chat.civil_now(), i18n.language());
    let author = hit.author;
    let by = (hit.direction == Direction::Outbound).then_some(move || {
        let text = i18n.text();
        let name = match author {
            Some(author) if chat.with(crate::state::AppState::me) == Some(author) => {
                text.thread.you.to_owned()
            }
            Some(author) => chat
                .agent_name(author)
                .unwrap_or_else(|| text.somebody.to_owned()),
            None => text.from_phone.to_owned(),
        };
        format!("{name}: ")
    });
    let contact = hit.contact;
    let name = move || chat.contact_name(&contact);
    let icon = kind_icon(hit.kind).map(|icon| view! { <IconView icon size="small" /> });
    let choose = move |_| {
        // Where the conversation is open already, the address may not change.
        if chat.current_untracked() == Some(id) {
            chat.emit(Intent::Search(SearchIntent::Show {
                conversation_id: id,
                message_id,
            }));
        }
        close_on_phone(state);
    };
    view! {
        <a
            id=option_id(place)
            class="search-hit"
            role="option"
            tabindex="-1"
            href=href
            aria-selected=move || (state.active.get() == Some(place)).to_string()
            on:click=choose
        >
            <span class="search-hit__words">
                <span class="search-hit__line">
                    <span class="search-hit__name" dir="auto">{name}</span>
                    <span class="search-hit__time">{time}</span>
                </span>
                <span class="search-hit__text" dir="auto">
                    {icon}
                    {by}
                    {marks(hit.words)}
                </span>
            </span>
        </a>
    }
    .into_any()
}

/// On a phone the conversation takes the place of the results: whoever comes back comes to the list.
fn close_on_phone(state: SearchBoxState) {
    if page::has_narrow_window() {
        state.clear();
    }
}

fn marks(marks: Vec<Mark>) -> AnyView {
    marks
        .into_iter()
        .map(|mark| {
            if mark.is_hit {
                view! { <mark class="search-hit__mark">{mark.text}</mark> }.into_any()
            } else {
                mark.text.into_any()
            }
        })
        .collect_view()
        .into_any()
}

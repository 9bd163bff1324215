//! What a search found: contacts and messages of this device, then what only the server knows; or the commands.

mod commands;
mod hits;
mod notes;

use self::commands::{Command, CommandRow, commands};
use self::hits::{ContactRow, MessageRow};
use self::notes::{DeviceNote, ServerNote};
use super::search_box::{LIST_ID, SearchBoxState, option_id};
use crate::browser::element;
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::state::intent::Intent;
use crate::state::search::{ContactHit, MessageHit, Search, SearchIntent};
use crate::ui::blank::Blank;
use crate::ui::icon::Icon;
use domain::ids::{ConversationId, MessageId};
use leptos::prelude::*;

/// A group of results.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    Contacts,
    Messages,
    FromServer,
    Commands,
}

/// A result.
#[derive(Clone, PartialEq)]
enum Row {
    Contact(ContactHit),
    Message(MessageHit),
    Command(Command),
}

/// Which result it is, wherever it stands.
#[derive(PartialEq)]
enum Key {
    Contact(ConversationId),
    Message(MessageId),
    Command(String),
}

impl Row {
    fn key(&self) -> Key {
        match self {
            Self::Contact(hit) => Key::Contact(hit.conversation_id),
            Self::Message(hit) => Key::Message(hit.place.id),
            Self::Command(command) => Key::Command(command.name().to_owned()),
        }
    }
}

/// The results.
#[component]
pub(in crate::pages::chat) fn SearchResults(state: SearchBoxState) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let search = chat.with(|app| app.search.clone());
    let search = Memo::new(move |_| search.get());
    let is_command = Memo::new(move |_| state.command().is_some());
    let groups = Memo::new(move |_| groups_of(chat, state, search));
    Effect::new(move |before: Option<Vec<Key>>| {
        let rows = |groups: &Vec<(Group, Vec<Row>)>| {
            let rows = groups.iter().flat_map(|(_, rows)| rows);
            rows.map(Row::key).collect::<Vec<_>>()
        };
        let now = groups.with(rows);
        state.count.set(now.len());
        // What is chosen stays so where others come or go above it; what has gone is not.
        if let Some(at) = state.active.get_untracked() {
            let chosen = before.as_ref().and_then(|before| before.get(at));
            let place = chosen.and_then(|chosen| now.iter().position(|key| key == chosen));
            if place != Some(at) {
                state.active.set(place);
            }
        }
        now
    });
    // All began anew on this device: so does the search.
    Effect::new(move |_| {
        let is_forgotten = search.with(|search| search.text.is_empty());
        if is_forgotten && state.is_in_use() && !is_command.get() {
            chat.emit(Intent::Search(SearchIntent::Find(state.text.get_untracked())));
        }
    });
    // The chosen one is always in view.
    Effect::new(move |_| {
        if let (Some(at), Some(list)) = (state.active.get(), state.list.get()) {
            element::show_inside(&list, &format!("[id=\"{}\"]", option_id(at)));
        }
    });
    let is_in_vain = Memo::new(move |_| {
        groups.with(Vec::is_empty) && (is_command.get() || search.with(Search::is_in_vain))
    });
    // What this device finds for what was typed is not there yet. How the server gets on is told below.
    let is_busy = Memo::new(move |_| {
        let is_here = state
            .text
            .with(|text| search.with(|search| search.is_answered_here(text)));
        !is_here && !is_command.get()
    });
    let is_about = Memo::new(move |_| {
        let is_about = state
            .text
            .with(|text| search.with(|search| search.is_about(text)));
        is_about || is_command.get()
    });
    Effect::new(move |_| {
        if is_about.get() && state.is_waiting.get() {
            state.take_what_waits();
        }
    });
    let found = move || {
        let text = &i18n.text().search;
        if is_command.get() {
            return String::new();
        }
        let counts = state.text.with(|text| search.with(|search| search.counts(text)));
        counts.map_or_else(String::new, |(contacts, messages)| {
            (text.found)(contacts, messages)
        })
    };
    view! {
        <div class="search-results">
            <p class="visually-hidden" role="status">
                {found}
            </p>
            <Show when=move || !is_command.get()>
                <DeviceNote search />
            </Show>
            <div
                node_ref=state.list
                id=LIST_ID
                class="search-results__list"
                role="listbox"
                aria-label=move || i18n.text().search.results
                aria-busy=move || is_busy.get().to_string()
            >
                {move || {
                    let mut place = 0;
                    groups
                        .get()
                        .into_iter()
                        .map(|(group, rows)| {
                            let first = place;
                            place += rows.len();
                            view! { <GroupView group first rows state /> }
                        })
                        .collect_view()
                }}
            </div>
            <Show when=move || is_in_vain.get()>
                <div class="list__blank">
                    <Blank
                        icon=Icon::Search
                        title=Signal::derive(move || {
                            let text = &i18n.text().search;
                            match state.command() {
                                Some(_) => text.no_command.to_owned(),
                                None => (text.nothing)(state.text.get().trim()),
                            }
                        })
                        text=Signal::derive(move || i18n.text().search.nothing_text.to_owned())
                    />
                </div>
            </Show>
            <Show when=move || !is_command.get()>
                <ServerNote search />
            </Show>
        </div>
    }
    .into_any()
}

fn groups_of(chat: Chat, state: SearchBoxState, search: Memo<Search>) -> Vec<(Group, Vec<Row>)> {
    let groups = match state.command() {
        Some(wanted) => vec![(
            Group::Commands,
            commands(chat, &wanted).into_iter().map(Row::Command).collect(),
        )],
        None => search.with(|search| {
            let contacts = |hits: &[ContactHit]| hits.iter().cloned().map(Row::Contact).collect::<Vec<_>>();
            let messages = |hits: &[MessageHit]| hits.iter().cloned().map(Row::Message).collect::<Vec<_>>();
            let mut from_server = contacts(&search.elsewhere.contacts);
            from_server.extend(messages(&search.elsewhere.messages));
            vec![
                (Group::Contacts, contacts(&search.here.contacts)),
                (Group::Messages, messages(&search.here.messages)),
                (Group::FromServer, from_server),
            ]
        }),
    };
    groups.into_iter().filter(|(_, rows)| !rows.is_empty()).collect()
}

#[component]
fn GroupView(
    group: Group,
    /// The place of its first row among all.
    first: usize,
    rows: Vec<Row>,
    state: SearchBoxState,
) -> impl IntoView {
    let i18n = use_i18n();
    let title_id = format!("{LIST_ID}-group-{first}");
    let title = move || {
        let text = &i18n.text().search;
        match group {
            Group::Contacts => text.contacts,
            Group::Messages => text.messages,
            Group::FromServer => text.from_server,
            Group::Commands => text.commands,
        }
    };
    let row = |(place, row): (usize, Row)| match row {
        Row::Contact(hit) => view! { <ContactRow hit place state /> }.into_any(),
        Row::Message(hit) => view! { <MessageRow hit place state /> }.into_any(),
        Row::Command(command) => view! { <CommandRow command place state /> }.into_any(),
    };
    view! {
        <div role="group" aria-labelledby=title_id>
            <p id=title_id.clone() class="search-results__title" role="presentation">
                {title}
            </p>
            {(first..).zip(rows).map(row).collect_view()}
        </div>
    }
    .into_any()
}

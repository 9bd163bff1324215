//! The search across everything: contacts and messages of this device at once, then what the server knows besides.

use super::super::core::Core;
use super::super::session;
use super::{Filling, device};
use crate::api::{self, ApiError};
use crate::browser;
use crate::state::search::{DeviceSearch, Found, Search, ServerSearch};
use domain::entities::Contact;
use domain::ids::ConversationId;
use domain::search::SearchPage;
use domain::text_matching::{QUERY_CHARACTERS, Query};
use futures::join;
use leptos::prelude::*;
use std::collections::HashMap;
use std::rc::Rc;

/// How long one types no further before the server is asked.
const PAUSE_MS: u32 = 250;
/// How many answers without anything new are followed by another question.
const MOST_EMPTY: usize = 8;

/// Looks for a text.
pub(super) async fn find(core: &Rc<Core>, text: String) {
    let turn = core.search.turn.get().wrapping_add(1);
    core.search.turn.set(turn);
    core.search.next.set(None);
    if text.trim().is_empty() {
        core.state.search.set(Search::default());
        return;
    }
    let query = Query::parse(&text);
    core.state
        .search
        .update(|search| search.begin(&text, query.is_cut()));
    if query.is_empty() {
        // Signs alone: there is nothing in them to look for.
        device::make_ready(core).await;
        if core.search.turn.get() == turn {
            core.state.search.update(|search| {
                search.hear_device(Found::default(), 0, device::coverage(core));
                search.hear_server(Found::default(), false, false);
            });
        }
        return;
    }
    join!(find_here(core, &query, turn), find_elsewhere(core, &query, turn));
}

async fn find_here(core: &Rc<Core>, query: &Query, turn: u32) {
    let is_late = || core.search.turn.get() != turn;
    let is_ready = matches!(&*core.search.filling.borrow(), Filling::Done | Filling::Off);
    if !is_ready {
        core.state
            .search
            .update(|search| search.device = DeviceSearch::Preparing);
        device::make_ready(core).await;
    }
    if is_late() {
        return;
    }
    if let Some((found, total)) = device::find(core, query, is_late).await {
        core.state
            .search
            .update(|search| search.hear_device(found, total, device::coverage(core)));
    }
}

async fn find_elsewhere(core: &Rc<Core>, query: &Query, turn: u32) {
    browser::sleep(PAUSE_MS).await;
    if core.search.turn.get() == turn {
        ask(core, query, turn).await;
    }
}

/// The next page of what the server finds.
pub(super) async fn more(core: &Rc<Core>) {
    if core.search.next.get().is_some() {
        ask_again(core).await;
    }
}

/// Asks the server once more, from where its last answer ended.
pub(super) async fn ask_again(core: &Rc<Core>) {
    let is_asked = core
        .state
        .search
        .with_untracked(|search| search.server == ServerSearch::Asked);
    if is_asked {
        return;
    }
    let text = core.state.search.with_untracked(|search| search.text.clone());
    core.state
        .search
        .update(|search| search.server = ServerSearch::Asked);
    ask(core, &Query::parse(&text), core.search.turn.get()).await;
}

async fn ask(core: &Rc<Core>, query: &Query, turn: u32) {
    let text: String = core
        .state
        .search
        .with_untracked(|search| search.text.trim().chars().take(QUERY_CHARACTERS).collect());
    for _ in 0..MOST_EMPTY {
        let Some(answer) = page(core, &text, turn).await else {
            return;
        };
        let server = match answer {
            Ok(page) => {
                core.search.next.set(page.next);
                let (has_more, is_indexing) = (page.next.is_some(), page.is_indexing);
                let found = found_in(query, page);
                let is_known = core
                    .state
                    .search
                    .with_untracked(|search| search.shows_all(&found));
                if is_known && has_more {
                    continue;
                }
                core.state
                    .search
                    .update(|search| search.hear_server(found, has_more, is_indexing));
                return;
            }
            Err(error) if error.is_session_required() => return session::expired(core).await,
            Err(ApiError::Offline) => ServerSearch::Offline,
            Err(error) => ServerSearch::Failed(session::failure(error)),
        };
        core.state.search.update(|search| search.server = server);
        return;
    }
    core.state
        .search
        .update(|search| search.hear_server(Found::default(), true, false));
}

/// A page of the server's, of what may be seen when it comes. `None`: another search has begun.
async fn page(core: &Core, text: &str, turn: u32) -> Option<Result<SearchPage, ApiError>> {
    loop {
        let losses = core.search.losses.get();
        let answer = api::search(text, core.search.next.get()).await;
        if core.search.turn.get() != turn {
            return None;
        }
        // What has gone since it was asked for may be in it.
        if answer.is_err() || core.search.losses.get() == losses {
            return Some(answer);
        }
    }
}

fn found_in(query: &Query, page: SearchPage) -> Found {
    let contacts: HashMap<ConversationId, Contact> = page
        .conversations
        .into_iter()
        .map(|row| (row.conversation.id, row.contact))
        .collect();
    let messages = page.messages.iter().filter_map(|message| {
        let contact = contacts.get(&message.conversation_id)?.clone();
        device::message_hit(query, message, contact)
    });
    Found {
        messages: messages.collect(),
        contacts: page
            .contacts
            .into_iter()
            .map(|row| device::contact_hit(query, row.conversation.id, row.contact))
            .collect(),
    }
}

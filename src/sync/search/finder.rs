//! The search in one conversation: where its history has a text, from hit to hit, with the thread coming along.

use super::super::core::Core;
use super::super::session;
use super::super::threads::{self, Attention};
use super::{Filling, device};
use crate::api::{self, ApiError};
use crate::browser;
use crate::state::phase::RequestFailure;
use crate::state::search::{Finder, FinderState, Step};
use domain::entities::{Message, Position};
use domain::ids::ConversationId;
use domain::search::{MOST_PLACES, search_text};
use domain::text_matching::{QUERY_CHARACTERS, Query};
use leptos::prelude::*;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// How long one types no further before the server is asked.
const PAUSE_MS: u32 = 200;

/// Looks for a text and goes to the newest hit.
pub(super) async fn find(core: &Rc<Core>, conversation_id: ConversationId, text: String) {
    let turn = core.search.finder_turn.get().wrapping_add(1);
    core.search.finder_turn.set(turn);
    core.search.finder_next.set(None);
    let query = Query::parse(&text);
    let text: String = text.trim().chars().take(QUERY_CHARACTERS).collect();
    let is_nothing = query.is_empty();
    core.state.finder.update(|finder| {
        let mut next = Finder::new(conversation_id, text.clone());
        if is_nothing {
            next.state = FinderState::Whole;
        } else if let Some(known) = finder
            .take()
            .filter(|known| known.conversation_id == conversation_id)
        {
            // What is shown stays until somebody has looked.
            next.places = known.places;
            next.total = known.total;
            next.at = known.at;
        }
        *finder = Some(next);
    });
    if is_nothing {
        return;
    }
    let is_late = || core.search.finder_turn.get() != turn;
    // What the device knows is shown at once, if it need not be made ready for that.
    let is_ready = matches!(*core.search.filling.borrow(), Filling::Done);
    if is_ready {
        look_here(core, conversation_id, &query, FinderState::Busy, is_late).await;
    }
    browser::sleep(PAUSE_MS).await;
    if is_late() {
        return;
    }
    let answer = api::search_conversation(conversation_id, text.trim(), None).await;
    if is_late() {
        return;
    }
    match answer {
        Ok(hits) => {
            core.search.finder_next.set(hits.next);
            let state = if hits.is_indexing {
                FinderState::Indexing
            } else {
                FinderState::Whole
            };
            let total = usize::try_from(hits.total).unwrap_or(usize::MAX);
            hear(core, conversation_id, hits.places, total, state).await;
        }
        Err(error) if error.is_session_required() => session::expired(core).await,
        Err(ApiError::Offline) => {
            device::make_ready(core).await;
            if is_late() {
                return;
            }
            if matches!(*core.search.filling.borrow(), Filling::Off) {
                fail(core, session::failure(ApiError::Offline));
            } else {
                look_here(core, conversation_id, &query, FinderState::OnDevice, is_late).await;
            }
        }
        Err(error) => fail(core, session::failure(error)),
    }
}

async fn look_here(
    core: &Rc<Core>,
    conversation_id: ConversationId,
    query: &Query,
    state: FinderState,
    is_late: impl Fn() -> bool,
) {
    let most = MOST_PLACES as usize;
    if let Some((hits, total)) = device::look(core, query, Some(conversation_id), most, is_late).await {
        let places: Vec<Position> = hits.into_iter().map(|hit| hit.place).collect();
        hear(core, conversation_id, places, total, state).await;
    }
}

/// Somebody has looked: shows the hit, if it is another one than is shown.
async fn hear(
    core: &Rc<Core>,
    conversation_id: ConversationId,
    places: Vec<Position>,
    total: usize,
    state: FinderState,
) {
    let mut is_other = false;
    core.state.finder.update(|finder| {
        if let Some(finder) = finder
            .as_mut()
            .filter(|finder| finder.conversation_id == conversation_id)
        {
            is_other = finder.hear(places, total, state);
        }
    });
    if is_other {
        show(core).await;
    }
}

/// A message came, or has other words now: how many hits there are, and which one is shown, stays true.
pub(super) fn hear_message(core: &Rc<Core>, message: &Message) {
    let query = core.state.finder.with_untracked(|finder| {
        let finder = finder.as_ref()?;
        (finder.conversation_id == message.conversation_id).then(|| Query::parse(&finder.text))
    });
    let Some(query) = query.filter(|query| !query.is_empty()) else {
        return;
    };
    let is_hit = query.find(&search_text(&message.content)).is_some();
    let mut is_other = false;
    core.state.finder.update(|finder| {
        if let Some(finder) = finder {
            is_other = finder.hear_message(message.position(), is_hit);
        }
    });
    if is_other {
        let core = Rc::clone(core);
        spawn_local(async move { show(&core).await });
    }
}

fn fail(core: &Core, failure: RequestFailure) {
    core.state.finder.update(|finder| {
        if let Some(finder) = finder {
            finder.places.clear();
            finder.total = 0;
            finder.at = 0;
            finder.state = FinderState::Failed(failure);
        }
    });
}

/// To an older hit, or to a newer one. Behind the oldest that is known more are asked for.
pub(super) async fn step(core: &Rc<Core>, step: Step) {
    let Some(known) = core.state.finder.get_untracked() else {
        return;
    };
    let is_at_end = step == Step::Older && known.at + 1 == known.places.len();
    if let Some(next) = core.search.finder_next.get().filter(|_| is_at_end) {
        let turn = core.search.finder_turn.get();
        let answer = api::search_conversation(known.conversation_id, known.text.trim(), Some(next)).await;
        if core.search.finder_turn.get() != turn {
            return;
        }
        // Whoever steps twice asks twice: what the first answer brought does not come again.
        if let Ok(hits) = answer
            && core.search.finder_next.get() == Some(next)
        {
            core.search.finder_next.set(hits.next);
            core.state.finder.update(|finder| {
                if let Some(finder) = finder {
                    finder.extend(hits.places);
                }
            });
        }
    }
    core.state.finder.update(|finder| {
        if let Some(finder) = finder {
            finder.step(step);
        }
    });
    show(core).await;
}

/// The search in the conversation ends.
pub(super) fn leave(core: &Core) {
    let turn = core.search.finder_turn.get().wrapping_add(1);
    core.search.finder_turn.set(turn);
    core.search.finder_next.set(None);
    core.state.finder.set(None);
}

/// Brings the hit into view; the focus stays in the search box.
async fn show(core: &Rc<Core>) {
    let shown = core.state.finder.with_untracked(|finder| {
        let finder = finder.as_ref()?;
        Some((finder.conversation_id, finder.place()?))
    });
    if let Some((conversation_id, place)) = shown {
        threads::show_message(core, conversation_id, place, Attention::View).await;
    }
}

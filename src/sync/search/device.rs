//! Looking on this device: the arena, filled when somebody is about to search, kept up with what events bring.

use super::super::core::Core;
use super::{Filling, finder, note_loss, records};
use crate::browser;
use crate::state::search::{ContactHit, DeviceSearch, Found, MessageHit};
use crate::state::search_arena::{Arena, Hit, Looking};
use crate::state::search_piece::Piece;
use crate::state::snippet::{marked, snippet};
use domain::content::MessageContent;
use domain::entities::{Contact, Message};
use domain::ids::{ConversationId, MessageId};
use domain::search::{MOST_CONTACTS, contact_matches, search_text};
use domain::text_matching::Query;
use futures::channel::oneshot;
use leptos::prelude::*;
use std::collections::HashSet;
use std::rc::Rc;

/// How long the page may be kept from other things.
const SLICE_MS: f64 = 5.0;
/// How many records are read at once: a megabyte or two of long ones.
const AT_ONCE: u32 = 32;
/// How many messages are shown.
const MOST_MESSAGES: usize = 50;
/// How long a snippet is, in characters.
pub(super) const SNIPPET: usize = 110;

/// Reads what the device keeps into the arena, unless that is done; waits for it.
pub(super) async fn make_ready(core: &Rc<Core>) {
    let search = &core.search;
    let waits = match &mut *search.filling.borrow_mut() {
        Filling::Done | Filling::Off => return,
        Filling::NotBegun => None,
        Filling::Busy(waiting) => {
            let (told, is_told) = oneshot::channel();
            waiting.push(told);
            Some(is_told)
        }
    };
    if let Some(is_told) = waits {
        // Cancelled: all began anew meanwhile.
        let _ = is_told.await;
        return;
    }
    search.filling.replace(Filling::Busy(Vec::new()));
    let age = search.age.get();
    search.arena.replace(Some(Arena::default()));
    let is_on = fill(core, age).await;
    if search.age.get() != age {
        return;
    }
    let outcome = if is_on { Filling::Done } else { Filling::Off };
    if let Filling::Busy(waiting) = search.filling.replace(outcome) {
        for told in waiting {
            // Whoever has gone need not be told.
            let _ = told.send(());
        }
    }
}

/// Says whether the device keeps anything.
async fn fill(core: &Rc<Core>, age: u32) -> bool {
    records::fold_what_changed(core).await;
    let mut after: Option<String> = None;
    let mut were_read = HashSet::new();
    let mut began = browser::now();
    loop {
        let Ok(read) = core.cache.search_records(after.as_deref(), AT_ONCE).await else {
            return false;
        };
        if read.is_empty() {
            let Ok(missed) = records::missed(core, &were_read).await else {
                return false;
            };
            if core.search.age.get() == age {
                for bytes in &missed {
                    add_kept(core, bytes);
                }
            }
            return true;
        }
        for (key, bytes) in read {
            if browser::now() - began > SLICE_MS {
                browser::sleep(0).await;
                began = browser::now();
            }
            if core.search.age.get() != age {
                return true;
            }
            add_kept(core, &bytes);
            were_read.insert(key.clone());
            after = Some(key);
        }
    }
}

/// What cannot be read is not found here, but on the server.
fn add_kept(core: &Core, bytes: &[u8]) {
    if let (Some(piece), Some(arena)) = (Piece::from_bytes(bytes), &mut *core.search.arena.borrow_mut()) {
        arena.add_kept(piece);
    }
}

/// A message is new, or has another version.
pub(super) fn hear(core: &Rc<Core>, message: &Message) {
    if let Some(arena) = &mut *core.search.arena.borrow_mut() {
        arena.put(message);
    }
    finder::hear_message(core, message);
    if matches!(message.content, MessageContent::Erased { .. }) {
        note_loss(core);
        take_out(core, |_, id| id == Some(message.id));
    }
}

/// A conversation is not to be seen any more.
pub(super) fn forget(core: &Core, id: ConversationId) {
    if let Some(arena) = &mut *core.search.arena.borrow_mut() {
        arena.forget(id);
    }
    take_out(core, |conversation_id, _| conversation_id == id);
}

fn take_out(core: &Core, is_gone: impl Fn(ConversationId, Option<MessageId>) -> bool) {
    let has_gone = core
        .state
        .search
        .try_update_untracked(|search| search.forget(is_gone))
        .unwrap_or(false);
    if has_gone {
        core.state.search.notify();
    }
}

/// The places that a query finds, newest first, and how many there are in all. `None`: another search has begun.
pub(super) async fn look(
    core: &Rc<Core>,
    query: &Query,
    within: Option<ConversationId>,
    most: usize,
    is_late: impl Fn() -> bool,
) -> Option<(Vec<Hit>, usize)> {
    let mut looking = Looking::new(query, within, most)?;
    loop {
        let began = browser::now();
        let is_done = match &*core.search.arena.borrow() {
            Some(arena) => looking.go_on(arena, || browser::now() - began < SLICE_MS),
            None => true,
        };
        if is_late() {
            return None;
        }
        if is_done {
            let total = looking.total();
            return Some((looking.into_hits(), total));
        }
        browser::sleep(0).await;
    }
}

/// What the device finds, and how many messages. `None`: another search has begun.
pub(super) async fn find(
    core: &Rc<Core>,
    query: &Query,
    is_late: impl Fn() -> bool,
) -> Option<(Found, usize)> {
    loop {
        let losses = core.search.losses.get();
        let contacts = contacts(core, query, &is_late).await?;
        let (hits, mut total) = look(core, query, None, MOST_MESSAGES, &is_late).await?;
        let places: Vec<_> = hits.iter().map(|hit| (hit.conversation_id, hit.place)).collect();
        // Off: none of them can be shown.
        let kept = core.cache.messages_at(&places).await.unwrap_or_default();
        if is_late() {
            return None;
        }
        // Among these may be what has gone meanwhile.
        if core.search.losses.get() != losses {
            continue;
        }
        let messages: Vec<_> = kept
            .iter()
            .filter_map(|message| {
                let contact = contact_of(core, message.conversation_id)?;
                message_hit(query, message, contact)
            })
            .collect();
        total -= hits.len() - messages.len();
        return Some((Found { contacts, messages }, total));
    }
}

/// The conversations of contacts that a query finds, newest activity first.
async fn contacts(core: &Rc<Core>, query: &Query, is_late: impl Fn() -> bool) -> Option<Vec<ContactHit>> {
    let ids: Vec<_> = core
        .state
        .conversation_list
        .with_untracked(|list| list.entries().iter().map(|entry| entry.key.id).collect());
    let mut hits = Vec::new();
    let mut began = browser::now();
    for conversation_id in ids {
        if hits.len() == MOST_CONTACTS as usize {
            break;
        }
        if browser::now() - began > SLICE_MS {
            browser::sleep(0).await;
            if is_late() {
                return None;
            }
            began = browser::now();
        }
        // Of thousands only those are copied that are found.
        let found = contact_with(core, conversation_id, |contact| {
            finds(query, contact).then(|| contact.clone())
        });
        let found = found.flatten();
        hits.extend(found.map(|contact| contact_hit(query, conversation_id, contact)));
    }
    Some(hits)
}

fn finds(query: &Query, contact: &Contact) -> bool {
    contact_matches(
        query,
        &contact.name,
        contact.username.as_deref(),
        contact.phone.as_deref(),
    )
}

/// A contact that was found.
pub(super) fn contact_hit(query: &Query, conversation_id: ConversationId, contact: Contact) -> ContactHit {
    ContactHit {
        conversation_id,
        name: marked(query, contact.name.trim()),
        contact,
    }
}

/// A message that was found; `None`: the query does not find what it says now.
pub(super) fn message_hit(query: &Query, message: &Message, contact: Contact) -> Option<MessageHit> {
    Some(MessageHit {
        conversation_id: message.conversation_id,
        place: message.position(),
        contact,
        direction: message.direction,
        author: message.author,
        kind: message.content.kind(),
        words: snippet(query, &search_text(&message.content), SNIPPET)?,
    })
}

/// Who writes in a conversation that this device knows.
fn contact_of(core: &Core, id: ConversationId) -> Option<Contact> {
    contact_with(core, id, Contact::clone)
}

fn contact_with<T>(core: &Core, id: ConversationId, look: impl FnOnce(&Contact) -> T) -> Option<T> {
    let contact_id = core
        .state
        .conversations
        .with_untracked(id, |row| row.contact_id)?;
    core.state.contacts.with_untracked(contact_id, look)
}

/// What was searched on this device.
pub(super) fn coverage(core: &Core) -> DeviceSearch {
    let search = &core.search;
    match (&*search.filling.borrow(), &*search.arena.borrow()) {
        (Filling::Off, _) => DeviceSearch::Off,
        (_, Some(arena)) => DeviceSearch::Done(arena.covered()),
        (_, None) => DeviceSearch::Preparing,
    }
}

/// Looks for a text on this device, as at a key, and says how many milliseconds that took: until it is known where it stands.
#[cfg(feature = "bench")]
pub(super) async fn measure(core: &Rc<Core>, text: &str) -> f64 {
    let began = browser::now();
    let _found = look(core, &Query::parse(text), None, MOST_MESSAGES, || false).await;
    browser::now() - began
}

/// The same, with the contacts, the newest messages and the words around the hits.
#[cfg(feature = "bench")]
pub(super) async fn measure_found(core: &Rc<Core>, text: &str) -> f64 {
    let began = browser::now();
    let _found = find(core, &Query::parse(text), || false).await;
    browser::now() - began
}

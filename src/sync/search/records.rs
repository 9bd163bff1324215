//! Folding: what changed on the device becomes records of folded words, some messages at a time.

use super::super::core::Core;
use crate::browser;
use crate::browser::lock;
use crate::cache::{CacheOff, PageOf, SearchNotes};
use crate::state::search_piece::{MOST, Piece, folded};
use domain::entities::{Message, Position};
use domain::ids::{ConversationId, MessageId};
use domain::search::search_text;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

/// One tab at a time.
const LOCK: &str = "perfectchat.search";
/// How long the page may be kept from other things.
const SLICE_MS: f64 = 6.0;
/// How many messages are read at once.
const AT_ONCE: usize = 200;
#[allow(clippy::cast_possible_truncation, reason = "500")]
const PAGE: u32 = MOST as u32;

/// Folds all that changed and is not folded yet. Says nothing: where the device keeps nothing there is nothing to fold.
pub(super) async fn fold_what_changed(core: &Rc<Core>) {
    let lock = lock::acquire(LOCK).await;
    // What was written just now is noted with it.
    core.writer.flushed().await;
    // Off: so is everything that follows.
    let _ = fold_all(core).await;
    drop(lock);
}

/// Records that somebody lacks who has read all of them from the first to the last: another tab folded their conversation anew meanwhile.
pub(super) async fn missed(core: &Core, were_read: &HashSet<String>) -> Result<Vec<Vec<u8>>, CacheOff> {
    // While nobody folds, what is folded is there.
    let lock = lock::acquire(LOCK).await;
    let mut keys = core.cache.search_record_keys().await?;
    keys.retain(|key| !were_read.contains(key));
    let records = core.cache.search_records_at(&keys).await;
    drop(lock);
    records
}

async fn fold_all(core: &Rc<Core>) -> Result<(), CacheOff> {
    let (era, age) = (core.era.get(), core.search.age.get());
    core.cache.note_what_is_not_searched().await?;
    while let Some(notes) = core.cache.search_notes().await? {
        let SearchNotes {
            changed,
            whole,
            up_to,
        } = notes;
        let is_over = || core.era.get() != era || core.search.age.get() != age;
        for id in &whole {
            fold_conversation(core, *id, &is_over).await?;
        }
        for (id, places) in changed {
            if !whole.contains(&id) {
                fold_changes(core, id, &places, &is_over).await?;
            }
        }
        // Somebody else is signed in, or all is another: the notes have gone with the rest.
        if is_over() {
            return Ok(());
        }
        core.cache.drop_search_notes(up_to).await?;
    }
    Ok(())
}

/// Folds all messages of a conversation.
async fn fold_conversation(
    core: &Rc<Core>,
    id: ConversationId,
    is_over: &impl Fn() -> bool,
) -> Result<(), CacheOff> {
    // What was folded since they went, for an older note.
    core.cache.drop_search_records(id).await?;
    let mut page_of = PageOf::Newest;
    loop {
        let page = core.cache.load_thread_page(id, page_of, PAGE).await?;
        let rows = fold(&page.messages).await;
        if is_over() {
            return Ok(());
        }
        put(core, id, None, vec![Piece::new(id, rows)]).await?;
        match page.messages.first() {
            Some(oldest) if page.has_more => page_of = PageOf::Before(oldest.position()),
            _ => return Ok(()),
        }
    }
}

/// Folds messages that are new or changed into the records of their conversation.
async fn fold_changes(
    core: &Rc<Core>,
    id: ConversationId,
    places: &BTreeSet<Position>,
    is_over: &impl Fn() -> bool,
) -> Result<(), CacheOff> {
    let all: Vec<_> = places.iter().map(|place| (id, *place)).collect();
    let mut words: HashMap<MessageId, String> = HashMap::new();
    for some in all.chunks(AT_ONCE) {
        let messages = core.cache.messages_at(some).await?;
        words.extend(
            fold(&messages)
                .await
                .into_iter()
                .map(|(place, words)| (place.id, words)),
        );
    }
    for record in core.cache.search_records_for(id, places).await? {
        let known = record.bytes.as_deref().and_then(Piece::from_bytes);
        let known = known.unwrap_or_else(|| Piece::new(id, Vec::new()));
        // One that is not on the device any more has no words.
        let changed: Vec<_> = record
            .places
            .into_iter()
            .map(|place| (place, words.get(&place.id).cloned().unwrap_or_default()))
            .collect();
        let pieces = known.merged(&changed);
        let is_same = pieces.len() <= 1 && pieces.first().is_none_or(|piece| *piece == known);
        if is_over() {
            return Ok(());
        }
        if !is_same || (pieces.is_empty() && record.key.is_some()) {
            put(core, id, record.key, pieces).await?;
        }
        browser::sleep(0).await;
    }
    Ok(())
}

async fn put(
    core: &Rc<Core>,
    id: ConversationId,
    former: Option<String>,
    pieces: Vec<Piece>,
) -> Result<(), CacheOff> {
    let records: Vec<_> = pieces
        .iter()
        .filter_map(|piece| Some((piece.newest()?, piece.to_bytes())))
        .collect();
    core.cache.put_search_records(id, former, &records).await
}

/// The folded words of messages, with pauses.
async fn fold(messages: &[Message]) -> Vec<(Position, String)> {
    let mut rows = Vec::with_capacity(messages.len());
    let mut began = browser::now();
    for message in messages {
        if browser::now() - began > SLICE_MS {
            browser::sleep(0).await;
            began = browser::now();
        }
        rows.push((message.position(), folded(&search_text(&message.content))));
    }
    rows
}

//! Reading pages of threads.

use super::batch::CachedThread;
use super::database::{Cache, CacheOff, MESSAGES, THREADS, read, reading};
use super::keys::{message_key, messages_of, place_in};
use domain::entities::{Message, Position};
use domain::ids::{ConversationId, MessageId};
use indexed_db_futures::KeyRange;
use indexed_db_futures::cursor::CursorDirection;
use indexed_db_futures::prelude::*;
use std::collections::HashSet;

/// Which page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageOf {
    /// The newest messages.
    Newest,
    /// Those just before a place.
    Before(Position),
    /// Those just after a place.
    After(Position),
}

/// A page of a thread as the device has it.
#[derive(Clone, Debug, Default)]
pub struct CachedPage {
    /// The messages, oldest first.
    pub messages: Vec<Message>,
    /// Whether the device has more of them in this direction.
    pub has_more: bool,
    /// From where on the device has all; `None`: there may be gaps anywhere.
    pub thread: Option<CachedThread>,
}

impl Cache {
    /// A page of a thread, at most `limit` messages.
    pub async fn load_thread_page(
        &self,
        conversation_id: ConversationId,
        page: PageOf,
        limit: u32,
    ) -> Result<CachedPage, CacheOff> {
        self.run(async |database| {
            let transaction = reading(database, &[MESSAGES, THREADS])?;
            let threads = transaction.object_store(THREADS)?;
            let thread = threads
                .get::<String, _, _>(conversation_id.to_string())
                .primitive()?;
            let store = transaction.object_store(MESSAGES)?;
            let (low, high) = messages_of(conversation_id);
            // Newer messages have smaller keys.
            let range = match page {
                PageOf::Newest => KeyRange::Bound(low, false, high, false),
                PageOf::Before(place) => {
                    KeyRange::Bound(message_key(conversation_id, place), true, high, false)
                }
                PageOf::After(place) => {
                    let end = message_key(conversation_id, place);
                    let nearest = KeyRange::Bound(low.clone(), false, end.clone(), true);
                    let mut start = low;
                    if let Some(mut cursor) = store
                        .open_key_cursor()
                        .with_query::<String, _>(nearest)
                        .with_direction(CursorDirection::Prev)
                        .await?
                    {
                        let nearest = cursor.primary_key::<String>()?;
                        cursor.advance_by(limit).await?;
                        // Past the last one a cursor has no key, or in Chromium still the one before.
                        let farthest = cursor.primary_key::<String>()?;
                        if let Some(key) = farthest.filter(|key| Some(key) != nearest.as_ref()) {
                            start = key;
                        }
                    }
                    KeyRange::Bound(start, false, end, true)
                }
            };
            let records = store
                .get_all::<String>()
                .with_query::<String, _>(range)
                .with_limit(limit + 1)
                .primitive()?;
            let thread = thread.await?.and_then(|json| read::<CachedThread>(&json));
            let mut messages = Vec::new();
            for json in records.await? {
                messages.extend(read::<Message>(&json?));
            }
            let has_more = messages.len() > limit as usize;
            if has_more {
                // The one too many is the farthest.
                match page {
                    PageOf::Newest | PageOf::Before(_) => drop(messages.pop()),
                    PageOf::After(_) => drop(messages.remove(0)),
                }
            }
            messages.reverse();
            Ok(CachedPage {
                messages,
                has_more,
                thread,
            })
        })
        .await
    }

    /// Where a message stands of which only the id is known; `None`: it is not here.
    pub async fn place_of(
        &self,
        conversation_id: ConversationId,
        id: MessageId,
    ) -> Result<Option<Position>, CacheOff> {
        self.run(async |database| {
            let transaction = reading(database, &[MESSAGES])?;
            let store = transaction.object_store(MESSAGES)?;
            let (low, high) = messages_of(conversation_id);
            let request = store
                .get_all_keys::<String>()
                .with_query::<String, _>(KeyRange::Bound(low, false, high, false))
                .primitive()?;
            for key in request.await? {
                let place = place_in(&key?, id);
                if place.is_some() {
                    return Ok(place);
                }
            }
            Ok(None)
        })
        .await
    }

    /// The conversations of which the device has the newest messages without gaps.
    pub async fn complete_threads(&self) -> Result<HashSet<ConversationId>, CacheOff> {
        self.run(async |database| {
            let transaction = reading(database, &[THREADS])?;
            let store = transaction.object_store(THREADS)?;
            let mut ids = HashSet::new();
            for key in store.get_all_keys::<String>().primitive()?.await? {
                ids.extend(key?.parse::<ConversationId>());
            }
            Ok(ids)
        })
        .await
    }
}

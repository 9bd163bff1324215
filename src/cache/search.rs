//! What search keeps beside the messages: their folded words, some hundred messages of one conversation to a record, so that all of them are
//! read in a few requests.
//!
//! Writing a message does not fold it: its transaction leaves a note of what changed, and `sync::search` makes records of that when there is
//! time. What was erased, edited or forgotten takes its conversation's records along at once, so that no word outlives its message.

use super::database::{Cache, CacheOff, MESSAGES, META, SEARCH, SEARCH_NOTES, put, read, reading, writing};
use super::keys::{message_key, messages_of};
use super::start::meta;
use domain::content::MessageContent;
use domain::entities::{Message, Position};
use domain::ids::ConversationId;
use indexed_db_futures::KeyRange;
use indexed_db_futures::error::Error;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::Transaction;
use js_sys::Uint8Array;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use wasm_bindgen::JsValue;

/// How many notes are read at once.
const NOTES: u32 = 4;

/// What one transaction changed.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Note {
    #[serde(default)]
    changed: Vec<(ConversationId, Position)>,
    #[serde(default)]
    whole: BTreeSet<ConversationId>,
}

/// What changed and is not folded yet.
#[derive(Debug, Default)]
pub struct SearchNotes {
    /// Messages that are new or changed.
    pub changed: BTreeMap<ConversationId, BTreeSet<Position>>,
    /// Conversations without records: all of their messages are to be folded.
    pub whole: BTreeSet<ConversationId>,
    /// The last note that was read.
    pub up_to: f64,
}

/// A record and the messages that belong into it.
#[derive(Debug)]
pub struct SearchRecord {
    /// Its key; `None`: there is none yet.
    pub key: Option<String>,
    /// What it holds.
    pub bytes: Option<Vec<u8>>,
    /// The messages.
    pub places: Vec<Position>,
}

impl Note {
    /// Notes a message that is being written.
    pub fn add(&mut self, message: &Message) {
        match &message.content {
            MessageContent::System(_) | MessageContent::Unsupported { .. } => {}
            MessageContent::Erased { .. } => self.add_whole(message.conversation_id),
            _ if message.is_edited => self.add_whole(message.conversation_id),
            _ => self.changed.push((message.conversation_id, message.position())),
        }
    }

    /// Notes a conversation whose records go.
    pub fn add_whole(&mut self, id: ConversationId) {
        self.whole.insert(id);
    }

    /// Keeps the note, in the transaction of what it tells of.
    pub fn keep(&self, transaction: &Transaction<'_>) -> Result<(), Error> {
        if self.changed.is_empty() && self.whole.is_empty() {
            return Ok(());
        }
        let records = transaction.object_store(SEARCH)?;
        for id in &self.whole {
            let (low, high) = messages_of(*id);
            let _request = records
                .delete::<String, _>(KeyRange::Bound(low, false, high, false))
                .primitive()?;
        }
        if let Ok(json) = serde_json::to_string(self) {
            let notes = transaction.object_store(SEARCH_NOTES)?;
            let _request = notes.add(json).primitive()?;
        }
        Ok(())
    }
}

impl Cache {
    /// Notes what an older version of the app has kept without a note. Once.
    pub async fn note_what_is_not_searched(&self) -> Result<(), CacheOff> {
        self.run(async |database| {
            let transaction = writing(database, &[META, MESSAGES, SEARCH, SEARCH_NOTES])?;
            let meta_store = transaction.object_store(META)?;
            let known = meta_store
                .get::<String, _, _>(meta::SEARCHED)
                .primitive()?
                .await?;
            if known.is_some() {
                return Ok(());
            }
            let messages = transaction.object_store(MESSAGES)?;
            let mut note = Note::default();
            let mut after = String::new();
            loop {
                let request = messages
                    .get_all_keys::<String>()
                    .with_query::<String, _>(KeyRange::LowerBound(after, true))
                    .with_limit(1)
                    .primitive()?;
                let Some(key) = request.await?.next().transpose()? else {
                    break;
                };
                let id = key.split('/').next().and_then(|id| id.parse().ok());
                after = id.map_or(key, |id| messages_of(id).1);
                note.whole.extend(id);
            }
            note.keep(&transaction)?;
            put(&meta_store, meta::SEARCHED, &true)?;
            transaction.commit().await
        })
        .await
    }

    /// The oldest notes; `None`: there are none.
    pub async fn search_notes(&self) -> Result<Option<SearchNotes>, CacheOff> {
        self.run(async |database| {
            let transaction = reading(database, &[SEARCH_NOTES])?;
            let store = transaction.object_store(SEARCH_NOTES)?;
            let keys = store.get_all_keys::<f64>().with_limit(NOTES).primitive()?;
            let values = store.get_all::<String>().with_limit(NOTES).primitive()?;
            let mut notes = None;
            for (key, json) in keys.await?.zip(values.await?) {
                let notes = notes.get_or_insert_with(SearchNotes::default);
                notes.up_to = key?;
                let note: Note = read(&json?).unwrap_or_default();
                notes.whole.extend(note.whole);
                for (id, place) in note.changed {
                    notes.changed.entry(id).or_default().insert(place);
                }
            }
            Ok(notes)
        })
        .await
    }

    /// What these notes tell of is folded.
    pub async fn drop_search_notes(&self, up_to: f64) -> Result<(), CacheOff> {
        self.run(async |database| {
            let transaction = writing(database, &[SEARCH_NOTES])?;
            let store = transaction.object_store(SEARCH_NOTES)?;
            let _request = store
                .delete::<f64, _>(KeyRange::UpperBound(up_to, false))
                .primitive()?;
            transaction.commit().await
        })
        .await
    }

    /// The messages at these places, as far as they are here.
    pub async fn messages_at(&self, places: &[(ConversationId, Position)]) -> Result<Vec<Message>, CacheOff> {
        self.run(async |database| {
            let transaction = reading(database, &[MESSAGES])?;
            let store = transaction.object_store(MESSAGES)?;
            let mut requests = Vec::with_capacity(places.len());
            for (id, place) in places {
                requests.push(store.get::<String, _, _>(message_key(*id, *place)).primitive()?);
            }
            let mut messages = Vec::with_capacity(requests.len());
            for request in requests {
                messages.extend(request.await?.and_then(|json| read::<Message>(&json)));
            }
            Ok(messages)
        })
        .await
    }

    /// The records of a conversation that messages belong into. A record reaches from its newest message, which is its key, to the next
    /// record.
    pub async fn search_records_for(
        &self,
        id: ConversationId,
        places: &BTreeSet<Position>,
    ) -> Result<Vec<SearchRecord>, CacheOff> {
        self.run(async |database| {
            let transaction = reading(database, &[SEARCH])?;
            let store = transaction.object_store(SEARCH)?;
            let (low, high) = messages_of(id);
            let range = KeyRange::Bound(low, false, high, false);
            let request = store
                .get_all_keys::<String>()
                .with_query::<String, _>(range)
                .primitive()?;
            let mut keys = Vec::new();
            for key in request.await? {
                keys.push(key?);
            }
            let mut groups: BTreeMap<usize, Vec<Position>> = BTreeMap::new();
            for place in places {
                let own = message_key(id, *place);
                // What is newer than the newest record belongs into that one.
                let group = keys.partition_point(|key| *key <= own).saturating_sub(1);
                groups.entry(group).or_default().push(*place);
            }
            let mut records = Vec::new();
            for (group, places) in groups {
                let key = keys.get(group).cloned();
                let bytes = match &key {
                    Some(key) => {
                        let value: Option<JsValue> = store.get(key.clone()).primitive()?.await?;
                        value.map(|value| Uint8Array::new(&value).to_vec())
                    }
                    None => None,
                };
                records.push(SearchRecord { key, bytes, places });
            }
            Ok(records)
        })
        .await
    }

    /// A conversation has no records any more.
    pub async fn drop_search_records(&self, id: ConversationId) -> Result<(), CacheOff> {
        self.run(async |database| {
            let transaction = writing(database, &[SEARCH])?;
            let store = transaction.object_store(SEARCH)?;
            let (low, high) = messages_of(id);
            let _request = store
                .delete::<String, _>(KeyRange::Bound(low, false, high, false))
                .primitive()?;
            transaction.commit().await
        })
        .await
    }

    /// Puts records, each with the place of its newest message, where another one was.
    pub async fn put_search_records(
        &self,
        id: ConversationId,
        former: Option<String>,
        records: &[(Position, Vec<u8>)],
    ) -> Result<(), CacheOff> {
        self.run(async |database| {
            let transaction = writing(database, &[SEARCH])?;
            let store = transaction.object_store(SEARCH)?;
            if let Some(key) = former {
                let _request = store.delete::<String, _>(key).primitive()?;
            }
            for (newest, bytes) in records {
                let value: JsValue = Uint8Array::from(bytes.as_slice()).buffer().into();
                let _request = store.put(value).with_key(message_key(id, *newest)).primitive()?;
            }
            transaction.commit().await
        })
        .await
    }

    /// The keys of all records.
    pub async fn search_record_keys(&self) -> Result<Vec<String>, CacheOff> {
        self.run(async |database| {
            let transaction = reading(database, &[SEARCH])?;
            let store = transaction.object_store(SEARCH)?;
            let mut keys = Vec::new();
            for key in store.get_all_keys::<String>().primitive()?.await? {
                keys.push(key?);
            }
            Ok(keys)
        })
        .await
    }

    /// The records with these keys, as far as they are there.
    pub async fn search_records_at(&self, keys: &[String]) -> Result<Vec<Vec<u8>>, CacheOff> {
        self.run(async |database| {
            let transaction = reading(database, &[SEARCH])?;
            let store = transaction.object_store(SEARCH)?;
            let mut records = Vec::new();
            for key in keys {
                let value: Option<JsValue> = store.get(key.clone()).primitive()?.await?;
                records.extend(value.map(|value| Uint8Array::new(&value).to_vec()));
            }
            Ok(records)
        })
        .await
    }

    /// The records behind a key, in their order, at most so many.
    pub async fn search_records(
        &self,
        after: Option<&str>,
        limit: u32,
    ) -> Result<Vec<(String, Vec<u8>)>, CacheOff> {
        self.run(async |database| {
            let transaction = reading(database, &[SEARCH])?;
            let store = transaction.object_store(SEARCH)?;
            let range = || KeyRange::LowerBound(after.unwrap_or_default().to_owned(), true);
            let keys = store
                .get_all_keys::<String>()
                .with_query::<String, _>(range())
                .with_limit(limit)
                .primitive()?;
            let values = store
                .get_all::<JsValue>()
                .with_query::<String, _>(range())
                .with_limit(limit)
                .primitive()?;
            let mut records = Vec::new();
            for (key, value) in keys.await?.zip(values.await?) {
                records.push((key?, Uint8Array::new(&value?).to_vec()));
            }
            Ok(records)
        })
        .await
    }
}

//! Writing what the server said.

use super::contact_edits::remove_note_drafts;
use super::database::{
    CONVERSATIONS, Cache, CacheOff, DRAFTS, FORMER_DRAFTS, MESSAGES, META, NOTES, SEARCH, SEARCH_NOTES,
    STORES, THREADS, put, read, remove, writing,
};
use super::keys::{list_key, message_key, messages_of, note_key};
use super::notes::{forget_notes, put_notes};
use super::search::Note as SearchNote;
use super::start::meta;
use super::wishes::remove_wishes;
use domain::alarm::Alarm;
use domain::canned_response::CannedResponse;
use domain::entities::{Agent, Group, Message, Note, PhoneNumber, Position, Role, Settings, Source};
use domain::event::Cursor;
use domain::ids::{ContactId, ConversationId, NoteId};
use domain::mention::Mention;
use domain::template::Template;
use domain::wire::{ConversationKey, ConversationRow, Session};
use indexed_db_futures::KeyRange;
use indexed_db_futures::error::Error;
use indexed_db_futures::object_store::ObjectStore;
use indexed_db_futures::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How many messages are written before the page gets its turn: a few milliseconds.
const SLICE: usize = 32;

/// Rows to keep, and up to where in the log they are complete. Lists of agents, roles and numbers are whole.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// How far the device has read when these rows are there.
    pub cursor: Option<Cursor>,
    /// Who is signed in.
    pub session: Option<Session>,
    /// Settings.
    pub settings: Option<Settings>,
    /// All agents.
    pub agents: Option<Vec<Agent>>,
    /// All roles.
    pub roles: Option<Vec<Role>>,
    /// All our numbers.
    pub phone_numbers: Option<Vec<PhoneNumber>>,
    /// Alarms, all of them.
    pub alarms: Option<Vec<Alarm>>,
    /// All canned responses.
    pub canned_responses: Option<Vec<CannedResponse>>,
    /// All templates.
    pub templates: Option<Vec<Template>>,
    /// All sources.
    pub sources: Option<Vec<Source>>,
    /// All groups.
    pub groups: Option<Vec<Group>>,
    /// All that is pinned.
    pub pins: Option<Vec<ConversationId>>,
    /// All mentions that wait.
    pub mentions: Option<Vec<Mention>>,
    /// How far the list of open conversations is whole.
    pub list_end: Option<ListEnd>,
    /// Conversations.
    pub conversations: Vec<ConversationRow>,
    /// Messages.
    pub messages: Vec<Message>,
    /// Notes.
    pub notes: Vec<Note>,
    /// Notes that are gone.
    pub gone_notes: Vec<(ContactId, NoteId)>,
    /// Contacts whose notes are to be removed.
    pub forget_contacts: Vec<ContactId>,
    /// Conversations to remove with all that belongs to them.
    pub forget: Vec<ConversationId>,
    /// What is here of threads may have holes: they count as whole again when they were loaded again.
    pub doubts_threads: bool,
}

/// Down to where the device has all open conversations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListEnd {
    /// The last of them; `None`: there are no others.
    pub after: Option<ConversationKey>,
}

/// From which message on the device has all of a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CachedThread {
    /// The oldest message of the run without gaps; `None`: the thread is empty.
    pub oldest: Option<Position>,
    /// Whether the server has older ones.
    pub has_older: bool,
}

impl Cache {
    /// Keeps a batch, cursor and rows together.
    pub async fn put_batch(&self, batch: &Batch) -> Result<(), CacheOff> {
        self.run(async |database| {
            let transaction = writing(
                database,
                &[
                    META,
                    CONVERSATIONS,
                    MESSAGES,
                    SEARCH,
                    SEARCH_NOTES,
                    THREADS,
                    DRAFTS,
                    FORMER_DRAFTS,
                    NOTES,
                ],
            )?;
            let mut note = SearchNote::default();
            batch.messages.iter().for_each(|message| note.add(message));
            batch.forget.iter().for_each(|id| note.add_whole(*id));
            note.keep(&transaction)?;
            put_meta(&transaction.object_store(META)?, batch)?;
            let conversations = transaction.object_store(CONVERSATIONS)?;
            for row in &batch.conversations {
                put_row(&conversations, row)?;
            }
            let messages = transaction.object_store(MESSAGES)?;
            for slice in batch.messages.chunks(SLICE) {
                let mut last = String::new();
                for message in slice {
                    last = message_key(message.conversation_id, message.position());
                    put(&messages, &last, message)?;
                }
                if slice.len() == SLICE {
                    // Answered when these are written: until then the page is free, and the transaction stays open.
                    let _last = messages.get::<String, _, _>(last).primitive()?.await?;
                }
            }
            let notes = transaction.object_store(NOTES)?;
            if batch.doubts_threads {
                let _request = transaction.object_store(THREADS)?.clear()?;
                let _request = notes.clear()?;
            }
            forget_notes(&notes, &batch.forget_contacts)?;
            for (contact_id, id) in &batch.gone_notes {
                remove(&notes, note_key(*contact_id, *id))?;
            }
            put_notes(&notes, &batch.notes)?;
            if !batch.forget.is_empty() {
                let threads = transaction.object_store(THREADS)?;
                let drafts = transaction.object_store(DRAFTS)?;
                let former_drafts = transaction.object_store(FORMER_DRAFTS)?;
                for id in &batch.forget {
                    remove(&conversations, id.to_string())?;
                    remove(&threads, id.to_string())?;
                    remove(&drafts, id.to_string())?;
                    remove(&former_drafts, id.to_string())?;
                    let (low, high) = messages_of(*id);
                    let _request = messages
                        .delete::<String, _>(KeyRange::Bound(low, false, high, false))
                        .primitive()?;
                }
            }
            transaction.commit().await
        })
        .await
    }

    /// Begins anew with what the server says: everything of another log or state goes, what was written here stays.
    pub async fn begin_anew(&self, batch: &Batch) -> Result<(), CacheOff> {
        self.run(async |database| {
            let transaction = writing(
                database,
                &[
                    META,
                    CONVERSATIONS,
                    MESSAGES,
                    SEARCH,
                    SEARCH_NOTES,
                    THREADS,
                    NOTES,
                ],
            )?;
            for store in [CONVERSATIONS, MESSAGES, SEARCH, SEARCH_NOTES, THREADS, NOTES] {
                let _request = transaction.object_store(store)?.clear()?;
            }
            put_meta(&transaction.object_store(META)?, batch)?;
            let conversations = transaction.object_store(CONVERSATIONS)?;
            for row in &batch.conversations {
                put_row(&conversations, row)?;
            }
            transaction.commit().await
        })
        .await
    }

    /// Keeps a page that was asked for, and from where on the thread is complete. An answer may be older than what events
    /// brought meanwhile: a record of a newer version stays.
    pub async fn put_page(
        &self,
        conversation_id: ConversationId,
        messages: &[Message],
        thread: Option<CachedThread>,
    ) -> Result<(), CacheOff> {
        self.run(async |database| {
            let transaction = writing(database, &[MESSAGES, SEARCH, SEARCH_NOTES, THREADS])?;
            let mut note = SearchNote::default();
            let store = transaction.object_store(MESSAGES)?;
            let keys: Vec<_> = messages
                .iter()
                .map(|message| message_key(conversation_id, message.position()))
                .collect();
            let mut known = Vec::with_capacity(keys.len());
            for key in &keys {
                known.push(store.get::<String, _, _>(key.clone()).primitive()?);
            }
            for ((message, key), known) in messages.iter().zip(&keys).zip(known) {
                let is_known = known
                    .await?
                    .and_then(|json| read::<Version>(&json))
                    .is_some_and(|known| known.version >= message.version);
                if !is_known {
                    put(&store, key, message)?;
                    note.add(message);
                }
            }
            note.keep(&transaction)?;
            if let Some(thread) = thread {
                put(
                    &transaction.object_store(THREADS)?,
                    &conversation_id.to_string(),
                    &thread,
                )?;
            }
            transaction.commit().await
        })
        .await
    }

    /// Forgets everything of the person who was signed in; the device's id stays.
    pub async fn wipe(&self) -> Result<(), CacheOff> {
        self.run(async |database| {
            let transaction = writing(database, &STORES)?;
            for store in STORES.into_iter().filter(|store| *store != META) {
                let _request = transaction.object_store(store)?.clear()?;
            }
            let meta_store = transaction.object_store(META)?;
            for key in meta::OF_A_PERSON {
                remove(&meta_store, key.to_owned())?;
            }
            remove_wishes(&meta_store)?;
            remove_note_drafts(&meta_store)?;
            transaction.commit().await
        })
        .await
    }
}

#[derive(Deserialize)]
struct Version {
    version: u64,
}

fn put_meta(store: &ObjectStore<'_>, batch: &Batch) -> Result<(), Error> {
    fn keep(store: &ObjectStore<'_>, key: &str, value: Option<&impl Serialize>) -> Result<(), Error> {
        value.map_or(Ok(()), |value| put(store, key, value))
    }
    keep(store, meta::CURSOR, batch.cursor.as_ref())?;
    keep(store, meta::SESSION, batch.session.as_ref())?;
    keep(store, meta::SETTINGS, batch.settings.as_ref())?;
    keep(store, meta::AGENTS, batch.agents.as_ref())?;
    keep(store, meta::ROLES, batch.roles.as_ref())?;
    keep(store, meta::ALARMS, batch.alarms.as_ref())?;
    keep(store, meta::TEMPLATES, batch.templates.as_ref())?;
    keep(store, meta::SOURCES, batch.sources.as_ref())?;
    keep(store, meta::GROUPS, batch.groups.as_ref())?;
    keep(store, meta::PINS, batch.pins.as_ref())?;
    keep(store, meta::MENTIONS, batch.mentions.as_ref())?;
    keep(store, meta::LIST_END, batch.list_end.as_ref())?;
    keep(store, meta::CANNED_RESPONSES, batch.canned_responses.as_ref())?;
    keep(store, meta::PHONE_NUMBERS, batch.phone_numbers.as_ref())
}

fn put_row(store: &ObjectStore<'_>, row: &ConversationRow) -> Result<(), Error> {
    let Ok(json) = serde_json::to_string(row) else {
        return Ok(());
    };
    let key = ConversationKey {
        at: row.conversation.last_activity_at,
        id: row.conversation.id,
    };
    let record = BTreeMap::from([
        ("id", row.conversation.id.to_string()),
        ("order", list_key(key)),
        ("row", json),
    ]);
    let _request = store.put(record).primitive()?;
    Ok(())
}

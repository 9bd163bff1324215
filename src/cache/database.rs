//! Opening the database, and turning the cache off when it breaks.

use indexed_db_futures::database::Database;
use indexed_db_futures::object_store::ObjectStore;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{Transaction, TransactionMode};
use indexed_db_futures::{KeyPath, error};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::cell::RefCell;
use std::rc::Rc;

const NAME: &str = "perfectchat";
const VERSION: u32 = 6;

pub(super) const META: &str = "meta";
pub(super) const CONVERSATIONS: &str = "conversations";
pub(super) const NEWEST_FIRST: &str = "newest_first";
pub(super) const MESSAGES: &str = "messages";
pub(super) const THREADS: &str = "threads";
pub(super) const OUTBOX: &str = "outbox";
pub(super) const DRAFTS: &str = "drafts_v2";
pub(super) const FORMER_DRAFTS: &str = "drafts";
pub(super) const UPLOADS: &str = "uploads";
pub(super) const TAKES: &str = "takes";
pub(super) const TRAYS: &str = "trays";
pub(super) const NOTES: &str = "notes";
pub(super) const CONTACT_EDITS: &str = "contact_edits";
pub(super) const SEARCH: &str = "search";
pub(super) const SEARCH_NOTES: &str = "search_notes";

/// Every store. All but `conversations`, which has an index, and `search_notes`, which counts its keys, get their keys with their values.
pub(super) const STORES: [&str; 14] = [
    META,
    CONVERSATIONS,
    MESSAGES,
    THREADS,
    OUTBOX,
    DRAFTS,
    FORMER_DRAFTS,
    UPLOADS,
    TAKES,
    TRAYS,
    NOTES,
    CONTACT_EDITS,
    SEARCH,
    SEARCH_NOTES,
];

/// The device keeps nothing: IndexedDB is missing, forbidden or broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the device keeps nothing")]
pub struct CacheOff;

/// The device's cache. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Cache {
    database: Rc<RefCell<Option<Rc<Database>>>>,
}

impl Cache {
    /// Opens the cache; where that fails, a cache that is off.
    pub async fn open() -> Self {
        let cache = Self {
            database: Rc::default(),
        };
        if let Ok(database) = open().await {
            let database = Rc::new(database);
            cache.close_for_newer_versions(&database);
            *cache.database.borrow_mut() = Some(database);
        }
        cache
    }

    /// Runs one operation; a failure turns the cache off.
    pub(super) async fn run<T>(
        &self,
        operation: impl AsyncFnOnce(&Database) -> Result<T, error::Error>,
    ) -> Result<T, CacheOff> {
        let Some(database) = self.database.borrow().clone() else {
            return Err(CacheOff);
        };
        operation(&database).await.map_err(|_| {
            self.database.borrow_mut().take();
            CacheOff
        })
    }

    /// Keeps a record of `meta`; `None`: there is none any more.
    pub(super) async fn put_in_meta(
        &self,
        key: &str,
        value: Option<&impl Serialize>,
    ) -> Result<(), CacheOff> {
        self.run(async |database| {
            let transaction = writing(database, &[META])?;
            let store = transaction.object_store(META)?;
            match value {
                Some(value) => put(&store, key, value)?,
                None => remove(&store, key.to_owned())?,
            }
            transaction.commit().await
        })
        .await
    }

    /// Another tab wants to open a newer version: this one must not stand in its way.
    fn close_for_newer_versions(&self, database: &Rc<Database>) {
        let Ok(mut changes) = database.version_changes() else {
            return;
        };
        let held = Rc::downgrade(&self.database);
        wasm_bindgen_futures::spawn_local(async move {
            changes.recv().await;
            if let Some(held) = held.upgrade()
                && let Some(database) = held.borrow_mut().take()
            {
                (*database).clone().close();
            }
        });
    }
}

async fn open() -> Result<Database, error::OpenDbError> {
    Database::open(NAME)
        .with_version(VERSION)
        .with_on_upgrade_needed(|_event, database| {
            let known: Vec<String> = database.object_store_names().collect();
            let is_missing = |store: &&str| !known.iter().any(|known| known == store);
            let plain = STORES
                .into_iter()
                .filter(|store| ![CONVERSATIONS, SEARCH_NOTES].contains(store));
            for store in plain.filter(is_missing) {
                database.create_object_store(store).build()?;
            }
            if is_missing(&SEARCH_NOTES) {
                database
                    .create_object_store(SEARCH_NOTES)
                    .with_auto_increment(true)
                    .build()?;
            }
            if !is_missing(&CONVERSATIONS) {
                return Ok(());
            }
            let conversations = database
                .create_object_store(CONVERSATIONS)
                .with_key_path(KeyPath::One("id"))
                .build()?;
            conversations
                .create_index(NEWEST_FIRST, KeyPath::One("order"))
                .build()?;
            Ok(())
        })
        .await
}

pub(super) fn reading<'a>(database: &'a Database, stores: &[&str]) -> Result<Transaction<'a>, error::Error> {
    database
        .transaction(stores)
        .with_mode(TransactionMode::Readonly)
        .build()
}

pub(super) fn writing<'a>(database: &'a Database, stores: &[&str]) -> Result<Transaction<'a>, error::Error> {
    database
        .transaction(stores)
        .with_mode(TransactionMode::Readwrite)
        .build()
}

/// The value of a JSON text; a record that cannot be read is as good as none.
pub(super) fn read<T: DeserializeOwned>(json: &str) -> Option<T> {
    serde_json::from_str(json).ok()
}

/// Puts a value as JSON text. The request goes out at once; the transaction's end tells how it went.
pub(super) fn put(store: &ObjectStore<'_>, key: &str, value: &impl Serialize) -> Result<(), error::Error> {
    if let Ok(json) = serde_json::to_string(value) {
        let _request = store.put(json).with_key(key).primitive()?;
    }
    Ok(())
}

pub(super) fn remove(store: &ObjectStore<'_>, key: String) -> Result<(), error::Error> {
    let _request = store.delete(key).primitive()?;
    Ok(())
}

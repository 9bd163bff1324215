//! What was changed of contacts here and is not at the server yet, and notes that are being written. What a change is, its writer knows; here it is JSON.

use super::database::{CONTACT_EDITS, Cache, CacheOff, META, put, read, reading, remove, writing};
use super::start::meta;
use indexed_db_futures::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

impl Cache {
    /// All of them, in the order of their keys.
    pub async fn contact_edits<T: DeserializeOwned>(&self) -> Result<Vec<T>, CacheOff> {
        self.run(async |database| {
            let transaction = reading(database, &[CONTACT_EDITS])?;
            let store = transaction.object_store(CONTACT_EDITS)?;
            let mut edits = Vec::new();
            for json in store.get_all::<String>().primitive()?.await? {
                edits.extend(read::<T>(&json?));
            }
            Ok(edits)
        })
        .await
    }

    /// Keeps one.
    pub async fn put_contact_edit(&self, key: &str, edit: &impl Serialize) -> Result<(), CacheOff> {
        self.run(async |database| {
            let transaction = writing(database, &[CONTACT_EDITS])?;
            put(&transaction.object_store(CONTACT_EDITS)?, key, edit)?;
            transaction.commit().await
        })
        .await
    }

    /// Keeps the notes that are being written.
    pub async fn put_note_drafts(&self, drafts: &impl Serialize) -> Result<(), CacheOff> {
        self.run(async |database| {
            let transaction = writing(database, &[META])?;
            put(&transaction.object_store(META)?, meta::NOTE_DRAFTS, drafts)?;
            transaction.commit().await
        })
        .await
    }

    /// One was answered, or is given up.
    pub async fn remove_contact_edit(&self, key: &str) -> Result<(), CacheOff> {
        self.run(async |database| {
            let transaction = writing(database, &[CONTACT_EDITS])?;
            remove(&transaction.object_store(CONTACT_EDITS)?, key.to_owned())?;
            transaction.commit().await
        })
        .await
    }
}

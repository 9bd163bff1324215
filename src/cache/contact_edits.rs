//! What was changed of contacts here and is not at the server yet, and notes that are being written: a record each, so that tabs do not
//! write over each other's. What a change is, its writer knows; here it is JSON.

use super::database::{CONTACT_EDITS, Cache, CacheOff, put, read, reading, remove, writing};
use domain::ids::ContactId;
use indexed_db_futures::KeyRange;
use indexed_db_futures::error::Error;
use indexed_db_futures::object_store::ObjectStore;
use indexed_db_futures::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, HashMap};

const DRAFT: &str = "note_draft/";
/// Above all of them.
const LAST_DRAFT: &str = "note_draft0";

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

    /// Keeps the note that is being written of a contact; `None`: there is none any more.
    pub async fn put_note_draft(&self, id: ContactId, text: Option<&str>) -> Result<(), CacheOff> {
        self.put_in_meta(&format!("{DRAFT}{id}"), text.as_ref()).await
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

/// The notes that are being written, among the records of `meta`.
pub(super) fn note_drafts_in(values: &BTreeMap<String, String>) -> HashMap<ContactId, String> {
    let draft = |(key, json): (&String, &String)| {
        let id = key.strip_prefix(DRAFT)?.parse::<ContactId>().ok()?;
        Some((id, read::<String>(json)?))
    };
    values
        .range(DRAFT.to_owned()..LAST_DRAFT.to_owned())
        .filter_map(draft)
        .collect()
}

/// Removes all of them.
pub(super) fn remove_note_drafts(store: &ObjectStore<'_>) -> Result<(), Error> {
    let range = KeyRange::Bound(DRAFT.to_owned(), false, LAST_DRAFT.to_owned(), false);
    let _request = store.delete::<String, _>(range).primitive()?;
    Ok(())
}

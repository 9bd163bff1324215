//! Notes of contacts, one record each.

use super::database::{Cache, CacheOff, NOTES, put, read, reading, remove, writing};
use super::keys::{note_key, notes_of};
use domain::entities::Note;
use domain::ids::ContactId;
use domain::time::Timestamp;
use indexed_db_futures::KeyRange;
use indexed_db_futures::error::Error;
use indexed_db_futures::object_store::ObjectStore;
use indexed_db_futures::prelude::*;

impl Cache {
    /// The notes of a contact.
    pub async fn notes(&self, contact_id: ContactId) -> Result<Vec<Note>, CacheOff> {
        self.run(async |database| {
            let transaction = reading(database, &[NOTES])?;
            let store = transaction.object_store(NOTES)?;
            let request = store.get_all::<String>();
            let request = request.with_query::<String, _>(range(contact_id)).primitive()?;
            let mut notes = Vec::new();
            for json in request.await? {
                notes.extend(read::<Note>(&json?));
            }
            Ok(notes)
        })
        .await
    }

    /// Keeps notes that were asked for. An answer may be older than what events brought meanwhile: a record of a newer version stays.
    /// After a time (`None`: never) they are all there are: others that the device kept have gone while nobody told it.
    pub async fn put_notes(
        &self,
        contact_id: ContactId,
        notes: &[Note],
        all_after: Option<Timestamp>,
    ) -> Result<(), CacheOff> {
        self.run(async |database| {
            let transaction = writing(database, &[NOTES])?;
            let store = transaction.object_store(NOTES)?;
            let request = store.get_all::<String>();
            let request = request.with_query::<String, _>(range(contact_id)).primitive()?;
            let mut known = Vec::new();
            for json in request.await? {
                known.extend(read::<Note>(&json?));
            }
            for known in &known {
                let is_covered = all_after.is_some_and(|after| known.created_at > after);
                if is_covered && !notes.iter().any(|note| note.id == known.id) {
                    remove(&store, note_key(contact_id, known.id))?;
                }
            }
            for note in notes {
                let is_known = known
                    .iter()
                    .any(|known| known.id == note.id && known.version >= note.version);
                if !is_known {
                    put(&store, &note_key(contact_id, note.id), note)?;
                }
            }
            transaction.commit().await
        })
        .await
    }
}

/// Puts notes inside a transaction with their store.
pub(super) fn put_notes(store: &ObjectStore<'_>, notes: &[Note]) -> Result<(), Error> {
    for note in notes {
        put(store, &note_key(note.contact_id, note.id), note)?;
    }
    Ok(())
}

/// Removes all notes of contacts inside a transaction with their store.
pub(super) fn forget_notes(store: &ObjectStore<'_>, contacts: &[ContactId]) -> Result<(), Error> {
    for id in contacts {
        let _request = store.delete::<String, _>(range(*id)).primitive()?;
    }
    Ok(())
}

fn range(contact_id: ContactId) -> KeyRange<String> {
    let (low, high) = notes_of(contact_id);
    KeyRange::Bound(low, false, high, false)
}

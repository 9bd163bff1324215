//! Files that wait to be sent, beside their commands: a record says what the file is, its bytes lie in slices behind it.
//!
//! Slices are `ArrayBuffer`s, because WebKit aborts a transaction that stores a Blob; and a copy, because the file may change or
//! vanish before it is sent.

use super::database::{Cache, CacheOff, OUTBOX, TRAYS, UPLOADS, put, read, reading, remove, writing};
use super::outbox::OutboxRecord;
use domain::ids::{MediaId, MessageId};
use domain::upload::BeginUpload;
use indexed_db_futures::KeyRange;
use indexed_db_futures::prelude::*;
use wasm_bindgen::JsValue;

impl Cache {
    /// Keeps commands with files. The slices of those that are to be uploaded follow. The `tray` in which they lay is empty then.
    pub async fn enqueue_files(
        &self,
        files: &[(OutboxRecord, Option<BeginUpload>)],
        tray: Option<MediaId>,
    ) -> Result<(), CacheOff> {
        self.run(async |database| {
            let transaction = writing(database, &[OUTBOX, UPLOADS, TRAYS])?;
            if let Some(tray) = tray {
                remove(&transaction.object_store(TRAYS)?, tray.to_string())?;
            }
            for (record, upload) in files {
                let id = record.command.id;
                put(&transaction.object_store(OUTBOX)?, &id.to_string(), record)?;
                if let Some(upload) = upload {
                    put(&transaction.object_store(UPLOADS)?, &id.to_string(), upload)?;
                }
            }
            transaction.commit().await
        })
        .await
    }

    /// Keeps a slice, if its file is still to be sent: the device may have been wiped since. False: there is no room for it.
    pub async fn put_slice(&self, id: MessageId, place: u64, slice: JsValue) -> bool {
        let kept = self.run(async |database| {
            // Too little room is no reason to do without the rest of the cache.
            let stored = async {
                let transaction = writing(database, &[UPLOADS])?;
                let store = transaction.object_store(UPLOADS)?;
                let wanted = store.get_key::<String, _>(id.to_string()).primitive()?.await?;
                if wanted.is_some() {
                    store
                        .put(slice)
                        .with_key(slice_key(id, place))
                        .primitive()?
                        .await?;
                }
                transaction.commit().await
            };
            Ok(stored.await.is_ok())
        });
        kept.await.unwrap_or(false)
    }

    /// The file that a command waits for; `None`: it waits for none.
    pub async fn upload(&self, id: MessageId) -> Result<Option<BeginUpload>, CacheOff> {
        self.run(async |database| {
            let transaction = reading(database, &[UPLOADS])?;
            let store = transaction.object_store(UPLOADS)?;
            let json: Option<String> = store.get(id.to_string()).primitive()?.await?;
            Ok(json.as_deref().and_then(read))
        })
        .await
    }

    /// A slice; `None`: it is not here.
    pub async fn slice(&self, id: MessageId, place: u64) -> Option<JsValue> {
        let slice = self.run(async |database| {
            let transaction = reading(database, &[UPLOADS])?;
            let store = transaction.object_store(UPLOADS)?;
            let slice: Option<JsValue> = store.get(slice_key(id, place)).primitive()?.await?;
            Ok(slice.filter(|slice| slice.is_object()))
        });
        slice.await.ok().flatten()
    }

    /// The server has a file, or nobody wants to send it any more: what it takes here goes.
    pub async fn remove_upload(&self, id: MessageId) -> Result<(), CacheOff> {
        self.run(async |database| {
            let transaction = writing(database, &[UPLOADS])?;
            let store = transaction.object_store(UPLOADS)?;
            remove(&store, id.to_string())?;
            let slices = KeyRange::Bound(format!("{id}/"), false, format!("{id}0"), true);
            let _request = store.delete::<String, _>(slices).primitive()?;
            transaction.commit().await
        })
        .await
    }
}

/// `0` follows `/`, so a file's slices lie between `<id>/` and `<id>0`.
pub(super) fn slice_key(id: MessageId, place: u64) -> String {
    format!("{id}/{place:08}")
}

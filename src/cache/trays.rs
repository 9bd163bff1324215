//! Files that were chosen and not sent yet, with the words below them, so that they outlive the page.
//!
//! A record says what lies in a tray; the bytes of each of its files lie in slices under an id of the file's own. Sending a tray removes
//! its record in the transaction that puts its messages into the outbox: it is either still here or on its way.

use super::database::{CONVERSATIONS, Cache, CacheOff, TRAYS, put, read, reading, remove, writing};
use domain::content::{Attachment, MessageKind};
use domain::ids::{AgentId, ConversationId, MediaId};
use indexed_db_futures::KeyRange;
use indexed_db_futures::error::Error;
use indexed_db_futures::prelude::*;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

/// A tray, as the device keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrayRecord {
    /// An id that was made for it.
    pub id: MediaId,
    /// Where it is for.
    pub conversation_id: ConversationId,
    /// Who chose the files.
    pub author: AgentId,
    /// The words below them.
    pub caption: String,
    /// The files, in order.
    pub files: Vec<TrayFile>,
}

/// A file of a tray.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrayFile {
    /// Finds its slices; `None`: there are none.
    pub id: Option<MediaId>,
    /// Its name; empty for what was pasted.
    pub name: String,
    /// What it is.
    pub mime_type: String,
    /// Its size in bytes.
    pub byte_size: u64,
    /// As what it goes out; `None`: its author has not decided yet.
    pub kind: Option<MessageKind>,
    /// The file, when the server has it.
    pub kept: Option<Attachment>,
}

impl Cache {
    /// Keeps what lies in a tray. False: there is no room.
    pub async fn put_tray(&self, tray: &TrayRecord) -> bool {
        let kept = self.run(async |database| {
            // Too little room is no reason to do without the rest of the cache.
            let stored = async {
                let transaction = writing(database, &[TRAYS])?;
                put(&transaction.object_store(TRAYS)?, &tray.id.to_string(), tray)?;
                transaction.commit().await
            };
            let stored: Result<(), Error> = stored.await;
            Ok(stored.is_ok())
        });
        kept.await.unwrap_or(false)
    }

    /// Keeps a slice of a file. False: there is no room.
    pub async fn put_tray_slice(&self, file: MediaId, place: u64, slice: JsValue) -> bool {
        let kept = self.run(async |database| {
            let stored = async {
                let transaction = writing(database, &[TRAYS])?;
                let store = transaction.object_store(TRAYS)?;
                store
                    .put(slice)
                    .with_key(slice_key(file, place))
                    .primitive()?
                    .await?;
                transaction.commit().await
            };
            let stored: Result<(), Error> = stored.await;
            Ok(stored.is_ok())
        });
        kept.await.unwrap_or(false)
    }

    /// All trays that are here.
    pub async fn trays(&self) -> Result<Vec<TrayRecord>, CacheOff> {
        self.run(async |database| {
            let transaction = reading(database, &[TRAYS])?;
            let store = transaction.object_store(TRAYS)?;
            let mut trays = Vec::new();
            for key in store.get_all_keys::<String>().primitive()?.await? {
                let key = key?;
                if key.contains('/') {
                    continue;
                }
                let json: Option<String> = store.get(key).primitive()?.await?;
                trays.extend(json.as_deref().and_then(read::<TrayRecord>));
            }
            Ok(trays)
        })
        .await
    }

    /// A tray; `None`: it is not here any more.
    pub async fn tray(&self, id: MediaId) -> Option<TrayRecord> {
        let tray = self.run(async |database| {
            let transaction = reading(database, &[TRAYS])?;
            let store = transaction.object_store(TRAYS)?;
            let json: Option<String> = store.get(id.to_string()).primitive()?.await?;
            Ok(json.as_deref().and_then(read))
        });
        tray.await.ok().flatten()
    }

    /// A slice of a file; `None`: it is not here.
    pub async fn tray_slice(&self, file: MediaId, place: u64) -> Option<JsValue> {
        let slice = self.run(async |database| {
            let transaction = reading(database, &[TRAYS])?;
            let store = transaction.object_store(TRAYS)?;
            let slice: Option<JsValue> = store.get(slice_key(file, place)).primitive()?.await?;
            Ok(slice.filter(|slice| slice.is_object()))
        });
        slice.await.ok().flatten()
    }

    /// A tray goes; the bytes of its files stay.
    pub async fn remove_tray(&self, id: MediaId) -> Result<(), CacheOff> {
        self.run(async |database| {
            let transaction = writing(database, &[TRAYS])?;
            remove(&transaction.object_store(TRAYS)?, id.to_string())?;
            transaction.commit().await
        })
        .await
    }

    /// The bytes of a file go.
    pub async fn remove_tray_file(&self, file: MediaId) -> Result<(), CacheOff> {
        self.run(async |database| {
            let transaction = writing(database, &[TRAYS])?;
            let store = transaction.object_store(TRAYS)?;
            // `0` follows `/`.
            let slices = KeyRange::Bound(format!("{file}/"), false, format!("{file}0"), true);
            let _request = store.delete::<String, _>(slices).primitive()?;
            transaction.commit().await
        })
        .await
    }

    /// Whether the device has a conversation.
    pub async fn has_conversation(&self, id: ConversationId) -> Result<bool, CacheOff> {
        self.run(async |database| {
            let transaction = reading(database, &[CONVERSATIONS])?;
            let store = transaction.object_store(CONVERSATIONS)?;
            let key = store.get_key::<String, _>(id.to_string()).primitive()?.await?;
            Ok(key.is_some())
        })
        .await
    }
}

fn slice_key(file: MediaId, place: u64) -> String {
    format!("{file}/{place:08}")
}

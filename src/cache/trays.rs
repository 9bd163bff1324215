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
use std::collections::HashSet;
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

    /// The bytes of files that lie in no tray any more go: a page may have ended between what removes a tray and what removes them.
    pub async fn remove_stray_tray_files(&self) -> Result<(), CacheOff> {
        self.run(async |database| {
            let transaction = writing(database, &[TRAYS])?;
            let store = transaction.object_store(TRAYS)?;
            let mut slices = Vec::new();
            let mut trays = Vec::new();
            for key in store.get_all_keys::<String>().primitive()?.await? {
                let key = key?;
                if key.contains('/') {
                    slices.push(key);
                    continue;
                }
                let json: Option<String> = store.get(key).primitive()?.await?;
                trays.push(json.as_deref().and_then(read::<TrayRecord>));
            }
            for key in stray(slices, &trays) {
                remove(&store, key)?;
            }
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

/// Which slices are of files that lie in no tray. None where a tray cannot be read: nobody knows what lies in it.
fn stray(slices: Vec<String>, trays: &[Option<TrayRecord>]) -> Vec<String> {
    if trays.iter().any(Option::is_none) {
        return Vec::new();
    }
    let files = trays.iter().flatten().flat_map(|tray| &tray.files);
    let named: HashSet<String> = files.filter_map(|file| Some(file.id?.to_string())).collect();
    let is_stray = |key: &String| key.split_once('/').is_some_and(|(file, _)| !named.contains(file));
    slices.into_iter().filter(is_stray).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_of_a_file_that_lies_in_no_tray_go() {
        let file = |number| MediaId::from_parts(1, &[number; 10]);
        let tray = TrayRecord {
            id: file(9),
            conversation_id: ConversationId::from_parts(1, &[1; 10]),
            author: AgentId::from_parts(1, &[1; 10]),
            caption: String::new(),
            files: vec![TrayFile {
                id: Some(file(1)),
                name: String::new(),
                mime_type: "image/jpeg".to_owned(),
                byte_size: 3,
                kind: None,
                kept: None,
            }],
        };
        let slices = || {
            vec![
                slice_key(file(1), 0),
                slice_key(file(2), 0),
                slice_key(file(2), 1),
            ]
        };
        let of_second = slices().split_off(1);
        assert_eq!(stray(slices(), &[Some(tray.clone())]), of_second);
        assert_eq!(stray(slices(), &[]), slices());
        assert!(
            stray(slices(), &[Some(tray), None]).is_empty(),
            "one cannot be read"
        );
    }
}

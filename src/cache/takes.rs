//! Recordings, piece by piece as they are made, so that a crash costs a moment and not what was said.
//!
//! A record says where a recording is for, its pieces lie behind it as `ArrayBuffer`s. Sending one moves it into the outbox in one
//! transaction: it is either still here or on its way, never both and never neither.

use super::database::{Cache, CacheOff, OUTBOX, TAKES, UPLOADS, put, read, reading, remove, writing};
use super::outbox::OutboxRecord;
use super::uploads::slice_key;
use domain::ids::{AgentId, ConversationId, MediaId, MessageId};
use domain::time::Timestamp;
use domain::upload::BeginUpload;
use indexed_db_futures::KeyRange;
use indexed_db_futures::error::Error;
use indexed_db_futures::prelude::*;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

/// A recording, as the device keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TakeRecord {
    /// Its file's id.
    pub id: MediaId,
    /// Where it is for.
    pub conversation_id: ConversationId,
    /// The message it answers.
    #[serde(default)]
    pub reply_to: Option<MessageId>,
    /// Who speaks.
    pub author: AgentId,
    /// What the browser records.
    pub mime_type: String,
    /// When it was begun.
    pub at: Timestamp,
}

impl Cache {
    /// Keeps that a recording has begun. False: there is no room.
    pub async fn put_take(&self, take: &TakeRecord) -> bool {
        let kept = self.run(async |database| {
            // Too little room is no reason to do without the rest of the cache.
            let stored = async {
                let transaction = writing(database, &[TAKES])?;
                put(&transaction.object_store(TAKES)?, &take.id.to_string(), take)?;
                transaction.commit().await
            };
            let stored: Result<(), Error> = stored.await;
            Ok(stored.is_ok())
        });
        kept.await.unwrap_or(false)
    }

    /// Keeps a piece of a recording. False: there is no room.
    pub async fn put_piece(&self, id: MediaId, place: u32, piece: JsValue) -> bool {
        let kept = self.run(async |database| {
            let stored = async {
                let transaction = writing(database, &[TAKES])?;
                let store = transaction.object_store(TAKES)?;
                store
                    .put(piece)
                    .with_key(piece_key(id, place))
                    .primitive()?
                    .await?;
                transaction.commit().await
            };
            let stored: Result<(), Error> = stored.await;
            Ok(stored.is_ok())
        });
        kept.await.unwrap_or(false)
    }

    /// All recordings that are here.
    pub async fn takes(&self) -> Result<Vec<TakeRecord>, CacheOff> {
        self.run(async |database| {
            let transaction = reading(database, &[TAKES])?;
            let store = transaction.object_store(TAKES)?;
            let mut takes = Vec::new();
            for key in store.get_all_keys::<String>().primitive()?.await? {
                let key = key?;
                if key.contains('/') {
                    continue;
                }
                let json: Option<String> = store.get(key).primitive()?.await?;
                takes.extend(json.as_deref().and_then(read::<TakeRecord>));
            }
            Ok(takes)
        })
        .await
    }

    /// The pieces of a recording, in order.
    pub async fn pieces(&self, id: MediaId) -> Vec<JsValue> {
        let pieces = self.run(async |database| {
            let transaction = reading(database, &[TAKES])?;
            let store = transaction.object_store(TAKES)?;
            let request = store.get_all::<JsValue>();
            let request = request.with_query::<String, _>(pieces_of(id)).primitive()?;
            let mut pieces = Vec::new();
            for piece in request.await? {
                pieces.push(piece?);
            }
            Ok(pieces)
        });
        pieces.await.unwrap_or_default()
    }

    /// A recording goes: it was sent, or nobody wants it.
    pub async fn remove_take(&self, id: MediaId) -> Result<(), CacheOff> {
        self.run(async |database| {
            let transaction = writing(database, &[TAKES])?;
            let store = transaction.object_store(TAKES)?;
            remove(&store, id.to_string())?;
            let _request = store.delete::<String, _>(pieces_of(id)).primitive()?;
            transaction.commit().await
        })
        .await
    }

    /// A recording becomes a message that waits, its file beside it in slices. False: there is no room, and nothing has changed.
    pub async fn enqueue_take(
        &self,
        id: MediaId,
        record: &OutboxRecord,
        upload: &BeginUpload,
        slices: Vec<JsValue>,
    ) -> bool {
        let stored = self.run(async |database| {
            let message = record.command.id;
            let stored = async {
                let transaction = writing(database, &[OUTBOX, UPLOADS, TAKES])?;
                put(&transaction.object_store(OUTBOX)?, &message.to_string(), record)?;
                let uploads = transaction.object_store(UPLOADS)?;
                put(&uploads, &message.to_string(), upload)?;
                for (place, slice) in (0..).zip(slices) {
                    let _request = uploads
                        .put(slice)
                        .with_key(slice_key(message, place))
                        .primitive()?;
                }
                let takes = transaction.object_store(TAKES)?;
                remove(&takes, id.to_string())?;
                let _request = takes.delete::<String, _>(pieces_of(id)).primitive()?;
                transaction.commit().await
            };
            let stored: Result<(), Error> = stored.await;
            Ok(stored.is_ok())
        });
        stored.await.unwrap_or(false)
    }
}

fn piece_key(id: MediaId, place: u32) -> String {
    format!("{id}/{place:08}")
}

/// `0` follows `/`, so the pieces lie between `<id>/` and `<id>0`.
fn pieces_of(id: MediaId) -> KeyRange<String> {
    KeyRange::Bound(format!("{id}/"), false, format!("{id}0"), true)
}

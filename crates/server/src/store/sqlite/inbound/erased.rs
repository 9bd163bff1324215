//! What went between us and people who were erased. Meta repeats what it delivered for days, and a repetition must bring nobody back; what
//! it tells late of a message that is gone must not be kept for it. Meta's id of a message holds the customer's number, so a digest of it is
//! kept, and no longer than the keys of other changes; what was noted by the ids themselves goes.

use super::KEPT_LONGER;
use crate::store::StoreResult;
use domain::ids::{ConversationId, PhoneNumberId};
use domain::time::Timestamp;
use sha2::{Digest as _, Sha256};
use sqlx::sqlite::SqliteConnection;
use std::fmt::Write as _;

/// Remembers what came and went lately in a conversation that is about to be erased.
pub(in crate::store::sqlite) async fn remember(
    connection: &mut SqliteConnection,
    conversation: ConversationId,
    phone_number: PhoneNumberId,
    now: Timestamp,
) -> StoreResult<()> {
    let wamids: Vec<String> = sqlx::query_scalar(
        "SELECT w.wamid FROM messages m CROSS JOIN wamids w ON w.message_id = m.id \
         WHERE m.conversation_id = ?1 AND m.at >= ?2 \
         UNION SELECT r.wamid FROM messages m CROSS JOIN reactions r ON r.message_id = m.id \
         WHERE m.conversation_id = ?1 AND r.at >= ?2 AND r.wamid IS NOT NULL",
    )
    .bind(*conversation.as_uuid())
    .bind((now - KEPT_LONGER).as_millis())
    .fetch_all(&mut *connection)
    .await?;
    // One statement for all: a conversation may have many, and the writer is everyone's.
    let keys: Vec<_> = wamids.iter().map(|wamid| key(phone_number, wamid)).collect();
    sqlx::query(
        "INSERT INTO applied_changes (key, applied_at) SELECT value, ?2 FROM json_each(?1) WHERE true ON CONFLICT DO NOTHING",
    )
    .bind(serde_json::to_string(&keys)?)
    .bind(now.as_millis())
    .execute(connection)
    .await?;
    Ok(())
}

/// Forgets the keys of what was told by the ids of messages and reactions in a conversation that is about to be erased.
pub(in crate::store::sqlite) async fn forget_keys_of(
    connection: &mut SqliteConnection,
    conversation: ConversationId,
) -> StoreResult<()> {
    let wamids: Vec<String> = sqlx::query_scalar(
        "SELECT w.wamid FROM messages m CROSS JOIN wamids w ON w.message_id = m.id WHERE m.conversation_id = ?1 \
         UNION SELECT r.wamid FROM messages m CROSS JOIN reactions r ON r.message_id = m.id \
         WHERE m.conversation_id = ?1 AND r.wamid IS NOT NULL",
    )
    .bind(*conversation.as_uuid())
    .fetch_all(&mut *connection)
    .await?;
    let wamids = serde_json::to_string(&wamids)?;
    for sql in [
        // `status:<wamid>:<status>`; after the colon comes the semicolon.
        "DELETE FROM applied_changes WHERE key IN (SELECT a.key FROM json_each(?1) w CROSS JOIN applied_changes a \
         ON a.key >= 'status:' || w.value || ':' AND a.key < 'status:' || w.value || ';')",
        "DELETE FROM pending_statuses WHERE wamid IN (SELECT value FROM json_each(?1))",
    ] {
        sqlx::query(sql).bind(&wamids).execute(&mut *connection).await?;
    }
    Ok(())
}

/// Forgets the key of a change.
pub(super) async fn forget_key(connection: &mut SqliteConnection, key: &str) -> StoreResult<()> {
    sqlx::query("DELETE FROM applied_changes WHERE key = ?1")
        .bind(key)
        .execute(connection)
        .await?;
    Ok(())
}

/// Whether a wamid is that of a message from or to somebody who has been erased since.
pub(super) async fn is_known(
    connection: &mut SqliteConnection,
    phone_number: PhoneNumberId,
    wamid: &str,
) -> StoreResult<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM applied_changes WHERE key = ?1)";
    Ok(sqlx::query_scalar(sql)
        .bind(key(phone_number, wamid))
        .fetch_one(connection)
        .await?)
}

fn key(phone_number: PhoneNumberId, wamid: &str) -> String {
    let mut key = "erased:".to_owned();
    for byte in Sha256::digest(format!("{phone_number}:{wamid}")) {
        // Writing to a string cannot fail.
        let _ = write!(key, "{byte:02x}");
    }
    key
}

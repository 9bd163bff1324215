//! What came from people who were erased. Meta repeats what it delivered for days, and a repetition must bring nobody back. Meta's id of
//! a message holds the customer's number, so a digest of it is kept, and no longer than the keys of other changes.

use super::{KEPT_LONGER, is_new};
use crate::store::StoreResult;
use domain::ids::{ConversationId, PhoneNumberId};
use domain::time::Timestamp;
use sha2::{Digest as _, Sha256};
use sqlx::sqlite::SqliteConnection;
use std::fmt::Write as _;

/// Remembers what came lately in a conversation that is about to be erased.
pub(in crate::store::sqlite) async fn remember(
    connection: &mut SqliteConnection,
    conversation: ConversationId,
    phone_number: PhoneNumberId,
    now: Timestamp,
) -> StoreResult<()> {
    let wamids: Vec<String> = sqlx::query_scalar(
        "SELECT w.wamid FROM messages m CROSS JOIN wamids w ON w.message_id = m.id \
         WHERE m.conversation_id = ?1 AND m.at >= ?2 AND w.attempt = 0",
    )
    .bind(*conversation.as_uuid())
    .bind((now - KEPT_LONGER).as_millis())
    .fetch_all(&mut *connection)
    .await?;
    for wamid in wamids {
        is_new(connection, &key(phone_number, &wamid), now).await?;
    }
    Ok(())
}

/// Whether a message came before from somebody who has been erased since.
pub(super) async fn is_repeated(
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

//! What agents have seen of a conversation. Every agent's marks are the same: unread is shared.

use super::message_writes::touch_conversation;
use super::reading;
use crate::store::{MarkReadOutcome, ReadReceipt, StoreResult};
use domain::entities::Conversation;
use domain::ids::{ConversationId, MessageId};
use domain::visibility::Viewer;
use sqlx::Row;
use sqlx::sqlite::SqliteConnection;

/// Marks a conversation as unread although nothing in it is, or takes the mark away. The mark it has already changes nothing.
pub(super) async fn mark_unread(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    id: ConversationId,
    is_marked_unread: bool,
) -> StoreResult<Option<Conversation>> {
    let Some(row) = reading::visible_row(connection, viewer, id).await? else {
        return Ok(None);
    };
    if row.conversation.is_marked_unread == is_marked_unread {
        return Ok(Some(row.conversation));
    }
    sqlx::query("UPDATE conversations SET is_marked_unread = ?2 WHERE id = ?1")
        .bind(*id.as_uuid())
        .bind(is_marked_unread)
        .execute(&mut *connection)
        .await?;
    touch_conversation(connection, id).await.map(Some)
}

/// Marks everything up to a message as seen, and takes a mark away. A message that came late counts as unread although it stands above the divider, so
/// that nobody misses it; marking up to the same place again clears it.
pub(super) async fn mark_read(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    id: ConversationId,
    up_to: MessageId,
) -> StoreResult<Option<MarkReadOutcome>> {
    let Some(row) = reading::visible_row(connection, viewer, id).await? else {
        return Ok(None);
    };
    let conversation = row.conversation;
    let Some(message) = reading::message(connection, up_to)
        .await?
        .filter(|message| message.conversation_id == id)
    else {
        return Ok(None);
    };
    let newest_seen = sqlx::query(
        "SELECT wamid FROM messages WHERE conversation_id = ?1 AND is_unread = 1 AND (at, id) <= (?2, ?3) \
         ORDER BY at DESC, id DESC LIMIT 1",
    )
    .bind(*id.as_uuid())
    .bind(message.at.as_millis())
    .bind(*up_to.as_uuid())
    .fetch_optional(&mut *connection)
    .await?;
    if newest_seen.is_some() {
        sqlx::query(
            "UPDATE messages SET is_unread = 0 WHERE conversation_id = ?1 AND is_unread = 1 AND (at, id) <= (?2, ?3)",
        )
        .bind(*id.as_uuid())
        .bind(message.at.as_millis())
        .bind(*up_to.as_uuid())
        .execute(&mut *connection)
        .await?;
    }
    let moved = sqlx::query(
        "UPDATE conversations SET \
         unread_count = (SELECT count(*) FROM messages WHERE conversation_id = ?1 AND is_unread = 1), \
         is_marked_unread = 0, \
         read_up_to = CASE WHEN is_ahead THEN ?3 ELSE read_up_to END, \
         read_up_to_at = CASE WHEN is_ahead THEN ?2 ELSE read_up_to_at END \
         FROM (SELECT read_up_to IS NULL OR (read_up_to_at, read_up_to) < (?2, ?3) AS is_ahead \
               FROM conversations WHERE id = ?1) \
         WHERE id = ?1 AND (?4 OR is_ahead OR is_marked_unread = 1)",
    )
    .bind(*id.as_uuid())
    .bind(message.at.as_millis())
    .bind(*up_to.as_uuid())
    .bind(newest_seen.is_some())
    .execute(&mut *connection)
    .await?;
    let phone_number_id = conversation.phone_number_id;
    let conversation = if moved.rows_affected() > 0 {
        touch_conversation(connection, id).await?
    } else {
        conversation
    };
    let wamid: Option<String> = newest_seen.map(|row| row.try_get("wamid")).transpose()?.flatten();
    Ok(Some(MarkReadOutcome {
        conversation,
        receipt: wamid.map(|wamid| ReadReceipt {
            phone_number_id,
            wamid,
        }),
    }))
}

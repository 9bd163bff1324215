//! The outbound queue's order. Each conversation has its own; only its head may be due, and exactly one is marked as head.

use super::rows::number;
use crate::store::StoreResult;
use domain::ids::{ConversationId, MessageId, PhoneNumberId};
use domain::time::Timestamp;
use sqlx::Row;
use sqlx::sqlite::SqliteConnection;
use uuid::Uuid;

/// Puts a message at the end of its conversation's queue.
pub(super) async fn enqueue(
    connection: &mut SqliteConnection,
    message: MessageId,
    conversation: ConversationId,
    phone_number: PhoneNumberId,
    due_at: Timestamp,
) -> StoreResult<()> {
    sqlx::query(
        "INSERT INTO outbound_queue (message_id, conversation_id, phone_number_id, due_at, is_head) \
         SELECT ?1, c.id, ?3, max(?4, COALESCE(c.sending_blocked_until, ?4)), \
         NOT EXISTS (SELECT 1 FROM outbound_queue q WHERE q.conversation_id = c.id) FROM conversations c WHERE c.id = ?2",
    )
    .bind(*message.as_uuid())
    .bind(*conversation.as_uuid())
    .bind(*phone_number.as_uuid())
    .bind(due_at.as_millis())
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes a message out of the queue, if it is in it; the next one of its conversation becomes the head. It stands behind what waited
/// in other conversations while this one had its turn.
pub(super) async fn dequeue(connection: &mut SqliteConnection, message: MessageId) -> StoreResult<()> {
    let removed =
        sqlx::query("DELETE FROM outbound_queue WHERE message_id = ?1 RETURNING conversation_id, is_head")
            .bind(*message.as_uuid())
            .fetch_optional(&mut *connection)
            .await?;
    let Some(removed) = removed.filter(|row| row.get("is_head")) else {
        return Ok(());
    };
    sqlx::query(
        "UPDATE outbound_queue SET is_head = 1, due_at = max(due_at, COALESCE((SELECT c.sending_blocked_until \
         FROM conversations c WHERE c.id = outbound_queue.conversation_id), due_at), \
         COALESCE((SELECT max(a.started_at) FROM message_attempts a WHERE a.message_id = ?2), due_at)) \
         WHERE place = (SELECT min(q.place) FROM outbound_queue q WHERE q.conversation_id = ?1)",
    )
    .bind(removed.try_get::<Uuid, _>("conversation_id")?)
    .bind(*message.as_uuid())
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes a message out of the queue unless an attempt of it is in flight: then the attempt's end does.
pub(super) async fn dequeue_if_at_rest(
    connection: &mut SqliteConnection,
    message: MessageId,
) -> StoreResult<()> {
    if in_flight(connection, message).await?.is_none() {
        dequeue(connection, message).await?;
    }
    Ok(())
}

/// The attempt of a message whose outcome is awaited.
pub(super) async fn in_flight(
    connection: &mut SqliteConnection,
    message: MessageId,
) -> StoreResult<Option<u32>> {
    let row = sqlx::query(
        "SELECT attempt_in_flight FROM outbound_queue WHERE message_id = ?1 AND attempt_in_flight IS NOT NULL",
    )
    .bind(*message.as_uuid())
    .fetch_optional(connection)
    .await?;
    row.as_ref()
        .map(|row| number(row, "attempt_in_flight"))
        .transpose()
}

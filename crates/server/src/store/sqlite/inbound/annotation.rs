//! What the customer does to a message that is there: reacts, edits, revokes. None of it opens a window or counts as unread.

use super::message_of;
use crate::store::sqlite::message_writes::touch_message;
use crate::store::sqlite::reading;
use crate::store::{InboundEffect, StoreResult};
use domain::content::MessageContent;
use domain::entities::Direction;
use domain::ids::PhoneNumberId;
use domain::time::Timestamp;
use sqlx::sqlite::SqliteConnection;

/// Puts the customer's emoji on a message or takes it away; an older reaction does not replace a newer.
pub(super) async fn react(
    connection: &mut SqliteConnection,
    phone_number: PhoneNumberId,
    target_wamid: &str,
    emoji: Option<&str>,
    at: Timestamp,
) -> StoreResult<InboundEffect> {
    let Some(message) = message_of(connection, phone_number, target_wamid).await? else {
        return Ok(InboundEffect::NoEffect);
    };
    let changed = sqlx::query(
        "INSERT INTO reactions (message_id, direction, emoji, at) VALUES (?1, 'inbound', ?2, ?3) \
         ON CONFLICT DO UPDATE SET emoji = excluded.emoji, at = excluded.at WHERE excluded.at >= reactions.at",
    )
    .bind(*message.as_uuid())
    .bind(emoji.filter(|emoji| !emoji.is_empty()))
    .bind(at.as_millis())
    .execute(&mut *connection)
    .await?;
    if changed.rows_affected() == 0 {
        return Ok(InboundEffect::NoEffect);
    }
    touch_message(connection, message).await?;
    Ok(InboundEffect::Applied)
}

/// Replaces what a customer's message holds. What was erased here stays erased.
pub(super) async fn edit(
    connection: &mut SqliteConnection,
    phone_number: PhoneNumberId,
    target_wamid: &str,
    content: &MessageContent,
) -> StoreResult<InboundEffect> {
    let Some(id) = message_of(connection, phone_number, target_wamid).await? else {
        return Ok(InboundEffect::NoEffect);
    };
    let message = reading::message(connection, id).await?.filter(|message| {
        message.direction == Direction::Inbound && !matches!(message.content, MessageContent::Erased { .. })
    });
    if message.is_none() {
        return Ok(InboundEffect::NoEffect);
    }
    sqlx::query("UPDATE messages SET content = ?2, is_edited = 1 WHERE id = ?1")
        .bind(*id.as_uuid())
        .bind(serde_json::to_string(content)?)
        .execute(&mut *connection)
        .await?;
    touch_message(connection, id).await?;
    Ok(InboundEffect::Applied)
}

/// Marks a customer's message as deleted by the customer; what was known stays.
pub(super) async fn revoke(
    connection: &mut SqliteConnection,
    phone_number: PhoneNumberId,
    target_wamid: &str,
) -> StoreResult<InboundEffect> {
    let Some(message) = message_of(connection, phone_number, target_wamid).await? else {
        return Ok(InboundEffect::NoEffect);
    };
    let changed = sqlx::query("UPDATE messages SET is_revoked = 1 WHERE id = ?1 AND is_revoked = 0")
        .bind(*message.as_uuid())
        .execute(&mut *connection)
        .await?;
    if changed.rows_affected() == 0 {
        return Ok(InboundEffect::NoEffect);
    }
    touch_message(connection, message).await?;
    Ok(InboundEffect::Applied)
}

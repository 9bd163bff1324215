//! What is still to be fetched from Meta.

use super::{hold, insert_file};
use crate::store::sqlite::message_writes::write_content;
use crate::store::sqlite::reading;
use crate::store::sqlite::rows::{content, id, number, time};
use crate::store::{KeptFile, MediaFetch, StoreResult};
use domain::content::FetchFailure;
use domain::entities::Message;
use domain::ids::{MediaId, MessageId};
use domain::time::Timestamp;
use domain::visibility::Viewer;
use sqlx::Row;
use sqlx::sqlite::SqliteConnection;

/// Remembers that a message's file is to be fetched.
pub(in crate::store::sqlite) async fn queue_fetch(
    connection: &mut SqliteConnection,
    message: MessageId,
    meta_media_id: &str,
    due_at: Timestamp,
) -> StoreResult<()> {
    sqlx::query(
        "INSERT INTO media_fetches (message_id, meta_media_id, due_at) VALUES (?1, ?2, ?3) \
         ON CONFLICT (message_id) DO UPDATE SET meta_media_id = excluded.meta_media_id, due_at = excluded.due_at",
    )
    .bind(*message.as_uuid())
    .bind(meta_media_id)
    .bind(due_at.as_millis())
    .execute(connection)
    .await?;
    Ok(())
}

pub(super) async fn claim(
    connection: &mut SqliteConnection,
    now: Timestamp,
    ids: &[MediaId],
) -> StoreResult<Vec<MediaFetch>> {
    let due = sqlx::query(
        "SELECT f.message_id, f.media_id, f.meta_media_id, f.failures, m.at, m.content, c.phone_number_id \
         FROM media_fetches f JOIN messages m ON m.id = f.message_id JOIN conversations c ON c.id = m.conversation_id \
         WHERE f.is_under_way = 0 AND f.due_at <= ?1 ORDER BY f.due_at LIMIT ?2",
    )
    .bind(now.as_millis())
    .bind(i64::try_from(ids.len()).unwrap_or(i64::MAX))
    .fetch_all(&mut *connection)
    .await?;
    let mut claimed = Vec::with_capacity(due.len());
    for (row, new_id) in due.iter().zip(ids) {
        let known: Option<uuid::Uuid> = row.try_get("media_id")?;
        let fetch = MediaFetch {
            message_id: id(row, "message_id")?,
            media_id: known.map_or(*new_id, Into::into),
            sent_at: time(row, "at")?,
            meta_media_id: row.try_get("meta_media_id")?,
            phone_number_id: id(row, "phone_number_id")?,
            content: content(row)?,
            failures: number(row, "failures")?,
        };
        sqlx::query("UPDATE media_fetches SET is_under_way = 1, media_id = ?2 WHERE message_id = ?1")
            .bind(*fetch.message_id.as_uuid())
            .bind(*fetch.media_id.as_uuid())
            .execute(&mut *connection)
            .await?;
        claimed.push(fetch);
    }
    Ok(claimed)
}

pub(super) async fn finish(
    connection: &mut SqliteConnection,
    message: MessageId,
    file: &KeptFile,
    now: Timestamp,
) -> StoreResult<bool> {
    let stored = reading::message(connection, message).await?;
    let Some(mut stored) = stored.filter(|stored| stored.content.attachment().is_some()) else {
        forget_fetch(connection, message).await?;
        return Ok(false);
    };
    if let Some(attachment) = stored.content.attachment_mut() {
        attachment.media_id = Some(file.id);
        attachment.mime_type.clone_from(&file.mime_type);
        attachment.byte_size = Some(file.byte_size);
        attachment.pixels = file.pixels;
        attachment.duration_ms = file.duration_ms.or(attachment.duration_ms);
        attachment.fetch_failure = None;
        let file_name = attachment.file_name.as_deref();
        insert_file(connection, file, file_name, None, now).await?;
    }
    forget_fetch(connection, message).await?;
    // One that was fetched anew takes the place of the copy before it.
    sqlx::query("DELETE FROM media_holders WHERE message_id = ?1")
        .bind(*message.as_uuid())
        .execute(&mut *connection)
        .await?;
    hold(connection, message, file.id).await?;
    write_content(connection, &stored).await?;
    Ok(true)
}

pub(super) async fn fail(
    connection: &mut SqliteConnection,
    message: MessageId,
    failure: Option<FetchFailure>,
    due_at: Option<Timestamp>,
) -> StoreResult<()> {
    match due_at {
        Some(due_at) => {
            sqlx::query(
                "UPDATE media_fetches SET due_at = ?2, failures = failures + 1, is_under_way = 0 WHERE message_id = ?1",
            )
            .bind(*message.as_uuid())
            .bind(due_at.as_millis())
            .execute(&mut *connection)
            .await?;
        }
        None => forget_fetch(connection, message).await?,
    }
    let Some(failure) = failure else { return Ok(()) };
    let Some(mut stored) = reading::message(connection, message).await? else {
        return Ok(());
    };
    match stored.content.attachment_mut() {
        Some(attachment) if attachment.fetch_failure != Some(failure) => {
            attachment.fetch_failure = Some(failure);
        }
        _ => return Ok(()),
    }
    write_content(connection, &stored).await.map(drop)
}

pub(super) async fn retry(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    message: MessageId,
    now: Timestamp,
) -> StoreResult<Option<Message>> {
    let Some(stored) = reading::message(connection, message).await? else {
        return Ok(None);
    };
    let is_missing = stored.content.attachment().is_some_and(|file| {
        file.media_id.is_none() && file.fetch_failure.is_none_or(FetchFailure::can_be_retried)
    });
    let may_see = reading::visible_row(connection, viewer, stored.conversation_id).await?;
    if !is_missing || may_see.is_none() {
        return Ok(None);
    }
    let moved = sqlx::query("UPDATE media_fetches SET due_at = min(due_at, ?2) WHERE message_id = ?1")
        .bind(*message.as_uuid())
        .bind(now.as_millis())
        .execute(connection)
        .await?;
    Ok((moved.rows_affected() > 0).then_some(stored))
}

async fn forget_fetch(connection: &mut SqliteConnection, message: MessageId) -> StoreResult<()> {
    sqlx::query("DELETE FROM media_fetches WHERE message_id = ?1")
        .bind(*message.as_uuid())
        .execute(connection)
        .await?;
    Ok(())
}

//! What is done to a message: somebody reacts, its author edits or revokes it. None of it opens a window or counts as unread.
//!
//! It may come before its message: then it is kept and applied with it. Meta's time decides between two of a kind.

use super::{erased, is_new, message_of};
use crate::store::sqlite::message_writes::{touch_message, touch_quotes_of};
use crate::store::sqlite::{media, reading, rows};
use crate::store::{Annotation, AnnotationKind, InboundEffect, StoreResult};
use domain::content::{Attachment, MessageContent};
use domain::entities::{Direction, Message};
use domain::ids::{MessageId, PhoneNumberId};
use domain::time::Timestamp;
use sqlx::Row;
use sqlx::sqlite::SqliteConnection;

/// Applies an annotation, or keeps it until its message is known.
pub(super) async fn apply(
    connection: &mut SqliteConnection,
    annotation: &Annotation,
    now: Timestamp,
) -> StoreResult<InboundEffect> {
    let (number, name) = (annotation.phone_number_id, annotation.kind.name());
    let key = format!("{name}:{number}:{}", annotation.wamid);
    if !is_new(connection, &key, now).await? {
        return Ok(InboundEffect::Duplicate);
    }
    match message_of(connection, number, &annotation.target_wamid).await? {
        Some(message) => {
            put(
                connection,
                message,
                annotation.by,
                &annotation.kind,
                annotation.at,
            )
            .await
        }
        None if erased::is_known(connection, number, &annotation.target_wamid).await? => {
            erased::forget_key(connection, &key).await?;
            Ok(InboundEffect::NoEffect)
        }
        None => {
            keep(connection, annotation, now).await?;
            Ok(InboundEffect::Waiting)
        }
    }
}

/// Applies what waited for a message, oldest first.
pub(in crate::store::sqlite) async fn apply_waiting(
    connection: &mut SqliteConnection,
    phone_number: PhoneNumberId,
    wamid: &str,
    message: MessageId,
) -> StoreResult<()> {
    let mut waiting = sqlx::query(
        "DELETE FROM pending_annotations WHERE phone_number_id = ?1 AND target_wamid = ?2 \
         RETURNING at, wamid, direction, body",
    )
    .bind(*phone_number.as_uuid())
    .bind(wamid)
    .fetch_all(&mut *connection)
    .await?
    .iter()
    .map(|row| {
        let by: Direction = rows::from_word(row.try_get("direction")?)?;
        let kind: AnnotationKind = serde_json::from_str(row.try_get("body")?)?;
        Ok((
            rows::time(row, "at")?,
            row.try_get::<String, _>("wamid")?,
            by,
            kind,
        ))
    })
    .collect::<StoreResult<Vec<_>>>()?;
    waiting.sort_by(|one, other| (one.0, &one.1).cmp(&(other.0, &other.1)));
    for (at, _, by, kind) in &waiting {
        put(connection, message, *by, kind, *at).await?;
    }
    Ok(())
}

async fn keep(connection: &mut SqliteConnection, annotation: &Annotation, now: Timestamp) -> StoreResult<()> {
    sqlx::query(
        "INSERT INTO pending_annotations (phone_number_id, target_wamid, wamid, kind, direction, body, at, kept_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING",
    )
    .bind(*annotation.phone_number_id.as_uuid())
    .bind(&annotation.target_wamid)
    .bind(&annotation.wamid)
    .bind(annotation.kind.name())
    .bind(rows::word(&annotation.by)?)
    .bind(serde_json::to_string(&annotation.kind)?)
    .bind(annotation.at.as_millis())
    .bind(now.as_millis())
    .execute(connection)
    .await?;
    Ok(())
}

async fn put(
    connection: &mut SqliteConnection,
    id: MessageId,
    by: Direction,
    kind: &AnnotationKind,
    at: Timestamp,
) -> StoreResult<InboundEffect> {
    let has_changed = match kind {
        AnnotationKind::Reaction { emoji } => react(connection, id, by, emoji.as_deref(), at).await?,
        AnnotationKind::Edit {
            content,
            meta_media_id,
        } => edit(connection, id, by, content, meta_media_id.as_deref(), at).await?,
        AnnotationKind::Revoke => revoke(connection, id, by).await?,
    };
    if !has_changed {
        return Ok(InboundEffect::NoEffect);
    }
    touch_message(connection, id).await?;
    if matches!(kind, AnnotationKind::Edit { .. }) {
        touch_quotes_of(connection, id).await?;
    }
    Ok(InboundEffect::Applied)
}

/// Puts an emoji on a message or takes it away; an older reaction does not replace a newer.
async fn react(
    connection: &mut SqliteConnection,
    message: MessageId,
    by: Direction,
    emoji: Option<&str>,
    at: Timestamp,
) -> StoreResult<bool> {
    let changed = sqlx::query(
        "INSERT INTO reactions (message_id, direction, emoji, at) SELECT id, ?2, ?3, ?4 FROM messages \
         WHERE id = ?1 AND content ->> 'kind' <> 'erased' \
         ON CONFLICT DO UPDATE SET emoji = excluded.emoji, at = excluded.at, agent_id = NULL, failure_code = NULL, \
         failure_details = NULL, wamid = NULL WHERE excluded.at >= reactions.at",
    )
    .bind(*message.as_uuid())
    .bind(rows::word(&by)?)
    .bind(emoji.filter(|emoji| !emoji.is_empty()))
    .bind(at.as_millis())
    .execute(connection)
    .await?;
    Ok(changed.rows_affected() > 0)
}

/// Replaces what a message holds; an older edit does not replace a newer. What was erased here stays erased.
async fn edit(
    connection: &mut SqliteConnection,
    id: MessageId,
    by: Direction,
    content: &MessageContent,
    meta_media_id: Option<&str>,
    at: Timestamp,
) -> StoreResult<bool> {
    let Some(message) = reading::message(connection, id).await?.filter(|message| {
        message.direction == by && !matches!(message.content, MessageContent::Erased { .. })
    }) else {
        return Ok(false);
    };
    let content = edited(&message, content);
    let is_newest: bool =
        sqlx::query_scalar("SELECT edited_at IS NULL OR edited_at <= ?2 FROM messages WHERE id = ?1")
            .bind(*id.as_uuid())
            .bind(at.as_millis())
            .fetch_one(&mut *connection)
            .await?;
    if is_newest {
        // Told twice in the same moment the first text counts: the other one was never the newest.
        sqlx::query(
            "INSERT INTO earlier_contents (message_id, until, content) SELECT id, ?2, content FROM messages WHERE id = ?1 \
             ON CONFLICT DO NOTHING",
        )
        .bind(*id.as_uuid())
        .bind(at.as_millis())
        .execute(&mut *connection)
        .await?;
    }
    let changed = sqlx::query(
        "UPDATE messages SET content = ?2, meta_media_id = COALESCE(?3, meta_media_id), is_edited = 1, edited_at = ?4 \
         WHERE id = ?1 AND (edited_at IS NULL OR edited_at <= ?4)",
    )
    .bind(*id.as_uuid())
    .bind(serde_json::to_string(&content)?)
    .bind(meta_media_id)
    .bind(at.as_millis())
    .execute(&mut *connection)
    .await?;
    let has_changed = changed.rows_affected() > 0;
    let is_unknown = content.attachment().is_some_and(|file| file.media_id.is_none());
    if let (true, true, Some(meta_media_id)) = (has_changed, is_unknown, meta_media_id) {
        // At once: Meta's time of the edit may be ahead of our clock.
        media::queue_fetch(connection, id, meta_media_id, message.at).await?;
    }
    Ok(has_changed)
}

/// The content after an edit. WhatsApp lets people change texts and captions, not files: what we know of the file stays.
fn edited(message: &Message, content: &MessageContent) -> MessageContent {
    let keep_file = |old: &Attachment, new: &Attachment| Attachment {
        caption: new.caption.clone(),
        ..old.clone()
    };
    match (&message.content, content) {
        (MessageContent::Image(old), MessageContent::Image(new)) => {
            MessageContent::Image(keep_file(old, new))
        }
        (MessageContent::Video(old), MessageContent::Video(new)) => {
            MessageContent::Video(keep_file(old, new))
        }
        (MessageContent::Document(old), MessageContent::Document(new)) => {
            MessageContent::Document(keep_file(old, new))
        }
        (_, content) => content.clone(),
    }
}

/// Marks a message as deleted by its author; what was known stays.
async fn revoke(connection: &mut SqliteConnection, message: MessageId, by: Direction) -> StoreResult<bool> {
    let changed =
        sqlx::query("UPDATE messages SET is_revoked = 1 WHERE id = ?1 AND is_revoked = 0 AND direction = ?2")
            .bind(*message.as_uuid())
            .bind(rows::word(&by)?)
            .execute(connection)
            .await?;
    Ok(changed.rows_affected() > 0)
}

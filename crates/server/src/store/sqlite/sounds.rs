//! What is noted of sounds after they came: what a player draws, and that one of us has played it.

use super::message_writes::{touch_message, write_content};
use super::reading;
use crate::store::{SoundOutcome, StoreResult};
use domain::content::MessageContent;
use domain::entities::{Direction, Message};
use domain::ids::MessageId;
use domain::visibility::Viewer;
use domain::waveform::Waveform;
use sqlx::sqlite::SqliteConnection;

/// Keeps a waveform. The first one counts: whoever decodes the same bytes finds the same.
pub(super) async fn put_waveform(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    id: MessageId,
    waveform: Waveform,
) -> StoreResult<SoundOutcome> {
    let mut message = match sound(connection, viewer, id).await? {
        Ok(message) => message,
        Err(outcome) => return Ok(outcome),
    };
    match message.content.attachment_mut() {
        // What is not here yet was decoded by nobody.
        Some(file) if file.media_id.is_none() => return Ok(SoundOutcome::StateConflict),
        Some(file) if file.waveform.is_none() => file.waveform = Some(waveform),
        _ => return Ok(SoundOutcome::Message(message)),
    }
    let message = write_content(connection, &message).await?;
    Ok(SoundOutcome::Message(message))
}

/// Marks a customer's sound as played.
pub(super) async fn mark_played(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    id: MessageId,
) -> StoreResult<SoundOutcome> {
    let message = match sound(connection, viewer, id).await? {
        Ok(message) => message,
        Err(outcome) => return Ok(outcome),
    };
    if message.direction != Direction::Inbound {
        return Ok(SoundOutcome::StateConflict);
    }
    let marked = sqlx::query("UPDATE messages SET is_played = 1 WHERE id = ?1 AND is_played = 0")
        .bind(*id.as_uuid())
        .execute(&mut *connection)
        .await?;
    Ok(SoundOutcome::Message(if marked.rows_affected() > 0 {
        touch_message(connection, id).await?
    } else {
        message
    }))
}

/// A message with a sound that the viewer may see, or why there is none.
async fn sound(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    id: MessageId,
) -> StoreResult<Result<Message, SoundOutcome>> {
    let Some(message) = reading::visible_message(connection, viewer, id).await? else {
        return Ok(Err(SoundOutcome::NotFound));
    };
    Ok(match message.content {
        MessageContent::VoiceNote(_) | MessageContent::Audio(_) => Ok(message),
        _ => Err(SoundOutcome::StateConflict),
    })
}

//! What became of a message on its way to the customer: its attempts, and when Meta told of each state.

use super::reading::scoped;
use super::rows::{self, id, number, optional_time, time, visible, word};
use crate::store::StoreResult;
use domain::delivery_status::DeliveryState;
use domain::entities::DeliveryFailure;
use domain::ids::MessageId;
use domain::time::Timestamp;
use domain::visibility::Viewer;
use domain::wire::{AttemptDetails, AttemptResult, EarlierContent, MessageDetails, StatusTime};
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

/// Keeps when Meta told of a state of an attempt; told again with another time, the earliest counts.
pub(super) async fn record_status(
    connection: &mut SqliteConnection,
    message: MessageId,
    (attempt, state): (u32, DeliveryState),
    failure: Option<&DeliveryFailure>,
    at: Timestamp,
) -> StoreResult<()> {
    sqlx::query(
        "INSERT INTO message_statuses (message_id, attempt, state, at, failure_code, failure_details) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE SET at = min(at, excluded.at)",
    )
    .bind(*message.as_uuid())
    .bind(i64::from(attempt))
    .bind(word(&state)?)
    .bind(at.as_millis())
    .bind(failure.map(|failure| failure.code))
    .bind(failure.and_then(|failure| failure.details.as_deref()))
    .execute(connection)
    .await?;
    Ok(())
}

/// The details of a message that the viewer may see. Messages from before these were kept have what is known of them.
pub(super) async fn read(
    connection: &mut SqliteConnection,
    viewer: &Viewer,
    message: MessageId,
) -> StoreResult<Option<MessageDetails>> {
    let sql = concat!(
        "SELECT m.id FROM messages m JOIN conversations c ON c.id = m.conversation_id WHERE m.id = ?4 AND ",
        visible!()
    );
    let row = scoped(sql, viewer)
        .bind(*message.as_uuid())
        .fetch_optional(&mut *connection)
        .await?;
    let Some(row) = row else { return Ok(None) };
    // Where we paced ourselves nothing was asked; only old rows say so.
    let attempts = sqlx::query(
        "SELECT attempt, started_at, finished_at, outcome, failure_code, failure_details FROM message_attempts \
         WHERE message_id = ?1 AND outcome IS NOT 'paced' ORDER BY attempt",
    )
    .bind(*message.as_uuid())
    .fetch_all(&mut *connection)
    .await?;
    let statuses = sqlx::query(
        "SELECT attempt, state, at, failure_code, failure_details FROM message_statuses WHERE message_id = ?1",
    )
    .bind(*message.as_uuid())
    .fetch_all(&mut *connection)
    .await?;
    let earlier =
        sqlx::query("SELECT until, content FROM earlier_contents WHERE message_id = ?1 ORDER BY until")
            .bind(*message.as_uuid())
            .fetch_all(connection)
            .await?;
    let mut attempts: Vec<AttemptDetails> = attempts.iter().map(attempt).collect::<StoreResult<_>>()?;
    for status in &statuses {
        let of: u32 = number(status, "attempt")?;
        // Meta may take a message and fail with it later.
        if let Some(attempt) = attempts.iter_mut().find(|attempt| attempt.attempt == of)
            && attempt.failure.is_none()
        {
            attempt.failure = failure(status)?;
        }
    }
    let mut statuses: Vec<StatusTime> = statuses.iter().map(status).collect::<StoreResult<_>>()?;
    statuses.sort_by_key(|status| (status.attempt, status.at, status.state.rank()));
    Ok(Some(MessageDetails {
        message_id: id(&row, "id")?,
        attempts,
        statuses,
        earlier: earlier.iter().map(earlier_content).collect::<StoreResult<_>>()?,
    }))
}

fn attempt(row: &SqliteRow) -> StoreResult<AttemptDetails> {
    let outcome: Option<String> = row.try_get("outcome")?;
    let result: Option<AttemptResult> = outcome.map(rows::from_word).transpose()?;
    // 0 stands for no answer, except where a token was refused: that is a code of Meta too.
    let is_code =
        |failure: &DeliveryFailure| failure.code != 0 || result == Some(AttemptResult::TokenRefused);
    Ok(AttemptDetails {
        attempt: number(row, "attempt")?,
        started_at: time(row, "started_at")?,
        finished_at: optional_time(row, "finished_at")?,
        result,
        failure: failure(row)?.filter(is_code),
    })
}

fn earlier_content(row: &SqliteRow) -> StoreResult<EarlierContent> {
    Ok(EarlierContent {
        text: rows::content(row)?.text().to_owned(),
        until: time(row, "until")?,
    })
}

fn status(row: &SqliteRow) -> StoreResult<StatusTime> {
    Ok(StatusTime {
        attempt: number(row, "attempt")?,
        state: rows::from_word(row.try_get("state")?)?,
        at: time(row, "at")?,
    })
}

fn failure(row: &SqliteRow) -> StoreResult<Option<DeliveryFailure>> {
    let code: Option<i64> = row.try_get("failure_code")?;
    let details = row.try_get("failure_details")?;
    Ok(code.map(|code| DeliveryFailure { code, details }))
}

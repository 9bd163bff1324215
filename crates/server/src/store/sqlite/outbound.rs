//! [`OutboundStore`] on SQLite.

use super::inbound::status;
use super::message_writes::{attempts_made, remember_wamid, set_wamid};
use super::queue::{dequeue, in_flight};
use super::rows::{self, id, number};
use super::{SqliteStore, phone_numbers, reading};
use crate::store::{AttemptOutcome, OutboundJob, OutboundStore, StoreError, StoreResult};
use async_trait::async_trait;
use domain::delivery_status::DeliveryState;
use domain::entities::{Delivery, Message, PhoneNumberState};
use domain::ids::{MessageId, PhoneNumberId};
use domain::time::Timestamp;
use sqlx::Row;
use sqlx::sqlite::SqliteConnection;

#[async_trait]
impl OutboundStore for SqliteStore {
    async fn claim_outbound(&self, now: Timestamp) -> StoreResult<Option<OutboundJob>> {
        // The usual answer is "nothing": it costs no transaction.
        match self.next_outbound_due(now).await? {
            Some(due_at) if due_at <= now => {
                self.write(move |connection| Box::pin(async move { claim(connection, now).await }))
                    .await
            }
            _ => Ok(None),
        }
    }

    async fn next_outbound_due(&self, _now: Timestamp) -> StoreResult<Option<Timestamp>> {
        let due_at: Option<i64> = sqlx::query_scalar(
            "SELECT q.due_at FROM outbound_queue q CROSS JOIN phone_numbers p ON p.id = q.phone_number_id \
             WHERE q.is_head = 1 AND q.attempt_in_flight IS NULL AND p.state = 'connected' \
             ORDER BY q.due_at, q.place LIMIT 1",
        )
        .fetch_optional(&self.readers)
        .await?;
        Ok(due_at.map(Timestamp::from_millis))
    }

    async fn finish_attempt(
        &self,
        message: MessageId,
        attempt: u32,
        outcome: &AttemptOutcome,
        now: Timestamp,
    ) -> StoreResult<()> {
        let outcome = outcome.clone();
        self.write(move |connection| {
            Box::pin(async move { finish(connection, message, attempt, &outcome, now).await })
        })
        .await
    }

    async fn abandon_attempts_in_flight(&self, now: Timestamp) -> StoreResult<u64> {
        self.write(move |connection| {
            Box::pin(async move {
                let abandoned = sqlx::query(
                    "SELECT message_id, attempt_in_flight FROM outbound_queue WHERE attempt_in_flight IS NOT NULL",
                )
                .fetch_all(&mut *connection)
                .await?;
                for row in &abandoned {
                    let (message, attempt) = (id(row, "message_id")?, number(row, "attempt_in_flight")?);
                    finish(connection, message, attempt, &AttemptOutcome::Unknown, now).await?;
                }
                Ok(abandoned.len() as u64)
            })
        })
        .await
    }
}

async fn claim(connection: &mut SqliteConnection, now: Timestamp) -> StoreResult<Option<OutboundJob>> {
    let row = sqlx::query(
        "SELECT q.message_id, q.conversation_id, q.phone_number_id, q.recoverable_failures, p.meta_id, k.wa_id, k.user_id, \
         c.window_expires_at, m.content, (SELECT t.wamid FROM messages t WHERE t.id = m.reply_to) AS quoted_wamid \
         FROM outbound_queue q CROSS JOIN phone_numbers p ON p.id = q.phone_number_id \
         JOIN conversations c ON c.id = q.conversation_id JOIN contacts k ON k.id = c.contact_id \
         JOIN messages m ON m.id = q.message_id \
         WHERE q.is_head = 1 AND q.attempt_in_flight IS NULL AND q.due_at <= ?1 AND p.state = 'connected' \
         ORDER BY q.due_at, q.place LIMIT 1",
    )
    .bind(now.as_millis())
    .fetch_optional(&mut *connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let message = get_message(connection, id(&row, "message_id")?).await?;
    let made = attempts_made(connection, message.id).await?;
    // A retry has named its attempt already.
    let attempt = message
        .delivery
        .as_ref()
        .map_or(0, |delivery| delivery.attempt)
        .max(made + 1);
    sqlx::query("INSERT INTO message_attempts (message_id, attempt, started_at) VALUES (?1, ?2, ?3)")
        .bind(*message.id.as_uuid())
        .bind(i64::from(attempt))
        .bind(now.as_millis())
        .execute(&mut *connection)
        .await?;
    sqlx::query("UPDATE outbound_queue SET attempt_in_flight = ?2 WHERE message_id = ?1")
        .bind(*message.id.as_uuid())
        .bind(i64::from(attempt))
        .execute(&mut *connection)
        .await?;
    let message = merge(connection, message, attempt, DeliveryState::Waiting).await?;
    let recoverable_failures = number(&row, "recoverable_failures")?;
    Ok(Some(OutboundJob {
        message_id: message.id,
        conversation_id: message.conversation_id,
        attempt,
        recoverable_failures,
        failure_codes: failure_codes(connection, message.id, recoverable_failures).await?,
        phone_number_id: id(&row, "phone_number_id")?,
        phone_number_meta_id: row.try_get("meta_id")?,
        wa_id: row.try_get("wa_id")?,
        user_id: row.try_get("user_id")?,
        content: rows::content(&row)?,
        quoted_wamid: row.try_get("quoted_wamid")?,
        window_expires_at: rows::optional_time(&row, "window_expires_at")?,
    }))
}

/// Meta's codes of the newest attempts that failed for reasons that pass.
async fn failure_codes(
    connection: &mut SqliteConnection,
    message: MessageId,
    count: u32,
) -> StoreResult<Vec<i64>> {
    Ok(sqlx::query_scalar(
        "SELECT failure_code FROM message_attempts WHERE message_id = ?1 AND outcome = 'later' \
         ORDER BY attempt DESC LIMIT ?2",
    )
    .bind(*message.as_uuid())
    .bind(i64::from(count))
    .fetch_all(connection)
    .await?)
}

/// Commits what became of an attempt. An answer that comes after the attempt was given up changes nothing any more, but a wamid
/// in it is remembered: statuses will come for it.
async fn finish(
    connection: &mut SqliteConnection,
    id: MessageId,
    attempt: u32,
    outcome: &AttemptOutcome,
    now: Timestamp,
) -> StoreResult<()> {
    let Some(message) = reading::message(connection, id).await? else {
        return Ok(());
    };
    let is_awaited = in_flight(connection, id).await? == Some(attempt);
    record(connection, id, attempt, outcome, now).await?;
    if let AttemptOutcome::Accepted { wamid } = outcome {
        let phone_number = phone_number_of(connection, &message).await?;
        remember_wamid(connection, phone_number, wamid, id, attempt).await?;
        set_wamid(connection, id, wamid).await?;
        status::apply_waiting(connection, wamid).await?;
    }
    if !is_awaited {
        return Ok(());
    }
    match outcome {
        AttemptOutcome::Accepted { .. } => dequeue(connection, id).await,
        AttemptOutcome::Failed(failure) => {
            status::apply_news(connection, message, &Delivery::failed(attempt, failure.clone())).await?;
            dequeue(connection, id).await
        }
        AttemptOutcome::Unknown => {
            merge(connection, message, attempt, DeliveryState::Unconfirmed).await?;
            dequeue(connection, id).await
        }
        AttemptOutcome::Later {
            due_at, is_pair_rate, ..
        } => {
            if *is_pair_rate {
                block_sending(connection, &message, *due_at).await?;
            }
            put_back(connection, &message, *due_at, 1).await
        }
        AttemptOutcome::Paced { due_at } => {
            block_sending(connection, &message, *due_at).await?;
            put_back(connection, &message, *due_at, 0).await
        }
        AttemptOutcome::TokenRefused => {
            let number = phone_number_of(connection, &message).await?;
            phone_numbers::set_state(connection, number, PhoneNumberState::Disconnected).await?;
            put_back(connection, &message, now, 0).await
        }
    }
}

/// Nothing goes to the message's customer before a time.
async fn block_sending(
    connection: &mut SqliteConnection,
    message: &Message,
    until: Timestamp,
) -> StoreResult<()> {
    sqlx::query("UPDATE conversations SET sending_blocked_until = ?2 WHERE id = ?1")
        .bind(*message.conversation_id.as_uuid())
        .bind(until.as_millis())
        .execute(connection)
        .await?;
    Ok(())
}

/// Writes the attempt's end into its history.
async fn record(
    connection: &mut SqliteConnection,
    message: MessageId,
    attempt: u32,
    outcome: &AttemptOutcome,
    now: Timestamp,
) -> StoreResult<()> {
    let (word, code, wamid) = match outcome {
        AttemptOutcome::Accepted { wamid } => ("accepted", None, Some(wamid)),
        AttemptOutcome::Later { code, .. } => ("later", Some(*code), None),
        AttemptOutcome::Paced { .. } => ("paced", None, None),
        AttemptOutcome::Failed(failure) => ("failed", Some(failure.code), None),
        AttemptOutcome::Unknown => ("unknown", None, None),
        AttemptOutcome::TokenRefused => ("token_refused", None, None),
    };
    sqlx::query(
        "UPDATE message_attempts SET finished_at = ?3, outcome = ?4, failure_code = ?5, wamid = ?6 \
         WHERE message_id = ?1 AND attempt = ?2 AND (outcome IS NULL OR outcome = 'unknown')",
    )
    .bind(*message.as_uuid())
    .bind(i64::from(attempt))
    .bind(now.as_millis())
    .bind(word)
    .bind(code)
    .bind(wamid)
    .execute(connection)
    .await?;
    Ok(())
}

/// Leaves the message at its place in the queue for another attempt, unless a status has told meanwhile that none is needed.
async fn put_back(
    connection: &mut SqliteConnection,
    message: &Message,
    due_at: Timestamp,
    failures: u32,
) -> StoreResult<()> {
    if !message
        .delivery
        .as_ref()
        .is_some_and(|delivery| delivery.state.is_queued())
    {
        return dequeue(connection, message.id).await;
    }
    sqlx::query(
        "UPDATE outbound_queue SET attempt_in_flight = NULL, due_at = ?2, \
         recoverable_failures = recoverable_failures + ?3 WHERE message_id = ?1",
    )
    .bind(*message.id.as_uuid())
    .bind(due_at.as_millis())
    .bind(i64::from(failures))
    .execute(connection)
    .await?;
    Ok(())
}

async fn merge(
    connection: &mut SqliteConnection,
    message: Message,
    attempt: u32,
    state: DeliveryState,
) -> StoreResult<Message> {
    status::apply_news(
        connection,
        message,
        &Delivery {
            attempt,
            state,
            failure: None,
        },
    )
    .await
}

async fn get_message(connection: &mut SqliteConnection, id: MessageId) -> StoreResult<Message> {
    let message = reading::message(connection, id).await?;
    message.ok_or_else(|| StoreError::Broken("a queued message is not there".to_owned()))
}

/// The number of the message's conversation.
pub(super) async fn phone_number_of(
    connection: &mut SqliteConnection,
    message: &Message,
) -> StoreResult<PhoneNumberId> {
    let row = sqlx::query("SELECT phone_number_id FROM conversations WHERE id = ?1")
        .bind(*message.conversation_id.as_uuid())
        .fetch_one(connection)
        .await?;
    id(&row, "phone_number_id")
}

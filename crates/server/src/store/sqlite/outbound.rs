//! [`OutboundStore`] on SQLite: what may leave, and the beginning of attempts.

use super::attempts::finish;
use super::message_writes::attempts_made;
use super::resting::{self, Rest, subjects_of_number};
use super::rows::{self, id, number};
use super::{SqliteStore, attempts, message_details, reading};
use crate::store::{AttemptOutcome, NumberTurn, OutboundJob, OutboundStore, StoreError, StoreResult};
use async_trait::async_trait;
use domain::delivery_status::DeliveryState;
use domain::entities::Message;
use domain::ids::{MessageId, PhoneNumberId};
use domain::time::Timestamp;
use domain::visibility::Viewer;
use domain::wire::MessageDetails;
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

#[async_trait]
impl OutboundStore for SqliteStore {
    async fn outbound_turns(&self) -> StoreResult<Vec<NumberTurn>> {
        let found = sqlx::query(concat!(
            "SELECT * FROM (SELECT p.id, p.throughput, (SELECT q.due_at FROM outbound_queue q WHERE q.phone_number_id = p.id \
             AND q.is_head = 1 AND q.attempt_in_flight IS NULL ORDER BY q.due_at, q.place LIMIT 1) AS due_at, \
             (SELECT max(CASE WHEN h.probe IS NULL THEN h.until ELSE 9223372036854775807 END) FROM sending_holds h \
             WHERE h.lifted_at IS NULL AND h.subject IN (",
            subjects_of_number!(),
            ")) AS rests_until FROM phone_numbers p WHERE p.state = 'connected') \
             WHERE due_at IS NOT NULL AND rests_until IS NOT 9223372036854775807"
        ))
        .fetch_all(&self.readers)
        .await?;
        found.iter().map(turn).collect()
    }

    async fn claim_outbound_of(
        &self,
        number: PhoneNumberId,
        now: Timestamp,
        most: u32,
    ) -> StoreResult<Vec<OutboundJob>> {
        self.write(move |connection| {
            Box::pin(async move {
                let rest = resting::of_number(connection, number, now).await?;
                let most = match rest {
                    Rest::None => most,
                    Rest::Resting => 0,
                    Rest::ToBeTried => most.min(1),
                };
                let mut jobs = Vec::new();
                while jobs.len() < most as usize {
                    match claim(connection, number, now).await? {
                        Some(job) => jobs.push(job),
                        None => break,
                    }
                }
                if let ([probe], Rest::ToBeTried) = (jobs.as_slice(), rest) {
                    resting::set_probe(connection, number, probe.message_id).await?;
                }
                Ok(jobs)
            })
        })
        .await
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
            Box::pin(async move { finish(connection, message, attempt, outcome, now).await })
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
                    finish(connection, message, attempt, AttemptOutcome::Unknown, now).await?;
                }
                Ok(abandoned.len() as u64)
            })
        })
        .await
    }

    async fn set_throughput(&self, number: PhoneNumberId, a_second: Option<u32>) -> StoreResult<()> {
        self.write(move |connection| {
            Box::pin(async move {
                sqlx::query("UPDATE phone_numbers SET throughput = ?2 WHERE id = ?1")
                    .bind(*number.as_uuid())
                    .bind(a_second.map(i64::from))
                    .execute(connection)
                    .await?;
                Ok(())
            })
        })
        .await
    }

    async fn message_details(&self, viewer: &Viewer, id: MessageId) -> StoreResult<Option<MessageDetails>> {
        let mut transaction = self.read().await?;
        message_details::read(&mut transaction, viewer, id).await
    }
}

fn turn(row: &SqliteRow) -> StoreResult<NumberTurn> {
    let due_at = rows::time(row, "due_at")?;
    let throughput: Option<i64> = row.try_get("throughput")?;
    Ok(NumberTurn {
        phone_number_id: id(row, "id")?,
        due_at: rows::optional_time(row, "rests_until")?.map_or(due_at, |until| until.max(due_at)),
        throughput: throughput.and_then(|a_second| u32::try_from(a_second).ok()),
    })
}

/// Begins an attempt of the next due message of a number that may send.
async fn claim(
    connection: &mut SqliteConnection,
    phone_number: PhoneNumberId,
    now: Timestamp,
) -> StoreResult<Option<OutboundJob>> {
    let row = sqlx::query(
        "SELECT q.message_id, q.recoverable_failures, p.meta_id, p.version, k.wa_id, k.user_id, \
         c.window_expires_at, m.content, (SELECT t.wamid FROM messages t WHERE t.id = m.reply_to) AS quoted_wamid \
         FROM outbound_queue q CROSS JOIN phone_numbers p ON p.id = q.phone_number_id \
         CROSS JOIN conversations c ON c.id = q.conversation_id CROSS JOIN contacts k ON k.id = c.contact_id \
         CROSS JOIN messages m ON m.id = q.message_id \
         WHERE q.phone_number_id = ?1 AND q.is_head = 1 AND q.attempt_in_flight IS NULL AND q.due_at <= ?2 \
         ORDER BY q.due_at, q.place LIMIT 1",
    )
    .bind(*phone_number.as_uuid())
    .bind(now.as_millis())
    .fetch_optional(&mut *connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let (message, attempt) = begin(connection, id(&row, "message_id")?, now).await?;
    let recoverable_failures = number(&row, "recoverable_failures")?;
    Ok(Some(OutboundJob {
        message_id: message.id,
        conversation_id: message.conversation_id,
        attempt,
        recoverable_failures,
        failure_codes: failure_codes(connection, message.id, recoverable_failures).await?,
        phone_number_id: phone_number,
        phone_number_meta_id: row.try_get("meta_id")?,
        phone_number_version: number(&row, "version")?,
        wa_id: row.try_get("wa_id")?,
        user_id: row.try_get("user_id")?,
        content: rows::content(&row)?,
        quoted_wamid: row.try_get("quoted_wamid")?,
        window_expires_at: rows::optional_time(&row, "window_expires_at")?,
    }))
}

/// Begins an attempt of a queued message.
async fn begin(
    connection: &mut SqliteConnection,
    message: MessageId,
    now: Timestamp,
) -> StoreResult<(Message, u32)> {
    let message = get_message(connection, message).await?;
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
    // The end of a hold: from here on the message cannot be taken back any more.
    let claimed = sqlx::query(
        "UPDATE outbound_queue SET attempt_in_flight = ?2 WHERE message_id = ?1 AND attempt_in_flight IS NULL",
    )
    .bind(*message.id.as_uuid())
    .bind(i64::from(attempt))
    .execute(&mut *connection)
    .await?;
    if claimed.rows_affected() == 0 {
        return Err(StoreError::Broken(
            "a message that is claimed does not wait".to_owned(),
        ));
    }
    let message = attempts::merge(connection, message, attempt, DeliveryState::Waiting).await?;
    Ok((message, attempt))
}

/// What waits may have been sent already, as after a restored backup: nothing of it is sent by itself any more. Each message becomes
/// unconfirmed in the attempt that would have been next, which is the one that statuses may come for. Answers how many.
pub(super) async fn give_up_queue(connection: &mut SqliteConnection, now: Timestamp) -> StoreResult<u64> {
    let queued = sqlx::query("SELECT message_id, attempt_in_flight FROM outbound_queue ORDER BY place")
        .fetch_all(&mut *connection)
        .await?;
    for row in &queued {
        let message = id(row, "message_id")?;
        let attempt = match row.try_get::<Option<i64>, _>("attempt_in_flight")? {
            Some(_) => number(row, "attempt_in_flight")?,
            None => begin(connection, message, now).await?.1,
        };
        finish(connection, message, attempt, AttemptOutcome::Unknown, now).await?;
    }
    Ok(queued.len() as u64)
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

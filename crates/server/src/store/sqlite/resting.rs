//! What rests as a whole after it met a limit of Meta: a number, an account, everything.
//!
//! While it rests nothing of it leaves. When its time has come one message is tried, the probe: if Meta takes it, the rest is over;
//! if it meets the limit again, the next rest is longer; if it says nothing about the limit, another message is tried.

use super::rows::{optional_id, optional_time, time};
use crate::store::{RestPause, RestScope, StoreResult};
use domain::attempt_backoff::{growing, jitter_seed, with_jitter};
use domain::ids::{MessageId, PhoneNumberId};
use domain::time::Timestamp;
use sqlx::Row;
use sqlx::sqlite::SqliteConnection;

/// What a number `p` belongs to that may rest.
macro_rules! subjects_of_number {
    () => {
        "'number:' || hex(p.id), 'account:' || p.waba_id, 'everything'"
    };
}

pub(super) use subjects_of_number;

/// Whether messages of a number may leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rest {
    /// They may.
    None,
    /// Not now: it rests, or is disconnected.
    Resting,
    /// One may, as the probe.
    ToBeTried,
}

/// Whether messages of a number may leave now.
pub(super) async fn of_number(
    connection: &mut SqliteConnection,
    number: PhoneNumberId,
    now: Timestamp,
) -> StoreResult<Rest> {
    let row = sqlx::query(concat!(
        "SELECT max(h.until) AS until, count(h.probe) AS tried FROM phone_numbers p \
         LEFT JOIN sending_holds h ON h.lifted_at IS NULL AND h.subject IN (",
        subjects_of_number!(),
        ") WHERE p.id = ?1 AND p.state = 'connected' GROUP BY p.id"
    ))
    .bind(*number.as_uuid())
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else {
        return Ok(Rest::Resting);
    };
    Ok(match optional_time(&row, "until")? {
        None => Rest::None,
        Some(until) if until > now || row.try_get::<i64, _>("tried")? > 0 => Rest::Resting,
        Some(_) => Rest::ToBeTried,
    })
}

/// A message is tried for everything of its number that rests.
pub(super) async fn set_probe(
    connection: &mut SqliteConnection,
    number: PhoneNumberId,
    message: MessageId,
) -> StoreResult<()> {
    sqlx::query(concat!(
        "UPDATE sending_holds SET probe = ?2 WHERE lifted_at IS NULL AND subject IN (SELECT value FROM phone_numbers p, \
         json_each(json_array(",
        subjects_of_number!(),
        ")) WHERE p.id = ?1)"
    ))
    .bind(*number.as_uuid())
    .bind(*message.as_uuid())
    .execute(connection)
    .await?;
    Ok(())
}

/// The message's attempt has ended. Meta took it: what it was tried for rests no more.
pub(super) async fn end_probe(
    connection: &mut SqliteConnection,
    message: MessageId,
    is_taken: bool,
    now: Timestamp,
) -> StoreResult<()> {
    sqlx::query(
        "UPDATE sending_holds SET probe = NULL, lifted_at = CASE WHEN ?2 THEN ?3 END WHERE probe = ?1",
    )
    .bind(*message.as_uuid())
    .bind(is_taken)
    .bind(now.as_millis())
    .execute(connection)
    .await?;
    Ok(())
}

/// An attempt of a message met a limit. Answers until when that rests which is limited.
pub(super) async fn begin(
    connection: &mut SqliteConnection,
    number: PhoneNumberId,
    (message, attempt): (MessageId, u32),
    (scope, pause): (RestScope, RestPause),
    code: i64,
    now: Timestamp,
) -> StoreResult<Timestamp> {
    let subject = subject(connection, number, scope).await?;
    let known = sqlx::query("SELECT until, hits, probe, lifted_at FROM sending_holds WHERE subject = ?1")
        .bind(&subject)
        .fetch_optional(&mut *connection)
        .await?;
    let length = |hits| {
        let pause_of_hits = growing(pause.first, pause.longest, hits).max(pause.at_least);
        with_jitter(pause_of_hits, jitter_seed(message, attempt))
    };
    let (hits, until) = match &known {
        None => (1, now + length(1)),
        Some(known) => {
            let hits: u32 = super::rows::number(known, "hits")?;
            match optional_time(known, "lifted_at")? {
                // It came back soon: the rest was too short.
                Some(lifted_at) if now < lifted_at + length(hits) => (hits + 1, now + length(hits + 1)),
                Some(_) => (1, now + length(1)),
                None if optional_id(known, "probe")? == Some(message) => (hits + 1, now + length(hits + 1)),
                // It left before the rest began, so it tells nothing new, unless Meta asks for more.
                None => (hits, time(known, "until")?.max(now + pause.at_least)),
            }
        }
    };
    sqlx::query(
        "INSERT INTO sending_holds (subject, until, hits, code) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (subject) DO UPDATE SET \
         until = excluded.until, hits = excluded.hits, code = excluded.code, lifted_at = NULL, \
         probe = CASE WHEN probe = ?5 THEN NULL ELSE probe END",
    )
    .bind(&subject)
    .bind(until.as_millis())
    .bind(i64::from(hits))
    .bind(code)
    .bind(*message.as_uuid())
    .execute(connection)
    .await?;
    Ok(until)
}

/// A number was connected again: what held it alone is over.
pub(super) async fn forget(connection: &mut SqliteConnection, number: PhoneNumberId) -> StoreResult<()> {
    let subject = subject(connection, number, RestScope::Number).await?;
    sqlx::query("DELETE FROM sending_holds WHERE subject = ?1")
        .bind(subject)
        .execute(connection)
        .await?;
    Ok(())
}

async fn subject(
    connection: &mut SqliteConnection,
    number: PhoneNumberId,
    scope: RestScope,
) -> StoreResult<String> {
    let sql = match scope {
        RestScope::Number => "SELECT 'number:' || hex(id) FROM phone_numbers WHERE id = ?1",
        RestScope::Account => "SELECT 'account:' || waba_id FROM phone_numbers WHERE id = ?1",
        RestScope::Everything => "SELECT 'everything' FROM phone_numbers WHERE id = ?1",
    };
    Ok(sqlx::query_scalar(sql)
        .bind(*number.as_uuid())
        .fetch_one(connection)
        .await?)
}

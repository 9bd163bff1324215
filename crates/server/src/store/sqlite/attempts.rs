//! How attempts end, and what follows for the message, its queue and everything beside it.

use super::alarms::{end_alarm, raise_alarm};
use super::inbound::status;
use super::message_writes::{remember_wamid, set_wamid};
use super::outbound::phone_number_of;
use super::queue::{dequeue, in_flight};
use super::{erasing, phone_numbers, reading, resting};
use crate::store::{AlarmNews, AttemptOutcome, RestScope, StoreResult};
use domain::alarm::AlarmCode;
use domain::content::MessageContent;
use domain::delivery_status::DeliveryState;
use domain::entities::{Delivery, DeliveryFailure, Message};
use domain::ids::{MessageId, PhoneNumberId};
use domain::time::{Span, Timestamp};
use sqlx::sqlite::SqliteConnection;

/// A rest of this length is told to administrators.
const LONG_REST: Span = Span::from_hours(1);

/// Commits what became of an attempt. An answer that comes after the attempt was given up sends nothing again, but it settles what it
/// can: a wamid is remembered, for statuses will come for it; a refusal is final.
pub(super) async fn finish(
    connection: &mut SqliteConnection,
    id: MessageId,
    attempt: u32,
    outcome: AttemptOutcome,
    now: Timestamp,
) -> StoreResult<()> {
    let Some(message) = reading::message(connection, id).await? else {
        return resting::end_probe(connection, id, false, now).await;
    };
    let number = phone_number_of(connection, &message).await?;
    let is_awaited = in_flight(connection, id).await? == Some(attempt);
    let outcome = if is_awaited { outcome } else { given_up(outcome) };
    record(connection, id, attempt, &outcome, now).await?;
    if is_awaited {
        let is_taken = matches!(outcome, AttemptOutcome::Accepted { .. });
        if !matches!(outcome, AttemptOutcome::Limited { .. }) {
            resting::end_probe(connection, id, is_taken, now).await?;
        }
    }
    match outcome {
        AttemptOutcome::Accepted { wamid } => {
            remember_wamid(connection, number, &wamid, id, attempt).await?;
            set_wamid(connection, id, &wamid).await?;
            status::apply_waiting(connection, &wamid).await?;
            if is_awaited {
                end_alarm(connection, &sending_matter(number)).await?;
                dequeue(connection, id).await?;
            }
            Ok(())
        }
        AttemptOutcome::Failed(failure) => fail(connection, message, attempt, failure, is_awaited).await,
        AttemptOutcome::BusinessRefused(failure) => {
            tell_of_sending(connection, number, AlarmCode::AccountRestricted, &failure, now).await?;
            fail(connection, message, attempt, failure, is_awaited).await
        }
        // Everything else awaits something of the queue.
        _ if !is_awaited => Ok(()),
        AttemptOutcome::Unknown => {
            merge(connection, message, attempt, DeliveryState::Unconfirmed).await?;
            dequeue(connection, id).await
        }
        AttemptOutcome::Later {
            due_at, is_pair_rate, ..
        } => {
            if is_pair_rate {
                block_sending(connection, &message, due_at).await?;
            }
            put_back(connection, &message, due_at, 1).await
        }
        AttemptOutcome::Limited {
            scope,
            pause,
            failure,
        } => {
            let until = resting::begin(
                connection,
                number,
                (id, attempt),
                (scope, pause),
                failure.code,
                now,
            )
            .await?;
            // Whatever else the message was tried for stays as it is.
            resting::end_probe(connection, id, false, now).await?;
            if until >= now + LONG_REST {
                let code = match scope {
                    RestScope::Number => AlarmCode::NumberQuality,
                    RestScope::Account | RestScope::Everything => AlarmCode::AccountNews,
                };
                tell_of_sending(connection, number, code, &failure, now).await?;
            }
            // Others that wait are tried before it: the fault may be in the message after all.
            put_back(connection, &message, until, 1).await
        }
        AttemptOutcome::Paced { due_at } => {
            block_sending(connection, &message, due_at).await?;
            put_back(connection, &message, due_at, 0).await
        }
        AttemptOutcome::TokenRefused {
            phone_number_version,
            failure,
        } => {
            if phone_numbers::disconnect(connection, number, phone_number_version).await? {
                raise_alarm(connection, &token_refused(number, &failure, now)).await?;
            }
            put_back(connection, &message, now, 0).await
        }
    }
}

/// The matter of a number's refused token.
pub(super) fn token_matter(number: PhoneNumberId) -> String {
    format!("token/{number}")
}

/// The matter of what keeps a number's messages from being sent; over when one is taken.
fn sending_matter(number: PhoneNumberId) -> String {
    format!("sending/{number}")
}

fn token_refused(number: PhoneNumberId, failure: &DeliveryFailure, now: Timestamp) -> AlarmNews {
    AlarmNews {
        matter: token_matter(number),
        code: AlarmCode::TokenRefused,
        phone_number_id: Some(number),
        parameters: [("event".to_owned(), failure.code.to_string())].into(),
        at: now,
        is_over: false,
    }
}

/// Tells administrators that Meta does not send. `event` is Meta's error code.
async fn tell_of_sending(
    connection: &mut SqliteConnection,
    number: PhoneNumberId,
    code: AlarmCode,
    failure: &DeliveryFailure,
    now: Timestamp,
) -> StoreResult<()> {
    let mut parameters = std::collections::BTreeMap::new();
    parameters.insert("field".to_owned(), "messages".to_owned());
    parameters.insert("event".to_owned(), failure.code.to_string());
    if let Some(details) = &failure.details {
        parameters.insert("restriction".to_owned(), details.clone());
    }
    let news = AlarmNews {
        matter: sending_matter(number),
        code,
        phone_number_id: Some(number),
        parameters,
        at: now,
        is_over: false,
    };
    raise_alarm(connection, &news).await
}

/// What an outcome means after the attempt was given up: what surely was not sent is not sent again by itself any more.
fn given_up(outcome: AttemptOutcome) -> AttemptOutcome {
    match outcome {
        AttemptOutcome::Later { failure, .. }
        | AttemptOutcome::Limited { failure, .. }
        | AttemptOutcome::BusinessRefused(failure)
        | AttemptOutcome::TokenRefused { failure, .. } => AttemptOutcome::Failed(failure),
        other => other,
    }
}

async fn fail(
    connection: &mut SqliteConnection,
    message: Message,
    attempt: u32,
    failure: DeliveryFailure,
    is_awaited: bool,
) -> StoreResult<()> {
    let id = message.id;
    status::apply_news(connection, message, &Delivery::failed(attempt, failure)).await?;
    if is_awaited {
        dequeue(connection, id).await?;
    }
    Ok(())
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

/// Writes the attempt's end into its history. Where nothing was asked there was no attempt.
async fn record(
    connection: &mut SqliteConnection,
    message: MessageId,
    attempt: u32,
    outcome: &AttemptOutcome,
    now: Timestamp,
) -> StoreResult<()> {
    let (word, failure, wamid) = match outcome {
        AttemptOutcome::Accepted { wamid } => ("accepted", None, Some(wamid)),
        AttemptOutcome::Later { failure, .. } | AttemptOutcome::Limited { failure, .. } => {
            ("later", Some(failure), None)
        }
        AttemptOutcome::Failed(failure) | AttemptOutcome::BusinessRefused(failure) => {
            ("failed", Some(failure), None)
        }
        AttemptOutcome::Unknown => ("unknown", None, None),
        AttemptOutcome::TokenRefused { failure, .. } => ("token_refused", Some(failure), None),
        AttemptOutcome::Paced { .. } => {
            sqlx::query(
                "DELETE FROM message_attempts WHERE message_id = ?1 AND attempt = ?2 AND outcome IS NULL",
            )
            .bind(*message.as_uuid())
            .bind(i64::from(attempt))
            .execute(connection)
            .await?;
            return Ok(());
        }
    };
    sqlx::query(
        "UPDATE message_attempts SET finished_at = ?3, outcome = ?4, failure_code = ?5, failure_details = ?6, wamid = ?7 \
         WHERE message_id = ?1 AND attempt = ?2 AND (outcome IS NULL OR outcome = 'unknown')",
    )
    .bind(*message.as_uuid())
    .bind(i64::from(attempt))
    .bind(now.as_millis())
    .bind(word)
    .bind(failure.map(|failure| failure.code))
    .bind(failure.and_then(|failure| failure.details.as_deref()))
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
    // Somebody erased it while it was under way, and it did not get there: it never will.
    if matches!(message.content, MessageContent::Erased { .. }) {
        return erasing::cancel(connection, message).await;
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

/// Merges what happened to an attempt into its message.
pub(super) async fn merge(
    connection: &mut SqliteConnection,
    message: Message,
    attempt: u32,
    state: DeliveryState,
) -> StoreResult<Message> {
    let news = Delivery::new(attempt, state);
    status::apply_news(connection, message, &news).await
}

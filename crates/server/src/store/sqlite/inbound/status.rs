//! News of outgoing messages. How they merge is `domain::delivery_status`'s; here is to which message they belong.

use super::{erased, is_new};
use crate::store::sqlite::message_details::record_status;
use crate::store::sqlite::message_writes::{attempts_made, remember_wamid, set_delivery};
use crate::store::sqlite::outbound::phone_number_of;
use crate::store::sqlite::rows::{from_word, id, number, optional_id, time, word};
use crate::store::sqlite::{queue, reactions, reading};
use crate::store::{InboundEffect, StatusUpdate, StoreResult};
use domain::delivery_status::DeliveryState;
use domain::entities::{Delivery, DeliveryFailure, Message};
use domain::ids::{MessageId, PhoneNumberId};
use domain::time::Timestamp;
use sqlx::Row;
use sqlx::sqlite::SqliteConnection;

/// Applies a status, or keeps it until its message is known.
pub(super) async fn apply(
    connection: &mut SqliteConnection,
    update: &StatusUpdate,
    now: Timestamp,
) -> StoreResult<InboundEffect> {
    let key = format!("status:{}:{}", update.wamid, update.status);
    if !is_new(connection, &key, now).await? {
        return Ok(InboundEffect::Duplicate);
    }
    let Some(state) = update.state else {
        return Ok(InboundEffect::NoEffect);
    };
    let failure = update.failure.clone().filter(|_| state == DeliveryState::Failed);
    let Some((message, attempt)) = target(connection, update).await? else {
        if let Some(effect) = reactions::apply_status(
            connection,
            &update.wamid,
            update.phone_number_id,
            failure.as_ref(),
        )
        .await?
        {
            return Ok(effect);
        }
        if let Some(number) = update.phone_number_id
            && erased::is_known(connection, number, &update.wamid).await?
        {
            erased::forget_key(connection, &key).await?;
            return Ok(InboundEffect::NoEffect);
        }
        keep(connection, update, state, failure.as_ref()).await?;
        return Ok(InboundEffect::Waiting);
    };
    record_status(
        connection,
        message.id,
        (attempt, state),
        failure.as_ref(),
        update.at,
    )
    .await?;
    let before = message.version;
    let after = apply_news(
        connection,
        message,
        &Delivery {
            failure,
            ..Delivery::new(attempt, state)
        },
    )
    .await?
    .version;
    Ok(if after > before {
        InboundEffect::Applied
    } else {
        InboundEffect::NoEffect
    })
}

/// Merges news into a message; what needs no sending any more leaves the queue.
pub(in crate::store::sqlite) async fn apply_news(
    connection: &mut SqliteConnection,
    message: Message,
    news: &Delivery,
) -> StoreResult<Message> {
    let Some(delivery) = &message.delivery else {
        return Ok(message);
    };
    let merged = delivery.merge(news);
    let is_settled = delivery.state.is_queued() && !merged.state.is_queued();
    if is_settled {
        queue::dequeue_if_at_rest(connection, message.id).await?;
    }
    set_delivery(connection, message, &merged).await
}

/// Applies the statuses that waited for a wamid.
pub(in crate::store::sqlite) async fn apply_waiting(
    connection: &mut SqliteConnection,
    wamid: &str,
) -> StoreResult<()> {
    let waiting = sqlx::query(
        "DELETE FROM pending_statuses WHERE wamid = ?1 \
         RETURNING state, failure_code, failure_details, phone_number_id, at",
    )
    .bind(wamid)
    .fetch_all(&mut *connection)
    .await?;
    for row in &waiting {
        let told = optional_id(row, "phone_number_id")?;
        let Some((message, attempt)) = by_wamid(connection, wamid, told).await? else {
            continue;
        };
        let code: Option<i64> = row.try_get("failure_code")?;
        let details = row.try_get("failure_details")?;
        let failure = code.map(|code| DeliveryFailure { code, details });
        let state = from_word(row.try_get("state")?)?;
        record_status(
            connection,
            message.id,
            (attempt, state),
            failure.as_ref(),
            time(row, "at")?,
        )
        .await?;
        let news = Delivery {
            failure,
            ..Delivery::new(attempt, state)
        };
        apply_news(connection, message, &news).await?;
    }
    Ok(())
}

/// The message and attempt that a status is about: by what we sent along, else by Meta's id.
async fn target(
    connection: &mut SqliteConnection,
    update: &StatusUpdate,
) -> StoreResult<Option<(Message, u32)>> {
    if let Some((message, attempt)) = update.callback
        && let Some(message) = sent_by_us(connection, message, attempt).await?
    {
        let phone_number = phone_number_of(connection, &message).await?;
        if update.phone_number_id.is_some_and(|told| told != phone_number) {
            return Ok(None);
        }
        // The answer to the request may never come: from now on the wamid is known.
        remember_wamid(connection, phone_number, &update.wamid, message.id, attempt).await?;
        return Ok(Some((message, attempt)));
    }
    by_wamid(connection, &update.wamid, update.phone_number_id).await
}

async fn sent_by_us(
    connection: &mut SqliteConnection,
    message: MessageId,
    attempt: u32,
) -> StoreResult<Option<Message>> {
    let Some(message) = reading::message(connection, message).await? else {
        return Ok(None);
    };
    let is_ours =
        message.delivery.is_some() && (1..=attempts_made(connection, message.id).await?).contains(&attempt);
    Ok(is_ours.then_some(message))
}

/// The message of a wamid, among those of the number that was told.
async fn by_wamid(
    connection: &mut SqliteConnection,
    wamid: &str,
    told: Option<PhoneNumberId>,
) -> StoreResult<Option<(Message, u32)>> {
    let row = sqlx::query(
        "SELECT message_id, attempt FROM wamids WHERE wamid = ?1 AND (?2 IS NULL OR phone_number_id = ?2) LIMIT 1",
    )
    .bind(wamid)
    .bind(told.map(|number| *number.as_uuid()))
    .fetch_optional(&mut *connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let message = reading::message(connection, id(&row, "message_id")?).await?;
    let attempt = number(&row, "attempt")?;
    Ok(message.map(|message| (message, attempt)))
}

async fn keep(
    connection: &mut SqliteConnection,
    update: &StatusUpdate,
    state: DeliveryState,
    failure: Option<&DeliveryFailure>,
) -> StoreResult<()> {
    sqlx::query(
        "INSERT INTO pending_statuses (wamid, status, state, failure_code, failure_details, at, phone_number_id) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING",
    )
    .bind(&update.wamid)
    .bind(&update.status)
    .bind(word(&state)?)
    .bind(failure.map(|failure| failure.code))
    .bind(failure.and_then(|failure| failure.details.as_deref()))
    .bind(update.at.as_millis())
    .bind(update.phone_number_id.map(|number| *number.as_uuid()))
    .execute(connection)
    .await?;
    Ok(())
}

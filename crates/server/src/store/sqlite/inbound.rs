//! [`InboundStore`] on SQLite.

pub(super) mod annotation;
mod batch;
pub(super) mod erased;
mod message;
mod set_aside;
pub(super) mod status;

use super::rows::id;
use super::{SqliteStore, alarms, identity};
use crate::store::{
    AlarmNews, DeliveryOutcome, DeliveryRow, InboundChange, InboundEffect, InboundStore, StoreResult,
    TranslatedDelivery,
};
use async_trait::async_trait;
use domain::ids::{MessageId, PhoneNumberId};
use domain::time::{Span, Timestamp};
use futures::TryStreamExt as _;
use set_aside::SetAsideTally;
use sqlx::Row;
use sqlx::sqlite::SqliteConnection;
use std::sync::Arc;

/// Deliveries forgotten in one transaction: others wait meanwhile.
const PURGED_AT_ONCE: u32 = 1_000;
/// Deliveries are at most 3 MB: no more of them are in memory than this, and one.
const BYTES_AT_ONCE: usize = 8 * 1_024 * 1_024;
/// How long keys of applied changes and statuses without a message outlive the deliveries. Meta repeats for 7 days.
const KEPT_LONGER: Span = Span::from_hours(30 * 24);

#[async_trait]
impl InboundStore for SqliteStore {
    async fn store_signed_delivery(
        &self,
        raw: &[u8],
        signed_by: Option<&str>,
        received_at: Timestamp,
    ) -> StoreResult<i64> {
        let (raw, signed_by) = (raw.to_vec(), signed_by.map(ToOwned::to_owned));
        self.write(move |connection| {
            Box::pin(async move {
                let stored = sqlx::query(
                    "INSERT INTO webhook_deliveries (raw, signed_by, received_at) VALUES (?1, ?2, ?3)",
                )
                .bind(raw)
                .bind(signed_by)
                .bind(received_at.as_millis())
                .execute(connection)
                .await?;
                Ok(stored.last_insert_rowid())
            })
        })
        .await
    }

    async fn pending_deliveries(&self, limit: u32) -> StoreResult<Vec<DeliveryRow>> {
        let mut connection = self.readers.acquire().await?;
        let mut found = sqlx::query(
            "SELECT id, raw, signed_by FROM webhook_deliveries WHERE processed_at IS NULL ORDER BY id LIMIT ?1",
        )
        .bind(i64::from(limit))
        .fetch(&mut *connection);
        let (mut deliveries, mut bytes) = (Vec::new(), 0);
        while let Some(row) = found.try_next().await? {
            let raw: Vec<u8> = row.try_get("raw")?;
            bytes += raw.len();
            deliveries.push(DeliveryRow {
                id: row.try_get("id")?,
                raw,
                signed_by: row.try_get("signed_by")?,
            });
            if bytes >= BYTES_AT_ONCE {
                break;
            }
        }
        Ok(deliveries)
    }

    async fn apply_delivery(
        &self,
        delivery: i64,
        changes: &[InboundChange],
        now: Timestamp,
    ) -> StoreResult<Vec<InboundEffect>> {
        let changes = changes.to_vec();
        self.write(move |connection| {
            Box::pin(async move {
                let mut set_aside = SetAsideTally::default();
                let effects = apply_all(connection, &changes, &mut set_aside, now).await?;
                mark_processed(connection, delivery, None, now).await?;
                set_aside.raise(connection, now).await?;
                Ok(effects)
            })
        })
        .await
    }

    async fn apply_deliveries(
        &self,
        deliveries: Arc<[TranslatedDelivery]>,
        now: Timestamp,
    ) -> StoreResult<Vec<DeliveryOutcome>> {
        self.write(move |connection| {
            Box::pin(async move { batch::apply(connection, &deliveries, now).await })
        })
        .await
    }

    async fn set_delivery_aside(&self, delivery: i64, reason: &str, now: Timestamp) -> StoreResult<()> {
        let reason = reason.to_owned();
        self.write(move |connection| {
            Box::pin(async move {
                let mut set_aside = SetAsideTally::default();
                if mark_processed(connection, delivery, Some(&reason), now).await? {
                    set_aside.count("", &reason);
                }
                set_aside.raise(connection, now).await
            })
        })
        .await
    }

    async fn set_aside_count(&self) -> StoreResult<u64> {
        let mut connection = self.readers.acquire().await?;
        alarms::set_aside_count(&mut connection).await
    }

    async fn purge_deliveries(&self, processed_before: Timestamp) -> StoreResult<u64> {
        let mut purged = 0;
        loop {
            let part = self
                .write(move |connection| Box::pin(purge(connection, processed_before)))
                .await?;
            purged += part;
            if part < u64::from(PURGED_AT_ONCE) {
                return Ok(purged);
            }
        }
    }
}

/// Applies one change.
async fn apply(
    connection: &mut SqliteConnection,
    change: &InboundChange,
    now: Timestamp,
) -> StoreResult<InboundEffect> {
    match change {
        InboundChange::Message(new) => message::apply(connection, new, now).await,
        InboundChange::Status(update) => status::apply(connection, update, now).await,
        InboundChange::Annotation(annotation) => annotation::apply(connection, annotation, now).await,
        InboundChange::IdentityChanged {
            phone_number_id,
            key,
            from,
            to,
            line,
            line_id,
            at,
        } => {
            if !is_new(connection, &format!("identity:{key}"), now).await? {
                return Ok(InboundEffect::Duplicate);
            }
            let line = line.as_ref().map(|line| (*line_id, line));
            identity::change(connection, *phone_number_id, from, to, line, *at).await
        }
        InboundChange::Account {
            key,
            field,
            value,
            alarm,
        } => account(connection, (key, field, value), alarm.as_deref(), now).await,
        InboundChange::SetAside {
            key,
            field,
            value,
            reason,
        } => set_aside::keep(connection, (key, field, value), reason, now).await,
    }
}

/// Applies the changes of one delivery, in order.
async fn apply_all(
    connection: &mut SqliteConnection,
    changes: &[InboundChange],
    set_aside: &mut SetAsideTally,
    now: Timestamp,
) -> StoreResult<Vec<InboundEffect>> {
    let mut effects = Vec::with_capacity(changes.len());
    for change in changes {
        let effect = apply(connection, change, now).await?;
        if let (InboundChange::SetAside { field, reason, .. }, InboundEffect::SetAside) = (change, effect) {
            set_aside.count(field, reason);
        }
        effects.push(effect);
    }
    Ok(effects)
}

/// Keeps news of the account, and raises the alarm that goes with them.
async fn account(
    connection: &mut SqliteConnection,
    (key, field, value): (&str, &str, &str),
    alarm: Option<&AlarmNews>,
    now: Timestamp,
) -> StoreResult<InboundEffect> {
    let kept = sqlx::query(
        "INSERT INTO account_news (key, field, value, at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
    )
    .bind(key)
    .bind(field)
    .bind(value)
    .bind(now.as_millis())
    .execute(&mut *connection)
    .await?;
    if kept.rows_affected() == 0 {
        return Ok(InboundEffect::Duplicate);
    }
    if let Some(alarm) = alarm {
        alarms::raise_alarm(connection, alarm).await?;
    }
    Ok(InboundEffect::Applied)
}

/// Notes a change's key; false when it was noted before.
async fn is_new(connection: &mut SqliteConnection, key: &str, now: Timestamp) -> StoreResult<bool> {
    let noted =
        sqlx::query("INSERT INTO applied_changes (key, applied_at) VALUES (?1, ?2) ON CONFLICT DO NOTHING")
            .bind(key)
            .bind(now.as_millis())
            .execute(connection)
            .await?;
    Ok(noted.rows_affected() > 0)
}

/// Marks a delivery as processed; false when it was marked before.
async fn mark_processed(
    connection: &mut SqliteConnection,
    delivery: i64,
    set_aside_reason: Option<&str>,
    now: Timestamp,
) -> StoreResult<bool> {
    let marked = sqlx::query(
        "UPDATE webhook_deliveries SET processed_at = ?2, set_aside_reason = ?3 WHERE id = ?1 AND processed_at IS NULL",
    )
    .bind(delivery)
    .bind(now.as_millis())
    .bind(set_aside_reason)
    .execute(connection)
    .await?;
    Ok(marked.rows_affected() > 0)
}

async fn purge(connection: &mut SqliteConnection, processed_before: Timestamp) -> StoreResult<u64> {
    let purged = sqlx::query(
        "DELETE FROM webhook_deliveries WHERE id IN (SELECT id FROM webhook_deliveries \
         WHERE processed_at IS NOT NULL AND set_aside_reason IS NULL AND processed_at < ?1 LIMIT ?2)",
    )
    .bind(processed_before.as_millis())
    .bind(i64::from(PURGED_AT_ONCE))
    .execute(&mut *connection)
    .await?;
    let keys_before = (processed_before - KEPT_LONGER).as_millis();
    sqlx::query("DELETE FROM applied_changes WHERE applied_at < ?1")
        .bind(keys_before)
        .execute(&mut *connection)
        .await?;
    sqlx::query("DELETE FROM pending_statuses WHERE at < ?1")
        .bind(keys_before)
        .execute(&mut *connection)
        .await?;
    sqlx::query("DELETE FROM pending_annotations WHERE kept_at < ?1")
        .bind(keys_before)
        .execute(connection)
        .await?;
    Ok(purged.rows_affected())
}

/// The message that a wamid is, among those of one of our numbers.
async fn message_of(
    connection: &mut SqliteConnection,
    phone_number: PhoneNumberId,
    wamid: &str,
) -> StoreResult<Option<MessageId>> {
    let row = sqlx::query("SELECT message_id FROM wamids WHERE wamid = ?1 AND phone_number_id = ?2")
        .bind(wamid)
        .bind(*phone_number.as_uuid())
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(|row| id(row, "message_id")).transpose()
}

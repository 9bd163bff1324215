//! [`AlarmStore`] on SQLite, and raising alarms inside other changes' transactions.

use super::SqliteStore;
use super::log::{Subject, append};
use super::rows::{self, as_integer, id, number, optional_id, time};
use crate::store::{AlarmNews, AlarmStore, StoreResult};
use async_trait::async_trait;
use domain::alarm::{Alarm, AlarmKey, AlarmPage, SetAsideItem, SetAsideKey, SetAsidePage};
use domain::ids::AlarmId;
use domain::time::Timestamp;
use sha2::{Digest as _, Sha256};
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

/// Raises the alarm of a matter, in the transaction of what caused it: a new one, or the same one again, which counts on and is
/// open again. Logs it.
pub(super) async fn raise_alarm(connection: &mut SqliteConnection, news: &AlarmNews) -> StoreResult<()> {
    raise_alarm_times(connection, news, 1).await
}

/// Ends the alarm of a matter if there is one that is not ended. Logs it.
pub(super) async fn end_alarm(connection: &mut SqliteConnection, matter: &str) -> StoreResult<()> {
    let ended = sqlx::query(
        "UPDATE alarms SET state = 'ended', version = version + 1 WHERE matter = ?1 AND state <> 'ended' \
         RETURNING id, version",
    )
    .bind(matter)
    .fetch_optional(&mut *connection)
    .await?;
    if let Some(row) = ended {
        append(
            connection,
            Subject::Alarm(id(&row, "id")?),
            number(&row, "version")?,
        )
        .await?;
    }
    Ok(())
}

/// [`raise_alarm`] for what happened several times at once. News that are older than what is known count, but their parameters
/// do not replace the newer ones, and good news that are older end nothing.
pub(super) async fn raise_alarm_times(
    connection: &mut SqliteConnection,
    news: &AlarmNews,
    times: u64,
) -> StoreResult<()> {
    let row = sqlx::query(
        "INSERT INTO alarms (id, version, matter, code, phone_number_id, parameters, raised_at, count, state) \
         VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (matter) DO UPDATE SET version = version + 1, \
         count = count + excluded.count, \
         code = CASE WHEN excluded.raised_at >= raised_at THEN excluded.code ELSE code END, \
         parameters = CASE WHEN excluded.raised_at >= raised_at THEN excluded.parameters ELSE parameters END, \
         state = CASE WHEN excluded.raised_at >= raised_at OR excluded.state = 'open' THEN excluded.state ELSE state END, \
         raised_at = max(raised_at, excluded.raised_at) RETURNING id, version",
    )
    .bind(*id_of(&news.matter, news.at).as_uuid())
    .bind(&news.matter)
    .bind(rows::word(&news.code)?)
    .bind(news.phone_number_id.map(|number| *number.as_uuid()))
    .bind(serde_json::to_string(&news.parameters)?)
    .bind(news.at.as_millis())
    .bind(as_integer(times))
    .bind(if news.is_over { "ended" } else { "open" })
    .fetch_one(&mut *connection)
    .await?;
    append(
        connection,
        Subject::Alarm(id(&row, "id")?),
        number(&row, "version")?,
    )
    .await
}

/// Alarms that are not ended, newest first.
pub(super) async fn current(connection: &mut SqliteConnection) -> StoreResult<Vec<Alarm>> {
    let found = sqlx::query("SELECT * FROM alarms WHERE state <> 'ended' ORDER BY raised_at DESC, id DESC")
        .fetch_all(connection)
        .await?;
    found.iter().map(alarm).collect()
}

/// An alarm's row.
pub(super) fn alarm(row: &SqliteRow) -> StoreResult<Alarm> {
    Ok(Alarm {
        id: id(row, "id")?,
        version: number(row, "version")?,
        code: rows::from_word(row.try_get("code")?)?,
        phone_number_id: optional_id(row, "phone_number_id")?,
        parameters: serde_json::from_str(row.try_get("parameters")?)?,
        raised_at: time(row, "raised_at")?,
        count: number(row, "count")?,
        state: rows::from_word(row.try_get("state")?)?,
    })
}

/// A matter has one row for ever, so its id needs no randomness.
fn id_of(matter: &str, at: Timestamp) -> AlarmId {
    let digest = Sha256::digest(matter);
    let mut random = [0; 10];
    random.copy_from_slice(&digest[..10]);
    AlarmId::from_parts(u64::try_from(at.as_millis()).unwrap_or_default(), &random)
}

#[async_trait]
impl AlarmStore for SqliteStore {
    async fn alarm_page(&self, before: Option<AlarmKey>, limit: u32) -> StoreResult<AlarmPage> {
        let found = sqlx::query(
            "SELECT * FROM alarms WHERE ?1 IS NULL OR (raised_at, id) < (?1, ?2) ORDER BY raised_at DESC, id DESC LIMIT ?3",
        )
        .bind(before.map(|before| before.at.as_millis()))
        .bind(before.map(|before| *before.id.as_uuid()))
        .bind(i64::from(limit) + 1)
        .fetch_all(&self.readers)
        .await?;
        let mut alarms: Vec<Alarm> = found.iter().map(alarm).collect::<StoreResult<_>>()?;
        let has_more = cut(&mut alarms, limit);
        let next = alarms.last().filter(|_| has_more).map(|last| AlarmKey {
            at: last.raised_at,
            id: last.id,
        });
        Ok(AlarmPage { alarms, next })
    }

    async fn acknowledge_alarm(&self, id: AlarmId) -> StoreResult<Option<Alarm>> {
        self.write(move |connection| Box::pin(acknowledge(connection, id)))
            .await
    }

    async fn set_aside_page(&self, before: Option<SetAsideKey>, limit: u32) -> StoreResult<SetAsidePage> {
        let mut transaction = self.read().await?;
        // A whole delivery may hold any bytes; at most four of them are one character.
        let found = sqlx::query(
            "SELECT * FROM (SELECT key, field, CAST(substr(value, 1, ?3) AS BLOB) AS value, reason, at FROM set_aside \
             UNION ALL SELECT printf('delivery/%020d', id), '', substr(raw, 1, 4 * ?3), set_aside_reason, processed_at \
             FROM webhook_deliveries WHERE set_aside_reason IS NOT NULL) \
             WHERE ?1 IS NULL OR (at, key) < (?1, ?2) ORDER BY at DESC, key DESC LIMIT ?4",
        )
        .bind(before.as_ref().map(|before| before.at.as_millis()))
        .bind(before.as_ref().map(|before| before.key.as_str()))
        .bind(as_integer(SetAsideItem::VALUE_LENGTH as u64))
        .bind(i64::from(limit) + 1)
        .fetch_all(&mut *transaction)
        .await?;
        let mut items: Vec<SetAsideItem> = found.iter().map(set_aside_item).collect::<StoreResult<_>>()?;
        let has_more = cut(&mut items, limit);
        let next = items.last().filter(|_| has_more).map(|last| SetAsideKey {
            at: last.at,
            key: last.key.clone(),
        });
        let count = set_aside_count(&mut transaction).await?;
        Ok(SetAsidePage { items, count, next })
    }
}

/// How many changes and deliveries were set aside.
pub(super) async fn set_aside_count(connection: &mut SqliteConnection) -> StoreResult<u64> {
    let count: i64 = sqlx::query_scalar(
        "SELECT (SELECT count(*) FROM set_aside) \
         + (SELECT count(*) FROM webhook_deliveries WHERE set_aside_reason IS NOT NULL)",
    )
    .fetch_one(connection)
    .await?;
    Ok(u64::try_from(count).unwrap_or_default())
}

async fn acknowledge(connection: &mut SqliteConnection, id: AlarmId) -> StoreResult<Option<Alarm>> {
    let changed = sqlx::query(
        "UPDATE alarms SET state = 'acknowledged', version = version + 1 WHERE id = ?1 AND state = 'open' RETURNING version",
    )
    .bind(*id.as_uuid())
    .fetch_optional(&mut *connection)
    .await?;
    if let Some(row) = changed {
        append(connection, Subject::Alarm(id), number(&row, "version")?).await?;
    }
    let row = sqlx::query("SELECT * FROM alarms WHERE id = ?1")
        .bind(*id.as_uuid())
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(alarm).transpose()
}

fn set_aside_item(row: &SqliteRow) -> StoreResult<SetAsideItem> {
    let value: Vec<u8> = row.try_get("value")?;
    Ok(SetAsideItem {
        key: row.try_get("key")?,
        field: row.try_get("field")?,
        reason: row.try_get("reason")?,
        value: String::from_utf8_lossy(&value)
            .chars()
            .take(SetAsideItem::VALUE_LENGTH)
            .collect(),
        at: time(row, "at")?,
    })
}

/// Cuts off the one row too many that tells that there are more.
fn cut<T>(rows: &mut Vec<T>, limit: u32) -> bool {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let has_more = rows.len() > limit;
    rows.truncate(limit);
    has_more
}

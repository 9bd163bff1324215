//! What could not be understood: kept, counted, and told by one alarm.

use crate::store::sqlite::alarms;
use crate::store::{AlarmNews, InboundEffect, StoreResult};
use domain::alarm::AlarmCode;
use domain::time::Timestamp;
use sqlx::sqlite::SqliteConnection;
use std::collections::BTreeMap;

/// Keeps a value for administrators.
pub(super) async fn keep(
    connection: &mut SqliteConnection,
    (key, field, value): (&str, &str, &str),
    reason: &str,
    now: Timestamp,
) -> StoreResult<InboundEffect> {
    let kept = sqlx::query(
        "INSERT INTO set_aside (key, field, value, reason, at) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
    )
    .bind(key)
    .bind(field)
    .bind(value)
    .bind(reason)
    .bind(now.as_millis())
    .execute(connection)
    .await?;
    Ok(if kept.rows_affected() > 0 {
        InboundEffect::SetAside
    } else {
        InboundEffect::Duplicate
    })
}

/// What a transaction has set aside: the alarm is raised once for all of it.
#[derive(Clone, Debug, Default)]
pub(super) struct SetAsideTally {
    times: u64,
    parameters: BTreeMap<String, String>,
}

impl SetAsideTally {
    /// Counts one.
    pub(super) fn count(&mut self, field: &str, reason: &str) {
        self.times += 1;
        self.parameters = BTreeMap::from([
            ("field".to_owned(), field.to_owned()),
            ("reason".to_owned(), reason.to_owned()),
        ]);
    }

    /// Raises the alarm if anything was counted.
    pub(super) async fn raise(self, connection: &mut SqliteConnection, now: Timestamp) -> StoreResult<()> {
        if self.times == 0 {
            return Ok(());
        }
        let news = AlarmNews {
            matter: "set_aside".to_owned(),
            code: AlarmCode::SetAside,
            phone_number_id: None,
            parameters: self.parameters,
            at: now,
            is_over: false,
        };
        alarms::raise_alarm_times(connection, &news, self.times).await
    }
}

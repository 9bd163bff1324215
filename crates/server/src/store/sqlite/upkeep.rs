//! What the process itself asks of the store.

use super::message_writes::touch_message;
use super::rows::{as_integer, id, number, optional_time};
use super::{SqliteStore, backup::with_suffix};
use crate::metrics::WriterMetrics;
use crate::store::{Outage, StoreFigures, StoreResult, UpkeepStore};
use async_trait::async_trait;
use domain::time::{Span, Timestamp};
use sqlx::sqlite::SqliteConnection;

/// What has to fit on the disk before it counts as good again after an outage, in bytes.
const PROBE_BYTES: i64 = 256 * 1_024;

#[async_trait]
impl UpkeepStore for SqliteStore {
    async fn check_writable(&self) -> StoreResult<()> {
        if self.writer.outage().is_some() {
            self.write(|connection| Box::pin(fill_probe(connection))).await?;
        }
        self.write(|connection| {
            Box::pin(async move {
                sqlx::query("DELETE FROM write_probe")
                    .execute(&mut *connection)
                    .await?;
                sqlx::query("UPDATE log SET trimmed_to = trimmed_to")
                    .execute(connection)
                    .await?;
                Ok(())
            })
        })
        .await
    }

    fn outage(&self) -> Option<Outage> {
        self.writer.outage()
    }

    async fn trim_log(&self, keep: u64, at_most: u32) -> StoreResult<u64> {
        self.write(move |connection| Box::pin(trim(connection, keep, at_most)))
            .await
    }

    async fn forget_sessions(&self, expired_before: Timestamp) -> StoreResult<u64> {
        self.write(move |connection| {
            Box::pin(async move {
                let forgotten = sqlx::query("DELETE FROM sessions WHERE expires_at < ?1")
                    .bind(expired_before.as_millis())
                    .execute(connection)
                    .await?;
                Ok(forgotten.rows_affected())
            })
        })
        .await
    }

    async fn clock_was_set_back(&self, now: Timestamp, by: Span) -> StoreResult<()> {
        self.write(move |connection| Box::pin(move_back(connection, now, by)))
            .await
    }

    async fn figures(&self) -> StoreResult<StoreFigures> {
        let row = sqlx::query(
            "SELECT (SELECT count(*) FROM outbound_queue) AS queue_length, \
             (SELECT min(m.at) FROM outbound_queue q JOIN messages m ON m.id = q.message_id) AS queue_oldest_at, \
             (SELECT count(*) FROM webhook_deliveries WHERE processed_at IS NULL) AS deliveries_waiting, \
             (SELECT min(received_at) FROM webhook_deliveries WHERE processed_at IS NULL) AS deliveries_oldest_at, \
             (SELECT count(*) FROM set_aside) \
             + (SELECT count(*) FROM webhook_deliveries WHERE set_aside_reason IS NOT NULL) AS set_aside, \
             (SELECT count(*) FROM pending_statuses) AS statuses_waiting, \
             (SELECT trimmed_to FROM log) AS trimmed_to, \
             (SELECT page_count FROM pragma_page_count) * (SELECT page_size FROM pragma_page_size) AS database_bytes, \
             (SELECT freelist_count FROM pragma_freelist_count) * (SELECT page_size FROM pragma_page_size) AS free_bytes",
        )
        .fetch_one(&self.readers)
        .await?;
        let log_newest = *self.writer.subscribe().borrow();
        Ok(StoreFigures {
            queue_length: number(&row, "queue_length")?,
            queue_oldest_at: optional_time(&row, "queue_oldest_at")?,
            deliveries_waiting: number(&row, "deliveries_waiting")?,
            deliveries_oldest_at: optional_time(&row, "deliveries_oldest_at")?,
            set_aside: number(&row, "set_aside")?,
            statuses_waiting: number(&row, "statuses_waiting")?,
            log_newest,
            log_rows: log_newest.saturating_sub(number(&row, "trimmed_to")?),
            writer_waiting: self.writer.waiting() as u64,
            database_bytes: number(&row, "database_bytes")?,
            free_bytes: number(&row, "free_bytes")?,
            wal_bytes: self.wal_bytes(),
        })
    }

    fn writer_metrics(&self) -> WriterMetrics {
        self.writer.metrics()
    }

    async fn close(&self) {
        Self::close(self).await;
    }
}

impl SqliteStore {
    /// The size of the write-ahead log; 0 when there is none.
    fn wal_bytes(&self) -> u64 {
        let options = self.readers.connect_options();
        let file = with_suffix(options.get_filename(), "-wal");
        std::fs::metadata(file).map_or(0, |file| file.len())
    }
}

async fn fill_probe(connection: &mut SqliteConnection) -> StoreResult<()> {
    sqlx::query("INSERT OR REPLACE INTO write_probe (only_row, filler) VALUES (1, zeroblob(?1))")
        .bind(PROBE_BYTES)
        .execute(connection)
        .await?;
    Ok(())
}

async fn trim(connection: &mut SqliteConnection, keep: u64, at_most: u32) -> StoreResult<u64> {
    let trimmed = sqlx::query(
        "DELETE FROM events WHERE n IN (SELECT n FROM events \
         WHERE n <= (SELECT seq FROM sqlite_sequence WHERE name = 'events') - ?1 ORDER BY n LIMIT ?2)",
    )
    .bind(as_integer(keep))
    .bind(i64::from(at_most))
    .execute(&mut *connection)
    .await?;
    // The oldest row that is left tells how far; a log always keeps its newest rows.
    sqlx::query(
        "UPDATE log SET trimmed_to = max(trimmed_to, COALESCE((SELECT min(n) - 1 FROM events), trimmed_to)) \
         WHERE ?1 > 0",
    )
    .bind(as_integer(trimmed.rows_affected()))
    .execute(connection)
    .await?;
    Ok(trimmed.rows_affected())
}

async fn move_back(connection: &mut SqliteConnection, now: Timestamp, by: Span) -> StoreResult<()> {
    for sql in [
        "UPDATE outbound_queue SET due_at = max(?1, due_at - ?2) WHERE due_at > ?1",
        "UPDATE conversations SET sending_blocked_until = max(?1, sending_blocked_until - ?2) \
         WHERE sending_blocked_until > ?1",
        "UPDATE outbound_reactions SET due_at = max(?1, due_at - ?2) WHERE due_at > ?1",
        "UPDATE sending_holds SET until = max(?1, until - ?2) WHERE until > ?1",
        "UPDATE media_fetches SET due_at = max(?1, due_at - ?2) WHERE due_at > ?1",
    ] {
        sqlx::query(sql)
            .bind(now.as_millis())
            .bind(by.as_millis())
            .execute(&mut *connection)
            .await?;
    }
    // Devices show how long a hold still lasts.
    let held = sqlx::query(
        "UPDATE messages SET held_until = max(?1, held_until - ?2) WHERE held_until > ?1 AND delivery_state = 'held' \
         AND id IN (SELECT message_id FROM outbound_queue) RETURNING id",
    )
    .bind(now.as_millis())
    .bind(by.as_millis())
    .fetch_all(&mut *connection)
    .await?;
    for row in &held {
        touch_message(connection, id(row, "id")?).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;

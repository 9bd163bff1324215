//! What the process itself asks of the store.

use super::{Outage, StoreResult};
use crate::metrics::WriterMetrics;
use async_trait::async_trait;
use domain::time::{Span, Timestamp};

/// What the process itself asks of the store.
#[async_trait]
pub trait UpkeepStore {
    /// Writes something without effect, durably: whether the database can be written. After an outage it writes more, so that a
    /// disk that is nearly full does not count as good.
    async fn check_writable(&self) -> StoreResult<()>;
    /// Why the last change could not be written; `None` since one could.
    fn outage(&self) -> Option<Outage>;
    /// Forgets the oldest log rows, at most `at_most`, so that `keep` remain. Answers how many went. Cursors before them get a
    /// reset.
    async fn trim_log(&self, keep: u64, at_most: u32) -> StoreResult<u64>;
    /// Forgets sessions that expired before a time. Answers how many.
    async fn forget_sessions(&self, expired_before: Timestamp) -> StoreResult<u64>;
    /// The clock was set back by `by`: what was to happen after `now` was reckoned by the wrong clock and happens that much
    /// earlier.
    async fn clock_was_set_back(&self, now: Timestamp, by: Span) -> StoreResult<()>;
    /// Figures for monitoring, counted anew.
    async fn figures(&self) -> StoreResult<StoreFigures>;
    /// What the writer counts as it works.
    fn writer_metrics(&self) -> WriterMetrics;
    /// Finishes what is being written and closes the database. Later calls fail.
    async fn close(&self);
}

/// Figures for monitoring.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StoreFigures {
    /// Messages in the outbound queue.
    pub queue_length: u64,
    /// When the oldest of them was written.
    pub queue_oldest_at: Option<Timestamp>,
    /// Stored deliveries that were not processed yet.
    pub deliveries_waiting: u64,
    /// When the oldest of them came.
    pub deliveries_oldest_at: Option<Timestamp>,
    /// What could not be understood and waits for an administrator.
    pub set_aside: u64,
    /// Statuses whose message is not known yet.
    pub statuses_waiting: u64,
    /// The newest log number.
    pub log_newest: u64,
    /// Rows that the log holds.
    pub log_rows: u64,
    /// Changes that wait for the writing connection.
    pub writer_waiting: u64,
    /// The database file.
    pub database_bytes: u64,
    /// What of it is free for new rows.
    pub free_bytes: u64,
    /// The write-ahead log.
    pub wal_bytes: u64,
}

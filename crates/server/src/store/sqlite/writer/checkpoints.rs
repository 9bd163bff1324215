//! Moves what the write-ahead log holds into the database, beside the writing.
//!
//! SQLite does it within a commit as soon as the log has 1,000 pages; everyone who waits for that commit then waits for the disk
//! three times instead of once. A connection of its own does it without keeping the writer (`PASSIVE`). The writer's own
//! checkpoint stays as the way out when this one cannot keep up.

use sqlx::Connection as _;
use sqlx::sqlite::SqliteConnection;
use std::time::Duration;
use tokio::sync::watch;

/// At most so often.
const EVERY: Duration = Duration::from_secs(1);
/// The writer's own checkpoint, in pages of 4 KiB: 64 MiB.
pub(in crate::store::sqlite) const LAST_RESORT_PAGES: &str = "16384";

/// Works until the writer ends.
pub(super) async fn run(mut connection: SqliteConnection, mut newest: watch::Receiver<u64>) {
    // The pause must not take a commit for seen.
    let mut until_end = newest.clone();
    while newest.changed().await.is_ok() {
        let checkpoint = sqlx::query("PRAGMA wal_checkpoint(PASSIVE)");
        if let Err(error) = checkpoint.execute(&mut connection).await {
            // A full disk, for example: the log keeps everything, and the next one tries again.
            tracing::debug!(%error, "the write-ahead log was not moved into the database");
        }
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            _ = until_end.wait_for(|_| false) => break,
        }
    }
    if let Err(error) = connection.close().await {
        tracing::debug!(%error, "the connection for checkpoints did not close cleanly");
    }
}

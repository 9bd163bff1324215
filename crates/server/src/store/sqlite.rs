//! The store on SQLite: one file, one writing connection, a few reading ones.
//!
//! Every change is a job of the [`writer`], which merges the jobs that wait at the same time into one transaction with one fsync
//! (group commit); a change is answered only when it is durable. Readers see whole transactions (WAL) and never wait for the
//! writer. Ids are BLOB(16), times INTEGER milliseconds, words the domain's JSON words (see `migrations/sqlite`).

mod agent_writes;
mod agents;
mod alarms;
mod assignment;
mod attempts;
mod audit;
mod backup;
mod canned_responses;
mod composing;
mod contacts;
mod conversations;
mod drafts;
mod erasing;
mod error;
mod events;
mod feedback;
mod file_lock;
mod identity;
mod inbound;
mod labels;
mod list_page;
mod log;
mod media;
mod mentions;
mod message_details;
mod message_writes;
mod migrations;
mod notes;
mod older;
mod outbound;
mod phone_numbers;
mod pins;
mod queue;
mod reactions;
mod read_marks;
mod reading;
mod resting;
mod restore;
mod rows;
mod search;
mod secure_delete;
mod sending;
mod shared_batches;
mod shelves;
mod sounds;
mod starting;
mod templates;
mod thread_page;
mod upkeep;
mod writer;

pub use backup::{BackUpError, back_up};
pub use restore::{RestoreError, Restored, restore};

use super::{Outage, OutageReason, Store, StoreError, StoreResult};
use crate::secret_box::SecretBox;
use domain::ids::LogEpoch;
use file_lock::FileLock;
use futures::future::BoxFuture;
use shared_batches::SharedBatches;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use sqlx::{ConnectOptions, Sqlite, Transaction};
use std::path::Path;
use std::str::FromStr;
use std::time::Duration;
use tokio::sync::watch;
use writer::{LAST_RESORT_PAGES, Writer};

/// How long a connection waits for a lock that another process holds.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// All of them are opened at start: later there may be no file descriptor left.
const READERS: u32 = 4;
/// What the write-ahead log shrinks to after it grew, in bytes.
const WAL_LIMIT: &str = "67108864";

/// A store in one SQLite file. Cheap to clone; clones are the same store.
#[derive(Clone, Debug)]
pub struct SqliteStore {
    readers: SqlitePool,
    writer: Writer,
    secrets: SecretBox,
    shared_batches: SharedBatches,
    /// Tells a restore that the file is in use.
    lock: FileLock,
}

impl Store for SqliteStore {}

impl SqliteStore {
    /// Opens the database of a `sqlite://FILE` address, creates and migrates it as needed.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the address is not one of SQLite or the file cannot be opened, [`StoreError::Broken`] when
    /// it does not hold a database of ours or holds one of a newer version.
    pub async fn open(database_url: &str, secret_key: [u8; 32]) -> StoreResult<Self> {
        let options = connect_options(database_url)?;
        if let Some(folder) = options
            .get_filename()
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
        {
            create_folder(folder)?;
        }
        let lock = FileLock::shared(options.get_filename())?;
        migrations::run(&options).await?;
        let mut connection = options.clone().connect().await?;
        prepare_log(&mut connection).await?;
        let readers = SqlitePoolOptions::new()
            .min_connections(READERS)
            .max_connections(READERS)
            .acquire_timeout(BUSY_TIMEOUT)
            // A file does not go away like a network: asking each connection first costs every read a change of threads.
            .test_before_acquire(false)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(options.clone().pragma("query_only", "ON"))
            .await?;
        let for_checkpoints = options.connect().await?;
        let writer = Writer::start(connection, for_checkpoints).await?;
        Ok(Self {
            readers,
            writer,
            secrets: SecretBox::new(&secret_key),
            shared_batches: SharedBatches::default(),
            lock,
        })
    }

    /// Finishes the changes that wait and closes the file. Later calls fail with [`StoreError::Unavailable`].
    pub async fn close(&self) {
        self.writer.close().await;
        self.readers.close().await;
        self.lock.release();
    }

    /// A transaction that sees one state of the database.
    async fn read(&self) -> StoreResult<Transaction<'static, Sqlite>> {
        Ok(self.readers.begin().await?)
    }

    /// Runs a change in a transaction of its own or together with others; returns when it is durable.
    async fn write<T, F>(&self, change: F) -> StoreResult<T>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, StoreResult<T>> + Send + 'static,
    {
        self.writer.write(change).await
    }

    fn newest_number(&self) -> watch::Receiver<u64> {
        self.writer.subscribe()
    }
}

fn connect_options(database_url: &str) -> StoreResult<SqliteConnectOptions> {
    if database_url.starts_with("postgres:") || database_url.starts_with("postgresql:") {
        return Err(wrong_address(
            "this version does not speak to PostgreSQL yet; use sqlite://FILE",
        ));
    }
    if !database_url.starts_with("sqlite:") || database_url.contains(":memory:") {
        return Err(wrong_address("the database's address must be sqlite://FILE"));
    }
    Ok(SqliteConnectOptions::from_str(database_url)?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT)
        .statement_cache_capacity(500)
        .pragma("temp_store", "MEMORY")
        .pragma("journal_size_limit", WAL_LIMIT)
        .pragma("wal_autocheckpoint", LAST_RESORT_PAGES)
        .pragma("cache_size", "-8000"))
}

fn wrong_address(why: &str) -> StoreError {
    Outage::new(OutageReason::Settings, why).into()
}

fn create_folder(folder: &Path) -> StoreResult<()> {
    std::fs::create_dir_all(folder).map_err(|error| {
        let why = format!("the folder {} cannot be made: {error}", folder.display());
        Outage::new(OutageReason::DatabaseCannotBeOpened, why).into()
    })
}

/// The identity of a log that no client knows.
fn new_epoch() -> LogEpoch {
    let unix_ms = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap_or_default()
        .as_millis();
    LogEpoch::from_parts(u64::try_from(unix_ms).unwrap_or_default(), &rand::random())
}

/// Gives a new database the identity of its log.
async fn prepare_log(connection: &mut SqliteConnection) -> StoreResult<()> {
    sqlx::query("INSERT INTO log (only_row, epoch) VALUES (1, ?1) ON CONFLICT DO NOTHING")
        .bind(*new_epoch().as_uuid())
        .execute(connection)
        .await?;
    Ok(())
}

//! A backup takes the place of the database.
//!
//! What happened after the backup is lost here, but not out there: clients hold newer rows and cursors, Meta has sent what was
//! waiting. So the restored log is another one (each client begins anew), what waited to be sent is unconfirmed (it is never sent
//! again by itself), and all sessions have ended (one that was ended after the backup must not come back).

use super::backup::{BackUpError, alone, check, io_error, sync_folder_of, with_suffix};
use super::file_lock::FileLock;
use super::{StoreError, StoreResult, connect_options, create_folder, migrations, new_epoch, outbound};
use domain::time::Timestamp;
use sqlx::sqlite::SqliteConnection;
use sqlx::{ConnectOptions, Connection};
use std::io;
use std::path::{Path, PathBuf};

/// Why a backup could not be restored. The database is as it was.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// The backup or the database cannot be read or written, or the database is in use.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The backup is not whole, or a file cannot be written.
    #[error(transparent)]
    BackUp(#[from] BackUpError),
    /// It is a database, but none of ours.
    #[error("{0} is no backup of PerfectChat")]
    NotOurs(PathBuf),
}

/// What a restore did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// Where the former database was put; `None`: there was none.
    pub former: Option<PathBuf>,
    /// How many messages waited to be sent when the backup was made: they are unconfirmed now.
    pub unconfirmed: u64,
}

/// Puts the backup `from` into the place of the database. The former database stays beside it.
///
/// # Errors
/// A server uses the database; the backup is damaged, not ours, or of a newer version; the disk is full.
pub async fn restore(database_url: &str, from: &Path, now: Timestamp) -> Result<Restored, RestoreError> {
    let options = connect_options(database_url)?;
    let database = options.get_filename().to_owned();
    if let Some(folder) = database.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        create_folder(folder)?;
    }
    let _lock = FileLock::alone(&database)?;
    let next = with_suffix(&database, ".restoring");
    let made = make_next(from, &next, now).await;
    let ended = match made {
        Ok(unconfirmed) => put_in_place(&database, &next, now)
            .map(|former| Restored { former, unconfirmed })
            .map_err(|error| io_error(&database, error).into()),
        Err(error) => Err(error),
    };
    if ended.is_err() {
        let _ = std::fs::remove_file(&next);
    }
    ended
}

/// Copies the backup beside the database, checks it and makes it the beginning of a new log.
async fn make_next(from: &Path, next: &Path, now: Timestamp) -> Result<u64, RestoreError> {
    std::fs::copy(from, next).map_err(|error| io_error(from, error))?;
    check(next).await?;
    require_ours(from, next).await?;
    migrations::run(&alone(next)).await?;
    let mut connection = alone(next).connect().await.map_err(StoreError::from)?;
    let begun = begin_anew(&mut connection, now).await;
    connection.close().await.map_err(StoreError::from)?;
    let unconfirmed = begun?;
    std::fs::File::open(next)
        .and_then(|file| file.sync_all())
        .map_err(|error| io_error(next, error))?;
    Ok(unconfirmed)
}

async fn require_ours(from: &Path, next: &Path) -> Result<(), RestoreError> {
    let mut connection = alone(next).connect().await.map_err(StoreError::from)?;
    let tables: Result<i64, _> = sqlx::query_scalar(
        "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN ('log', 'events', 'messages', '_sqlx_migrations')",
    )
    .fetch_one(&mut connection)
    .await;
    connection.close().await.map_err(StoreError::from)?;
    if tables.map_err(StoreError::from)? == 4 {
        Ok(())
    } else {
        Err(RestoreError::NotOurs(from.to_owned()))
    }
}

async fn begin_anew(connection: &mut SqliteConnection, now: Timestamp) -> StoreResult<u64> {
    let mut transaction = connection.begin().await?;
    sqlx::query("UPDATE log SET epoch = ?1")
        .bind(*new_epoch().as_uuid())
        .execute(&mut *transaction)
        .await?;
    sqlx::query("DELETE FROM sessions")
        .execute(&mut *transaction)
        .await?;
    // Nobody knows whether what waited was sent after the backup.
    let unconfirmed = outbound::give_up_queue(&mut transaction, now).await?;
    transaction.commit().await?;
    Ok(unconfirmed)
}

/// Renames the files. The write-ahead log goes first: SQLite would apply it to the restored database.
fn put_in_place(database: &Path, next: &Path, now: Timestamp) -> io::Result<Option<PathBuf>> {
    let former = with_suffix(database, &format!(".before-restore-{}", now.as_millis()));
    let is_there = database.exists();
    if is_there {
        std::fs::hard_link(database, &former)?;
        rename_if_there(&with_suffix(database, "-wal"), &with_suffix(&former, "-wal"))?;
        rename_if_there(&with_suffix(database, "-shm"), &with_suffix(&former, "-shm"))?;
    }
    std::fs::rename(next, database)?;
    sync_folder_of(database)?;
    Ok(is_there.then_some(former))
}

fn rename_if_there(from: &Path, to: &Path) -> io::Result<()> {
    match std::fs::rename(from, to) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        ended => ended,
    }
}

//! A copy of the database as of one moment, made while servers read and write.

use super::{StoreError, connect_options};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
use sqlx::{ConnectOptions, Connection};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// Why there is no backup.
#[derive(Debug, thiserror::Error)]
pub enum BackUpError {
    /// There is something in its place already.
    #[error("{0} is there already")]
    Exists(PathBuf),
    /// The database does not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The copy cannot be written.
    #[error("{file}: {error}")]
    Io {
        /// Which file.
        file: PathBuf,
        /// What is wrong.
        error: io::Error,
    },
    /// The copy is not whole: the database is damaged, or its disk is.
    #[error("the copy is damaged: {0}")]
    Damaged(String),
}

/// Writes a copy of the database to `to`, checks it and makes it durable. Nothing stands at `to` before that.
///
/// The copy is one read transaction (`VACUUM INTO`): it holds whole changes, as of the moment at which it began, and is as small as
/// the data. Until it ends, the write-ahead log cannot shrink.
///
/// # Errors
/// `to` exists, the disk is full, the database does not answer or is damaged.
pub async fn back_up(database_url: &str, to: &Path) -> Result<(), BackUpError> {
    if to.exists() {
        return Err(BackUpError::Exists(to.to_owned()));
    }
    let part = with_suffix(to, ".part");
    let made = make(database_url, &part).await;
    let ended = match made {
        Ok(()) => std::fs::rename(&part, to).map_err(|error| io_error(to, error)),
        Err(error) => Err(error),
    };
    if ended.is_err() {
        // What is half written is no backup. It may not even be there.
        let _ = std::fs::remove_file(&part);
        return ended;
    }
    sync_folder_of(to).map_err(|error| io_error(to, error))
}

async fn make(database_url: &str, part: &Path) -> Result<(), BackUpError> {
    // Made before, so that nobody else can read the customers' messages in it at any time. SQLite takes an empty file.
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    drop(options.open(part).map_err(|error| io_error(part, error))?);

    let mut connection = connect_options(database_url)?
        .create_if_missing(false)
        .connect()
        .await
        .map_err(StoreError::from)?;
    let copied = sqlx::query("VACUUM INTO ?1")
        .bind(part.to_string_lossy().into_owned())
        .execute(&mut connection)
        .await
        .map_err(StoreError::from);
    connection.close().await.map_err(StoreError::from)?;
    copied?;
    // `VACUUM INTO` leaves the copy to the operating system.
    File::open(part)
        .and_then(|file| file.sync_all())
        .map_err(|error| io_error(part, error))?;
    check(part).await
}

/// Reads all of a database file: every page, every index, every reference.
pub(super) async fn check(file: &Path) -> Result<(), BackUpError> {
    match problem(file).await.map_err(StoreError::from) {
        Ok(None) => Ok(()),
        // SQLite gives up with an error when it meets something that is no page of a database.
        Ok(Some(problem)) | Err(StoreError::Broken(problem)) => Err(BackUpError::Damaged(problem)),
        Err(error) => Err(error.into()),
    }
}

/// A database file that nobody else uses, as it is: nothing is created.
pub(super) fn alone(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(false)
        .foreign_keys(true)
        .journal_mode(SqliteJournalMode::Delete)
}

async fn problem(file: &Path) -> Result<Option<String>, sqlx::Error> {
    let mut connection = alone(file).connect().await?;
    let found: String = sqlx::query_scalar("PRAGMA integrity_check(1)")
        .fetch_one(&mut connection)
        .await?;
    if found != "ok" {
        return Ok(Some(found));
    }
    let dangling = sqlx::query("PRAGMA foreign_key_check")
        .fetch_optional(&mut connection)
        .await?;
    connection.close().await?;
    Ok(dangling.map(|_| "rows point to nothing".to_owned()))
}

pub(super) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut path = path.as_os_str().to_owned();
    path.push(suffix);
    path.into()
}

/// Makes what was renamed in the folder of a file durable.
pub(super) fn sync_folder_of(file: &Path) -> io::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

pub(super) fn io_error(file: &Path, error: io::Error) -> BackUpError {
    BackUpError::Io {
        file: file.to_owned(),
        error,
    }
}

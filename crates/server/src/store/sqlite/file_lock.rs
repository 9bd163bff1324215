//! Who uses the database file. Every store holds the lock shared; a restore, which puts another file in its place, needs it alone.
//! SQLite's own locks cannot tell: in WAL mode nobody holds one between transactions.

use crate::store::{Outage, OutageReason, StoreResult};
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Held until it is released, the last clone is dropped, or the process ends.
#[derive(Clone, Debug)]
pub(super) struct FileLock(Arc<Mutex<Option<File>>>);

impl FileLock {
    /// Together with others who only use the database.
    pub(super) fn shared(database: &Path) -> StoreResult<Self> {
        Self::take(database, File::try_lock_shared, "a restore is going on")
    }

    /// Alone.
    pub(super) fn alone(database: &Path) -> StoreResult<Self> {
        let why = "a server or another command uses it; stop that first";
        Self::take(database, File::try_lock, why)
    }

    /// The database is not used any more.
    pub(super) fn release(&self) {
        // The operating system lets a lock go with its file.
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    fn take(database: &Path, lock: fn(&File) -> Result<(), TryLockError>, held: &str) -> StoreResult<Self> {
        let path = lock_path(database);
        let mut options = File::options();
        options.create(true).truncate(false).write(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let cannot = |error: std::io::Error| {
            Outage::new(
                OutageReason::DatabaseCannotBeOpened,
                format!("{}: {error}", path.display()),
            )
        };
        let file = options.open(&path).map_err(cannot)?;
        match lock(&file) {
            Ok(()) => Ok(Self(Arc::new(Mutex::new(Some(file))))),
            Err(TryLockError::WouldBlock) => Err(Outage::new(OutageReason::DatabaseLocked, held).into()),
            Err(TryLockError::Error(error)) => Err(cannot(error).into()),
        }
    }
}

fn lock_path(database: &Path) -> PathBuf {
    let mut path = database.as_os_str().to_owned();
    path.push(".lock");
    path.into()
}

//! Which errors of the database pass by themselves.

use crate::store::StoreError;

/// SQLite's primary result codes for: busy, locked, no memory, read-only, I/O error, disk full, cannot open.
const PASSING: [u32; 7] = [5, 6, 7, 8, 10, 13, 14];

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let is_passing = match &error {
            sqlx::Error::Database(database) => database
                .code()
                .and_then(|code| code.parse::<u32>().ok())
                .is_some_and(|code| PASSING.contains(&(code & 0xff))),
            sqlx::Error::Io(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::Configuration(_) => true,
            _ => false,
        };
        if is_passing {
            Self::Unavailable(error.to_string())
        } else {
            Self::Broken(error.to_string())
        }
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        // Serde's text may hold a part of the value: a customer's words do not belong into a log.
        Self::Broken(format!(
            "JSON of the database, line {} column {}",
            error.line(),
            error.column()
        ))
    }
}

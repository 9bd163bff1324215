//! Which errors of the database pass by themselves.

use crate::store::{Outage, OutageReason, StoreError};

/// What an error means, when it passes by itself.
pub(super) fn outage(error: &sqlx::Error) -> Option<Outage> {
    let reason = match error {
        sqlx::Error::Database(database) => of_result_code(database.code()?.parse().ok()?)?,
        sqlx::Error::Io(_) => OutageReason::DiskFailing,
        sqlx::Error::PoolTimedOut => OutageReason::DatabaseBusy,
        sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => OutageReason::DatabaseClosed,
        sqlx::Error::Configuration(_) => OutageReason::Settings,
        _ => return None,
    };
    Some(Outage::new(reason, error.to_string()))
}

/// SQLite's primary result code is the lowest byte of the extended one (SQLite: "Result and Error Codes").
const fn of_result_code(code: u32) -> Option<OutageReason> {
    Some(match code & 0xff {
        5 | 6 => OutageReason::DatabaseLocked,
        7 => OutageReason::NoMemory,
        8 => OutageReason::DatabaseReadOnly,
        10 => OutageReason::DiskFailing,
        13 => OutageReason::DiskFull,
        14 => OutageReason::DatabaseCannotBeOpened,
        _ => return None,
    })
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match outage(&error) {
            Some(outage) => Self::Unavailable(outage),
            None => Self::Broken(error.to_string()),
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

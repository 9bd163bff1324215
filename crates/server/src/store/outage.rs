//! Why the database cannot be used just now, in words that monitoring can rely on.

use serde::Serialize;
use std::collections::HashMap;
use std::fmt;
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Everyone who meets an outage tells of it; the log takes one line for a reason in this time.
const TOLD_EVERY: Duration = Duration::from_secs(60);

/// When each outage was last told.
static TOLD: LazyLock<Mutex<HashMap<OutageReason, Instant>>> = LazyLock::new(Mutex::default);

/// The database cannot be used just now; trying later makes sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outage {
    /// What stands in the way.
    pub reason: OutageReason,
    /// The database's own words, for the log.
    pub details: String,
}

/// What stands in the way. Stable words: `/readyz` and the log name them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OutageReason {
    /// Another process holds the database.
    DatabaseLocked,
    /// There is no room for another page.
    DiskFull,
    /// Reading or writing the file fails.
    DiskFailing,
    /// The file or its disk may only be read.
    DatabaseReadOnly,
    /// A file of the database cannot be opened: it is gone, not ours, or there are too many open files.
    DatabaseCannotBeOpened,
    /// It did not answer in time.
    DatabaseBusy,
    /// We closed it: the server goes down.
    DatabaseClosed,
    /// Its address or settings are wrong.
    Settings,
    /// There is no memory.
    NoMemory,
}

impl Outage {
    /// An outage for this reason.
    pub fn new(reason: OutageReason, details: impl Into<String>) -> Self {
        Self {
            reason,
            details: details.into(),
        }
    }

    /// Tells the log what the outage keeps from happening, unless it was told lately.
    pub(super) fn tell(&self, what: &str) {
        if self.is_news() {
            tracing::warn!(reason = self.reason.as_str(), details = self.details, "{what}");
        } else {
            tracing::debug!(reason = self.reason.as_str(), details = self.details, "{what}");
        }
    }

    /// Whether the log has not been told lately; from now on it has.
    pub(in crate::store) fn is_news(&self) -> bool {
        let mut told = TOLD.lock().unwrap_or_else(PoisonError::into_inner);
        let is_news = told
            .get(&self.reason)
            .is_none_or(|last| last.elapsed() >= TOLD_EVERY);
        if is_news {
            told.insert(self.reason, Instant::now());
        }
        is_news
    }
}

impl OutageReason {
    /// The stable word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DatabaseLocked => "database_locked",
            Self::DiskFull => "disk_full",
            Self::DiskFailing => "disk_failing",
            Self::DatabaseReadOnly => "database_read_only",
            Self::DatabaseCannotBeOpened => "database_cannot_be_opened",
            Self::DatabaseBusy => "database_busy",
            Self::DatabaseClosed => "database_closed",
            Self::Settings => "settings",
            Self::NoMemory => "no_memory",
        }
    }
}

impl fmt::Display for OutageReason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl std::error::Error for Outage {}

impl fmt::Display for Outage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.reason, self.details)
    }
}

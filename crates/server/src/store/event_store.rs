//! The numbered log of changes.

use super::{StoreError, StoreResult};
use async_trait::async_trait;
use domain::event::Event;
use domain::ids::LogEpoch;
use domain::visibility::Viewer;
use std::sync::{Arc, OnceLock};
use tokio::sync::watch;

/// The numbered log of changes.
#[async_trait]
pub trait EventStore {
    /// Which log this is and which numbers it still holds.
    async fn log_bounds(&self) -> StoreResult<LogBounds>;
    /// The next at most `limit` log rows after `n`, as the viewer may see them: each entity once (at its last number in the
    /// batch), with its state as of this read; rows for other audiences and of what is not visible are left out.
    async fn events_after(&self, viewer: &Viewer, n: u64, limit: u32) -> StoreResult<EventBatch>;
    /// The same for open sockets: many ask for the same rows at the same time, and share one answer.
    async fn shared_events_after(&self, viewer: &Viewer, n: u64, limit: u32)
    -> StoreResult<Arc<SharedBatch>>;
    /// Sees the newest number after each commit.
    fn subscribe(&self) -> watch::Receiver<u64>;
}

/// What the log holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogBounds {
    /// Which log.
    pub epoch: LogEpoch,
    /// The newest number that was trimmed away; 0: none. A cursor below it cannot go on.
    pub trimmed_to: u64,
    /// The newest number; 0: none yet.
    pub newest: u64,
}

/// Part of the log as one viewer may see it.
#[derive(Clone, Debug, PartialEq)]
pub struct EventBatch {
    /// The number up to which the viewer has now seen all that they may see.
    pub n: u64,
    /// What they may see of it.
    pub events: Vec<Event>,
    /// Whether the log goes on.
    pub has_more: bool,
}

/// A batch that several sockets send, put into JSON once for all of them.
#[derive(Debug)]
pub struct SharedBatch {
    batch: EventBatch,
    /// `None` inside: it does not become JSON.
    events_json: OnceLock<Option<String>>,
}

impl SharedBatch {
    /// Makes a batch ready to be shared.
    #[must_use]
    pub const fn new(batch: EventBatch) -> Self {
        Self {
            batch,
            events_json: OnceLock::new(),
        }
    }

    /// What was read.
    #[must_use]
    pub const fn batch(&self) -> &EventBatch {
        &self.batch
    }

    /// The events as a JSON array.
    ///
    /// # Errors
    /// [`StoreError::Broken`] when they do not become JSON.
    pub fn events_json(&self) -> StoreResult<&str> {
        let json = self
            .events_json
            .get_or_init(|| serde_json::to_string(&self.batch.events).ok());
        json.as_deref()
            .ok_or_else(|| StoreError::Broken("an event does not become JSON".to_owned()))
    }
}

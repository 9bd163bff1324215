//! The log as one socket's agent may see it, by the rights of the moment.
//!
//! A batch is read by the rights as last known. When it says `scope_changed`, or when it is not the end of the log (a change of
//! rights may stand behind it, and events carry the state of now), the rights are read anew after it; if they differ, the batch is
//! thrown away and the same stretch of the log is read again. So nothing is ever sent by rights that were lost before it was read.

use crate::auth::current_session::viewer_of;
use crate::store::{SharedBatch, SharedStore, StoreError};
use domain::event::{Change, Cursor, Event};
use domain::ids::{AgentId, LogEpoch};
use domain::visibility::Viewer;
use domain::wire::Session;
use std::sync::Arc;

/// The most log rows of one batch: what a browser reads and shows of it takes it a few milliseconds, so that keys wait for no more.
const BATCH_ROWS: u32 = 100;

/// Where a socket stands in the log and whose rights it has.
pub struct Feed {
    store: SharedStore,
    session: Session,
    /// How far the log was read.
    read_to: u64,
    /// How far the client was told that it was read.
    told_to: u64,
    has_more: bool,
}

/// What became of a cursor.
pub enum Opening {
    /// It is good.
    Feed(Box<Feed>),
    /// It is of another log, the future or a trimmed past.
    Reset {
        /// The log that is valid now.
        epoch: LogEpoch,
    },
    /// The agent is gone.
    Gone,
}

/// What comes next.
pub enum Step {
    /// News for the client.
    Frame {
        /// The text of a [`domain::wire::ServerFrame::Events`].
        text: String,
        /// How many events it carries.
        events: usize,
    },
    /// Nothing that the agent may see.
    Nothing,
    /// The log was trimmed past where the client stands.
    Reset {
        /// The log that is valid now.
        epoch: LogEpoch,
    },
    /// The agent is gone.
    Gone,
}

/// What was read.
enum Reading {
    Batch(Arc<SharedBatch>),
    Trimmed(LogEpoch),
    Gone,
}

impl Feed {
    /// Goes on from a cursor.
    pub async fn open(
        store: SharedStore,
        agent: AgentId,
        cursor: Option<Cursor>,
    ) -> Result<Opening, StoreError> {
        let bounds = store.log_bounds().await?;
        let is_good = |cursor: &Cursor| {
            cursor.epoch == bounds.epoch && cursor.n <= bounds.newest && cursor.n >= bounds.trimmed_to
        };
        let Some(cursor) = cursor.filter(is_good) else {
            return Ok(Opening::Reset { epoch: bounds.epoch });
        };
        let Some(session) = store.session_of_agent(agent).await? else {
            return Ok(Opening::Gone);
        };
        Ok(Opening::Feed(Box::new(Self {
            store,
            session,
            read_to: cursor.n,
            told_to: cursor.n,
            has_more: bounds.newest > cursor.n,
        })))
    }

    /// The agent and what they may do, as last read.
    pub const fn session(&self) -> &Session {
        &self.session
    }

    /// By whose rights the log is read.
    pub const fn viewer(&self) -> Viewer {
        viewer_of(&self.session)
    }

    /// Whether there is something to read.
    pub const fn has_more(&self) -> bool {
        self.has_more
    }

    /// The log has grown.
    pub const fn note_newest(&mut self, newest: u64) {
        self.has_more |= newest > self.read_to;
    }

    /// The number up to which the client has seen all; from now on it knows.
    pub const fn tell_place(&mut self) -> u64 {
        self.told_to = self.read_to;
        self.told_to
    }

    /// Reads on.
    pub async fn step(&mut self) -> Result<Step, StoreError> {
        let batch = match self.read_by_present_rights().await? {
            Reading::Batch(batch) => batch,
            Reading::Trimmed(epoch) => return Ok(Step::Reset { epoch }),
            Reading::Gone => return Ok(Step::Gone),
        };
        self.read_to = batch.batch().n;
        self.has_more = batch.batch().has_more;
        if batch.batch().events.is_empty() {
            return Ok(Step::Nothing);
        }
        let follows = self.told_to;
        Ok(Step::Frame {
            text: events_frame(follows, self.tell_place(), batch.events_json()?),
            events: batch.batch().events.len(),
        })
    }

    async fn read_by_present_rights(&mut self) -> Result<Reading, StoreError> {
        loop {
            let batch = self
                .store
                .shared_events_after(&self.viewer(), self.read_to, BATCH_ROWS)
                .await?;
            let is_rights_change = |event: &Event| event.change == Change::ScopeChanged;
            if !batch.batch().has_more && !batch.batch().events.iter().any(is_rights_change) {
                return Ok(Reading::Batch(batch));
            }
            // The log always keeps more rows than a batch has, so one that reaches its end has no hole.
            let bounds = self.store.log_bounds().await?;
            if bounds.trimmed_to > self.read_to {
                return Ok(Reading::Trimmed(bounds.epoch));
            }
            let Some(session) = self.store.session_of_agent(self.session.agent.id).await? else {
                return Ok(Reading::Gone);
            };
            let was_right = session.permissions == self.session.permissions;
            self.session = session;
            if was_right {
                return Ok(Reading::Batch(batch));
            }
        }
    }
}

/// The frame around events that are JSON already: they are the same for many sockets, what they follow is not.
fn events_frame(follows: u64, n: u64, events_json: &str) -> String {
    format!(r#"{{"frame":"events","follows":{follows},"n":{n},"events":{events_json}}}"#)
}

#[cfg(test)]
mod tests;

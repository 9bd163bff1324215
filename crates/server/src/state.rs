//! What handlers, sockets and workers share.

use crate::auth::limits::{RetryAfter, SendLimits, SignInLimits};
use crate::auth::password::Passwords;
use crate::clock::Clock;
use crate::config::Config;
use crate::id_source::IdSource;
use crate::media::files::MediaFiles;
use crate::media::uploads::UploadTurns;
use crate::metrics::Metrics;
use crate::origin::PublicOrigin;
use crate::patience::Patience;
use crate::realtime::hub::Hub;
use crate::shutdown::ShutdownSignal;
use crate::store::{ReadReceipt, SharedStore};
use crate::troubles::Troubles;
use cloud_api::Client;
use domain::ids::AgentId;
use domain::time::Timestamp;
use std::sync::Arc;
use tokio::sync::{Notify, Semaphore, mpsc};

/// The state of every route: one reference, cheap to clone.
pub type AppState = Arc<Services>;

/// What handlers, sockets and workers share. Made once by [`crate::Server::prepare`].
pub struct Services {
    /// Everything that is remembered.
    pub store: SharedStore,
    /// The installation's settings.
    pub config: Config,
    /// The time.
    pub clock: Clock,
    /// New ids.
    pub ids: IdSource,
    /// What our own pages have as their origin.
    pub origin: PublicOrigin,
    /// Makes and checks the hashes of passwords.
    pub passwords: Passwords,
    /// Slows down those who guess passwords.
    pub sign_in_limits: SignInLimits,
    /// Slows down those who send too much.
    pub send_limits: SendLimits,
    /// Slows down those who change too much; see [`Services::begin_change`].
    pub change_limits: SendLimits,
    /// Slows down devices that tell too much of sounds.
    pub sound_limits: SendLimits,
    /// Slows down those who search without end.
    pub search_limits: SendLimits,
    /// Slows down those who pin and mark without end.
    pub list_limits: SendLimits,
    /// Slows down those who bring one file of contacts after the other.
    pub import_limits: SendLimits,
    /// Slows down those who write without end; see [`Services::begin_write`].
    pub write_limits: SendLimits,
    /// News for open sockets that are not in the log: typing, ended sessions.
    pub hub: Hub,
    /// What Meta is told beside messages. Losing one does no harm, so use [`Services::signal_meta`].
    pub meta_signals: mpsc::Sender<MetaSignal>,
    /// Wakes the outbound worker: something may be due now.
    pub outbound_wake: Notify,
    /// Asks Meta.
    pub graph: Arc<Client>,
    /// Wakes who asks for templates: Meta told of one.
    pub templates_wake: Notify,
    /// Wakes the worker that fetches files: a message with one may have come.
    pub media_wake: Notify,
    /// Wakes who writes the search index anew: somebody may have been erased.
    pub search_wake: Notify,
    /// Where files lie.
    pub media_files: MediaFiles,
    /// One slice at a time for each upload.
    pub upload_turns: UploadTurns,
    /// Only so many files of contacts are read at a time.
    pub import_turns: Semaphore,
    /// Wakes who tells Meta our reactions.
    pub reaction_wake: Notify,
    /// Wakes the webhook's processor: a raw delivery was stored.
    pub delivery_wake: Notify,
    /// How long it waits for those who are silent.
    pub patience: Patience,
    /// What is counted for monitoring.
    pub metrics: Metrics,
    /// What keeps the server from working beside the database.
    pub troubles: Troubles,
    /// Says when the server goes down; workers finish what they hold and return.
    pub shutdown: ShutdownSignal,
}

/// What Meta is told beside messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MetaSignal {
    /// An agent has seen everything up to this message.
    Read(ReadReceipt),
    /// An agent writes an answer to this message.
    Typing(ReadReceipt),
}

impl MetaSignal {
    /// How many may wait; more are dropped.
    pub const QUEUE_LENGTH: usize = 256;
}

impl Services {
    /// Counts one more change of an agent, who may not make them without end. Answers its time.
    ///
    /// # Errors
    /// How long to wait for the next.
    pub fn begin_change(&self, agent: AgentId) -> Result<Timestamp, RetryAfter> {
        let now = self.clock.now();
        self.change_limits.take(agent, now)?;
        Ok(now)
    }

    /// Counts one more write that no other limit counts. Answers its time.
    ///
    /// # Errors
    /// How long to wait for the next.
    pub fn begin_write(&self, agent: AgentId) -> Result<Timestamp, RetryAfter> {
        let now = self.clock.now();
        self.write_limits.take(agent, now)?;
        Ok(now)
    }

    /// Tells Meta as soon as possible, or not at all when too many signals wait: nobody waits for these.
    pub fn signal_meta(&self, signal: MetaSignal) {
        if self.meta_signals.try_send(signal).is_err() {
            tracing::debug!("a read receipt or typing signal was dropped");
        }
    }
}

//! The newest part of the log, read once for all who get the same of it.
//!
//! After each commit hundreds of sockets ask for the same few rows. Most of them get the same answer: those who see every
//! conversation, those who see the unassigned ones, those who see none; except the agents whom the rows name, as the only ones they
//! are for or as assignees. So the first of each kind reads, by the query that everyone's rights go through, and the others get
//! what was read. An answer is good until the next log row: nothing that is seen changes without one.

use super::reading::settings;
use super::{SqliteStore, events};
use crate::store::{SharedBatch, StoreResult};
use domain::ids::AgentId;
use domain::permission::Permission;
use domain::visibility::Viewer;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Who is further behind reads alone: that takes longer, and nobody else asks for the same.
const NEWEST_ROWS: u64 = 64;

/// Answers as of one log number.
#[derive(Clone, Debug, Default)]
pub(super) struct SharedBatches(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    /// Held for a look only: hundreds want it at the same time.
    known: Mutex<AsOf>,
    /// Whose turn it is to read; the others wait for what comes of it.
    turn: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct AsOf {
    newest: u64,
    is_support_agent_on: bool,
    /// By the number asked for and the limit.
    ranges: HashMap<(u64, u32), Range>,
}

/// A stretch of the log.
#[derive(Debug)]
struct Range {
    named: Named,
    batches: HashMap<Sight, Arc<SharedBatch>>,
}

/// Which agents may get something of a stretch that others of the same sight do not, or the other way round.
#[derive(Debug)]
pub(super) enum Named {
    /// These.
    Some {
        /// Rows are for them alone.
        audience: HashSet<AgentId>,
        /// Rows are about conversations that are assigned to them.
        assignees: HashSet<AgentId>,
    },
    /// Any: it has rows that ask for other permissions than to see conversations.
    All,
}

/// What of the conversations an agent sees whom nothing names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Sight {
    All,
    Unassigned,
    None,
}

impl Sight {
    const fn of(viewer: &Viewer, is_support_agent_on: bool) -> Self {
        if viewer.sees_all(is_support_agent_on) {
            Self::All
        } else if viewer.permissions.allows(Permission::ChatView) {
            Self::Unassigned
        } else {
            Self::None
        }
    }
}

/// What is known for a viewer.
enum Known {
    /// The answer.
    Batch(Arc<SharedBatch>),
    /// That nobody else's answer will do.
    ReadAlone,
    /// Nothing yet.
    Nothing,
}

/// The shared answer for this viewer; `None`: the viewer has to read alone.
pub(super) async fn batch(
    store: &SqliteStore,
    viewer: &Viewer,
    n: u64,
    limit: u32,
) -> StoreResult<Option<Arc<SharedBatch>>> {
    let newest = store.writer.newest();
    if newest.saturating_sub(n) > NEWEST_ROWS {
        return Ok(None);
    }
    let shared = &store.shared_batches.0;
    match shared.look(viewer, n, limit, newest) {
        Known::Batch(batch) => return Ok(Some(batch)),
        Known::ReadAlone => return Ok(None),
        Known::Nothing => {}
    }
    let _turn = shared.turn.lock().await;
    // Somebody may have read it while this one waited.
    match shared.look(viewer, n, limit, store.writer.newest()) {
        Known::Batch(batch) => return Ok(Some(batch)),
        Known::ReadAlone => return Ok(None),
        Known::Nothing => {}
    }
    let mut transaction = store.read().await?;
    let is_support_agent_on = settings(&mut transaction).await?.is_support_agent_on;
    let read = events::read(&mut transaction, viewer, n, limit).await?;
    let named = events::named(&mut transaction, n, read.batch.n).await?;
    let batch = Arc::new(SharedBatch::new(read.batch));
    shared.keep(
        viewer,
        (n, limit),
        read.newest,
        is_support_agent_on,
        named,
        &batch,
    );
    Ok(Some(batch))
}

impl Range {
    /// Whether `viewer` gets what all of the same sight get.
    fn is_shared_by(&self, viewer: &Viewer, sight: Sight) -> bool {
        match &self.named {
            Named::All => false,
            Named::Some { audience, assignees } => {
                let is_assigned = sight == Sight::Unassigned && assignees.contains(&viewer.agent_id);
                !is_assigned && !audience.contains(&viewer.agent_id)
            }
        }
    }
}

impl Shared {
    /// What is known for this viewer as of a log number or later.
    fn look(&self, viewer: &Viewer, n: u64, limit: u32, newest: u64) -> Known {
        let known = self.known();
        if known.newest < newest {
            return Known::Nothing;
        }
        let Some(range) = known.ranges.get(&(n, limit)) else {
            return Known::Nothing;
        };
        let sight = Sight::of(viewer, known.is_support_agent_on);
        if !range.is_shared_by(viewer, sight) {
            return Known::ReadAlone;
        }
        range
            .batches
            .get(&sight)
            .map_or(Known::Nothing, |batch| Known::Batch(Arc::clone(batch)))
    }

    fn keep(
        &self,
        viewer: &Viewer,
        asked: (u64, u32),
        newest: u64,
        is_support_agent_on: bool,
        named: Named,
        batch: &Arc<SharedBatch>,
    ) {
        let mut known = self.known();
        if known.newest != newest || known.is_support_agent_on != is_support_agent_on {
            known.newest = newest;
            known.is_support_agent_on = is_support_agent_on;
            known.ranges.clear();
        }
        let range = known.ranges.entry(asked).or_insert_with(|| Range {
            named,
            batches: HashMap::new(),
        });
        let sight = Sight::of(viewer, is_support_agent_on);
        if range.is_shared_by(viewer, sight) {
            range.batches.insert(sight, Arc::clone(batch));
        }
    }

    fn known(&self) -> MutexGuard<'_, AsOf> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

//! The newest part of the log, read once for all who see everything.
//!
//! After each commit hundreds of sockets ask for the same few rows. Those who see every conversation get the same answer, unless
//! a row is for one agent alone or for administrators; so the first of them reads, and the others get what was read. An answer is
//! good until the next log row: nothing that is seen changes without one.

use super::{SqliteStore, events, reading};
use crate::store::{SharedBatch, StoreResult};
use domain::visibility::Viewer;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Who is further behind reads alone: that takes longer, and nobody else asks for the same.
const NEWEST_ROWS: u64 = 64;

/// Answers for those who see everything, as of one log number.
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
    /// By the number asked for and the limit; `None`: there are rows that not all of them get.
    batches: HashMap<(u64, u32), Option<Arc<SharedBatch>>>,
}

/// The shared answer for this viewer; `None`: the viewer has to read alone.
pub(super) async fn batch(
    store: &SqliteStore,
    viewer: &Viewer,
    n: u64,
    limit: u32,
) -> StoreResult<Option<Arc<SharedBatch>>> {
    let newest = store.writer.newest();
    if newest.saturating_sub(n) > NEWEST_ROWS || !viewer.sees_all(false) {
        return Ok(None);
    }
    let shared = &store.shared_batches.0;
    if let Some(known) = shared.look(viewer, n, limit, newest) {
        return Ok(known);
    }
    let _turn = shared.turn.lock().await;
    // Somebody may have read it while this one waited.
    let newest = store.writer.newest();
    if let Some(known) = shared.look(viewer, n, limit, newest) {
        return Ok(known);
    }
    let mut transaction = store.read().await?;
    let is_support_agent_on = reading::settings(&mut transaction).await?.is_support_agent_on;
    let read = events::read(&mut transaction, viewer, n, limit).await?;
    let batch = Arc::new(SharedBatch::new(read.batch));
    let for_all = viewer.sees_all(is_support_agent_on) && !read.has_rows_for_one;
    let mut known = shared.known();
    if known.newest != read.newest || known.is_support_agent_on != is_support_agent_on {
        known.newest = read.newest;
        known.is_support_agent_on = is_support_agent_on;
        known.batches.clear();
    }
    if viewer.sees_all(is_support_agent_on) {
        known
            .batches
            .insert((n, limit), for_all.then(|| Arc::clone(&batch)));
    }
    Ok(Some(batch))
}

impl Shared {
    /// What is known for this viewer as of a log number or later. `None`: nobody has read it yet. `Some(None)`: it is not shared.
    fn look(&self, viewer: &Viewer, n: u64, limit: u32, newest: u64) -> Option<Option<Arc<SharedBatch>>> {
        let known = self.known();
        if known.newest < newest {
            return None;
        }
        if !viewer.sees_all(known.is_support_agent_on) {
            return Some(None);
        }
        known.batches.get(&(n, limit)).cloned()
    }

    fn known(&self) -> MutexGuard<'_, AsOf> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

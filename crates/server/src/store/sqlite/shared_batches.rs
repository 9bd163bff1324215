//! The newest part of the log, read once for all who see everything.
//!
//! After each commit hundreds of sockets ask for the same few rows. Those who see every conversation get the same answer, unless
//! a row is for one agent alone or for administrators; so the first of them reads, the others wait and copy. An answer is good until the next log row:
//! nothing that is seen changes without one.

use super::{SqliteStore, events, reading};
use crate::store::{EventBatch, StoreResult};
use domain::visibility::Viewer;
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::Mutex;

/// Who is further behind reads alone: that takes longer, and nobody else asks for the same.
const NEWEST_ROWS: u64 = 64;

/// Answers for those who see everything, as of one log number.
#[derive(Clone, Debug, Default)]
pub(super) struct SharedBatches(Arc<Mutex<AsOf>>);

#[derive(Debug, Default)]
struct AsOf {
    newest: u64,
    is_support_agent_on: bool,
    /// By the number asked for and the limit; `None`: there are rows that not all of them get.
    batches: HashMap<(u64, u32), Option<EventBatch>>,
}

/// The shared answer for this viewer; `None`: the viewer has to read alone.
pub(super) async fn batch(
    store: &SqliteStore,
    viewer: &Viewer,
    n: u64,
    limit: u32,
) -> StoreResult<Option<EventBatch>> {
    let newest = *store.newest_number().borrow();
    if newest.saturating_sub(n) > NEWEST_ROWS || !viewer.sees_all(false) {
        return Ok(None);
    }
    let mut known = store.shared_batches.0.lock().await;
    if known.newest < newest || known.batches.is_empty() {
        let mut transaction = store.read().await?;
        known.newest = reading::cursor(&mut transaction).await?.n;
        known.is_support_agent_on = reading::settings(&mut transaction).await?.is_support_agent_on;
        known.batches.clear();
    }
    if !viewer.sees_all(known.is_support_agent_on) {
        return Ok(None);
    }
    if let Some(batch) = known.batches.get(&(n, limit)) {
        return Ok(batch.clone());
    }
    let mut transaction = store.read().await?;
    let read = events::read(&mut transaction, viewer, n, limit).await?;
    // Something was committed since: this answer is good, but not for those who ask after it.
    if read.newest != known.newest {
        return Ok(Some(read.batch));
    }
    let shared = (!read.has_rows_for_one).then(|| read.batch.clone());
    known.batches.insert((n, limit), shared);
    Ok(Some(read.batch))
}

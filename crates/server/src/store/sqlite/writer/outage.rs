//! Whether the database can be written, as the last transaction found it. The log has one line when that ends and one when it is
//! back, however many changes fail in between.

use crate::store::Outage;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// The present outage, if there is one. Clones are the same.
#[derive(Clone, Debug, Default)]
pub(super) struct OutageState(Arc<Mutex<Option<(Outage, Instant)>>>);

impl OutageState {
    /// Why nothing can be written.
    pub(super) fn now(&self) -> Option<Outage> {
        let state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.as_ref().map(|(outage, _)| outage.clone())
    }

    /// What the last transaction found: an outage, or that all is well.
    pub(super) fn note(&self, found: Option<Outage>) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match (found, &*state) {
            (None, None) => {}
            (None, Some((_, since))) => {
                tracing::warn!(
                    after_s = since.elapsed().as_secs(),
                    "the database can be written again"
                );
                *state = None;
            }
            (Some(outage), Some((known, _))) if known.reason == outage.reason => {}
            (Some(outage), _) => {
                // Told here and now, so that those who meet it need not.
                outage.is_news();
                tracing::error!(
                    reason = outage.reason.as_str(),
                    details = outage.details,
                    "the database cannot be written: Meta is asked to send again, agents' messages wait in their browsers"
                );
                *state = Some((outage, Instant::now()));
            }
        }
    }
}

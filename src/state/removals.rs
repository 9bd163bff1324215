//! What was removed, so that an answer that is older than the removal does not bring it back.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Ids that were removed, each with the log number of that. Clones are the same.
#[derive(Debug)]
pub(super) struct Removals<Id>(Arc<Mutex<HashMap<Id, u64>>>);

impl<Id> Clone for Removals<Id> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<Id> Default for Removals<Id> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<Id: Eq + Hash> Removals<Id> {
    /// It is gone as of this number.
    pub fn note(&self, id: Id, n: u64) {
        let mut removed = self.lock();
        let known = removed.entry(id).or_insert(n);
        *known = n.max(*known);
    }

    /// Whether something that was there as of this number is there still, as far as is known.
    pub fn admits(&self, id: &Id, n: u64) -> bool {
        self.lock().get(id).is_none_or(|removed| *removed < n)
    }

    /// Another log counts otherwise.
    pub fn clear(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Id, u64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

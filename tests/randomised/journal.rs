//! What happened in a world, step by step, for whoever has to understand a failing seed.

use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// The newest notes that are kept.
const KEPT: usize = 4_000;

/// The steps of a world and what is wrong with it.
pub struct Journal {
    began: Instant,
    notes: Mutex<Vec<String>>,
    faults: Mutex<Vec<String>>,
}

impl Journal {
    /// An empty one.
    pub fn new() -> Self {
        Self {
            began: Instant::now(),
            notes: Mutex::default(),
            faults: Mutex::default(),
        }
    }

    /// Notes that something happened.
    pub fn note(&self, note: impl AsRef<str>) {
        let line = format!("{:>6} ms  {}", self.began.elapsed().as_millis(), note.as_ref());
        let mut notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
        notes.push(line);
        if notes.len() > 2 * KEPT {
            notes.drain(..KEPT);
        }
    }

    /// Notes that something must not be as it is.
    pub fn fault(&self, fault: impl AsRef<str>) {
        self.note(format!("FAULT  {}", fault.as_ref()));
        self.faults
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(fault.as_ref().to_owned());
    }

    /// What is wrong.
    pub fn faults(&self) -> Vec<String> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// All that is kept, oldest first.
    pub fn text(&self) -> String {
        self.notes
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .join("\n")
    }
}

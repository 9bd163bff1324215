//! The two clocks of a world, which only stand where they were set: Meta's (and the customers'), and the server's.
//!
//! The server is a little ahead, so that what a customer writes is not in its future; a skew puts it elsewhere on purpose.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

/// Where worlds begin: 2026-03-02T12:00:00Z.
pub const BEGINNING_MS: i64 = 1_772_452_800_000;
/// How far the server is ahead.
const AHEAD_MS: i64 = 5_000;

/// The clocks.
pub struct Clocks {
    meta_ms: AtomicI64,
    skew_ms: AtomicI64,
    was_behind: AtomicBool,
}

impl Clocks {
    /// Both at the beginning.
    pub const fn new() -> Self {
        Self {
            meta_ms: AtomicI64::new(BEGINNING_MS),
            skew_ms: AtomicI64::new(0),
            was_behind: AtomicBool::new(false),
        }
    }

    /// Meta's time.
    pub fn meta_ms(&self) -> i64 {
        self.meta_ms.load(Ordering::SeqCst)
    }

    /// The server's time.
    pub fn server_ms(&self) -> i64 {
        self.meta_ms() + AHEAD_MS + self.skew_ms.load(Ordering::SeqCst)
    }

    /// Lets time pass; answers with Meta's time after it.
    pub fn pass(&self, ms: i64) -> i64 {
        self.meta_ms.fetch_add(ms, Ordering::SeqCst) + ms
    }

    /// Sets the server's clock this far from where it belongs.
    pub fn skew(&self, ms: i64) {
        self.skew_ms.store(ms, Ordering::SeqCst);
        if ms < 0 {
            self.was_behind.store(true, Ordering::SeqCst);
        }
    }

    /// Whether the server's clock was ever behind: then what customers wrote in its future counts as of its now.
    pub fn was_behind(&self) -> bool {
        self.was_behind.load(Ordering::SeqCst)
    }
}

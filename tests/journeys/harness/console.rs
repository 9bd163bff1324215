//! What pages say on their consoles. Errors and warnings are faults, unless the journey caused them on purpose.

use std::sync::{Mutex, PoisonError};

use thirtyfour::BrowserLogEntry;

/// What Chromium says by itself, before any code of ours, when the server is away.
pub const SERVER_AWAY: [&str; 5] = [
    "net::ERR_CONNECTION_REFUSED",
    "net::ERR_CONNECTION_RESET",
    "net::ERR_EMPTY_RESPONSE",
    "net::ERR_SOCKET_NOT_CONNECTED",
    "WebSocket connection to",
];

/// The parts of lines that a journey expects.
#[derive(Default)]
pub struct Expected(Mutex<Vec<String>>);

impl Expected {
    /// Lines with this part are no complaint.
    pub fn add(&self, part: &str) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(part.to_owned());
    }

    /// The errors and warnings that nobody expected.
    pub fn unexpected(&self, log: &[BrowserLogEntry]) -> Vec<String> {
        let parts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_fault = |entry: &&BrowserLogEntry| entry.level == "SEVERE" || entry.level == "WARNING";
        let is_expected = |entry: &BrowserLogEntry| parts.iter().any(|part| entry.message.contains(part));
        log.iter()
            .filter(is_fault)
            .filter(|entry| !is_expected(entry))
            .map(|entry| format!("{}: {}", entry.level, entry.message))
            .collect()
    }
}

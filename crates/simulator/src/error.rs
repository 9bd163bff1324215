//! What can go wrong with the simulator itself (what it answers to requests stands in `graph::error`).

/// An error of the simulator.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address could not be listened on.
    #[error("cannot listen: {0}")]
    Listen(#[from] std::io::Error),
    /// The HTTP client could not be built, or the callback could not be reached.
    #[error("cannot reach the callback: {0}")]
    Unreachable(#[from] reqwest::Error),
    /// The callback did not answer the verification with 200 and the challenge.
    #[error("the callback did not pass the verification: HTTP {status}")]
    Verification {
        /// The HTTP status it answered.
        status: u16,
    },
    /// What was waited for did not come in time.
    #[error("waited {waited_ms} ms in vain; webhooks not yet acknowledged: {outstanding}")]
    TimedOut {
        /// How long it was waited, in milliseconds.
        waited_ms: u128,
        /// How many webhooks were not acknowledged at the end.
        outstanding: usize,
    },
    /// There is no such business number.
    #[error("no business number with the id {0}")]
    UnknownPhoneNumber(String),
    /// There is no such message, or it is not this customer's to read.
    #[error("no message {0} for this customer")]
    UnknownMessage(String),
    /// A message of the customer lacks what every message has.
    #[error("not a message: {0}")]
    Content(String),
    /// A snapshot could not be read.
    #[error("cannot restore the snapshot: {0}")]
    Snapshot(#[from] serde_json::Error),
}

//! One signal for everything that runs: the server goes down.

use std::sync::Arc;
use tokio::sync::watch;

/// Says when the server goes down. Clones are the same signal.
#[derive(Clone, Debug)]
pub struct ShutdownSignal(Arc<watch::Sender<bool>>);

impl ShutdownSignal {
    /// A server that is up.
    #[must_use]
    pub fn new() -> Self {
        Self(Arc::new(watch::Sender::new(false)))
    }

    /// Goes down.
    pub fn start(&self) {
        self.0.send_replace(true);
    }

    /// Whether the server goes down.
    #[must_use]
    pub fn has_started(&self) -> bool {
        *self.0.borrow()
    }

    /// Returns when the server goes down.
    pub async fn wait(&self) {
        // The sender lives in this very signal, so waiting cannot fail.
        let _ = self.0.subscribe().wait_for(|is_down| *is_down).await;
    }
}

impl Default for ShutdownSignal {
    fn default() -> Self {
        Self::new()
    }
}

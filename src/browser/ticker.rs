//! Doing something again and again, until the ticker is dropped.

use super::sleep;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use wasm_bindgen_futures::spawn_local;

/// Ticks until it is dropped.
#[derive(Debug)]
pub struct Ticker {
    is_running: Arc<AtomicBool>,
}

impl Ticker {
    /// Calls `tick` every `every_ms` milliseconds, for the first time after that long.
    #[must_use]
    pub fn start(every_ms: u32, mut tick: impl FnMut() + 'static) -> Self {
        let is_running = Arc::new(AtomicBool::new(true));
        let goes_on = Arc::clone(&is_running);
        spawn_local(async move {
            loop {
                sleep(every_ms).await;
                if !goes_on.load(Ordering::Relaxed) {
                    return;
                }
                tick();
            }
        });
        Self { is_running }
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        self.is_running.store(false, Ordering::Relaxed);
    }
}

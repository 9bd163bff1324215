//! What every part of a running simulator holds: the settings, the state behind its lock, and the ways to be woken.

use std::net::SocketAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, watch};

use crate::callback::Clients;
use crate::config::Config;
use crate::state::State;

/// The inside of a [`crate::Simulator`].
pub(crate) struct Shared {
    pub(crate) config: Config,
    pub(crate) address: SocketAddr,
    http: Clients,
    /// Wakes the task that retries webhooks.
    pub(crate) retry: Notify,
    state: Mutex<State>,
    revision: watch::Sender<u64>,
    stopping: watch::Sender<bool>,
}

impl Shared {
    pub(crate) fn new(config: Config, address: SocketAddr, http: Clients, state: State) -> Self {
        Self {
            config,
            address,
            http,
            retry: Notify::new(),
            state: Mutex::new(state),
            revision: watch::Sender::new(0),
            stopping: watch::Sender::new(false),
        }
    }

    /// What calls this address.
    pub(crate) fn client_for(&self, url: &str) -> Result<&reqwest::Client, reqwest::Error> {
        self.http.of(url)
    }

    pub(crate) fn now_ms(&self) -> i64 {
        (self.config.clock)()
    }

    pub(crate) fn now_s(&self) -> i64 {
        self.now_ms().div_euclid(1_000)
    }

    /// Looks at the state.
    pub(crate) fn read<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&self.lock())
    }

    /// Changes the state and wakes everyone who waits for a change.
    pub(crate) fn update<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let answer = change(&mut self.lock());
        self.revision.send_modify(|revision| *revision += 1);
        answer
    }

    /// Tells of every change from now on.
    pub(crate) fn revisions(&self) -> watch::Receiver<u64> {
        self.revision.subscribe()
    }

    /// Ends all tasks.
    pub(crate) fn stop(&self) {
        self.stopping.send_replace(true);
    }

    /// Waits until the simulator ends.
    pub(crate) async fn stopped(&self) {
        let mut stopping = self.stopping.subscribe();
        // The sender lives as long as self, so this ends with a true only.
        let _ended = stopping.wait_for(|is_stopping| *is_stopping).await;
    }

    /// Waits; false if the simulator ends meanwhile.
    pub(crate) async fn pause(&self, pause: Duration) -> bool {
        if pause.is_zero() {
            return !*self.stopping.borrow();
        }
        tokio::select! {
            () = tokio::time::sleep(pause) => true,
            () = self.stopped() => false,
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

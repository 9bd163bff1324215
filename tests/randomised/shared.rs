//! What everyone in a world shares.

use crate::clocks::Clocks;
use crate::journal::Journal;
use crate::rights::{Rights, State};
use crate::server_process::ServerProcess;
use domain::ids::{AgentId, ConversationId};
use reqwest::Client;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// What everyone in a world shares.
pub struct Shared {
    /// The server, dead or alive.
    pub server: Arc<ServerProcess>,
    /// The time.
    pub clocks: Arc<Clocks>,
    /// What happened.
    pub journal: Journal,
    /// Makes requests.
    pub http: Client,
    /// Changes of rights are made one at a time.
    pub turn_to_change_rights: tokio::sync::Mutex<()>,
    rights: Mutex<Rights>,
    happenings: watch::Sender<u64>,
}

impl Shared {
    /// A world's beginning.
    pub fn new(server: Arc<ServerProcess>, clocks: Arc<Clocks>, http: Client, rights: Rights) -> Self {
        Self {
            server,
            clocks,
            journal: Journal::new(),
            http,
            turn_to_change_rights: tokio::sync::Mutex::default(),
            rights: Mutex::new(rights),
            happenings: watch::Sender::new(0),
        }
    }

    /// Who may see what.
    pub fn rights(&self) -> MutexGuard<'_, Rights> {
        self.rights.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The number of the newest state of rights that is surely in force.
    pub fn sure(&self) -> usize {
        self.rights().sure()
    }

    /// Checks that somebody may have been shown something of a conversation, by rights from number `since` on.
    pub fn check_sight(&self, since: usize, agent: AgentId, conversation: ConversationId, what: &str) {
        if !self
            .rights()
            .allowed(since, |state| state.sees(agent, conversation))
        {
            self.journal.fault(format!(
                "{what} was shown of {conversation} to {agent}, who may not see it"
            ));
        }
    }

    /// Checks that some state of rights from number `since` on explains what was done.
    pub fn check_rights(
        &self,
        since: usize,
        explains: impl Fn(&State) -> bool,
        what: impl FnOnce() -> String,
    ) {
        if !self.rights().allowed(since, explains) {
            self.journal.fault(format!("no rights explain that {}", what()));
        }
    }

    /// Something happened: a frame, an answer, news at Meta. Crashes are timed by these.
    pub fn happen(&self) {
        self.happenings.send_modify(|count| *count += 1);
    }

    /// Counts what happens.
    pub fn happenings(&self) -> watch::Receiver<u64> {
        self.happenings.subscribe()
    }
}

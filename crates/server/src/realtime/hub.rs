//! News for open sockets that are not in the log.

use domain::ids::{AgentId, ConversationId};
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio::sync::{broadcast, watch};

/// How much news may wait for a slow socket. One that missed some looks its session up.
const CAPACITY: usize = 1_024;

/// How many sockets an agent may have open: each tab of each device has one.
pub const MOST_PER_AGENT: usize = 30;
/// How many sockets may be open in all.
pub const MOST_SOCKETS: usize = 5_000;

/// Tells open sockets what is not in the log. Clones are the same hub.
#[derive(Clone, Debug)]
pub struct Hub {
    news: broadcast::Sender<News>,
    bell: Arc<watch::Sender<()>>,
    open_sockets: Arc<watch::Sender<OpenSockets>>,
}

/// How many sockets each agent has open.
#[derive(Debug, Default)]
struct OpenSockets {
    by_agent: HashMap<AgentId, usize>,
    all: usize,
}

/// Why no further socket may open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TooManySockets {
    /// The agent has [`MOST_PER_AGENT`].
    OfAgent,
    /// The server has [`MOST_SOCKETS`].
    InAll,
}

/// What sockets hear.
#[derive(Clone, Debug)]
pub enum News {
    /// One session ended.
    SessionEnded {
        /// Which, by the SHA-256 of its token.
        token_hash: [u8; 32],
    },
    /// All sessions of an agent ended.
    SessionsEnded {
        /// Whose.
        agent: AgentId,
    },
    /// An agent writes.
    Typing(Arc<Typing>),
    /// An agent has a conversation in view, or has left it.
    Viewing(Arc<Viewing>),
}

/// An agent writes in a conversation, and what has to be known to decide who may see that.
#[derive(Clone, Debug)]
pub struct Typing {
    /// Where.
    pub conversation_id: ConversationId,
    /// Who.
    pub agent_id: AgentId,
    /// The conversation's assignees.
    pub assignees: Vec<AgentId>,
    /// The switch "Support Agent".
    pub is_support_agent_on: bool,
}

/// An agent has a conversation in view, or has left it, and what has to be known to decide who may see that.
#[derive(Clone, Debug)]
pub struct Viewing {
    /// Where.
    pub conversation_id: ConversationId,
    /// Who.
    pub agent_id: AgentId,
    /// Whether it is in view.
    pub is_here: bool,
    /// It was said because another one came: nobody answers it.
    pub is_answer: bool,
    /// The conversation's assignees.
    pub assignees: Vec<AgentId>,
    /// The switch "Support Agent".
    pub is_support_agent_on: bool,
}

/// What one socket hears.
///
/// Waiting at the channel itself takes the one lock of all its receivers; a socket begins to wait anew after each message, and
/// there are hundreds. So it waits for a bell and looks into the channel only when that has rung.
#[derive(Debug)]
pub struct NewsReceiver {
    news: broadcast::Receiver<News>,
    bell: watch::Receiver<()>,
    is_drained: bool,
}

impl NewsReceiver {
    /// The next news. May be dropped before it is ready: nothing gets lost.
    ///
    /// # Errors
    /// Some were missed, or nobody is left to tell any.
    pub async fn recv(&mut self) -> Result<News, RecvError> {
        loop {
            if self.is_drained {
                self.bell.changed().await.map_err(|_| RecvError::Closed)?;
                self.is_drained = false;
            }
            match self.news.try_recv() {
                Ok(news) => return Ok(news),
                Err(TryRecvError::Empty) => self.is_drained = true,
                Err(TryRecvError::Lagged(missed)) => return Err(RecvError::Lagged(missed)),
                Err(TryRecvError::Closed) => return Err(RecvError::Closed),
            }
        }
    }
}

/// Counts a socket as open until dropped.
#[derive(Debug)]
pub struct OpenSocket {
    agent: AgentId,
    open_sockets: Arc<watch::Sender<OpenSockets>>,
}

impl Hub {
    /// A hub without sockets.
    #[must_use]
    pub fn new() -> Self {
        Self {
            news: broadcast::Sender::new(CAPACITY),
            bell: Arc::default(),
            open_sockets: Arc::new(watch::Sender::new(OpenSockets::default())),
        }
    }

    /// Hears all news from now on.
    #[must_use]
    pub fn subscribe(&self) -> NewsReceiver {
        let bell = self.bell.subscribe();
        NewsReceiver {
            news: self.news.subscribe(),
            bell,
            is_drained: true,
        }
    }

    /// Closes the sockets of a session that ended.
    pub fn end_session(&self, token_hash: [u8; 32]) {
        self.tell(News::SessionEnded { token_hash });
    }

    /// Closes all sockets of an agent: signed out everywhere, password changed.
    pub fn end_sessions_of(&self, agent: AgentId) {
        self.tell(News::SessionsEnded { agent });
    }

    /// Tells who writes.
    pub fn typing(&self, typing: Typing) {
        self.tell(News::Typing(Arc::new(typing)));
    }

    /// Tells who has a conversation in view.
    pub fn viewing(&self, viewing: Viewing) {
        self.tell(News::Viewing(Arc::new(viewing)));
    }

    /// Counts a socket of an agent as open.
    ///
    /// # Errors
    /// There are too many.
    pub fn enter(&self, agent: AgentId) -> Result<OpenSocket, TooManySockets> {
        let mut entered = Ok(());
        self.open_sockets.send_if_modified(|open| {
            entered = open.enter(agent);
            entered.is_ok()
        });
        entered.map(|()| OpenSocket {
            agent,
            open_sockets: Arc::clone(&self.open_sockets),
        })
    }

    /// How many sockets are open.
    #[must_use]
    pub fn open_sockets(&self) -> usize {
        self.open_sockets.borrow().all
    }

    /// Returns when no socket is open.
    pub async fn wait_until_empty(&self) {
        // The sender lives in this very hub, so waiting cannot fail.
        let _ = self.open_sockets.subscribe().wait_for(|open| open.all == 0).await;
    }

    fn tell(&self, news: News) {
        // No receiver: no socket is open, nobody has to hear it.
        let _ = self.news.send(news);
        self.bell.send_replace(());
    }
}

impl Default for Hub {
    fn default() -> Self {
        Self::new()
    }
}

impl OpenSockets {
    fn enter(&mut self, agent: AgentId) -> Result<(), TooManySockets> {
        if self.all >= MOST_SOCKETS {
            return Err(TooManySockets::InAll);
        }
        let of_agent = self.by_agent.entry(agent).or_default();
        if *of_agent >= MOST_PER_AGENT {
            return Err(TooManySockets::OfAgent);
        }
        *of_agent += 1;
        self.all += 1;
        Ok(())
    }

    fn leave(&mut self, agent: AgentId) {
        self.all -= 1;
        if let Some(of_agent) = self.by_agent.get_mut(&agent) {
            *of_agent -= 1;
            if *of_agent == 0 {
                self.by_agent.remove(&agent);
            }
        }
    }
}

impl Drop for OpenSocket {
    fn drop(&mut self) {
        self.open_sockets.send_modify(|open| open.leave(self.agent));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agent(number: usize) -> AgentId {
        AgentId::from_parts(number as u64, &[1; 10])
    }

    #[test]
    fn an_agent_has_a_share_and_the_server_a_bound() {
        let hub = Hub::new();
        let mut open: Vec<OpenSocket> = (0..MOST_PER_AGENT)
            .map(|_| hub.enter(agent(0)).unwrap())
            .collect();
        assert_eq!(hub.enter(agent(0)).err(), Some(TooManySockets::OfAgent));
        while open.len() < MOST_SOCKETS {
            open.push(hub.enter(agent(open.len())).unwrap());
        }
        assert_eq!(
            hub.enter(agent(MOST_SOCKETS + 1)).err(),
            Some(TooManySockets::InAll)
        );
        open.remove(0);
        assert!(hub.enter(agent(0)).is_ok(), "who leaves makes room");
        drop(open);
        assert_eq!(hub.open_sockets(), 0);
    }
}

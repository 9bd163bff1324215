//! News for open sockets that are not in the log.

use domain::ids::{AgentId, ConversationId};
use std::sync::Arc;
use tokio::sync::{broadcast, watch};

/// How much news may wait for a slow socket. One that missed some looks its session up.
const CAPACITY: usize = 1_024;

/// Tells open sockets what is not in the log. Clones are the same hub.
#[derive(Clone, Debug)]
pub struct Hub {
    news: broadcast::Sender<News>,
    open_sockets: Arc<watch::Sender<usize>>,
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

/// Counts a socket as open until dropped.
#[derive(Debug)]
pub struct OpenSocket(Arc<watch::Sender<usize>>);

impl Hub {
    /// A hub without sockets.
    #[must_use]
    pub fn new() -> Self {
        Self {
            news: broadcast::Sender::new(CAPACITY),
            open_sockets: Arc::new(watch::Sender::new(0)),
        }
    }

    /// Hears all news from now on.
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<News> {
        self.news.subscribe()
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

    /// Counts a socket as open.
    #[must_use]
    pub fn enter(&self) -> OpenSocket {
        self.open_sockets.send_modify(|count| *count += 1);
        OpenSocket(Arc::clone(&self.open_sockets))
    }

    /// How many sockets are open.
    #[must_use]
    pub fn open_sockets(&self) -> usize {
        *self.open_sockets.borrow()
    }

    /// Returns when no socket is open.
    pub async fn wait_until_empty(&self) {
        // The sender lives in this very hub, so waiting cannot fail.
        let _ = self.open_sockets.subscribe().wait_for(|count| *count == 0).await;
    }

    fn tell(&self, news: News) {
        // No receiver: no socket is open, nobody has to hear it.
        let _ = self.news.send(news);
    }
}

impl Default for Hub {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for OpenSocket {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count -= 1);
    }
}

//! How long the server waits for those who are silent. One place, so that tests of silence need not wait as long.

use std::time::Duration;

/// How long the server waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// How long the head of a request may take, and how long a connection may rest between requests.
    pub head: Duration,
    /// How long the body of a command or of a webhook may take (a slice of a file has more time: `http/uploads`).
    pub body: Duration,
    /// How long the first `hello` of a socket may take.
    pub hello: Duration,
    /// How long the next `hello` may take after a `reset`: the app loads everything first.
    pub hello_after_reset: Duration,
    /// Silence after which a heartbeat is sent.
    pub heartbeat: Duration,
    /// A client that was silent for so long, in spite of pings, is gone: its network died without a word.
    pub gone: Duration,
    /// How often an open socket's session is looked up: another process may have ended it (`reset-password`).
    pub session_check: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(30),
            body: Duration::from_secs(30),
            hello: Duration::from_secs(10),
            hello_after_reset: Duration::from_secs(120),
            heartbeat: Duration::from_secs(20),
            gone: Duration::from_secs(70),
            session_check: Duration::from_secs(60),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heartbeats_come_before_anybody_takes_the_connection_for_dead() {
        let Patience {
            head,
            body,
            heartbeat,
            gone,
            ..
        } = Patience::default();
        // The app connects again after 45 s of silence (docs/protocol.md): one heartbeat may be lost.
        assert!(heartbeat * 2 < Duration::from_secs(45));
        // A client is pinged three times before it counts as gone.
        assert!(gone > heartbeat * 3);
        // Proxies cut off what is silent for a minute.
        assert!(
            [head, body, heartbeat]
                .into_iter()
                .all(|wait| wait < Duration::from_secs(60))
        );
    }
}

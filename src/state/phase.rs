//! Where the app stands: starting, signed out or working; connected or not.

use domain::error::Problem;

/// What the screen as a whole shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BootPhase {
    /// The device's cache is being read: show nothing yet.
    Starting,
    /// Nobody is signed in here: show the sign-in.
    SignedOut,
    /// Show the app.
    Ready,
}

/// How signing in goes.
#[derive(Clone, Debug, PartialEq)]
pub enum SignInProgress {
    /// Nothing runs.
    Idle,
    /// The server is asked.
    Busy,
    /// It did not work.
    Failed(RequestFailure),
    /// The device keeps unsent messages of another person (by name): signing in discards them, or does not happen.
    WouldDiscardUnsent {
        /// Whose messages.
        of: String,
        /// How many.
        count: usize,
    },
}

/// How signing out goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignOutProgress {
    /// Nothing runs.
    Idle,
    /// There are this many unsent messages: send first, discard, or stay?
    Asks {
        /// How many.
        unsent: usize,
    },
    /// Sending what is unsent, or asking the server.
    Busy,
}

/// Why a request of the agent came to nothing.
#[derive(Clone, Debug, PartialEq)]
pub enum RequestFailure {
    /// The server refused: its code and parameters. The app has the words.
    Refused(Problem),
    /// The server cannot be reached.
    Offline,
    /// The answer makes no sense to this version of the app.
    Broken,
}

/// The connection as people should know it. A loss shows after 1.5 seconds, so short ones never do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    /// Connected, or so short without that nobody needs to know.
    Online,
    /// The device has a network, the server does not answer: trying again.
    Reconnecting,
    /// The device says that it has no network.
    Offline,
}

/// Loading more rows of a list or thread.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PageLoad {
    /// Nothing runs.
    #[default]
    Idle,
    /// Under way.
    Busy,
    /// It failed; the next attempt may work.
    Failed,
}

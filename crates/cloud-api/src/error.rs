//! What can go wrong with a call, told apart by the one question that matters: can Meta have accepted it?

mod class;
mod graph;

use std::time::Duration;

pub use class::{ErrorClass, LimitScope, class};
use class::{SERVICE_DOWN, TOO_MANY_CALLS};
pub use graph::GraphError;

/// A failed call to the Graph API.
///
/// There is no idempotency key, so a message may be sent again only after [`SendError::NotSent`], after an
/// [`SendError::Http`] 429, or after an [`SendError::Api`] whose class allows it; never after
/// [`SendError::OutcomeUnknown`], where only a status that carries our callback data settles the matter.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum SendError {
    /// No connection came about (refused, name not found, TLS): nothing can have been accepted.
    #[error("not sent: {0}")]
    NotSent(NotSentReason),
    /// The request was, or may have been, written and no usable answer came: it may have been accepted.
    #[error("outcome unknown: {0}")]
    OutcomeUnknown(Uncertainty),
    /// Meta refused the request with an error of its own.
    #[error(transparent)]
    Api(GraphError),
    /// A refusal (3xx or 4xx) without Meta's error body, as a proxy on the way gives: nothing was accepted.
    #[error("refused with HTTP {status}")]
    Http {
        /// The HTTP status.
        status: u16,
        /// How long the answer asks to wait.
        retry_after: Option<Duration>,
    },
    /// The request could not be formed from what was given; the same call fails the same way again.
    #[error("invalid request: {0}")]
    Invalid(&'static str),
}

impl SendError {
    /// What to do about it; nothing when the outcome is unknown, because then nothing may be done automatically.
    pub fn class(&self) -> Option<ErrorClass> {
        match self {
            Self::NotSent(_) => Some(SERVICE_DOWN),
            Self::OutcomeUnknown(_) => None,
            Self::Api(error) => Some(error.class()),
            Self::Http { status: 429, .. } => Some(TOO_MANY_CALLS),
            Self::Http { .. } => Some(ErrorClass::Unknown),
            Self::Invalid(_) => Some(ErrorClass::Refused),
        }
    }

    /// How long the answer asks to wait before the next try.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Api(error) => error.retry_after,
            Self::Http { retry_after, .. } => *retry_after,
            _ => None,
        }
    }

    /// Meta's error, if it is one.
    pub fn graph(&self) -> Option<&GraphError> {
        match self {
            Self::Api(error) => Some(error),
            _ => None,
        }
    }
}

/// Why nothing was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotSentReason {
    /// The host has no address.
    #[error("name not found")]
    Dns,
    /// The connection was not established in time.
    #[error("connecting took too long")]
    ConnectTimeout,
    /// The connection was refused, or TLS failed.
    #[error("could not connect")]
    Connect,
}

/// Why the outcome is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Uncertainty {
    /// No answer within the time-out.
    #[error("no answer in time")]
    TimedOut,
    /// The connection ended before the answer was complete.
    #[error("connection cut")]
    Cut,
    /// A server error without Meta's error body.
    #[error("HTTP {0} without an error body")]
    ServerError(u16),
    /// A success whose body does not say what was accepted.
    #[error("unreadable answer")]
    UnreadableAnswer,
}

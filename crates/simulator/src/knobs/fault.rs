//! Faults of requests, and which requests they hit.

use serde::{Deserialize, Serialize};

/// A fault, and what it hits. The default hits every message, always, with 131000.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Injection {
    /// Only for calls of this number; `None`: of any.
    #[serde(default)]
    pub phone_number_id: Option<String>,
    /// Only for messages to this customer (digits); `None`: to anyone.
    #[serde(default)]
    pub recipient: Option<String>,
    /// Which calls it hits.
    #[serde(default)]
    pub calls: Calls,
    /// How many of them in a hundred.
    #[serde(default = "always")]
    pub percent: u8,
    /// How many it hits before it is used up; `None`: all.
    #[serde(default)]
    pub times: Option<u32>,
    /// What happens.
    pub fault: Fault,
}

fn always() -> u8 {
    100
}

impl Default for Injection {
    fn default() -> Self {
        Self::every(Fault::refuse(131_000))
    }
}

impl Injection {
    /// Hits every message, always.
    pub fn every(fault: Fault) -> Self {
        Self {
            phone_number_id: None,
            recipient: None,
            calls: Calls::Messages,
            percent: 100,
            times: None,
            fault,
        }
    }

    /// Hits so many messages, then none.
    pub fn next(times: u32, fault: Fault) -> Self {
        Self {
            times: Some(times),
            ..Self::every(fault)
        }
    }

    /// Hits so many messages in a hundred.
    pub fn some(percent: u8, fault: Fault) -> Self {
        Self {
            percent,
            ..Self::every(fault)
        }
    }
}

/// Kinds of calls to the Graph API.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Calls {
    /// Sending messages.
    #[default]
    Messages,
    /// Read receipts and typing.
    Receipts,
    /// Uploading, looking up, downloading and deleting media.
    Media,
    /// Everything else: numbers, templates, profile, subscriptions, blocking.
    Account,
    /// All of these.
    Any,
}

impl Calls {
    /// Whether a fault for these calls hits a call of that kind.
    pub(crate) fn include(self, kind: Self) -> bool {
        self == Self::Any || self == kind
    }
}

/// What goes wrong with a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// Refused with this error code, in the body that Meta documents for it.
    Refuse {
        /// Meta's error code; see [`crate::error_codes`].
        code: u32,
        /// The HTTP status of the answer; 0: the one that Meta documents for the code.
        #[serde(default)]
        http: u16,
    },
    /// Accepted, then a `failed` status with this error code. Only messages.
    FailLater {
        /// Meta's error code.
        code: u32,
    },
    /// The connection is cut before the request has any effect.
    CutBeforeAcceptance,
    /// The request takes effect (a message travels), but the connection is cut instead of an answer.
    CutAfterAcceptance,
    /// The request takes effect, but the answer comes only after so many milliseconds.
    AnswerLate {
        /// How late, in milliseconds.
        ms: u64,
    },
    /// The request takes effect, but the answer is 200 with half of its JSON.
    BrokenAnswer,
    /// Something between us and Meta answers with a page of HTML; the request never got there.
    Gateway {
        /// The HTTP status of the page: 502, 503, 504.
        http: u16,
    },
}

impl Fault {
    /// A refusal with the HTTP status that Meta documents for the code.
    pub fn refuse(code: u32) -> Self {
        Self::Refuse { code, http: 0 }
    }
}

//! How the simulated world behaves: how fast messages travel, who reads them, and what goes wrong on purpose.

use serde::{Deserialize, Serialize};

/// How messages fare when nothing goes wrong. The default suits tests: everything at once, nobody reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Behaviour {
    /// Milliseconds from acceptance to `sent`; `None`: the message stays at Meta.
    pub sent_after_ms: Option<u64>,
    /// Milliseconds from acceptance to `delivered`; `None`: the customer's phone is off.
    pub delivered_after_ms: Option<u64>,
    /// When the customer reads.
    pub read: ReadBehaviour,
    /// What happens to a message outside the customer service window.
    pub outside_window: WindowRefusal,
    /// Whether the limit of messages to one customer (45 at once, then one in 6 s) is enforced.
    pub pair_limit: bool,
    /// What happens to messages to a number that nobody has introduced.
    pub unknown_recipient: UnknownRecipient,
    /// Milliseconds between the attempts to deliver a webhook; the last one repeats, for 7 days in all.
    pub retry_pauses_ms: Vec<u64>,
}

impl Default for Behaviour {
    fn default() -> Self {
        Self {
            sent_after_ms: Some(0),
            delivered_after_ms: Some(0),
            read: ReadBehaviour::Never,
            outside_window: WindowRefusal::FailedStatus,
            pair_limit: true,
            unknown_recipient: UnknownRecipient::BecomesCustomer,
            retry_pauses_ms: vec![
                0, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 300_000, 900_000, 3_600_000,
            ],
        }
    }
}

impl Behaviour {
    /// As the program behaves: short, visible pauses, and messages are read when the phone is opened on the page.
    pub fn lifelike() -> Self {
        Self {
            sent_after_ms: Some(300),
            delivered_after_ms: Some(800),
            read: ReadBehaviour::WhenOpened,
            ..Self::default()
        }
    }
}

/// When the customer reads what was delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReadBehaviour {
    /// Never by itself; [`crate::Customer::read`] still reads.
    Never,
    /// So many milliseconds after delivery.
    AfterMs(u64),
    /// When the conversation is open on the page of the phones.
    WhenOpened,
}

/// How a message outside the customer service window is refused (error 131047).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WindowRefusal {
    /// Accepted with 200 and a wamid, then a `failed` status: what the field reports.
    FailedStatus,
    /// Refused at once with HTTP 400: what the documentation lists.
    AtOnce,
}

/// What happens to a message to a number that nobody has introduced as a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnknownRecipient {
    /// The number turns out to belong to a customer.
    BecomesCustomer,
    /// It has no WhatsApp: accepted, then `failed` with 131026.
    HasNoWhatsapp,
}

/// What goes wrong on purpose. The default is that nothing does.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Knobs {
    /// Seeds the dice of the percentages below, so that a run repeats.
    pub seed: u64,
    /// Faults for particular numbers or recipients; the first that fits is used.
    pub injections: Vec<Injection>,
    /// Whether the access token is refused everywhere (code 190), as after it was revoked.
    pub token_is_revoked: bool,
    /// Milliseconds that every answer of the Graph API is held back.
    pub answer_delay_ms: u64,
    /// How many webhooks in a hundred come twice.
    pub duplicate_percent: u8,
    /// How many webhooks in a hundred never come.
    pub lose_percent: u8,
    /// Each webhook is held back by a random time up to this, so that they overtake each other; milliseconds.
    pub webhook_jitter_ms: u64,
    /// Whether `delivered` is left out, as when the chat was open: `read` follows `sent`.
    pub skip_delivered: bool,
    /// Whether the status webhooks come before the answer to the send request.
    pub statuses_before_answer: bool,
}

/// A fault, and whom it hits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Injection {
    /// Only for messages from this number; `None`: from any.
    #[serde(default)]
    pub phone_number_id: Option<String>,
    /// Only for messages to this customer (digits); `None`: to anyone.
    #[serde(default)]
    pub recipient: Option<String>,
    /// How many messages it hits before it is used up; `None`: all.
    #[serde(default)]
    pub times: Option<u32>,
    /// What happens.
    pub fault: Fault,
}

/// What goes wrong with a message that is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// Refused with this error code and HTTP status.
    Refuse {
        /// Meta's error code.
        code: u32,
        /// The HTTP status of the answer.
        http: u16,
    },
    /// Accepted, then a `failed` status with this error code.
    FailLater {
        /// Meta's error code.
        code: u32,
    },
    /// The connection is cut before the message is accepted.
    CutBeforeAcceptance,
    /// The message is accepted and travels, but the connection is cut instead of an answer.
    CutAfterAcceptance,
    /// The message is accepted and travels, but the answer comes only after so many milliseconds.
    AnswerLate {
        /// How late, in milliseconds.
        ms: u64,
    },
}

//! How the simulated world behaves when nothing goes wrong: how fast messages travel and who reads them.

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

//! What goes wrong on purpose.
//!
//! Every decision is thrown by [`dice::Dice`]: the seed, what is decided and what it is about make the throw, not the order in
//! which things happen to be asked. So the same seed and the same requests meet the same faults, however tasks overtake each
//! other.

mod dice;
mod fault;
mod preset;

use serde::{Deserialize, Serialize};

pub(crate) use dice::{Dice, Occasion};
pub use fault::{Calls, Fault, Injection};
pub use preset::Preset;

/// What goes wrong on purpose. The default is that nothing does. Percentages are of a hundred; above that counts as always.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Knobs {
    /// Seeds the dice of all percentages and random times, so that a run repeats.
    pub seed: u64,
    /// Faults of requests, for particular numbers, recipients or kinds of calls; the first that fits and is thrown is used.
    pub injections: Vec<Injection>,
    /// Whether the access token is refused everywhere (code 190), as after it was revoked.
    pub token_is_revoked: bool,
    /// Milliseconds that every answer of the Graph API is held back.
    pub answer_delay_ms: u64,
    /// How many messages a number may send in a second of the simulator's clock, before 130429; `None`: any number.
    pub messages_per_second: Option<u32>,
    /// How many calls about the account (numbers, templates, subscriptions) an hour has, before 80007; `None`: any number.
    pub account_calls_per_hour: Option<u32>,
    /// How many calls of any kind an hour has, before code 4; `None`: any number.
    pub app_calls_per_hour: Option<u32>,
    /// Whose webhooks the percentages below are about; the default is everybody's.
    pub webhooks_of: Whom,
    /// How many webhooks in a hundred come twice.
    pub duplicate_percent: u8,
    /// How many webhooks in a hundred never come.
    pub lose_percent: u8,
    /// How many webhooks in a hundred come later by [`Self::late_ms`].
    pub late_percent: u8,
    /// How late the late ones are, in milliseconds.
    pub late_ms: u64,
    /// How many webhooks in a hundred come only after the next one of their thread (or after a quarter of a second).
    pub disorder_percent: u8,
    /// Each webhook is held back by a random time up to this, so that they overtake each other; milliseconds.
    pub webhook_jitter_ms: u64,
    /// Up to how many updates come in one POST, of all numbers together; 0 and 1: each in its own.
    pub batch_size: u16,
    /// Whether `delivered` is left out, as when the chat was open: `read` follows `sent`.
    pub skip_delivered: bool,
    /// Whether the status webhooks come before the answer to the send request.
    pub statuses_before_answer: bool,
}

impl Knobs {
    /// What cannot be meant: a percentage above a hundred.
    pub(crate) fn mistake(&self) -> Option<&'static str> {
        let mut percentages = vec![
            self.duplicate_percent,
            self.lose_percent,
            self.late_percent,
            self.disorder_percent,
        ];
        percentages.extend(self.injections.iter().map(|injection| injection.percent));
        percentages
            .iter()
            .any(|percent| *percent > 100)
            .then_some("a percentage is at most 100")
    }
}

/// Whom something hits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Whom {
    /// Only this business number (Meta's id of it); `None`: any.
    pub phone_number_id: Option<String>,
    /// Only this customer (digits); `None`: anyone.
    pub recipient: Option<String>,
}

impl Whom {
    /// Whether it hits what is between this number and this customer. What has no number or customer is hit only if none is
    /// asked for.
    pub(crate) fn includes(&self, phone_number_id: Option<&str>, wa_id: Option<&str>) -> bool {
        fits(self.phone_number_id.as_deref(), phone_number_id) && fits(self.recipient.as_deref(), wa_id)
    }
}

/// Whether something is what is asked for, or nothing is.
pub(crate) fn fits(wanted: Option<&str>, given: Option<&str>) -> bool {
    wanted.is_none_or(|wanted| given == Some(wanted))
}

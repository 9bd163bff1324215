//! The queue of messages to Meta.
//!
//! FIFO per conversation: a conversation's next message is due only when none before it is waiting, held or in flight. An attempt
//! is committed before the request leaves; an attempt without an outcome after a crash becomes *unconfirmed*.

use super::StoreResult;
use async_trait::async_trait;
use domain::content::MessageContent;
use domain::entities::DeliveryFailure;
use domain::ids::{ConversationId, MessageId, PhoneNumberId};
use domain::time::Timestamp;

/// The queue of messages to Meta.
#[async_trait]
pub trait OutboundStore {
    /// Takes the next due message of any conversation without one in flight and commits the beginning of an attempt;
    /// `None`: nothing is due now. A number that is disconnected gives nothing.
    async fn claim_outbound(&self, now: Timestamp) -> StoreResult<Option<OutboundJob>>;
    /// When the next message falls due (end of a hold or back-off); `None`: nothing waits for time.
    async fn next_outbound_due(&self, now: Timestamp) -> StoreResult<Option<Timestamp>>;
    /// Commits what became of an attempt. Statuses that came before their wamid was known are applied now.
    async fn finish_attempt(
        &self,
        message: MessageId,
        attempt: u32,
        outcome: &AttemptOutcome,
        now: Timestamp,
    ) -> StoreResult<()>;
    /// At start: attempts that were in flight when the process died become unconfirmed. Answers how many.
    async fn abandon_attempts_in_flight(&self, now: Timestamp) -> StoreResult<u64>;
}

/// One attempt to be made.
#[derive(Clone, Debug, PartialEq)]
pub struct OutboundJob {
    /// Which message.
    pub message_id: MessageId,
    /// Where it stands.
    pub conversation_id: ConversationId,
    /// Which attempt this is, from 1; `biz_opaque_callback_data` is `<message>.<attempt>`.
    pub attempt: u32,
    /// How many attempts of it failed in a row for reasons that pass.
    pub recoverable_failures: u32,
    /// Meta's codes of these failures, newest first; 0: no answer came.
    pub failure_codes: Vec<i64>,
    /// From which of our numbers.
    pub phone_number_id: PhoneNumberId,
    /// Meta's id of that number.
    pub phone_number_meta_id: String,
    /// The customer's digits without plus, as the webhooks write them; `None`: known by user id only.
    pub wa_id: Option<String>,
    /// The customer's business-scoped user id.
    pub user_id: Option<String>,
    /// What to send.
    pub content: MessageContent,
    /// The message it answers, by Meta's id.
    pub quoted_wamid: Option<String>,
    /// When the window closes; past it the attempt must not be made.
    pub window_expires_at: Option<Timestamp>,
}

/// What became of an attempt.
#[derive(Clone, Debug, PartialEq)]
pub enum AttemptOutcome {
    /// Meta took it and gave this id. The tick comes with the status `sent`.
    Accepted {
        /// Meta's id.
        wamid: String,
    },
    /// Surely not sent, for a reason that passes: again at this time, as a new attempt.
    Later {
        /// When.
        due_at: Timestamp,
        /// Why, as Meta's code; 0: no answer came.
        code: i64,
        /// Back-off holds the whole customer (pair rate), not just this message.
        is_pair_rate: bool,
    },
    /// Nothing was asked: we wait by ourselves, so that Meta need not refuse. No failure; holds the whole customer.
    Paced {
        /// Until when.
        due_at: Timestamp,
    },
    /// Surely not sent and never will be by itself.
    Failed(DeliveryFailure),
    /// Nobody knows.
    Unknown,
    /// Meta refused the token: the number becomes disconnected, the message goes back to the queue.
    TokenRefused,
}

//! The queue of messages to Meta.
//!
//! FIFO per conversation: a conversation's next message is due only when none before it is waiting, held or in flight. An attempt
//! is committed before the request leaves; an attempt without an outcome after a crash becomes *unconfirmed*.
//!
//! Conversations take turns: when a message has left, the next one of its conversation stands behind those of others that wait.
//! A limit of a whole number, account or of everything makes all of it rest. When its time has come one message is tried; the
//! others follow when Meta took that one.

use super::StoreResult;
use async_trait::async_trait;
use domain::content::MessageContent;
use domain::entities::DeliveryFailure;
use domain::ids::{ConversationId, MessageId, PhoneNumberId};
use domain::time::{Span, Timestamp};
use domain::visibility::Viewer;
use domain::wire::MessageDetails;

/// The queue of messages to Meta.
#[async_trait]
pub trait OutboundStore {
    /// Which numbers have something to send and when: at most one entry a number, however long the queue is. A number that is
    /// disconnected, or whose rest waits for the outcome of the one message that is tried, is not among them.
    async fn outbound_turns(&self) -> StoreResult<Vec<NumberTurn>>;
    /// Takes up to `most` due messages of a number, each of a conversation without one in flight, and commits the beginning of
    /// their attempts. None while the number is disconnected or rests; one when a rest is over and a message is to be tried.
    async fn claim_outbound_of(
        &self,
        number: PhoneNumberId,
        now: Timestamp,
        most: u32,
    ) -> StoreResult<Vec<OutboundJob>>;
    /// Takes the next due message of any number.
    async fn claim_outbound(&self, now: Timestamp) -> StoreResult<Option<OutboundJob>> {
        let mut turns = self.outbound_turns().await?;
        turns.sort_by_key(|turn| turn.due_at);
        for turn in turns.iter().filter(|turn| turn.due_at <= now) {
            let mut jobs = self.claim_outbound_of(turn.phone_number_id, now, 1).await?;
            if let Some(job) = jobs.pop() {
                return Ok(Some(job));
            }
        }
        Ok(None)
    }
    /// When the next message falls due (end of a hold, back-off or rest); `None`: nothing waits for time.
    async fn next_outbound_due(&self, _now: Timestamp) -> StoreResult<Option<Timestamp>> {
        let turns = self.outbound_turns().await?;
        Ok(turns.iter().map(|turn| turn.due_at).min())
    }
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
    /// How fast a number may send, in messages a second; `None`: as every number.
    async fn set_throughput(&self, number: PhoneNumberId, a_second: Option<u32>) -> StoreResult<()>;
    /// What became of a message on its way to the customer; `None`: no such message for this viewer. A message that we did not
    /// send has no attempts.
    async fn message_details(&self, viewer: &Viewer, id: MessageId) -> StoreResult<Option<MessageDetails>>;
}

/// When a number's next message may leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberTurn {
    /// Which of our numbers.
    pub phone_number_id: PhoneNumberId,
    /// Not before.
    pub due_at: Timestamp,
    /// How fast it may send, in messages a second; `None`: as every number.
    pub throughput: Option<u32>,
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
    /// Which version of that number the attempt is made with.
    pub phone_number_version: u64,
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
        /// Why, by Meta's code; 0: no answer came.
        failure: DeliveryFailure,
        /// Back-off holds the whole customer (pair rate), not just this message.
        is_pair_rate: bool,
    },
    /// Surely not sent, because of a limit of more than this message: all that it concerns rests.
    Limited {
        /// What rests.
        scope: RestScope,
        /// For how long.
        pause: RestPause,
        /// Why, by Meta's code; 0: no answer came.
        failure: DeliveryFailure,
    },
    /// Nothing was asked: we wait by ourselves, so that Meta need not refuse. No failure and no attempt; holds the whole customer.
    Paced {
        /// Until when.
        due_at: Timestamp,
    },
    /// Surely not sent and never will be by itself.
    Failed(DeliveryFailure),
    /// The same, for a reason that the business must settle with Meta: administrators are told.
    BusinessRefused(DeliveryFailure),
    /// Nobody knows.
    Unknown,
    /// Meta refused the token: the number becomes disconnected, administrators are told, the message goes back to the queue.
    TokenRefused {
        /// As in the job. A number that was connected again meanwhile stays connected.
        phone_number_version: u64,
        /// Why, by Meta's code.
        failure: DeliveryFailure,
    },
}

/// What rests as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RestScope {
    /// The message's number.
    Number,
    /// Every number of its WhatsApp Business account.
    Account,
    /// Everything that goes to Meta.
    Everything,
}

/// How long something rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RestPause {
    /// After the limit was met for the first time; it doubles each time that it is met again.
    pub first: Span,
    /// Up to this.
    pub longest: Span,
    /// What Meta asked for: not less.
    pub at_least: Span,
}

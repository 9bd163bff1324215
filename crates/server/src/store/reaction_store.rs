//! Our reactions, on their way to Meta. The newest wish for a message is all that counts, and telling Meta twice does no harm.

use super::StoreResult;
use async_trait::async_trait;
use domain::entities::{DeliveryFailure, Message};
use domain::ids::{MessageId, PhoneNumberId};
use domain::time::Timestamp;
use domain::visibility::Viewer;

/// Our reactions.
#[async_trait]
pub trait ReactionStore {
    /// Puts our reaction on a message (`None`: takes it away) and queues it for Meta. The same again changes nothing, unless Meta did
    /// not take it.
    async fn react(
        &self,
        viewer: &Viewer,
        id: MessageId,
        emoji: Option<&str>,
        now: Timestamp,
    ) -> StoreResult<ReactOutcome>;
    /// Takes up to `most` reactions that are due, of numbers that are connected. Each is due again at `again_at`, should nobody say
    /// what became of it.
    async fn claim_reactions(
        &self,
        now: Timestamp,
        again_at: Timestamp,
        most: u32,
    ) -> StoreResult<Vec<ReactionJob>>;
    /// When the next reaction falls due.
    async fn next_reaction_due(&self) -> StoreResult<Option<Timestamp>>;
    /// What became of telling Meta. A newer wish stays in the queue.
    async fn finish_reaction(&self, job: &ReactionJob, outcome: &ReactionOutcome) -> StoreResult<()>;
}

/// What became of reacting.
#[derive(Clone, Debug, PartialEq)]
#[allow(
    clippy::large_enum_variant,
    reason = "it is made once, looked at and gone; a box would buy nothing"
)]
pub enum ReactOutcome {
    /// The message with it.
    Message(Message),
    /// No such message for this viewer.
    NotFound,
    /// Nobody can react to this message (`domain::reaction`).
    NotReactable,
    /// The 24-hour customer service window is closed.
    WindowClosed,
}

/// A reaction that Meta is to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReactionJob {
    /// To which message.
    pub message_id: MessageId,
    /// Which wish this is.
    pub revision: u64,
    /// How often it failed in a row for reasons that pass.
    pub failures: u32,
    /// The emoji; `None` takes ours away.
    pub emoji: Option<String>,
    /// Meta's id of the message.
    pub wamid: String,
    /// From which of our numbers.
    pub phone_number_id: PhoneNumberId,
    /// Meta's id of that number.
    pub phone_number_meta_id: String,
    /// The customer's digits without plus; `None`: known by user id only.
    pub wa_id: Option<String>,
    /// The customer's business-scoped user id.
    pub user_id: Option<String>,
}

/// What became of telling Meta a reaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReactionOutcome {
    /// Meta took it. A refusal may still come as a status of this id.
    Accepted {
        /// Meta's id of the reaction.
        wamid: String,
    },
    /// Not now: again at this time.
    Later {
        /// When.
        due_at: Timestamp,
    },
    /// Meta refused it for good.
    Failed(DeliveryFailure),
}

//! What Meta delivers: raw deliveries first, then their effects.

use super::{AlarmNews, StoreResult};
use crate::id_source::IdSource;
use async_trait::async_trait;
use domain::content::{MessageContent, SystemLine};
use domain::customer_service_window::opens_window;
use domain::delivery_status::DeliveryState;
use domain::entities::{DeliveryFailure, Direction, Referral};
use domain::ids::{MessageId, PhoneNumberId};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What Meta delivers: raw deliveries first, then their effects.
#[async_trait]
pub trait InboundStore {
    /// Keeps a delivery as it came, durably, before the webhook is answered, with the key of the app that signed it.
    async fn store_signed_delivery(
        &self,
        raw: &[u8],
        signed_by: Option<&str>,
        received_at: Timestamp,
    ) -> StoreResult<i64>;
    /// Keeps a delivery of which no app is known.
    async fn store_delivery(&self, raw: &[u8], received_at: Timestamp) -> StoreResult<i64> {
        self.store_signed_delivery(raw, None, received_at).await
    }
    /// Deliveries that are not processed yet, oldest first: at most `limit`, and fewer when they are large.
    async fn pending_deliveries(&self, limit: u32) -> StoreResult<Vec<DeliveryRow>>;
    /// Applies the changes of one delivery and marks it processed, in one transaction. Each change has a unique key: one that
    /// was applied before has no effect ([`InboundEffect::Duplicate`]). Answers with one effect a change, in order.
    async fn apply_delivery(
        &self,
        delivery: i64,
        changes: &[InboundChange],
        now: Timestamp,
    ) -> StoreResult<Vec<InboundEffect>>;
    /// Applies deliveries in this order, in one transaction. One that our own code cannot apply is undone alone and set aside; those
    /// behind it are applied all the same. Answers with one outcome a delivery.
    async fn apply_deliveries(
        &self,
        deliveries: Arc<[TranslatedDelivery]>,
        now: Timestamp,
    ) -> StoreResult<Vec<DeliveryOutcome>>;
    /// Sets a delivery aside that cannot be read at all; it stays for administrators.
    async fn set_delivery_aside(&self, delivery: i64, reason: &str, now: Timestamp) -> StoreResult<()>;
    /// How many changes and deliveries were set aside.
    async fn set_aside_count(&self) -> StoreResult<u64>;
    /// Forgets raw deliveries processed before a time.
    async fn purge_deliveries(&self, processed_before: Timestamp) -> StoreResult<u64>;
}

/// A delivery that waits to be processed.
#[derive(Clone, Debug)]
pub struct DeliveryRow {
    /// Key, grows with time.
    pub id: i64,
    /// The body as received.
    pub raw: Vec<u8>,
    /// The key of the app that signed it (`webhook::app_key`).
    pub signed_by: Option<String>,
}

/// A delivery in our words.
#[derive(Clone, Debug)]
pub struct TranslatedDelivery {
    /// Its key.
    pub id: i64,
    /// Its changes, or why it cannot be read at all.
    pub changes: Result<Vec<InboundChange>, String>,
}

/// What became of a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeliveryOutcome {
    /// One effect a change, in order.
    Applied(Vec<InboundEffect>),
    /// It was set aside as a whole, and why.
    SetAside(String),
}

/// Who wrote, as Meta told. At least one of `wa_id` and `user_id` is there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CustomerIdentity {
    /// Digits without plus; missing for customers with a username.
    pub wa_id: Option<String>,
    /// Business-scoped user id (`BR.…`).
    pub user_id: Option<String>,
    /// User id across the business's portfolios (`BR.ENT.…`).
    pub parent_user_id: Option<String>,
    /// Name of the WhatsApp profile.
    pub profile_name: Option<String>,
    /// WhatsApp username without `@`.
    pub username: Option<String>,
}

/// One change of a delivery in our words.
#[derive(Clone, Debug, PartialEq)]
pub enum InboundChange {
    /// A message: key (phone number, wamid). An echo of the business's phone has `direction` outbound.
    Message(Box<InboundMessage>),
    /// News of an outgoing message: key (wamid, status).
    Status(StatusUpdate),
    /// Something that was done to a message: key (kind, phone number, wamid).
    Annotation(Box<Annotation>),
    /// The customer has another number or id from now on; the contact keeps its conversations.
    IdentityChanged {
        /// Which number was told.
        phone_number_id: Option<PhoneNumberId>,
        /// Unique key of this change.
        key: String,
        /// Who it was.
        from: Box<CustomerIdentity>,
        /// Who it is now.
        to: Box<CustomerIdentity>,
        /// The line for the thread, if any.
        line: Option<SystemLine>,
        /// Line's id.
        line_id: MessageId,
        /// Meta's time.
        at: Timestamp,
    },
    /// Account news and whatever has no effect yet: kept by key for administrators.
    Account {
        /// Unique key of this change.
        key: String,
        /// Meta's name of the field.
        field: String,
        /// The value as JSON.
        value: String,
        /// What administrators should know of it, if anything.
        alarm: Option<Box<AlarmNews>>,
    },
    /// A value that cannot be read, or that is not for our numbers: kept for administrators, counted.
    SetAside {
        /// Unique key of this change.
        key: String,
        /// Meta's name of the field.
        field: String,
        /// The value as JSON.
        value: String,
        /// Why, for the log.
        reason: String,
    },
}

/// A message from the customer, or an echo of one written on the business's phone.
#[derive(Clone, Debug, PartialEq)]
pub struct InboundMessage {
    /// Our id, made before; used when it is not a duplicate.
    pub id: MessageId,
    /// Which of our numbers.
    pub phone_number_id: PhoneNumberId,
    /// Meta's id, unique per number.
    pub wamid: String,
    /// The customer.
    pub customer: CustomerIdentity,
    /// True: the business wrote it on its phone.
    pub is_echo: bool,
    /// True: it is from before the number came to the API. It stands in the thread, but is not unread and opens nothing again.
    pub is_past: bool,
    /// What it holds.
    pub content: MessageContent,
    /// Meta's id of the media, to fetch it with.
    pub meta_media_id: Option<String>,
    /// Meta's id of the message it answers.
    pub quoted_wamid: Option<String>,
    /// Forwarded from elsewhere.
    pub is_forwarded: bool,
    /// The advertisement or post through which the customer came with it.
    pub referral: Option<Referral>,
    /// Meta's time.
    pub at: Timestamp,
    /// Whether it opens the 24-hour window (`domain::customer_service_window`).
    pub opens_window: bool,
    /// Ids for what may have to be created.
    pub new_contact_id: domain::ids::ContactId,
    /// Ids for what may have to be created.
    pub new_conversation_id: domain::ids::ConversationId,
    /// Id of the line "reopened", if the conversation was concluded.
    pub reopened_line_id: MessageId,
}

impl InboundMessage {
    /// A customer's message that has nothing but its content.
    #[must_use]
    pub fn new(
        ids: &IdSource,
        phone_number_id: PhoneNumberId,
        wamid: &str,
        customer: CustomerIdentity,
        content: MessageContent,
        at: Timestamp,
    ) -> Self {
        Self {
            id: ids.message_id(),
            phone_number_id,
            wamid: wamid.to_owned(),
            customer,
            is_echo: false,
            is_past: false,
            opens_window: opens_window(&content),
            content,
            meta_media_id: None,
            quoted_wamid: None,
            is_forwarded: false,
            referral: None,
            at,
            new_contact_id: ids.contact_id(),
            new_conversation_id: ids.conversation_id(),
            reopened_line_id: ids.message_id(),
        }
    }
}

/// What the customer, or the business on its phone, did to a message.
#[derive(Clone, Debug, PartialEq)]
pub struct Annotation {
    /// Which number it came to.
    pub phone_number_id: PhoneNumberId,
    /// Meta's id of it.
    pub wamid: String,
    /// The message it is about.
    pub target_wamid: String,
    /// Who did it: `Inbound` the customer, `Outbound` the business.
    pub by: Direction,
    /// What was done.
    pub kind: AnnotationKind,
    /// Meta's time.
    pub at: Timestamp,
}

/// What was done to a message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AnnotationKind {
    /// An emoji was put on it (`None`: taken away).
    Reaction {
        /// The emoji.
        emoji: Option<String>,
    },
    /// Its author changed it.
    Edit {
        /// What it holds now.
        content: MessageContent,
        /// Meta's id of its file, if it has one.
        meta_media_id: Option<String>,
    },
    /// Its author deleted it for everyone.
    Revoke,
}

impl AnnotationKind {
    /// Its name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Reaction { .. } => "reaction",
            Self::Edit { .. } => "edit",
            Self::Revoke => "revoke",
        }
    }
}

/// News of an outgoing message.
#[derive(Clone, Debug, PartialEq)]
pub struct StatusUpdate {
    /// The number that was told; the message must be one of it. `None`: not known.
    pub phone_number_id: Option<PhoneNumberId>,
    /// Meta's id of the message.
    pub wamid: String,
    /// `biz_opaque_callback_data` if it is ours: message and attempt.
    pub callback: Option<(MessageId, u32)>,
    /// The state it tells; `None` for a status we do not know (kept, no effect).
    pub state: Option<DeliveryState>,
    /// Unique key together with the wamid.
    pub status: String,
    /// Why it failed.
    pub failure: Option<DeliveryFailure>,
    /// Meta's time.
    pub at: Timestamp,
}

/// What one change did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InboundEffect {
    /// Something changed.
    Applied,
    /// It was applied before.
    Duplicate,
    /// A status, reaction, edit or revocation before its message: kept until the message's wamid is known.
    Waiting,
    /// It was put where administrators see it.
    SetAside,
    /// It changes nothing (an unknown status, an older reaction than the one that is there).
    NoEffect,
}

//! Everything that is remembered, as whole operations in the domain's words.
//!
//! One module a database (`sqlite` now; PostgreSQL when outgrown), one conformance suite over both. Invariants that every
//! implementation keeps:
//! - A change and its log row are one transaction; numbers have no gaps to a reader; after the commit the new number is published
//!   through [`EventStore::subscribe`].
//! - What a viewer may see is decided inside the query ([`domain::visibility::Viewer`] plus the switch "Support Agent" as stored),
//!   never by filtering afterwards. What may not be seen looks like what does not exist.
//! - `version` of a row grows by one with each change.
//! - While nothing can be written, [`UpkeepStore::outage`] says why; reading may go on.

mod agent_store;
mod alarm_store;
mod audit_store;
mod canned_response_store;
mod contact_list_store;
mod contact_store;
mod conversation_store;
mod draft_store;
mod event_store;
mod feedback_store;
mod inbound_store;
mod label_store;
mod media_store;
mod mention_store;
mod note_store;
mod outage;
mod outbound_store;
mod phone_number_store;
mod pin_store;
mod reaction_store;
mod search_store;
mod shelf_store;
mod sqlite;
mod template_store;
mod upkeep_store;

pub use agent_store::{AgentStore, Credential, NewAgent, NewSession};
pub use alarm_store::{AlarmNews, AlarmStore};
pub use audit_store::{AuditEntry, AuditStore};
pub use canned_response_store::{CannedResponseStore, PutCannedOutcome};
pub use contact_list_store::{
    ContactFileWay, ContactListStore, ContactsWanted, CreateContactOutcome, LineOutcome, NewListedContact,
};
pub use contact_store::{
    ChangeContactOutcome, ContactReach, ContactStore, EraseContactOutcome, MergeOutcome,
};
pub use conversation_store::{
    AcceptOutcome, CancelOutcome, ConversationStore, EraseOutcome, MarkReadOutcome, NewConversation,
    NewOutbound, PageOfList, ReadReceipt, RetryOutcome, SoundOutcome, StartOutcome,
};
pub use draft_store::DraftStore;
pub use event_store::{EventBatch, EventStore, LogBounds, SharedBatch};
pub use feedback_store::FeedbackStore;
pub use inbound_store::{
    Annotation, AnnotationKind, CustomerIdentity, DeliveryOutcome, DeliveryRow, InboundChange, InboundEffect,
    InboundMessage, InboundStore, StatusUpdate, TranslatedDelivery,
};
pub use label_store::{LabelStore, PutLabelOutcome};
pub use media_store::{KeptFile, MediaFetch, MediaFile, MediaStore, UploadOutcome};
pub use mention_store::MentionStore;
pub use note_store::{NoteStore, PutNoteOutcome, RemoveNoteOutcome};
pub use outage::{Outage, OutageReason};
pub use outbound_store::{AttemptOutcome, NumberTurn, OutboundJob, OutboundStore, RestPause, RestScope};
pub use phone_number_store::{NewPhoneNumber, PhoneNumberSecrets, PhoneNumberStore};
pub use pin_store::{PinOutcome, PinStore};
pub use reaction_store::{ReactOutcome, ReactionJob, ReactionOutcome, ReactionStore};
pub use search_store::{SearchStore, SearchWanted};
pub use shelf_store::{ShelfStore, ShelfWanted};
pub use sqlite::{BackUpError, RestoreError, Restored, SqliteStore, back_up, restore};
pub use template_store::{ListedTemplate, TemplateLookup, TemplateStore};
pub use upkeep_store::{StoreFigures, UpkeepStore};

use std::sync::Arc;

/// All of it. Object-safe: the server holds an `Arc<dyn Store>`.
pub trait Store:
    AgentStore
    + AlarmStore
    + AuditStore
    + CannedResponseStore
    + ContactListStore
    + ContactStore
    + ConversationStore
    + DraftStore
    + EventStore
    + FeedbackStore
    + InboundStore
    + LabelStore
    + MediaStore
    + MentionStore
    + NoteStore
    + OutboundStore
    + PhoneNumberStore
    + PinStore
    + ReactionStore
    + SearchStore
    + ShelfStore
    + TemplateStore
    + UpkeepStore
    + Send
    + Sync
{
}

/// The store as handlers and workers share it.
pub type SharedStore = Arc<dyn Store>;

/// Why the store could not answer.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Locked, disk full, out of file descriptors: trying later makes sense.
    #[error("the database is not available: {0}")]
    Unavailable(#[from] Outage),
    /// A row does not make sense, a statement is wrong: a fault of ours.
    #[error("the database gave something unexpected: {0}")]
    Broken(String),
}

impl StoreError {
    /// Tells the log what could not be done. An outage, which everyone meets, is told once a minute.
    pub fn tell(&self, what: &str) {
        match self {
            Self::Unavailable(outage) => outage.tell(what),
            Self::Broken(error) => tracing::error!(error, "{what}"),
        }
    }
}

/// What store operations return.
pub type StoreResult<T> = Result<T, StoreError>;

//! Who changed what. The rows are written with the changes themselves.

use super::StoreResult;
use async_trait::async_trait;
use domain::ids::AgentId;
use domain::time::Timestamp;
use uuid::Uuid;

/// Who changed what.
#[async_trait]
pub trait AuditStore {
    /// What was done to one thing, oldest first. Who may read it is for the caller to decide.
    async fn audit_of(&self, entity_id: Uuid) -> StoreResult<Vec<AuditEntry>>;
}

/// One change. It never says what something held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub agent_id: AgentId,
    /// What was done: `contact_changed`, `note_removed` …
    pub action: String,
    /// To what kind of thing: `contact`, `note`, `source`, `group`.
    pub entity: String,
    /// To which.
    pub entity_id: Uuid,
    /// Names of what changed of it.
    pub fields: Vec<String>,
}

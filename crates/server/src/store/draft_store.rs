//! What agents have written and not sent.

use super::StoreResult;
use async_trait::async_trait;
use domain::command::SaveDraft;
use domain::draft::Draft;
use domain::ids::ConversationId;
use domain::time::Timestamp;
use domain::visibility::Viewer;

/// What agents have written and not sent. Each has their own.
#[async_trait]
pub trait DraftStore {
    /// Keeps the viewer's draft unless a newer revision is known, and tells the viewer's devices. Answers with the draft as it is
    /// then; `None`: no such conversation for this viewer.
    async fn save_draft(
        &self,
        viewer: &Viewer,
        conversation_id: ConversationId,
        draft: &SaveDraft,
        now: Timestamp,
    ) -> StoreResult<Option<Draft>>;
}

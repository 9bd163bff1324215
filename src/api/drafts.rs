//! Drafts.

use super::error::ApiError;
use super::request;
use domain::command::SaveDraft;
use domain::draft::Draft;
use domain::ids::ConversationId;

/// Keeps the agent's draft, unless a newer revision is known; the draft as it is then.
pub async fn save_draft(id: ConversationId, draft: &SaveDraft) -> Result<Draft, ApiError> {
    request::put(&format!("/conversations/{id}/draft"), draft).await
}

//! What agents keep on top of their lists.

use super::StoreResult;
use async_trait::async_trait;
use domain::command::PinConversation;
use domain::ids::ConversationId;
use domain::visibility::Viewer;
use domain::wire::Pins;

/// What agents keep on top of their lists. Each has their own.
#[async_trait]
pub trait PinStore {
    /// Pins a conversation for the viewer or lets it go, unless a newer wish is known, and tells the viewer's devices.
    async fn pin(
        &self,
        viewer: &Viewer,
        conversation_id: ConversationId,
        wish: PinConversation,
    ) -> StoreResult<PinOutcome>;
}

/// What became of pinning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PinOutcome {
    /// All that the viewer has pinned then.
    Pins(Pins),
    /// No such conversation for this viewer. Letting go what is pinned works out of sight too.
    NotFound,
    /// The viewer sees [`domain::pin::MOST`] that are pinned already.
    Full,
}

//! "… is typing": to colleagues who may see the conversation, and to the customer.

use super::hub::Typing;
use crate::state::{AppState, MetaSignal};
use crate::store::StoreError;
use domain::ids::ConversationId;
use domain::visibility::Viewer;
use std::time::Duration;
use tokio::time::Instant;

/// Colleagues are told at most this often by one socket; the sign lives six seconds.
const COLLEAGUES_EVERY: Duration = Duration::from_secs(1);
/// The customer's sign lives up to 25 seconds or until a message comes (Meta, Cloud API, "Typing indicators").
const CUSTOMER_EVERY: Duration = Duration::from_secs(20);

/// What one socket has told lately.
#[derive(Debug, Default)]
pub struct TypingRelay {
    colleagues_at: Option<Instant>,
    customer: Option<(ConversationId, Instant)>,
}

impl TypingRelay {
    /// Tells that the viewer writes, if they may write there and it was not told just now.
    pub async fn relay(
        &mut self,
        state: &AppState,
        viewer: &Viewer,
        id: ConversationId,
    ) -> Result<(), StoreError> {
        let now = Instant::now();
        if !viewer.may_send() || self.colleagues_at.is_some_and(|at| now - at < COLLEAGUES_EVERY) {
            return Ok(());
        }
        self.colleagues_at = Some(now);
        let Some(detail) = state.store.conversation_detail(viewer, id, 1).await? else {
            return Ok(());
        };
        let is_support_agent_on = state.store.settings().await?.is_support_agent_on;
        state.hub.typing(Typing {
            conversation_id: id,
            agent_id: viewer.agent_id,
            assignees: detail.row.conversation.assignees,
            is_support_agent_on,
        });
        let was_told = |(told, at): (ConversationId, Instant)| told == id && now - at < CUSTOMER_EVERY;
        if self.customer.is_some_and(was_told) {
            return Ok(());
        }
        if let Some(newest) = state.store.newest_inbound(viewer, id).await? {
            self.customer = Some((id, now));
            state.signal_meta(MetaSignal::Typing(newest));
        }
        Ok(())
    }
}

//! Which colleagues are writing. A sign is forgotten after 6 seconds (docs/protocol.md).

use domain::ids::{AgentId, ConversationId};
use domain::time::{Span, Timestamp};

/// How long a sign of typing lasts.
pub const TYPING_LASTS: Span = Span::from_seconds(6);

/// Signs of typing, not yet expired.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typing {
    signs: Vec<(ConversationId, AgentId, Timestamp)>,
}

impl Typing {
    /// Who writes in a conversation.
    pub fn agents(&self, conversation_id: ConversationId) -> impl Iterator<Item = AgentId> {
        self.signs
            .iter()
            .filter(move |(id, ..)| *id == conversation_id)
            .map(|(_, agent, _)| *agent)
    }

    /// Notes a sign that came at `now`.
    pub(crate) fn note(&mut self, conversation_id: ConversationId, agent_id: AgentId, now: Timestamp) {
        self.stop(conversation_id, agent_id);
        self.signs.push((conversation_id, agent_id, now + TYPING_LASTS));
    }

    /// The agent's message is there: the sign goes.
    pub(crate) fn stop(&mut self, conversation_id: ConversationId, agent_id: AgentId) -> bool {
        let before = self.signs.len();
        self.signs
            .retain(|(id, agent, _)| (*id, *agent) != (conversation_id, agent_id));
        self.signs.len() < before
    }

    /// Forgets what is too old. Says whether anything went.
    pub(crate) fn expire(&mut self, now: Timestamp) -> bool {
        let before = self.signs.len();
        self.signs.retain(|(_, _, until)| *until > now);
        self.signs.len() < before
    }

    /// Whether nobody writes anywhere.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.signs.is_empty()
    }
}

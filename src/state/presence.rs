//! Which colleagues have the same conversation in view (docs/protocol.md, "viewing").

use domain::ids::{AgentId, ConversationId};

/// Colleagues in the conversations that are in view here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Presence {
    here: Vec<(ConversationId, AgentId)>,
}

impl Presence {
    /// Who else has a conversation in view.
    pub fn agents(&self, id: ConversationId) -> impl Iterator<Item = AgentId> {
        self.here
            .iter()
            .filter(move |(where_to, _)| *where_to == id)
            .map(|(_, agent)| *agent)
    }

    /// Somebody came or left. Says whether that is news.
    pub(crate) fn note(&mut self, id: ConversationId, agent: AgentId, is_here: bool) -> bool {
        let at = self.here.iter().position(|known| *known == (id, agent));
        match (at, is_here) {
            (None, true) => self.here.push((id, agent)),
            (Some(at), false) => {
                self.here.remove(at);
            }
            (None, false) | (Some(_), true) => return false,
        }
        true
    }

    /// Nobody tells any more who is there. Says whether that is news.
    pub(crate) fn forget(&mut self) -> bool {
        let was_known = !self.here.is_empty();
        self.here.clear();
        was_known
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colleagues_come_and_go_once() {
        let id = |number| ConversationId::from_parts(number, &[1; 10]);
        let agent = AgentId::from_parts(1, &[1; 10]);
        let mut presence = Presence::default();
        assert!(presence.note(id(1), agent, true));
        assert!(!presence.note(id(1), agent, true));
        assert_eq!(presence.agents(id(1)).collect::<Vec<_>>(), [agent]);
        assert_eq!(presence.agents(id(2)).count(), 0);
        assert!(!presence.note(id(2), agent, false));
        assert!(presence.note(id(1), agent, false));
        assert!(!presence.forget());
    }
}

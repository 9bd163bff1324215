//! Who may see and do what with a conversation. The server puts the same rule into its queries; a test holds them together.

use crate::entities::{Direction, Message};
use crate::ids::AgentId;
use crate::permission::{Permission, PermissionSet};

/// The agent who looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Viewer {
    /// Who.
    pub agent_id: AgentId,
    /// What their role allows.
    pub permissions: PermissionSet,
}

impl Viewer {
    /// Whether the viewer sees every conversation, whoever is assigned.
    #[must_use]
    pub const fn sees_all(&self, is_support_agent_on: bool) -> bool {
        self.permissions.allows(Permission::ChatViewAll)
            || (self.permissions.allows(Permission::ChatView) && !is_support_agent_on)
    }

    /// Whether the viewer sees a conversation with these assignees.
    ///
    /// Support Agent off: "Ver" sees all. On: one's own and the unassigned. "Ver todos" sees all, always.
    #[must_use]
    pub fn may_see(&self, is_support_agent_on: bool, assignees: &[AgentId]) -> bool {
        self.sees_all(is_support_agent_on)
            || (self.permissions.allows(Permission::ChatView)
                && (assignees.is_empty() || assignees.contains(&self.agent_id)))
    }

    /// Whether the viewer may write in a conversation that they see.
    #[must_use]
    pub const fn may_send(&self) -> bool {
        self.permissions.allows(Permission::ChatSend)
    }

    /// Whether the viewer may make `assignees` the assignees: oneself alone ("Assumir") needs *Enviar*, all else *Atribuir*.
    #[must_use]
    pub fn may_assign(&self, assignees: &[AgentId]) -> bool {
        self.permissions.allows(Permission::ChatAssign)
            || (self.permissions.allows(Permission::ChatSend) && assignees == [self.agent_id])
    }

    /// Whether the viewer may cancel or erase a message that they see: *Enviar* for one's own, *Excluir* for all others.
    #[must_use]
    pub fn may_erase(&self, message: &Message) -> bool {
        let is_own = message.direction == Direction::Outbound && message.author == Some(self.agent_id);
        self.permissions.allows(Permission::ChatDelete)
            || (is_own && self.permissions.allows(Permission::ChatSend))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn viewer(n: u8, permissions: &[Permission]) -> Viewer {
        Viewer {
            agent_id: AgentId::from_parts(u64::from(n), &[n; 10]),
            permissions: permissions.iter().copied().collect(),
        }
    }

    #[test]
    fn sight_follows_role_switch_and_assignees() {
        let me = viewer(1, &[Permission::ChatView]);
        let lead = viewer(2, &[Permission::ChatViewAll]);
        let blind = viewer(3, &[Permission::ChatSend]);
        // (switch, assignees, may I, may the lead)
        let cases: [(bool, Vec<AgentId>, bool, bool); 6] = [
            (false, vec![], true, true),
            (false, vec![lead.agent_id], true, true),
            (true, vec![], true, true),
            (true, vec![me.agent_id], true, true),
            (true, vec![lead.agent_id, me.agent_id], true, true),
            (true, vec![lead.agent_id], false, true),
        ];
        for (switch, assignees, mine, leads) in cases {
            assert_eq!(me.may_see(switch, &assignees), mine, "{switch} {assignees:?}");
            assert_eq!(lead.may_see(switch, &assignees), leads, "{switch} {assignees:?}");
            assert!(!blind.may_see(switch, &assignees));
        }
    }

    #[test]
    fn taking_needs_send_and_giving_needs_assign() {
        let sender = viewer(1, &[Permission::ChatSend]);
        let other = viewer(2, &[Permission::ChatAssign]);
        assert!(sender.may_assign(&[sender.agent_id]));
        assert!(!sender.may_assign(&[]));
        assert!(!sender.may_assign(&[sender.agent_id, other.agent_id]));
        assert!(other.may_assign(&[sender.agent_id]));
    }
}

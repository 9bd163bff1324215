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

    /// Whether the viewer may cancel a held message that they see: its author, or who has *Excluir*.
    #[must_use]
    pub fn may_cancel(&self, message: &Message) -> bool {
        self.permissions.allows(Permission::ChatDelete) || self.wrote(message)
    }

    /// Whether the viewer may erase a message that they see: *Enviar* for one's own, *Excluir* for all others.
    #[must_use]
    pub fn may_erase(&self, message: &Message) -> bool {
        self.permissions.allows(Permission::ChatDelete)
            || (self.wrote(message) && self.permissions.allows(Permission::ChatSend))
    }

    fn wrote(&self, message: &Message) -> bool {
        message.direction == Direction::Outbound && message.author == Some(self.agent_id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::examples;

    fn message(direction: Direction, author: Option<AgentId>) -> Message {
        Message {
            author,
            ..examples::message(direction)
        }
    }

    #[test]
    fn ones_own_messages_need_send_and_all_others_need_delete() {
        let sender = viewer(1, &[Permission::ChatSend]);
        let former_sender = viewer(1, &[Permission::ChatView]);
        let deleter = viewer(2, &[Permission::ChatDelete]);
        let own = message(Direction::Outbound, Some(sender.agent_id));
        let of_another = message(Direction::Outbound, Some(viewer(3, &[]).agent_id));
        let from_the_phone = message(Direction::Outbound, None);
        let incoming = message(Direction::Inbound, None);
        // (message, sender erases, former sender erases, former sender cancels)
        for (message, erases, former_erases, former_cancels) in [
            (own, true, false, true),
            (of_another, false, false, false),
            (from_the_phone, false, false, false),
            (incoming, false, false, false),
        ] {
            assert_eq!(sender.may_erase(&message), erases);
            assert_eq!(sender.may_cancel(&message), erases);
            assert_eq!(former_sender.may_erase(&message), former_erases);
            assert_eq!(former_sender.may_cancel(&message), former_cancels);
            assert!(deleter.may_erase(&message) && deleter.may_cancel(&message));
        }
    }

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

//! Who may see what, kept by the test itself from what it did: plain sets and words, nothing of the server's queries or of
//! `domain::visibility`.
//!
//! Every change of rights adds a state. Until the server has answered, the former and the new state are both possible; then the
//! new one is sure. What somebody was shown must have been allowed by some state between the one that was sure when it was asked
//! for and the newest possible one. Changes of rights are made one at a time, so there are never more than two.

use domain::ids::{AgentId, ConversationId, RoleId};
use std::collections::{BTreeMap, BTreeSet};

/// Who may do what at one moment.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// The switch "Support Agent".
    pub is_support_agent_on: bool,
    /// What each role allows, in the words of the wire.
    pub roles: BTreeMap<RoleId, BTreeSet<String>>,
    /// Each agent's role.
    pub role_of: BTreeMap<AgentId, RoleId>,
    /// Who answers each conversation; one that is not here is nobody's.
    pub assignees: BTreeMap<ConversationId, BTreeSet<AgentId>>,
}

impl State {
    /// Whether the agent's role allows something.
    pub fn may(&self, agent: AgentId, permission: &str) -> bool {
        let role = self.role_of.get(&agent);
        role.and_then(|role| self.roles.get(role))
            .is_some_and(|permissions| permissions.contains(permission))
    }

    /// Who answers a conversation.
    pub fn assignees_of(&self, conversation: ConversationId) -> BTreeSet<AgentId> {
        self.assignees.get(&conversation).cloned().unwrap_or_default()
    }

    /// Whether the agent may see a conversation (`decisions.md` 2).
    pub fn sees(&self, agent: AgentId, conversation: ConversationId) -> bool {
        if self.may(agent, "chat.view_all") {
            return true;
        }
        if !self.may(agent, "chat.view") {
            return false;
        }
        let assignees = self.assignees_of(conversation);
        !self.is_support_agent_on || assignees.is_empty() || assignees.contains(&agent)
    }

    /// Whether the agent may write in a conversation.
    pub fn may_send_in(&self, agent: AgentId, conversation: ConversationId) -> bool {
        self.sees(agent, conversation) && self.may(agent, "chat.send")
    }
}

/// The states so far.
#[derive(Debug)]
pub struct Rights {
    states: Vec<State>,
    sure: usize,
}

impl Rights {
    /// As the world begins.
    pub fn new(beginning: State) -> Self {
        Self {
            states: vec![beginning],
            sure: 0,
        }
    }

    /// The number of the newest state that is surely in force.
    pub const fn sure(&self) -> usize {
        self.sure
    }

    /// The newest state that is surely in force. While no change is under way it is the only one.
    pub fn now(&self) -> &State {
        &self.states[self.sure]
    }

    /// A change is asked for: from now on it may be in force.
    pub fn begin(&mut self, change: impl FnOnce(&mut State)) {
        let mut next = self.now().clone();
        change(&mut next);
        self.states.push(next);
    }

    /// The change is in force.
    pub const fn settle(&mut self) {
        self.sure = self.states.len() - 1;
    }

    /// The change was refused.
    pub fn forget(&mut self) {
        self.states.truncate(self.sure + 1);
    }

    /// Whether a state from number `since` on allowed something.
    pub fn allowed(&self, since: usize, allows: impl Fn(&State) -> bool) -> bool {
        self.states[since..].iter().any(allows)
    }
}

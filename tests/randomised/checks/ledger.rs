//! What agents did, as far as it decides what must be found.

use super::truth::Truth;
use domain::content::{MessageContent, SystemLine};
use domain::entities::{ConversationState, Direction, Position};
use domain::ids::{AgentId, ConversationId, MessageId};
use std::collections::{BTreeMap, BTreeSet};

/// What agents did.
#[derive(Debug, Default)]
pub struct Ledger {
    /// How far conversations were seen.
    pub marks: Vec<Mark>,
    /// How often each message was tried again by hand, at most.
    pub retries: BTreeMap<MessageId, usize>,
    /// Each change of assignees: by whom, to whom.
    pub assignments: BTreeMap<ConversationId, Vec<(AgentId, BTreeSet<AgentId>)>>,
    /// What was asked of conversations' states in this round, in order.
    pub state_changes: Vec<(ConversationId, AgentId, ConversationState)>,
    /// How everything was at the last look.
    pub last: BTreeMap<ConversationId, AtLastLook>,
    /// How many messages there were at the last look.
    pub messages: usize,
}

/// A conversation at the last look.
#[derive(Clone, Copy, Debug)]
pub struct AtLastLook {
    /// Open or ended.
    pub state: ConversationState,
    /// How many messages of the customer.
    pub inbound: usize,
    /// How many of ours.
    pub outbound: usize,
    /// How many lines that it was concluded.
    pub concluded: usize,
    /// How many lines that it was opened again.
    pub reopened: usize,
}

/// An agent has seen a conversation up to a message.
#[derive(Clone, Debug)]
pub struct Mark {
    /// Which conversation.
    pub conversation: ConversationId,
    /// Up to where.
    pub position: Position,
    /// What the device held: the server had it for sure.
    pub known: BTreeSet<MessageId>,
    /// Whether the server said that it did it.
    pub is_sure: bool,
    /// Whether the server said that it did not.
    pub was_refused: bool,
}

impl Ledger {
    /// An agent marks a conversation; the answer changes the mark at the place that this returns.
    pub fn note_mark(&mut self, mark: Mark) -> usize {
        self.marks.push(mark);
        self.marks.len() - 1
    }

    /// An agent tries a message again.
    pub fn note_retry(&mut self, message: MessageId) {
        *self.retries.entry(message).or_default() += 1;
    }

    /// Assignees were changed.
    pub fn note_assignment(&mut self, id: ConversationId, by: AgentId, agents: BTreeSet<AgentId>) {
        self.assignments.entry(id).or_default().push((by, agents));
    }

    /// A conversation was concluded or opened, unless it was so already.
    pub fn note_state_change(&mut self, id: ConversationId, by: AgentId, state: ConversationState) {
        self.state_changes.push((id, by, state));
    }

    /// All is right: from here on again.
    pub fn close_round(&mut self, truth: &Truth) {
        self.state_changes.clear();
        self.messages = truth.messages.len();
        self.last = truth
            .conversations
            .iter()
            .map(|(id, row)| (*id, AtLastLook::of(truth, *id, row.conversation.state)))
            .collect();
    }
}

impl AtLastLook {
    /// How a conversation is now.
    pub fn of(truth: &Truth, id: ConversationId, state: ConversationState) -> Self {
        let count = |fits: &dyn Fn(&domain::entities::Message) -> bool| {
            truth.thread(id).filter(|message| fits(message)).count()
        };
        Self {
            state,
            inbound: count(&|message| message.direction == Direction::Inbound),
            outbound: count(&|message| message.direction == Direction::Outbound),
            concluded: count(&|message| {
                matches!(
                    message.content,
                    MessageContent::System(SystemLine::Concluded { .. })
                )
            }),
            reopened: count(&|message| {
                matches!(message.content, MessageContent::System(SystemLine::Reopened))
            }),
        }
    }
}

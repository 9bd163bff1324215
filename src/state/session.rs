//! Who is at the screen and what they may do.

use super::AppState;
use super::conversation_list::ConversationList;
use super::thread::set_if_other;
use domain::alarm::NEEDED_PERMISSION;
use domain::ids::AgentId;
use domain::permission::Permission;
use domain::visibility::Viewer;
use domain::wire::Session;
use leptos::prelude::*;

impl AppState {
    /// Whether the signed-in agent's role allows something; tracks the session.
    #[must_use]
    pub fn can(&self, permission: Permission) -> bool {
        self.session.with(|session| {
            session
                .as_ref()
                .is_some_and(|session| session.permissions.allows(permission))
        })
    }

    /// The same, untracked.
    #[must_use]
    pub fn can_untracked(&self, permission: Permission) -> bool {
        self.session.with_untracked(|session| {
            session
                .as_ref()
                .is_some_and(|session| session.permissions.allows(permission))
        })
    }

    /// The signed-in agent as `domain::visibility` asks for it; tracks the session.
    #[must_use]
    pub fn viewer(&self) -> Option<Viewer> {
        self.session.with(|session| {
            session.as_ref().map(|session| Viewer {
                agent_id: session.agent.id,
                permissions: session.permissions,
            })
        })
    }

    /// The id of the signed-in agent; tracks the session.
    #[must_use]
    pub fn me(&self) -> Option<AgentId> {
        self.session
            .with(|session| session.as_ref().map(|session| session.agent.id))
    }

    /// The id of the signed-in agent, untracked.
    #[must_use]
    pub fn me_untracked(&self) -> Option<AgentId> {
        self.session
            .with_untracked(|session| session.as_ref().map(|session| session.agent.id))
    }

    /// The agent at the screen is another one, or has just become known: what is "mine" changes.
    pub(crate) fn put_session(&self, session: Session) {
        let me = session.agent.id;
        let is_other = self
            .session
            .with_untracked(|old| old.as_ref().is_none_or(|old| old.agent.id != me));
        self.agents.put(session.agent.clone());
        if !session.permissions.allows(NEEDED_PERMISSION) {
            self.forget_alarms();
        }
        set_if_other(&self.session, Some(session));
        if is_other {
            let mut list = ConversationList::default();
            for id in self.conversations.ids_untracked() {
                if let Some(entry) = self.conversations.with_untracked(id, |row| self.entry_of(row)) {
                    list.place(entry);
                }
            }
            set_if_other(&self.conversation_list, list);
        }
    }
}

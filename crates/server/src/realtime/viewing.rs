//! Who has which conversation in view, told to those who have the same one in view.
//!
//! Nobody keeps a list: who comes says so, and those who are there answer; who leaves, or whose socket ends, says that. An agent who
//! is there on another device too says so again.

use super::hub::{Hub, Viewing};
use crate::state::AppState;
use crate::store::StoreError;
use domain::ids::ConversationId;
use domain::visibility::Viewer;

/// What one socket has in view.
#[derive(Debug)]
pub struct View {
    hub: Hub,
    /// As it was told.
    told: Option<Viewing>,
}

impl View {
    /// Nothing yet.
    pub const fn new(hub: Hub) -> Self {
        Self { hub, told: None }
    }

    /// Another conversation is in view, or none.
    pub async fn change(
        &mut self,
        state: &AppState,
        viewer: &Viewer,
        id: Option<ConversationId>,
    ) -> Result<(), StoreError> {
        if self.conversation() == id {
            return Ok(());
        }
        self.leave();
        let Some(id) = id else { return Ok(()) };
        let Some(detail) = state.store.conversation_detail(viewer, id, 1).await? else {
            return Ok(());
        };
        let viewing = Viewing {
            conversation_id: id,
            agent_id: viewer.agent_id,
            is_here: true,
            is_answer: false,
            assignees: detail.row.conversation.assignees,
            is_support_agent_on: state.store.settings().await?.is_support_agent_on,
        };
        self.hub.viewing(viewing.clone());
        self.told = Some(viewing);
        Ok(())
    }

    /// Hears of somebody; whether this socket's agent should be told.
    pub fn hear(&self, heard: &Viewing, viewer: &Viewer) -> bool {
        let Some(own) = self
            .told
            .as_ref()
            .filter(|own| own.conversation_id == heard.conversation_id)
        else {
            return false;
        };
        let is_own = heard.agent_id == own.agent_id;
        let wants_answer = heard.is_here != is_own && !heard.is_answer;
        if wants_answer {
            self.hub.viewing(Viewing {
                is_answer: true,
                ..own.clone()
            });
        }
        !is_own && viewer.may_see(heard.is_support_agent_on, &heard.assignees)
    }

    fn conversation(&self) -> Option<ConversationId> {
        self.told.as_ref().map(|told| told.conversation_id)
    }

    fn leave(&mut self) {
        if let Some(told) = self.told.take() {
            self.hub.viewing(Viewing {
                is_here: false,
                ..told
            });
        }
    }
}

impl Drop for View {
    fn drop(&mut self) {
        self.leave();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::realtime::hub::{News, NewsReceiver};
    use domain::ids::AgentId;
    use domain::permission::Permission;
    use futures::FutureExt as _;

    /// What has been told and not heard yet.
    fn told(news: &mut NewsReceiver) -> Option<News> {
        news.recv().now_or_never()?.ok()
    }

    fn agent(number: u64) -> AgentId {
        AgentId::from_parts(number, &[1; 10])
    }

    fn viewing(agent_id: AgentId, is_here: bool) -> Viewing {
        Viewing {
            conversation_id: ConversationId::from_parts(1, &[1; 10]),
            agent_id,
            is_here,
            is_answer: false,
            assignees: Vec::new(),
            is_support_agent_on: false,
        }
    }

    fn view(hub: &Hub, agent_id: AgentId) -> View {
        View {
            hub: hub.clone(),
            told: Some(viewing(agent_id, true)),
        }
    }

    #[tokio::test]
    async fn who_is_there_answers_who_comes_once() {
        let hub = Hub::new();
        let anas = view(&hub, agent(1));
        let viewer = Viewer {
            agent_id: agent(1),
            permissions: [Permission::ChatView].into_iter().collect(),
        };
        let mut news = hub.subscribe();
        assert!(anas.hear(&viewing(agent(2), true), &viewer));
        let Some(News::Viewing(answer)) = told(&mut news) else {
            panic!("no answer");
        };
        assert!(answer.is_answer && answer.agent_id == agent(1));
        assert!(anas.hear(&answer_of(agent(2)), &viewer));
        assert!(anas.hear(&viewing(agent(2), false), &viewer));
        assert!(told(&mut news).is_none(), "an answer and a leave need no answer");
    }

    #[tokio::test]
    async fn who_leaves_on_one_device_is_there_on_the_other() {
        let hub = Hub::new();
        let at_desk = view(&hub, agent(1));
        let viewer = Viewer {
            agent_id: agent(1),
            permissions: [Permission::ChatView].into_iter().collect(),
        };
        let mut news = hub.subscribe();
        assert!(!at_desk.hear(&viewing(agent(1), false), &viewer));
        assert!(matches!(told(&mut news), Some(News::Viewing(told)) if told.is_here));
        drop(at_desk);
        assert!(matches!(told(&mut news), Some(News::Viewing(told)) if !told.is_here));
    }

    fn answer_of(agent_id: AgentId) -> Viewing {
        Viewing {
            is_answer: true,
            ..viewing(agent_id, true)
        }
    }
}

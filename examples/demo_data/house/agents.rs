//! What agents do, over the REST interface.

use super::House;
use super::turns::named;
use crate::Outcome;
use crate::scripts::{Agent, Customer, Number};
use domain::command::{Assign, ChangeConversationState, MarkRead, SendMessage};
use domain::content::MessageContent;
use domain::delivery_status::DeliveryState;
use domain::entities::ConversationState;
use domain::ids::{ConversationId, MessageId};
use domain::wire::{ConversationDetail, ConversationPage};
use reqwest::Method;
use serde_json::Value;
use std::sync::PoisonError;
use std::time::Duration;

/// How often to look whether the server has heard what became of a message.
const LOOK: Duration = Duration::from_millis(5);

impl House {
    /// An agent reads the conversation and answers.
    pub(super) async fn agent_answers(&self, agent: Agent, customer: Customer, text: &str) -> Outcome<()> {
        let before = self.arrived(customer);
        self.send(agent, customer, text).await?;
        let wait = self
            .simulator
            .wait_for(|state| (count_in(state, customer) > before).then_some(()))
            .await;
        Ok(wait?)
    }

    /// An agent answers, and it goes wrong.
    pub(super) async fn agent_answers_in_vain(
        &self,
        agent: Agent,
        customer: Customer,
        text: &str,
    ) -> Outcome<()> {
        let id = self.send(agent, customer, text).await?;
        let path = format!("/conversations/{}?limit=5", self.conversation(customer).await?);
        for _ in 0..2_000 {
            let detail: ConversationDetail = self.ask(agent, Method::GET, &path, None::<&()>).await?;
            let mut messages = detail.messages.messages.iter();
            let message = messages.find(|message| message.id == id);
            let state = message.and_then(|message| Some(message.delivery.as_ref()?.state));
            if state.is_some_and(|state| state != DeliveryState::Waiting) {
                return Ok(());
            }
            tokio::time::sleep(LOOK).await;
        }
        Err(format!("nobody hears what became of the answer to {}", named(customer)).into())
    }

    /// An agent says who answers.
    pub(super) async fn assign(&self, by: Agent, customer: Customer, to: &[Agent]) -> Outcome<()> {
        let path = format!("/conversations/{}/assignees", self.conversation(customer).await?);
        let agents = to
            .iter()
            .filter_map(|agent| self.agents.get(agent))
            .map(|agent| agent.id)
            .collect();
        let _: Value = self.ask(by, Method::PUT, &path, Some(&Assign { agents })).await?;
        Ok(())
    }

    /// An agent ends the conversation.
    pub(super) async fn conclude(&self, by: Agent, customer: Customer) -> Outcome<()> {
        let path = format!("/conversations/{}/state", self.conversation(customer).await?);
        let change = ChangeConversationState {
            state: ConversationState::Concluded,
        };
        let _: Value = self.ask(by, Method::PUT, &path, Some(&change)).await?;
        Ok(())
    }

    /// Reads the conversation and sends a text.
    async fn send(&self, agent: Agent, customer: Customer, text: &str) -> Outcome<MessageId> {
        let conversation_id = self.conversation(customer).await?;
        let detail: ConversationDetail = self
            .ask(
                agent,
                Method::GET,
                &format!("/conversations/{conversation_id}?limit=1"),
                None::<&()>,
            )
            .await?;
        if detail.row.conversation.unread_count > 0
            && let Some(newest) = detail.messages.messages.last()
        {
            let read = MarkRead { up_to: newest.id };
            let path = format!("/conversations/{conversation_id}/read");
            let _: Value = self.ask(agent, Method::POST, &path, Some(&read)).await?;
        }
        let message = SendMessage::new(
            self.services.ids.message_id(),
            conversation_id,
            MessageContent::Text {
                body: text.to_owned(),
            },
        );
        let path = format!("/conversations/{conversation_id}/messages");
        let _: Value = self.ask(agent, Method::POST, &path, Some(&message)).await?;
        Ok(message.id)
    }

    /// The conversation with a customer, looked up in the list if it is new.
    pub(super) async fn conversation(&self, customer: Customer) -> Outcome<ConversationId> {
        let known = || {
            let known = self.conversations.lock().unwrap_or_else(PoisonError::into_inner);
            known.get(&(customer.number, customer.wa_id.to_owned())).copied()
        };
        if let Some(id) = known() {
            return Ok(id);
        }
        let mut before = String::new();
        loop {
            let path = format!("/conversations?limit=200{before}");
            let page: ConversationPage = self.ask(Agent::Ana, Method::GET, &path, None::<&()>).await?;
            {
                let mut known = self.conversations.lock().unwrap_or_else(PoisonError::into_inner);
                for row in &page.rows {
                    let number = Number::ALL
                        .into_iter()
                        .find(|number| self.numbers.get(number) == Some(&row.conversation.phone_number_id));
                    if let Some((number, phone)) = number.zip(row.contact.phone.as_deref()) {
                        let digits = phone.trim_start_matches('+').to_owned();
                        known.insert((number, digits), row.conversation.id);
                    }
                }
            }
            if let Some(id) = known() {
                return Ok(id);
            }
            let Some(next) = page.next else {
                return Err(format!("{} is not in the list", named(customer)).into());
            };
            before = format!("&before_at={}&before_id={}", next.at.as_millis(), next.id);
        }
    }

    fn arrived(&self, customer: Customer) -> usize {
        self.simulator.look(|state| count_in(state, customer))
    }
}

/// How many messages of ours the thread has.
fn count_in(state: &simulator::State, customer: Customer) -> usize {
    let thread = state.thread(customer.number.meta_id(), customer.wa_id);
    let is_ours = |one: &&&simulator::Message| one.direction == simulator::Direction::FromBusiness;
    thread.iter().filter(is_ours).count()
}

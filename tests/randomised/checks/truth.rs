//! What the server says of itself to the administrator, who may see everything.

use crate::rest::Answer;
use crate::world::World;
use domain::delivery_status::DeliveryState;
use domain::entities::{Agent, ConversationState, Message, PhoneNumber, Role, Settings};
use domain::ids::{AgentId, ConversationId, MessageId, PhoneNumberId, RoleId};
use domain::wire::{Bootstrap, ConversationDetail, ConversationPage, ConversationRow};
use reqwest::Method;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};

/// Everything that the server has, at one number of the log.
#[derive(Debug)]
pub struct Truth {
    /// The number.
    pub n: u64,
    /// Conversations and who writes.
    pub conversations: BTreeMap<ConversationId, ConversationRow>,
    /// Messages.
    pub messages: BTreeMap<MessageId, Message>,
    /// Settings.
    pub settings: Settings,
    /// Agents.
    pub agents: BTreeMap<AgentId, Agent>,
    /// Roles.
    pub roles: BTreeMap<RoleId, Role>,
    /// Our numbers.
    pub phone_numbers: BTreeMap<PhoneNumberId, PhoneNumber>,
}

impl Truth {
    /// Reads everything; again, when the log has grown meanwhile.
    pub async fn read(world: &World) -> Result<Self, String> {
        for _ in 0..100 {
            if let Some(truth) = Self::read_once(world).await? {
                return Ok(truth);
            }
        }
        Err("the log does not stand still".to_owned())
    }

    async fn read_once(world: &World) -> Result<Option<Self>, String> {
        let bootstrap: Bootstrap = ask(world, "/bootstrap").await?;
        let n = bootstrap.cursor.n;
        let concluded: ConversationPage = ask(world, "/conversations?state=concluded&limit=200").await?;
        let mut truth = Self {
            n,
            conversations: BTreeMap::new(),
            messages: BTreeMap::new(),
            settings: bootstrap.settings,
            agents: bootstrap
                .agents
                .into_iter()
                .map(|agent| (agent.id, agent))
                .collect(),
            roles: bootstrap.roles.into_iter().map(|role| (role.id, role)).collect(),
            phone_numbers: bootstrap
                .phone_numbers
                .into_iter()
                .map(|number| (number.id, number))
                .collect(),
        };
        for row in bootstrap.conversations.rows.iter().chain(&concluded.rows) {
            let id = row.conversation.id;
            let detail: ConversationDetail = ask(world, &format!("/conversations/{id}?limit=200")).await?;
            if detail.cursor.n != n {
                return Ok(None);
            }
            if detail.row != *row {
                return Err(format!(
                    "the list says {row:?}, the conversation itself {:?}",
                    detail.row
                ));
            }
            if detail.messages.has_older {
                return Err("more than 200 messages in a conversation".to_owned());
            }
            for message in detail.messages.messages {
                if let Some(twin) = truth.messages.insert(message.id, message) {
                    return Err(format!("twice in what the server says: {twin:?}"));
                }
            }
            if truth.conversations.insert(id, detail.row).is_some() {
                return Err(format!("{id} stands in both lists"));
            }
        }
        let again: Bootstrap = ask(world, "/bootstrap").await?;
        Ok((again.cursor.n == n).then_some(truth))
    }

    /// The messages of a conversation.
    pub fn thread(&self, id: ConversationId) -> impl Iterator<Item = &Message> {
        self.messages
            .values()
            .filter(move |message| message.conversation_id == id)
    }

    /// What has neither left nor failed, for whoever has to find out why.
    pub fn waiting_messages(&self) -> Vec<&Message> {
        let waits = |message: &&Message| {
            let state = message.delivery.as_ref().map(|delivery| delivery.state);
            matches!(state, Some(DeliveryState::Waiting | DeliveryState::Held))
        };
        self.messages.values().filter(waits).collect()
    }
}

/// The agents, roles and settings are those that the test made.
pub fn check_people(world: &World, truth: &Truth, faults: &mut Vec<String>) {
    let rights = world.shared.rights();
    let state = rights.now();
    if truth.settings.is_support_agent_on != state.is_support_agent_on {
        faults.push(format!("Support Agent is {}", truth.settings.is_support_agent_on));
    }
    for (id, role) in &state.role_of {
        if truth.agents.get(id).map(|agent| agent.role_id) != Some(*role) {
            faults.push(format!("{id} has not the role {role}"));
        }
    }
    for (id, permissions) in &state.roles {
        let allowed = truth.roles.get(id).map(|role| {
            let words = role.permissions.iter().map(|one| one.as_str().to_owned());
            words.collect::<BTreeSet<_>>()
        });
        if allowed.as_ref() != Some(permissions) {
            faults.push(format!(
                "the role {id} allows {allowed:?} instead of {permissions:?}"
            ));
        }
    }
    for (id, row) in &truth.conversations {
        let assignees: BTreeSet<_> = row.conversation.assignees.iter().copied().collect();
        if assignees != state.assignees_of(*id) || assignees.len() != row.conversation.assignees.len() {
            faults.push(format!(
                "{id} is assigned to {:?} instead of {:?}",
                row.conversation.assignees,
                state.assignees_of(*id)
            ));
        }
        if row.conversation.state == ConversationState::Open
            && !truth
                .phone_numbers
                .contains_key(&row.conversation.phone_number_id)
        {
            faults.push(format!("{id} belongs to no number"));
        }
    }
}

async fn ask<T: DeserializeOwned>(world: &World, path: &str) -> Result<T, String> {
    let told = world.devices[0]
        .ask_until_answered::<T>(Method::GET, path, None::<&()>)
        .await?;
    match told.answer {
        Answer::Done(value) => Ok(value),
        Answer::Refused(code) => Err(format!("the administrator asks for {path}: {code:?}")),
    }
}

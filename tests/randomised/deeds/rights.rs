//! What changes who may see and do what.

use super::conversation;
use crate::device::Device;
use crate::rest::Answer;
use crate::rights::State;
use crate::template::Agent;
use crate::world::World;
use domain::command::{Assign, ChangeSettings};
use domain::entities::{Conversation, Settings};
use domain::error::ErrorCode;
use domain::ids::{AgentId, ConversationId};
use reqwest::Method;
use std::collections::BTreeSet;

/// What the roles that change hands may allow.
const PERMISSIONS: [&str; 4] = ["chat.view", "chat.send", "chat.assign", "chat.view_all"];

impl World {
    pub(super) async fn assign(&self, device: &Device, pick: usize, bits: usize) -> Result<(), String> {
        let Some(id) = conversation(device, pick) else {
            return Ok(());
        };
        let agents: BTreeSet<AgentId> = self
            .template
            .agents
            .iter()
            .enumerate()
            .filter(|(place, _)| bits & (1 << place) != 0)
            .map(|(_, agent)| agent.id)
            .collect();
        let _turn = self.shared.turn_to_change_rights.lock().await;
        let before = self.shared.rights().now().clone();
        let takes_it = agents.len() == 1 && agents.contains(&device.agent);
        let may =
            before.may(device.agent, "chat.assign") || (takes_it && before.may(device.agent, "chat.send"));
        let expected = if !may {
            Some(ErrorCode::PermissionDenied)
        } else if !before.sees(device.agent, id) {
            Some(ErrorCode::NotFound)
        } else {
            None
        };
        let is_change = expected.is_none() && before.assignees_of(id) != agents;
        if is_change {
            self.change_rights_of(id, &agents);
        }
        let told = device
            .ask_until_answered::<Conversation>(
                Method::PUT,
                &format!("/conversations/{id}/assignees"),
                Some(&Assign {
                    agents: agents.iter().copied().collect(),
                }),
            )
            .await?;
        let is_right = match (&told.answer, expected) {
            (Answer::Done(row), None) => row.assignees.iter().copied().collect::<BTreeSet<_>>() == agents,
            (Answer::Refused(code), Some(expected)) => *code == expected,
            // It had its effect before the answer got lost, and by it the agent lost sight.
            (Answer::Refused(ErrorCode::NotFound), None) => {
                let rights = self.shared.rights();
                let from = rights.sure() + usize::from(is_change);
                told.lost > 0 && !rights.allowed(from, |state| state.sees(device.agent, id))
            }
            _ => false,
        };
        if !is_right {
            return Err(format!(
                "{} assigned {id} to {agents:?}: {:?} instead of {expected:?}",
                device.name, told.answer
            ));
        }
        if is_change {
            self.shared.rights().settle();
            self.ledger().note_assignment(id, device.agent, agents);
            self.tell_all_devices();
        }
        Ok(())
    }

    pub(super) async fn switch_support_agent(&self, is_on: bool) -> Result<(), String> {
        let _turn = self.shared.turn_to_change_rights.lock().await;
        self.shared
            .rights()
            .begin(|state| state.is_support_agent_on = is_on);
        let change = ChangeSettings {
            is_support_agent_on: Some(is_on),
            ..ChangeSettings::default()
        };
        let told = self.devices[0]
            .ask_until_answered::<Settings>(Method::PATCH, "/settings", Some(&change))
            .await?;
        match told.answer {
            Answer::Done(settings) if settings.is_support_agent_on == is_on => {}
            answer => return Err(format!("Support Agent {is_on}: {answer:?}")),
        }
        self.shared.rights().settle();
        self.tell_all_devices();
        Ok(())
    }

    pub(super) async fn give_role(&self, agent: &Agent, role: usize) -> Result<(), String> {
        let role = self.template.roles[role % self.template.roles.len()];
        let id = agent.id;
        self.change_rights(
            move |state| {
                state.role_of.insert(id, role);
            },
            &format!("role {id} {role}"),
        )
        .await
    }

    pub(super) async fn permit(&self, role: usize, bits: usize) -> Result<(), String> {
        let role = self.template.roles[role % self.template.roles.len()];
        let permissions: BTreeSet<String> = PERMISSIONS
            .iter()
            .enumerate()
            .filter(|(place, _)| bits & (1 << place) != 0)
            .map(|(_, permission)| (*permission).to_owned())
            .collect();
        let words = permissions
            .iter()
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(",");
        self.change_rights(
            move |state| {
                state.roles.insert(role, permissions);
            },
            &format!("permit {role} {words}"),
        )
        .await
    }

    async fn change_rights(&self, change: impl FnOnce(&mut State), what: &str) -> Result<(), String> {
        let _turn = self.shared.turn_to_change_rights.lock().await;
        self.shared.rights().begin(change);
        self.shared.server.ask_until_answered(what).await?;
        self.shared.rights().settle();
        self.tell_all_devices();
        Ok(())
    }

    pub(super) fn change_rights_of(&self, id: ConversationId, agents: &BTreeSet<AgentId>) {
        self.shared.rights().begin(|state| {
            state.assignees.insert(id, agents.clone());
        });
    }

    /// From the answer to these pings on nothing may be sent by the former rights.
    pub(super) fn tell_all_devices(&self) {
        for device in &self.devices {
            device.ping();
        }
    }
}

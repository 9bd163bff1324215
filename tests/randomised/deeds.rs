//! What the steps of a plan do. Still one thing: each step is one arm of the same match over the same world, and a plan draws from all.

use crate::checks::Mark;
use crate::customers::{self, Deed, Kind};
use crate::device::Device;
use crate::plan::Step;
use crate::rest::Answer;
use crate::rights::State;
use crate::template::{Agent, NUMBERS};
use crate::world::World;
use domain::command::{Assign, ChangeConversationState, ChangeSettings, MarkRead, RetryMessage};
use domain::delivery_status::DeliveryState;
use domain::entities::{Conversation, ConversationState, Message, Settings};
use domain::error::ErrorCode;
use domain::ids::{AgentId, ConversationId, MessageId};
use reqwest::Method;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What the roles that change hands may allow.
const PERMISSIONS: [&str; 4] = ["chat.view", "chat.send", "chat.assign", "chat.view_all"];

impl World {
    /// Does a step.
    pub async fn take(self: &Arc<Self>, step: Step) -> Result<(), String> {
        match step {
            Step::Write {
                customer,
                number,
                kind,
                count,
                late_s,
                quotes,
            } => self.write(customer, number, kind, count, late_s, quotes).await,
            Step::Edit {
                customer,
                number,
                pick,
            } => self.edit(customer, number, pick).await,
            Step::Revoke {
                customer,
                number,
                pick,
            } => {
                let Some(target) = self.own(customer, number, pick, |_| true) else {
                    return Ok(());
                };
                self.act(customer, number, 0, Deed::Revoked { target }).await
            }
            Step::React {
                customer,
                number,
                pick,
                emoji,
            } => {
                let Some(target) = self.anything(customer, number, pick) else {
                    return Ok(());
                };
                let emoji = emoji.map(str::to_owned);
                self.act(customer, number, 0, Deed::Reacted { target, emoji })
                    .await
            }
            Step::OpenChat { customer, number } => {
                self.customers[customer].receive_all().await;
                self.customers[customer].open(NUMBERS[number]);
                Ok(())
            }
            Step::Repeat { pick, count } => self.repeat(pick, count).await,
            Step::Send {
                device,
                pick,
                count,
                replies,
            } => {
                self.send(&self.devices[device], pick, count, replies);
                Ok(())
            }
            Step::Retry { device, pick } => self.retry(&self.devices[device], pick).await,
            Step::MarkRead { device, pick, up_to } => {
                self.mark_read(&self.devices[device], pick, up_to).await
            }
            Step::Assign { device, pick, agents } => self.assign(&self.devices[device], pick, agents).await,
            Step::ChangeState {
                device,
                pick,
                concludes,
            } => self.change_state(&self.devices[device], pick, concludes).await,
            Step::Type { device, pick } => {
                if let Some(id) = conversation(&self.devices[device], pick) {
                    self.devices[device].write_visibly(id);
                }
                Ok(())
            }
            Step::SupportAgent { is_on } => self.switch_support_agent(is_on).await,
            Step::GiveRole { agent, role } => self.give_role(&self.template.agents[agent], role).await,
            Step::Permit { role, permissions } => self.permit(role, permissions).await,
            Step::Pass { seconds } => {
                self.pass(seconds * 1_000).await;
                Ok(())
            }
            Step::Skew { seconds } => {
                self.shared.clocks.skew(seconds * 1_000);
                self.shared.server.tell_time().await;
                Ok(())
            }
            of_device => self.take_device(of_device).await,
        }
    }

    async fn take_device(&self, step: Step) -> Result<(), String> {
        match step {
            Step::Drop { device } => self.devices[device].reconnect(),
            // The administrator's first device is how the world is looked at.
            Step::Sleep { device } if device > 0 => {
                self.devices[device].remember();
                self.devices[device].go(false);
            }
            Step::Wake { device } => self.devices[device].go(true),
            Step::Rewind { device, pick } => self.devices[device].rewind(pick),
            Step::StrangeHello { device } => self.devices[device].say_hello_strangely(),
            Step::SignOut { device, empties } => self.devices[device].sign_out_and_in(empties).await?,
            _ => {}
        }
        Ok(())
    }

    async fn write(
        &self,
        customer: usize,
        number: usize,
        kind: Kind,
        count: usize,
        late_s: i64,
        quotes: Option<usize>,
    ) -> Result<(), String> {
        for _ in 0..count {
            let deed = Deed::Wrote {
                kind,
                words: self.new_words("mensagem"),
                quoted: quotes.and_then(|pick| self.anything(customer, number, pick)),
            };
            self.act(customer, number, late_s, deed).await?;
        }
        Ok(())
    }

    async fn edit(&self, customer: usize, number: usize, pick: usize) -> Result<(), String> {
        // A text is edited once: of two edits in disorder nobody can say which is the newer.
        let edited: BTreeSet<String> = self
            .acts()
            .iter()
            .filter_map(|act| match &act.deed {
                Deed::Edited { target, .. } => Some(target.clone()),
                _ => None,
            })
            .collect();
        let target = self.own(customer, number, pick, |act| {
            matches!(act.deed, Deed::Wrote { kind: Kind::Text, .. }) && !edited.contains(&act.wamid)
        });
        let Some(target) = target else { return Ok(()) };
        let words = self.new_words("corrigida");
        self.act(customer, number, 0, Deed::Edited { target, words })
            .await
    }

    /// The wamid of one of the customer's own messages.
    fn own(
        &self,
        customer: usize,
        number: usize,
        pick: usize,
        fits: impl Fn(&customers::Act) -> bool,
    ) -> Option<String> {
        let acts = self.acts();
        let own: Vec<&str> = acts
            .iter()
            .filter(|act| act.customer == customer && act.number == number && act.is_message() && fits(act))
            .map(|act| act.wamid.as_str())
            .collect();
        // Mostly the newest.
        let back = (pick % 5).min(own.len().checked_sub(1)?);
        Some(own[own.len() - 1 - back].to_owned())
    }

    /// The wamid of something in the thread, of the customer or of us.
    fn anything(&self, customer: usize, number: usize, pick: usize) -> Option<String> {
        let ours = customers::copies(&self.simulator, customer, number);
        if pick.is_multiple_of(2)
            && let Some(copy) = ours.last()
        {
            return Some(copy.wamid.clone());
        }
        self.own(customer, number, pick, |_| true)
    }

    /// Meta repeats bodies that were acknowledged: alone, or several in one.
    async fn repeat(&self, pick: usize, count: usize) -> Result<(), String> {
        let bodies: Vec<serde_json::Value> = self.simulator.look(|state| {
            state
                .acknowledged_webhooks()
                .map(|webhook| webhook.json.clone())
                .collect()
        });
        if bodies.is_empty() {
            return Ok(());
        }
        let mut body = bodies[pick % bodies.len()].clone();
        for more in 1..count {
            let other = &bodies[(pick + 7 * more) % bodies.len()];
            if let (Some(entries), Some(others)) = (body["entry"].as_array_mut(), other["entry"].as_array()) {
                entries.extend(others.iter().cloned());
            }
        }
        let body = simulator::escape_as_meta(&body);
        let signature = simulator::signature_of(&simulator::Config::default().app_secret, body.as_bytes());
        let url = format!("{}/webhooks/whatsapp", self.shared.server.url());
        let answer = self
            .shared
            .http
            .post(url)
            .header("content-type", "application/json")
            .header("x-hub-signature-256", signature)
            .body(body)
            .send()
            .await;
        // Without an answer it was not repeated, or it was: both must be harmless.
        match answer {
            Ok(answer) if answer.status() != 200 => Err(format!("a repeated body: {}", answer.status())),
            _ => Ok(()),
        }
    }

    fn send(&self, device: &Device, pick: usize, count: usize, replies: bool) {
        let Some(conversation) = conversation(device, pick) else {
            return;
        };
        let reply_to = replies
            .then(|| {
                device.look(|cache| {
                    let thread = cache.messages.values();
                    let mut thread = thread.filter(|message| message.conversation_id == conversation);
                    thread.next_back().map(|message| message.id)
                })
            })
            .flatten();
        for _ in 0..count {
            let now = u64::try_from(self.shared.clocks.server_ms()).unwrap_or_default();
            let id = MessageId::from_parts(now, &self.random_bytes());
            device.write(id, conversation, self.new_words("resposta"), reply_to);
        }
    }

    async fn retry(&self, device: &Device, pick: usize) -> Result<(), String> {
        let candidates: Vec<(MessageId, ConversationId, u32)> = device.look(|cache| {
            let outgoing = cache.messages.values().filter_map(|message| {
                let delivery = message.delivery.as_ref()?;
                let can = matches!(delivery.state, DeliveryState::Failed | DeliveryState::Unconfirmed);
                can.then_some((message.id, message.conversation_id, delivery.attempt))
            });
            outgoing.collect()
        });
        if candidates.is_empty() {
            return Ok(());
        }
        let (id, conversation, after_attempt) = candidates[pick % candidates.len()];
        let since = self.shared.sure();
        // Whatever comes back, it may have had its effect.
        self.ledger().note_retry(id);
        let told = device
            .ask_until_answered::<Message>(
                Method::POST,
                &format!("/messages/{id}/retry"),
                Some(&RetryMessage { after_attempt }),
            )
            .await?;
        self.shared
            .journal
            .note(format!("{} retried {id}: {:?}", device.name, told.answer));
        let agent = device.agent;
        match told.answer {
            Answer::Done(_) => self.shared.check_rights(
                since,
                |state| state.may_send_in(agent, conversation),
                || format!("{} retried in {conversation}", device.name),
            ),
            Answer::Refused(ErrorCode::NotFound) => self.shared.check_rights(
                since,
                |state| !state.sees(agent, conversation),
                || format!("{} does not find {id} to retry", device.name),
            ),
            Answer::Refused(ErrorCode::PermissionDenied) => self.shared.check_rights(
                since,
                |state| !state.may(agent, "chat.send"),
                || format!("{} may not retry", device.name),
            ),
            Answer::Refused(ErrorCode::MessageStateConflict | ErrorCode::WindowClosed) => {}
            Answer::Refused(code) => return Err(format!("{} retried {id}: {code:?}", device.name)),
        }
        Ok(())
    }

    async fn mark_read(&self, device: &Device, pick: usize, up_to: usize) -> Result<(), String> {
        let Some(id) = conversation(device, pick) else {
            return Ok(());
        };
        let (known, message) = device.look(|cache| {
            let mut thread: Vec<_> = cache
                .messages
                .values()
                .filter(|message| message.conversation_id == id)
                .map(Message::position)
                .collect();
            thread.sort_unstable();
            let back = thread.len().checked_sub(1).map(|last| last - up_to.min(last));
            let known: BTreeSet<_> = thread.iter().map(|position| position.id).collect();
            (known, back.map(|at| thread[at]))
        });
        let Some(position) = message else { return Ok(()) };
        let since = self.shared.sure();
        let place = self.ledger().note_mark(Mark {
            conversation: id,
            position,
            known,
            is_sure: false,
            was_refused: false,
        });
        let told = device
            .ask_until_answered::<Conversation>(
                Method::POST,
                &format!("/conversations/{id}/read"),
                Some(&MarkRead { up_to: position.id }),
            )
            .await?;
        let agent = device.agent;
        match told.answer {
            Answer::Done(_) => {
                self.shared.check_rights(
                    since,
                    |state| state.may_send_in(agent, id),
                    || format!("{} marked {id} as read", device.name),
                );
                self.ledger().marks[place].is_sure = true;
            }
            Answer::Refused(ErrorCode::NotFound | ErrorCode::PermissionDenied) => {
                self.shared.check_rights(
                    since,
                    |state| !state.may_send_in(agent, id),
                    || format!("{} may not mark {id} as read", device.name),
                );
                self.ledger().marks[place].was_refused = told.lost == 0;
            }
            Answer::Refused(code) => return Err(format!("{} marked {id}: {code:?}", device.name)),
        }
        Ok(())
    }

    async fn assign(&self, device: &Device, pick: usize, bits: usize) -> Result<(), String> {
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

    async fn change_state(&self, device: &Device, pick: usize, concludes: bool) -> Result<(), String> {
        let Some(id) = conversation(device, pick) else {
            return Ok(());
        };
        let state = if concludes {
            ConversationState::Concluded
        } else {
            ConversationState::Open
        };
        let _turn = self.shared.turn_to_change_rights.lock().await;
        let before = self.shared.rights().now().clone();
        let expected = if !before.may(device.agent, "chat.send") {
            Some(ErrorCode::PermissionDenied)
        } else if !before.sees(device.agent, id) {
            Some(ErrorCode::NotFound)
        } else {
            None
        };
        let may_clear = expected.is_none() && concludes && !before.assignees_of(id).is_empty();
        if may_clear {
            self.change_rights_of(id, &BTreeSet::new());
        }
        let told = device
            .ask_until_answered::<Conversation>(
                Method::PUT,
                &format!("/conversations/{id}/state"),
                Some(&ChangeConversationState { state }),
            )
            .await?;
        match (&told.answer, expected) {
            (Answer::Done(row), None) => {
                // One that was concluded already keeps its assignees: which it was, only the server knows while messages come in.
                if may_clear && row.assignees.is_empty() {
                    self.shared.rights().settle();
                } else if may_clear {
                    self.shared.rights().forget();
                }
                // One whose answer got lost may have been done before the customer's next message opened it again.
                for _ in 0..=told.lost {
                    self.ledger().note_state_change(id, device.agent, state);
                }
            }
            (Answer::Refused(code), Some(expected)) if *code == expected => {}
            (answer, _) => {
                return Err(format!(
                    "{} changes {id} to {state:?}: {answer:?} instead of {expected:?}",
                    device.name
                ));
            }
        }
        self.tell_all_devices();
        Ok(())
    }

    async fn switch_support_agent(&self, is_on: bool) -> Result<(), String> {
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

    async fn give_role(&self, agent: &Agent, role: usize) -> Result<(), String> {
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

    async fn permit(&self, role: usize, bits: usize) -> Result<(), String> {
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

    fn change_rights_of(&self, id: ConversationId, agents: &BTreeSet<AgentId>) {
        self.shared.rights().begin(|state| {
            state.assignees.insert(id, agents.clone());
        });
    }

    /// From the answer to these pings on nothing may be sent by the former rights.
    fn tell_all_devices(&self) {
        for device in &self.devices {
            device.ping();
        }
    }
}

/// A conversation that a device holds.
fn conversation(device: &Device, pick: usize) -> Option<ConversationId> {
    device.look(|cache| {
        let count = cache.conversations.len();
        cache.conversations.keys().nth(pick % count.max(1)).copied()
    })
}

//! What customers and agents do with messages and conversations.

use super::conversation;
use crate::checks::Mark;
use crate::customers::{self, Deed, Kind};
use crate::device::Device;
use crate::rest::Answer;
use crate::world::World;
use domain::command::{ChangeConversationState, MarkRead, RetryMessage};
use domain::delivery_status::DeliveryState;
use domain::entities::{Conversation, ConversationState, Message};
use domain::error::ErrorCode;
use domain::ids::{ConversationId, MessageId};
use reqwest::Method;
use std::collections::BTreeSet;

impl World {
    pub(super) async fn write(
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

    pub(super) async fn edit(&self, customer: usize, number: usize, pick: usize) -> Result<(), String> {
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
    pub(super) fn own(
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
    pub(super) fn anything(&self, customer: usize, number: usize, pick: usize) -> Option<String> {
        let ours = customers::copies(&self.simulator, customer, number);
        if pick.is_multiple_of(2)
            && let Some(copy) = ours.last()
        {
            return Some(copy.wamid.clone());
        }
        self.own(customer, number, pick, |_| true)
    }

    /// Meta repeats bodies that were acknowledged: alone, or several in one.
    pub(super) async fn repeat(&self, pick: usize, count: usize) -> Result<(), String> {
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

    pub(super) fn send(&self, device: &Device, pick: usize, count: usize, replies: bool) {
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

    pub(super) async fn retry(&self, device: &Device, pick: usize) -> Result<(), String> {
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

    pub(super) async fn mark_read(&self, device: &Device, pick: usize, up_to: usize) -> Result<(), String> {
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

    pub(super) async fn change_state(
        &self,
        device: &Device,
        pick: usize,
        concludes: bool,
    ) -> Result<(), String> {
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
}

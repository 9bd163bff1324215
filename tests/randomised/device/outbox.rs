//! What the agent wrote on a device: sent one after the other, with the same id until there is an answer.

use super::Device;
use crate::rest::{Answer, Final};
use domain::command::SendMessage;
use domain::content::MessageContent;
use domain::entities::Message;
use domain::error::ErrorCode;
use domain::ids::{ConversationId, MessageId};
use reqwest::Method;
use std::sync::{Arc, PoisonError};

/// How many seconds an agent may have to wait for the next message.
const MOST_WAITS: usize = 10;

/// Something that an agent wrote.
#[derive(Clone, Debug)]
pub struct Sent {
    /// Its id, made here.
    pub id: MessageId,
    /// Where it goes.
    pub conversation: ConversationId,
    /// Words that occur nowhere else.
    pub words: String,
    /// The message that it answers.
    pub reply_to: Option<MessageId>,
    /// What became of it.
    pub outcome: Outcome,
    /// The server's time when it left the device the first time.
    pub left_at_ms: i64,
}

/// What became of something that an agent wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It waits on the device.
    Waits,
    /// It left the device and there is no answer yet.
    Asked,
    /// The server has it.
    Accepted,
    /// The server does not have it.
    Refused(ErrorCode),
    /// The server refuses it, but an earlier answer got lost: it may have it.
    Unclear(ErrorCode),
}

impl Device {
    /// Puts a text into the outbox.
    pub fn write(
        &self,
        id: MessageId,
        conversation: ConversationId,
        words: String,
        reply_to: Option<MessageId>,
    ) {
        let mut sends = self.sends.lock().unwrap_or_else(PoisonError::into_inner);
        sends.push(Sent {
            id,
            conversation,
            words,
            reply_to,
            outcome: Outcome::Waits,
            left_at_ms: 0,
        });
        let place = sends.len() - 1;
        drop(sends);
        self.outbox
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push_back(place);
        self.to_send.notify_one();
    }

    /// All that was written on this device, in order.
    pub fn sends(&self) -> Vec<Sent> {
        self.sends.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Waits until nothing is left to send.
    pub async fn send_all(&self) -> Result<(), String> {
        let mut changes = self.changes.subscribe();
        let sent = async {
            loop {
                changes.mark_unchanged();
                let is_empty = self
                    .outbox
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .is_empty();
                if is_empty || !self.is_online() || changes.changed().await.is_err() {
                    return;
                }
            }
        };
        tokio::time::timeout(super::PATIENCE, sent)
            .await
            .map_err(|_| format!("{}: the outbox does not empty", self.name))
    }

    fn note(&self, place: usize, change: impl FnOnce(&mut Sent)) {
        let mut sends = self.sends.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sent) = sends.get_mut(place) {
            change(sent);
        }
    }
}

/// Sends what was written, for as long as the world lives.
pub(super) async fn run(device: Arc<Device>) {
    loop {
        device.to_send.notified().await;
        while device.is_online() {
            let next = device
                .outbox
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .front()
                .copied();
            let Some(place) = next else { break };
            let sent = device.sends()[place].clone();
            if let Err(fault) = send(&device, place, &sent).await {
                device.shared.journal.fault(fault);
            }
            device
                .outbox
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .pop_front();
            device.changes.send_modify(|count| *count += 1);
        }
    }
}

async fn send(device: &Device, place: usize, sent: &Sent) -> Result<(), String> {
    let shared = &device.shared;
    let since = shared.sure();
    let command = SendMessage {
        id: sent.id,
        conversation_id: sent.conversation,
        content: MessageContent::Text {
            body: sent.words.clone(),
        },
        reply_to: sent.reply_to,
        seen: None,
        allows_gaps: false,
        empties_draft: None,
        copy_of: None,
    };
    device.note(place, |sent| {
        sent.outcome = Outcome::Asked;
        sent.left_at_ms = shared.clocks.server_ms();
    });
    let path = format!("/conversations/{}/messages", sent.conversation);
    let told = send_in_time(device, &path, &command).await?;
    let (agent, id) = (device.agent, sent.conversation);
    let outcome = match &told.answer {
        Answer::Done(message) => {
            shared.check_rights(
                since,
                |state| state.may_send_in(agent, id),
                || format!("{} sent to {id}", device.name),
            );
            let is_it = message.id == sent.id
                && message.conversation_id == id
                && message.author == Some(agent)
                && message.content.text() == sent.words;
            if !is_it {
                return Err(format!(
                    "{} sent {sent:?} and was answered {message:?}",
                    device.name
                ));
            }
            Outcome::Accepted
        }
        Answer::Refused(code) => {
            match code {
                ErrorCode::NotFound => shared.check_rights(
                    since,
                    |state| !state.sees(agent, id),
                    || format!("{} does not find {id} to send to", device.name),
                ),
                ErrorCode::PermissionDenied => shared.check_rights(
                    since,
                    |state| !state.may(agent, "chat.send"),
                    || format!("{} may not send", device.name),
                ),
                ErrorCode::WindowClosed => {}
                other => {
                    return Err(format!(
                        "{} sent {sent:?} and was refused: {other:?}",
                        device.name
                    ));
                }
            }
            if told.lost > 0 {
                Outcome::Unclear(*code)
            } else {
                Outcome::Refused(*code)
            }
        }
    };
    shared
        .journal
        .note(format!("{} sent {:?}: {outcome:?}", device.name, sent.words));
    device.note(place, |sent| sent.outcome = outcome);
    // An impatient finger, a second tab: the same command again is the same message.
    if outcome == Outcome::Accepted && sent.id.as_uuid().as_bytes()[15].is_multiple_of(4) {
        let again: Final<Message> = device
            .ask_until_answered(Method::POST, &path, Some(&command))
            .await?;
        if let Answer::Done(message) = &again.answer
            && message.id != sent.id
        {
            return Err(format!("{}: the same command made another message", device.name));
        }
    }
    Ok(())
}

/// After the server's clock was set back an agent may have to wait a little, by that clock.
async fn send_in_time(device: &Device, path: &str, command: &SendMessage) -> Result<Final<Message>, String> {
    let mut lost = 0;
    for _ in 0..MOST_WAITS {
        let mut told: Final<Message> = device
            .ask_until_answered(Method::POST, path, Some(command))
            .await?;
        lost += told.lost;
        told.lost = lost;
        if !matches!(told.answer, Answer::Refused(ErrorCode::TooManyRequests)) {
            return Ok(told);
        }
        device.shared.clocks.pass(1_000);
        device.shared.server.tell_time().await;
    }
    Err(format!("{} may not send for {MOST_WAITS} seconds", device.name))
}

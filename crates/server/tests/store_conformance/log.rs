//! The numbered log: what it tells, to whom, and that following it ends where loading anew would.

use crate::replica::Replica;
use crate::stage::{Dice, Stage, minutes, status};
use domain::command::ChangeContact;
use domain::delivery_status::DeliveryState;
use domain::entities::ConversationState;
use domain::event::Change;
use domain::ids::ConversationId;
use domain::permission::{Permission, PermissionSet};
use domain::time::Span;
use domain::visibility::Viewer;
use server::store::{AttemptOutcome, InboundChange, LogBounds, StatusUpdate};

pub async fn a_change_is_told_after_it_is_durable_with_state_as_of_the_read(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let before = stage.newest().await;
    let mut news = stage.store.subscribe();
    assert_eq!(*news.borrow_and_update(), before);
    let first = stage.inbound(number, "5511986372111", "um", minutes(0));
    stage.receive(&first).await;
    stage
        .receive(&stage.inbound(number, "5511986372111", "dois", minutes(1)))
        .await;
    assert!(news.has_changed().unwrap());
    let newest = stage.newest().await;
    assert_eq!(*news.borrow_and_update(), newest);
    let batch = stage.store.events_after(&ana, before, 500).await.unwrap();
    assert_eq!((batch.n, batch.has_more), (newest, false));
    // Two messages, and the conversation once, as it is now, at its last number.
    let mut kinds = Vec::new();
    for event in &batch.events {
        match &event.change {
            Change::MessageChanged { message } => kinds.push(message.content.text().to_owned()),
            Change::ConversationChanged {
                conversation,
                contact,
            } => {
                assert_eq!(
                    (conversation.unread_count, conversation.contact_id),
                    (2, contact.id)
                );
                assert_eq!(event.n, newest);
                kinds.push("conversation".into());
            }
            Change::ContactChanged { .. } => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(kinds, ["um", "dois", "conversation"]);
}

pub async fn numbers_have_no_gaps_and_the_epoch_stays(mut stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let LogBounds {
        epoch, trimmed_to, ..
    } = stage.store.log_bounds().await.unwrap();
    assert_eq!(trimmed_to, 0);
    let id = stage.conversation(number, "5511986372111", minutes(0)).await;
    // A refused command takes no number.
    stage
        .store
        .accept_message(&ana, &stage.outbound(stage.id(), "?", minutes(1)))
        .await
        .unwrap();
    stage.send(&ana, id, "Olá", minutes(1)).await;
    let newest = stage.newest().await;
    let mut n = 0;
    for expected in 1..=newest {
        let batch = stage.store.events_after(&ana, n, 1).await.unwrap();
        assert_eq!((batch.n, batch.has_more), (expected, expected < newest));
        n = batch.n;
    }
    let beyond = stage.store.events_after(&ana, newest, 10).await.unwrap();
    assert_eq!(
        (beyond.n, beyond.events.len(), beyond.has_more),
        (newest, 0, false)
    );
    stage.crash().await;
    let after = stage.store.log_bounds().await.unwrap();
    assert_eq!((after.epoch, after.newest), (epoch, newest));
    assert_eq!(*stage.store.subscribe().borrow(), newest);
}

pub async fn the_cursor_moves_past_what_may_not_be_seen(stage: Stage) {
    let blind = stage.agent("Caio", &[Permission::ChatSend]).await;
    let number = stage.number().await;
    let before = stage.newest().await;
    stage.conversation(number, "5511986372111", minutes(0)).await;
    let batch = stage.store.events_after(&blind, before, 500).await.unwrap();
    assert_eq!((batch.n, batch.events), (stage.newest().await, vec![]));
}

/// A long random story; devices of agents with different rights join at different times, read in batches of different size, and
/// know in the end exactly what one who loads anew knows.
pub async fn following_the_log_from_anywhere_ends_where_loading_anew_does(stage: Stage) {
    use Permission::{ChatSend, ChatView, ChatViewAll};
    let admin = stage.admin().await;
    let rights: [&[Permission]; 4] = [
        &[ChatView, ChatSend],
        &[ChatView, ChatSend],
        &[ChatViewAll],
        &[ChatSend],
    ];
    let mut agents = vec![admin];
    for (n, permissions) in rights.iter().enumerate() {
        agents.push(stage.agent(&format!("agent{n}"), permissions).await);
    }
    let numbers = [stage.number().await, stage.number().await];
    for seed in 1..=5 {
        let mut story = Story {
            stage: &stage,
            agents: agents.clone(),
            dice: Dice::new(seed),
            conversations: vec![],
        };
        let mut devices: Vec<(Viewer, Replica, u32)> = Vec::new();
        let mut now = minutes(i64::try_from(seed).unwrap() * 100);
        for step in 0..80 {
            now = now + Span::from_seconds(20);
            if step % 10 == 0 {
                for viewer in story.agents.clone() {
                    let limit = [1, 3, 50, 500][story.dice.roll(4)];
                    devices.push((viewer, Replica::load(&stage, &viewer).await, limit));
                }
            }
            story.happens(&numbers, now).await;
            // Some listen all the time, others only at the end.
            for (viewer, replica, limit) in devices.iter_mut().step_by(3) {
                let viewer = story.current(viewer);
                replica.follow(&stage, &viewer, *limit).await;
            }
        }
        let known: Vec<ConversationId> = story.conversations.clone();
        for (viewer, replica, limit) in &mut devices {
            let viewer = story.current(viewer);
            replica.follow(&stage, &viewer, *limit).await;
            replica.check(&stage, &viewer).await;
            assert_eq!(*replica, Replica::load(&stage, &viewer).await, "seed {seed}");
        }
        assert!(!known.is_empty());
        // One who begins with nothing hears of everything that he may see.
        for viewer in &story.agents {
            let mut replica = Replica::default();
            replica.follow(&stage, viewer, 7).await;
            assert_eq!(replica, Replica::load(&stage, viewer).await, "seed {seed}");
        }
        agents = story.agents;
    }
}

struct Story<'a> {
    stage: &'a Stage,
    agents: Vec<Viewer>,
    dice: Dice,
    conversations: Vec<ConversationId>,
}

impl Story<'_> {
    /// The agent with the rights of now.
    fn current(&self, viewer: &Viewer) -> Viewer {
        *self
            .agents
            .iter()
            .find(|agent| agent.agent_id == viewer.agent_id)
            .unwrap()
    }

    async fn happens(&mut self, numbers: &[domain::ids::PhoneNumberId], now: domain::time::Timestamp) {
        let stage = self.stage;
        let admin = self.agents[0];
        let known = (!self.conversations.is_empty()).then(|| *self.dice.pick(&self.conversations));
        match (self.dice.roll(13), known) {
            (0..=3, _) | (_, None) => {
                let customer = format!("551197000000{}", self.dice.roll(9));
                let number = *self.dice.pick(numbers);
                let mut message = stage.inbound(number, &customer, "Oi", now);
                if self.dice.roll(3) == 0 {
                    message.customer.profile_name = Some(format!("Cliente {}", self.dice.roll(3)));
                }
                stage.receive(&message).await;
                let list = stage.store.visible_conversations(&admin).await.unwrap().ids;
                self.conversations = list;
            }
            (4 | 5, Some(id)) => {
                let outbound = stage.outbound(id, "Olá", now);
                stage.store.accept_message(&admin, &outbound).await.unwrap();
            }
            (6, Some(_)) => {
                if let Some(job) = stage.claim(now).await {
                    let wamid = format!("wamid.{}.{}", job.message_id, job.attempt);
                    let state =
                        [DeliveryState::Sent, DeliveryState::Read, DeliveryState::Failed][self.dice.roll(3)];
                    let callback = Some((job.message_id, job.attempt));
                    let update = StatusUpdate {
                        callback,
                        ..status(&wamid, state, now)
                    };
                    stage.deliver(&[InboundChange::Status(update)], now).await;
                    let outcome = match self.dice.roll(3) {
                        0 => AttemptOutcome::Unknown,
                        _ => AttemptOutcome::Accepted { wamid },
                    };
                    stage
                        .store
                        .finish_attempt(job.message_id, job.attempt, &outcome, now)
                        .await
                        .unwrap();
                }
            }
            (7, Some(id)) => {
                let last = stage.thread(&admin, id).await.pop().unwrap();
                stage.store.mark_read(&admin, id, last.id).await.unwrap();
            }
            (8, Some(id)) => {
                let mut assignees = Vec::new();
                for agent in self.agents.clone() {
                    if self.dice.roll(3) == 0 {
                        assignees.push(agent.agent_id);
                    }
                }
                stage
                    .store
                    .assign(&admin, id, &assignees, stage.id(), now)
                    .await
                    .unwrap();
            }
            (9, Some(id)) => {
                let state = [ConversationState::Open, ConversationState::Concluded][self.dice.roll(2)];
                stage
                    .store
                    .change_state(&admin, id, state, stage.id(), now)
                    .await
                    .unwrap();
            }
            (10, Some(_)) => stage.switch(self.dice.roll(2) == 0).await,
            (11, Some(id)) => {
                let contact = stage.row(&admin, id).await.contact.id;
                let change = ChangeContact {
                    edited_at: now,
                    name: Some(format!("Cliente {}", self.dice.roll(3))),
                    ..ChangeContact::default()
                };
                stage
                    .store
                    .change_contact(&admin, contact, &change, now)
                    .await
                    .unwrap();
            }
            (_, Some(_)) => {
                let n = 1 + self.dice.roll(self.agents.len() - 1);
                let permissions: PermissionSet = [
                    Permission::ChatView,
                    Permission::ChatViewAll,
                    Permission::ChatSend,
                ]
                .into_iter()
                .filter(|_| self.dice.roll(2) == 0)
                .collect();
                let agent = stage
                    .store
                    .session_of_agent(self.agents[n].agent_id)
                    .await
                    .unwrap()
                    .unwrap()
                    .agent;
                stage
                    .store
                    .put_role(agent.role_id, "Papel", &permissions)
                    .await
                    .unwrap();
                self.agents[n].permissions = permissions;
            }
        }
    }
}

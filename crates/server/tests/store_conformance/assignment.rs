//! Who answers a conversation, its end, and who sees it by that.

use crate::stage::{Stage, minutes};
use domain::content::{MessageContent, SystemLine};
use domain::entities::ConversationState::{Concluded, Open};
use domain::event::Change;
use domain::ids::{ConversationId, MessageId};
use domain::permission::Permission;
use domain::visibility::Viewer;

const SEES: &[Permission] = &[Permission::ChatView, Permission::ChatSend];

/// What an agent hears of sight after a number: lost or gained, by conversation.
async fn sight_after(stage: &Stage, viewer: &Viewer, n: u64) -> Vec<(ConversationId, bool)> {
    let batch = stage.store.events_after(viewer, n, 500).await.unwrap();
    batch
        .events
        .iter()
        .filter_map(|event| match event.change {
            Change::SightGained { conversation_id } => Some((conversation_id, true)),
            Change::SightLost { conversation_id } => Some((conversation_id, false)),
            _ => None,
        })
        .collect()
}

pub async fn assigning_writes_a_line_once_and_leaves_preview_and_order(stage: Stage) {
    let ana = stage.agent("Ana", SEES).await;
    let bruno = stage.agent("Bruno", SEES).await;
    let number = stage.number().await;
    let id = stage.conversation(number, "5511986372111", minutes(0)).await;
    let before = stage.look(&ana, id).await;
    let line: MessageId = stage.id();
    let agents = [bruno.agent_id, ana.agent_id, bruno.agent_id];
    let assigned = stage
        .store
        .assign(&ana, id, &agents, line, minutes(1))
        .await
        .unwrap()
        .unwrap();
    let mut both = vec![ana.agent_id, bruno.agent_id];
    both.sort();
    assert_eq!(
        (assigned.assignees.clone(), assigned.version),
        (both.clone(), before.version + 1)
    );
    assert_eq!(
        (assigned.last_message, assigned.last_activity_at),
        (before.last_message, before.last_activity_at)
    );
    let last = stage.thread(&ana, id).await.pop().unwrap();
    assert_eq!(last.id, line);
    let said = SystemLine::Assigned {
        by: Some(ana.agent_id),
        agents: both,
    };
    assert_eq!(
        (last.content, last.at),
        (MessageContent::System(said), minutes(1))
    );
    // The same command again, and the same assignees in another.
    let newest = stage.newest().await;
    stage
        .store
        .assign(&ana, id, &agents, line, minutes(2))
        .await
        .unwrap()
        .unwrap();
    stage
        .store
        .assign(&ana, id, &agents, stage.id(), minutes(2))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(stage.newest().await, newest);
    // An agent who is not there.
    assert!(
        stage
            .store
            .assign(&ana, id, &[stage.id()], stage.id(), minutes(3))
            .await
            .unwrap()
            .is_none()
    );
    let nobody = stage
        .store
        .assign(&ana, id, &[], stage.id(), minutes(3))
        .await
        .unwrap()
        .unwrap();
    assert!(nobody.assignees.is_empty());
}

pub async fn sight_is_lost_and_gained_by_assigning_when_the_switch_is_on(stage: Stage) {
    let ana = stage.agent("Ana", SEES).await;
    let bruno = stage.agent("Bruno", SEES).await;
    let lead = stage
        .agent("Lia", &[Permission::ChatViewAll, Permission::ChatAssign])
        .await;
    let blind = stage.agent("Caio", &[Permission::ChatSend]).await;
    let number = stage.number().await;
    let id = stage.conversation(number, "5511986372111", minutes(0)).await;
    stage.switch(true).await;
    let assign = async |agents: &[&Viewer]| {
        let before = stage.newest().await;
        let agents: Vec<_> = agents.iter().map(|viewer| viewer.agent_id).collect();
        stage
            .store
            .assign(&lead, id, &agents, stage.id(), minutes(1))
            .await
            .unwrap()
            .unwrap();
        before
    };
    // Unassigned → Ana: Bruno loses it.
    let n = assign(&[&ana]).await;
    assert_eq!(sight_after(&stage, &ana, n).await, []);
    assert_eq!(sight_after(&stage, &bruno, n).await, [(id, false)]);
    assert_eq!(sight_after(&stage, &lead, n).await, []);
    assert_eq!(sight_after(&stage, &blind, n).await, []);
    // He hears that, and nothing else of it.
    let heard = stage.store.events_after(&bruno, n, 100).await.unwrap().events;
    assert_eq!(heard.len(), 1);
    // Ana → Bruno: the other way round.
    let n = assign(&[&bruno]).await;
    assert_eq!(sight_after(&stage, &ana, n).await, [(id, false)]);
    assert_eq!(sight_after(&stage, &bruno, n).await, [(id, true)]);
    // Bruno → both, both → nobody.
    let n = assign(&[&ana, &bruno]).await;
    assert_eq!(sight_after(&stage, &ana, n).await, [(id, true)]);
    assert_eq!(sight_after(&stage, &bruno, n).await, []);
    let n = assign(&[]).await;
    assert_eq!(sight_after(&stage, &ana, n).await, []);
    assert_eq!(sight_after(&stage, &bruno, n).await, []);
    // With the switch off, assigning hides nothing.
    stage.switch(false).await;
    let n = assign(&[&ana]).await;
    assert_eq!(sight_after(&stage, &bruno, n).await, []);
    assert_eq!(stage.list(&bruno).await, [id]);
}

pub async fn concluding_ends_the_assignment_and_shows_it_to_all_again(stage: Stage) {
    let ana = stage.agent("Ana", SEES).await;
    let bruno = stage.agent("Bruno", SEES).await;
    let number = stage.number().await;
    let id = stage.conversation(number, "5511986372111", minutes(0)).await;
    stage.switch(true).await;
    stage
        .store
        .assign(&ana, id, &[ana.agent_id], stage.id(), minutes(1))
        .await
        .unwrap();
    assert!(
        stage
            .store
            .change_state(&bruno, id, Concluded, stage.id(), minutes(2))
            .await
            .unwrap()
            .is_none()
    );
    let n = stage.newest().await;
    let line: MessageId = stage.id();
    let concluded = stage
        .store
        .change_state(&ana, id, Concluded, line, minutes(2))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(concluded.state, Concluded);
    assert!(concluded.assignees.is_empty());
    assert_eq!(sight_after(&stage, &bruno, n).await, [(id, true)]);
    let last = stage.thread(&ana, id).await.pop().unwrap();
    assert_eq!(
        last.content,
        MessageContent::System(SystemLine::Concluded { by: ana.agent_id })
    );
    // Again: no change.
    let newest = stage.newest().await;
    stage
        .store
        .change_state(&ana, id, Concluded, stage.id(), minutes(3))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(stage.newest().await, newest);
    let opened = stage
        .store
        .change_state(&bruno, id, Open, stage.id(), minutes(4))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(opened.state, Open);
    assert_eq!(
        stage.thread(&ana, id).await.pop().unwrap().content,
        MessageContent::System(SystemLine::Reopened)
    );
}

pub async fn who_loses_sight_and_gains_it_again_before_listening_ends_with_it(stage: Stage) {
    let ana = stage.agent("Ana", SEES).await;
    let bruno = stage.agent("Bruno", SEES).await;
    let number = stage.number().await;
    let id = stage.conversation(number, "5511986372111", minutes(0)).await;
    stage.switch(true).await;
    let n = stage.newest().await;
    stage
        .store
        .assign(&ana, id, &[ana.agent_id], stage.id(), minutes(1))
        .await
        .unwrap();
    stage
        .store
        .assign(&ana, id, &[bruno.agent_id], stage.id(), minutes(2))
        .await
        .unwrap();
    assert_eq!(sight_after(&stage, &bruno, n).await, [(id, true)]);
    assert_eq!(sight_after(&stage, &ana, n).await, [(id, false)]);
}

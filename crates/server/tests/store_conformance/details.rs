//! What became of a message: its attempts, and the times of its states.

use crate::queue::{accepted, finish, told};
use crate::stage::{Stage, minutes, status};
use domain::delivery_status::DeliveryState::{self, Delivered, Failed, Read, Sent, Unconfirmed};
use domain::entities::DeliveryFailure;
use domain::permission::Permission;
use domain::time::Timestamp;
use domain::wire::{AttemptDetails, AttemptResult, MessageDetails, StatusTime};
use server::store::{AttemptOutcome, RestPause, RestScope, StatusUpdate};

const MARIA: &str = "5511986372111";

fn attempt(
    attempt: u32,
    at: i64,
    result: Option<AttemptResult>,
    failure: Option<DeliveryFailure>,
) -> AttemptDetails {
    AttemptDetails {
        attempt,
        started_at: minutes(at),
        finished_at: result.map(|_| minutes(at)),
        result,
        failure,
    }
}

fn told_at(attempt: u32, state: DeliveryState, at: Timestamp) -> StatusTime {
    StatusTime { attempt, state, at }
}

pub async fn each_attempt_says_how_it_ended_and_each_state_when(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let id = stage.conversation(number, MARIA, minutes(0)).await;
    let message = stage.send(&ana, id, "Olá", minutes(1)).await;
    let details = async || stage.store.message_details(&ana, message).await.unwrap().unwrap();
    let empty = MessageDetails {
        message_id: message,
        attempts: Vec::new(),
        statuses: Vec::new(),
        earlier: Vec::new(),
    };
    assert_eq!(details().await, empty);

    let why = DeliveryFailure {
        code: 131_000,
        details: Some("Something went wrong".to_owned()),
    };
    let outcomes = [
        AttemptOutcome::Later {
            due_at: minutes(2),
            failure: why.clone(),
            is_pair_rate: false,
        },
        AttemptOutcome::Limited {
            scope: RestScope::Everything,
            pause: RestPause {
                first: domain::time::Span::ZERO,
                longest: domain::time::Span::ZERO,
                at_least: domain::time::Span::ZERO,
            },
            failure: told(0),
        },
        AttemptOutcome::Paced { due_at: minutes(4) },
        AttemptOutcome::TokenRefused {
            phone_number_version: 0,
            failure: told(190),
        },
    ];
    for (n, outcome) in (1..).zip(outcomes) {
        let job = stage.claim(minutes(n)).await.unwrap();
        finish(&stage, &job, outcome, minutes(n)).await;
    }
    let job = stage.claim(minutes(5)).await.unwrap();
    let so_far = [
        attempt(1, 1, Some(AttemptResult::Later), Some(why)),
        attempt(2, 2, Some(AttemptResult::Later), None),
        attempt(3, 4, Some(AttemptResult::TokenRefused), Some(told(190))),
    ];
    let mut expected = MessageDetails {
        attempts: so_far.to_vec(),
        ..empty
    };
    expected.attempts.push(attempt(4, 5, None, None));
    assert_eq!(details().await, expected);

    // Meta takes it; news of it come in any order, some before the answer.
    let wamid = format!("wamid.{message}.4");
    stage.status(status(&wamid, Delivered, minutes(8))).await;
    finish(&stage, &job, accepted(&job), minutes(5)).await;
    stage.status(status(&wamid, Read, minutes(9))).await;
    stage.status(status(&wamid, Sent, minutes(7))).await;
    expected.attempts.pop();
    expected
        .attempts
        .push(attempt(4, 5, Some(AttemptResult::Accepted), None));
    expected.statuses = vec![
        told_at(4, Sent, minutes(7)),
        told_at(4, Delivered, minutes(8)),
        told_at(4, Read, minutes(9)),
    ];
    assert_eq!(details().await, expected);
}

pub async fn what_failed_after_meta_took_it_says_why_also_after_another_attempt(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let id = stage.conversation(number, MARIA, minutes(0)).await;
    let message = stage.send(&ana, id, "Olá", minutes(1)).await;
    let job = stage.claim(minutes(1)).await.unwrap();
    finish(&stage, &job, accepted(&job), minutes(1)).await;
    stage
        .status(status(&format!("wamid.{message}.1"), Failed, minutes(2)))
        .await;
    stage
        .store
        .retry_message(&ana, message, 1, minutes(3))
        .await
        .unwrap();
    let job = stage.claim(minutes(3)).await.unwrap();
    finish(&stage, &job, AttemptOutcome::Unknown, minutes(3)).await;
    let details = stage.store.message_details(&ana, message).await.unwrap().unwrap();
    assert_eq!(
        details.attempts,
        [
            attempt(1, 1, Some(AttemptResult::Accepted), Some(told(131_026))),
            attempt(2, 3, Some(AttemptResult::Unknown), None),
        ]
    );
    assert_eq!(details.statuses, [told_at(1, Failed, minutes(2))]);
    // A status that names the attempt settles it.
    let update = StatusUpdate {
        callback: Some((message, 2)),
        ..status("wamid.second", Sent, minutes(4))
    };
    stage.status(update).await;
    let details = stage.store.message_details(&ana, message).await.unwrap().unwrap();
    assert_eq!(details.statuses.last(), Some(&told_at(2, Sent, minutes(4))));
    assert_eq!(stage.delivery(&ana, id, message).await.state, Sent);
}

pub async fn an_answer_that_comes_late_is_told_and_a_refusal_is_final(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let id = stage.conversation(number, MARIA, minutes(0)).await;
    let (refused, limited) = (
        stage.send(&ana, id, "um", minutes(1)).await,
        stage.send(&ana, id, "dois", minutes(1)).await,
    );
    let late = [
        AttemptOutcome::Failed(told(131_026)),
        AttemptOutcome::Later {
            due_at: minutes(9),
            failure: told(131_056),
            is_pair_rate: true,
        },
    ];
    for ((message, outcome), code) in [refused, limited].into_iter().zip(late).zip([131_026, 131_056]) {
        let job = stage.claim(minutes(1)).await.unwrap();
        assert_eq!(job.message_id, message);
        finish(&stage, &job, AttemptOutcome::Unknown, minutes(1)).await;
        assert_eq!(stage.delivery(&ana, id, message).await.state, Unconfirmed);
        finish(&stage, &job, outcome, minutes(2)).await;
        let delivery = stage.delivery(&ana, id, message).await;
        assert_eq!((delivery.state, delivery.failure), (Failed, Some(told(code))));
        let details = stage.store.message_details(&ana, message).await.unwrap().unwrap();
        assert_eq!(details.attempts[0].result, Some(AttemptResult::Failed));
    }
    assert_eq!(
        stage.claim(minutes(20)).await,
        None,
        "it is not sent again by itself"
    );
}

pub async fn what_may_not_be_seen_has_no_details(stage: Stage) {
    let ana = stage.admin().await;
    let bruno = stage
        .agent("bruno", &[Permission::ChatView, Permission::ChatSend])
        .await;
    let number = stage.number().await;
    let mine = stage.conversation(number, MARIA, minutes(0)).await;
    let message = stage.send(&ana, mine, "Olá", minutes(1)).await;
    let inbound = stage.thread(&ana, mine).await[0].id;
    for id in [message, inbound] {
        assert!(stage.store.message_details(&bruno, id).await.unwrap().is_some());
    }
    stage.switch(true).await;
    let line = stage.id();
    stage
        .store
        .assign(&ana, mine, &[ana.agent_id], line, minutes(2))
        .await
        .unwrap()
        .unwrap();
    for id in [message, inbound, line, stage.id()] {
        assert_eq!(stage.store.message_details(&bruno, id).await.unwrap(), None);
    }
    let details = stage.store.message_details(&ana, inbound).await.unwrap().unwrap();
    assert_eq!((details.attempts.len(), details.statuses.len()), (0, 0));
}

//! The order in which messages leave.

use crate::stage::{Dice, Stage, minutes};
use domain::delivery_status::DeliveryState::{Unconfirmed, Waiting};
use domain::entities::{DeliveryFailure, PhoneNumberState};
use domain::ids::{ConversationId, MessageId};
use domain::time::{Span, Timestamp};
use server::store::{AttemptOutcome, OutboundJob};
use std::collections::BTreeMap;

const MARIA: &str = "5511986372111";

pub async fn finish(stage: &Stage, job: &OutboundJob, outcome: AttemptOutcome, now: Timestamp) {
    stage
        .store
        .finish_attempt(job.message_id, job.attempt, &outcome, now)
        .await
        .unwrap();
}

pub fn told(code: i64) -> DeliveryFailure {
    DeliveryFailure { code, details: None }
}

fn token_refused(job: &OutboundJob) -> AttemptOutcome {
    AttemptOutcome::TokenRefused {
        phone_number_version: job.phone_number_version,
        failure: told(190),
    }
}

pub fn accepted(job: &OutboundJob) -> AttemptOutcome {
    AttemptOutcome::Accepted {
        wamid: format!("wamid.{}.{}", job.message_id, job.attempt),
    }
}

pub async fn a_job_says_all_that_the_request_needs(stage: Stage) {
    let ana = stage.admin().await;
    let new = stage.new_number("4400001111");
    let number = stage.store.put_phone_number(&new).await.unwrap().id;
    let mut message = stage.inbound(number, MARIA, "Oi", minutes(0));
    message.customer.user_id = Some("BR.1".into());
    stage.receive(&message).await;
    let id = message.new_conversation_id;
    assert_eq!(stage.store.next_outbound_due(minutes(1)).await.unwrap(), None);
    let sent = stage.send(&ana, id, "Olá", minutes(1)).await;
    assert_eq!(
        stage.store.next_outbound_due(minutes(1)).await.unwrap(),
        Some(minutes(1))
    );
    let expected = OutboundJob {
        message_id: sent,
        conversation_id: id,
        attempt: 1,
        recoverable_failures: 0,
        failure_codes: Vec::new(),
        phone_number_id: number,
        phone_number_meta_id: "4400001111".into(),
        phone_number_version: 1,
        wa_id: Some(MARIA.into()),
        user_id: Some("BR.1".into()),
        content: crate::stage::text("Olá"),
        quoted_wamid: None,
        window_expires_at: stage.look(&ana, id).await.window_expires_at,
    };
    assert_eq!(stage.claim(minutes(1)).await, Some(expected));
    assert_eq!(stage.store.next_outbound_due(minutes(1)).await.unwrap(), None);
}

pub async fn one_conversation_sends_in_order_and_others_meanwhile(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let maria = stage.conversation(number, MARIA, minutes(0)).await;
    let joao = stage.conversation(number, "5521991234567", minutes(0)).await;
    let first = stage.send(&ana, maria, "um", minutes(1)).await;
    let second = stage.send(&ana, maria, "dois", minutes(1)).await;
    let other = stage.send(&ana, joao, "oi", minutes(1)).await;
    let one = stage.claim(minutes(1)).await.unwrap();
    let two = stage.claim(minutes(1)).await.unwrap();
    assert_eq!([one.message_id, two.message_id], [first, other]);
    assert_eq!(stage.claim(minutes(1)).await, None);
    finish(&stage, &one, accepted(&one), minutes(2)).await;
    assert_eq!(stage.claim(minutes(2)).await.unwrap().message_id, second);
}

pub async fn a_passing_failure_keeps_its_place_and_counts(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let id = stage.conversation(number, MARIA, minutes(0)).await;
    let first = stage.send(&ana, id, "um", minutes(1)).await;
    let second = stage.send(&ana, id, "dois", minutes(1)).await;
    for n in 1..=3 {
        let now = minutes(i64::from(n));
        let job = stage.claim(now).await.unwrap();
        assert_eq!(
            (job.message_id, job.attempt, job.recoverable_failures),
            (first, n, n - 1)
        );
        let due_at = minutes(i64::from(n) + 1);
        finish(
            &stage,
            &job,
            AttemptOutcome::Later {
                due_at,
                failure: told(131_000),
                is_pair_rate: false,
            },
            now,
        )
        .await;
        assert_eq!(stage.store.next_outbound_due(now).await.unwrap(), Some(due_at));
        assert_eq!(stage.claim(due_at - Span::from_millis(1)).await, None);
    }
    assert_eq!(stage.delivery(&ana, id, first).await.state, Waiting);
    let job = stage.claim(minutes(4)).await.unwrap();
    finish(
        &stage,
        &job,
        AttemptOutcome::Failed(DeliveryFailure {
            code: 1,
            details: None,
        }),
        minutes(4),
    )
    .await;
    assert_eq!(stage.claim(minutes(4)).await.unwrap().message_id, second);
}

pub async fn a_pair_rate_back_off_holds_the_customer_and_nobody_else(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let maria = stage.conversation(number, MARIA, minutes(0)).await;
    let joao = stage.conversation(number, "5521991234567", minutes(0)).await;
    stage.send(&ana, maria, "um", minutes(1)).await;
    let job = stage.claim(minutes(1)).await.unwrap();
    let later = AttemptOutcome::Later {
        due_at: minutes(10),
        failure: told(131_056),
        is_pair_rate: true,
    };
    finish(&stage, &job, later, minutes(1)).await;
    stage.send(&ana, maria, "dois", minutes(2)).await;
    let other = stage.send(&ana, joao, "oi", minutes(2)).await;
    assert_eq!(stage.claim(minutes(9)).await.unwrap().message_id, other);
    assert_eq!(stage.claim(minutes(9)).await, None);
    let again = stage.claim(minutes(10)).await.unwrap();
    assert_eq!((again.message_id, again.attempt), (job.message_id, 2));
}

pub async fn pacing_holds_the_customer_and_counts_as_no_failure(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let id = stage.conversation(number, MARIA, minutes(0)).await;
    let first = stage.send(&ana, id, "um", minutes(1)).await;
    let job = stage.claim(minutes(1)).await.unwrap();
    let due_at = minutes(2);
    finish(&stage, &job, AttemptOutcome::Paced { due_at }, minutes(1)).await;
    stage.send(&ana, id, "dois", minutes(1)).await;
    assert_eq!(
        stage.store.next_outbound_due(minutes(1)).await.unwrap(),
        Some(due_at)
    );
    assert_eq!(stage.claim(due_at - Span::from_millis(1)).await, None);
    let job = stage.claim(due_at).await.unwrap();
    assert_eq!(
        (
            job.message_id,
            job.attempt,
            job.recoverable_failures,
            job.failure_codes.len()
        ),
        (first, 1, 0, 0),
        "nothing was asked, so it is still the first attempt"
    );
}

pub async fn conversations_take_turns(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let busy = stage.conversation(number, MARIA, minutes(0)).await;
    let other = stage.conversation(number, "5521991234567", minutes(0)).await;
    for n in 0..3 {
        stage.send(&ana, busy, &format!("{n}"), minutes(1)).await;
    }
    let waiting = stage.send(&ana, other, "oi", minutes(2)).await;
    let first = stage.claim(minutes(3)).await.unwrap();
    finish(&stage, &first, accepted(&first), minutes(3)).await;
    // The second of the busy conversation was written before, but its conversation has just had its turn.
    let second = stage.claim(minutes(3)).await.unwrap();
    assert_eq!((first.conversation_id, second.message_id), (busy, waiting));
    assert_eq!(stage.claim(minutes(3)).await.unwrap().conversation_id, busy);
}

pub async fn a_number_gives_as_many_as_are_asked_for_each_of_another_conversation(stage: Stage) {
    let ana = stage.admin().await;
    let (number, other) = (stage.number().await, stage.number().await);
    for n in 0..5 {
        let id = stage
            .conversation(number, &format!("55119700000{n}"), minutes(0))
            .await;
        stage.send(&ana, id, "um", minutes(1)).await;
        stage.send(&ana, id, "dois", minutes(1)).await;
    }
    let id = stage.conversation(other, MARIA, minutes(0)).await;
    stage.send(&ana, id, "de outro número", minutes(2)).await;
    stage.store.set_throughput(other, Some(20)).await.unwrap();

    let mut turns = stage.store.outbound_turns().await.unwrap();
    turns.sort_by_key(|turn| turn.due_at);
    let due: Vec<_> = turns
        .iter()
        .map(|turn| (turn.phone_number_id, turn.due_at, turn.throughput))
        .collect();
    assert_eq!(due, [(number, minutes(1), None), (other, minutes(2), Some(20))]);
    let jobs = stage
        .store
        .claim_outbound_of(number, minutes(2), 3)
        .await
        .unwrap();
    assert_eq!(jobs.len(), 3);
    let more = stage
        .store
        .claim_outbound_of(number, minutes(2), 9)
        .await
        .unwrap();
    let conversations: std::collections::BTreeSet<_> =
        jobs.iter().chain(&more).map(|job| job.conversation_id).collect();
    assert_eq!((more.len(), conversations.len()), (2, 5));
    assert!(jobs.iter().chain(&more).all(|job| job.phone_number_id == number));
}

pub async fn a_retry_waits_for_a_pair_rate_back_off_too(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let id = stage.conversation(number, MARIA, minutes(0)).await;
    let first = stage.send(&ana, id, "um", minutes(1)).await;
    let second = stage.send(&ana, id, "dois", minutes(1)).await;
    let job = stage.claim(minutes(1)).await.unwrap();
    finish(&stage, &job, AttemptOutcome::Unknown, minutes(1)).await;
    let job = stage.claim(minutes(1)).await.unwrap();
    let later = AttemptOutcome::Later {
        due_at: minutes(9),
        failure: told(131_056),
        is_pair_rate: true,
    };
    finish(&stage, &job, later, minutes(1)).await;
    stage
        .store
        .retry_message(&ana, first, 1, minutes(2))
        .await
        .unwrap();
    assert_eq!(stage.claim(minutes(8)).await, None);
    let job = stage.claim(minutes(9)).await.unwrap();
    assert_eq!(
        (
            job.message_id,
            job.recoverable_failures,
            job.failure_codes.clone()
        ),
        (second, 1, vec![131_056])
    );
    finish(&stage, &job, accepted(&job), minutes(9)).await;
    assert_eq!(stage.claim(minutes(9)).await.unwrap().message_id, first);
}

pub async fn a_refused_token_disconnects_the_number_and_loses_nothing(stage: Stage) {
    let ana = stage.admin().await;
    let new = stage.new_number("4400001111");
    let number = stage.store.put_phone_number(&new).await.unwrap().id;
    let id = stage.conversation(number, MARIA, minutes(0)).await;
    let sent = stage.send(&ana, id, "Olá", minutes(1)).await;
    let job = stage.claim(minutes(1)).await.unwrap();
    finish(&stage, &job, token_refused(&job), minutes(1)).await;
    assert_eq!(
        stage.store.phone_numbers().await.unwrap()[0].state,
        PhoneNumberState::Disconnected
    );
    assert_eq!(stage.claim(minutes(2)).await, None);
    assert_eq!(stage.store.next_outbound_due(minutes(2)).await.unwrap(), None);
    assert_eq!(stage.delivery(&ana, id, sent).await.state, Waiting);
    stage.store.put_phone_number(&new).await.unwrap();
    let again = stage.claim(minutes(3)).await.unwrap();
    assert_eq!(
        (again.message_id, again.attempt, again.recoverable_failures),
        (sent, 2, 0)
    );
}

pub async fn a_crash_between_claim_and_answer_leaves_the_message_unconfirmed(mut stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let id = stage.conversation(number, MARIA, minutes(0)).await;
    let first = stage.send(&ana, id, "um", minutes(1)).await;
    let second = stage.send(&ana, id, "dois", minutes(1)).await;
    stage.claim(minutes(1)).await.unwrap();
    stage.crash().await;
    assert_eq!(
        stage.store.abandon_attempts_in_flight(minutes(2)).await.unwrap(),
        1
    );
    assert_eq!(
        stage.store.abandon_attempts_in_flight(minutes(2)).await.unwrap(),
        0
    );
    let delivery = stage.delivery(&ana, id, first).await;
    assert_eq!((delivery.attempt, delivery.state), (1, Unconfirmed));
    // It is never sent again by itself; the next one goes on.
    assert_eq!(stage.claim(minutes(2)).await.unwrap().message_id, second);
    assert_eq!(stage.claim(minutes(9)).await, None);
}

pub async fn however_attempts_end_every_conversation_keeps_its_order(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    for seed in 1..=4 {
        let mut dice = Dice::new(seed);
        let mut conversations: Vec<ConversationId> = Vec::new();
        for n in 0..4 {
            conversations.push(
                stage
                    .conversation(number, &format!("551197{seed}00000{n}"), minutes(0))
                    .await,
            );
        }
        let mut written: BTreeMap<ConversationId, Vec<MessageId>> = BTreeMap::new();
        let mut left: BTreeMap<ConversationId, Vec<MessageId>> = BTreeMap::new();
        let mut in_flight: Vec<OutboundJob> = Vec::new();
        let mut now = minutes(1);
        for step in 0..300 {
            now = now + Span::from_seconds(1);
            match dice.roll(3) {
                0 if step < 150 => {
                    let id = *dice.pick(&conversations);
                    let message = stage.send(&ana, id, &format!("{step}"), now).await;
                    written.entry(id).or_default().push(message);
                }
                1 => {
                    if let Some(job) = stage.claim(now).await {
                        assert!(
                            in_flight
                                .iter()
                                .all(|other| other.conversation_id != job.conversation_id)
                        );
                        in_flight.push(job);
                    }
                }
                _ if !in_flight.is_empty() => {
                    let job = in_flight.swap_remove(dice.roll(in_flight.len()));
                    let due_at = now + Span::from_seconds(dice.roll(5) as i64);
                    let outcome = match dice.roll(4) {
                        0 => AttemptOutcome::Later {
                            due_at,
                            failure: told(0),
                            is_pair_rate: dice.roll(2) == 0,
                        },
                        1 => AttemptOutcome::Unknown,
                        2 => AttemptOutcome::Failed(DeliveryFailure {
                            code: 1,
                            details: None,
                        }),
                        _ => accepted(&job),
                    };
                    if !matches!(outcome, AttemptOutcome::Later { .. }) {
                        left.entry(job.conversation_id).or_default().push(job.message_id);
                    }
                    finish(&stage, &job, outcome, now).await;
                }
                _ => {}
            }
        }
        // Empty the queue.
        now = now + Span::from_minutes(1);
        for job in in_flight {
            finish(&stage, &job, accepted(&job), now).await;
            left.entry(job.conversation_id).or_default().push(job.message_id);
        }
        while let Some(job) = stage.claim(now).await {
            finish(&stage, &job, accepted(&job), now).await;
            left.entry(job.conversation_id).or_default().push(job.message_id);
        }
        assert_eq!(written, left, "seed {seed}");
        assert_eq!(stage.store.next_outbound_due(now).await.unwrap(), None);
    }
}

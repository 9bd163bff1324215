//! News of outgoing messages.

use crate::stage::{Stage, minutes, status};
use domain::delivery_status::DeliveryState::{
    self, Delivered, Failed, Played, Read, Sent, Unconfirmed, Waiting,
};
use domain::entities::{Delivery, DeliveryFailure};
use domain::ids::{ConversationId, MessageId};
use domain::visibility::Viewer;
use server::store::{AttemptOutcome, InboundEffect, RetryOutcome, StatusUpdate};

/// Something that happens to an attempt, in any order.
#[derive(Clone, Copy, Debug, PartialEq)]
enum News {
    /// The request's answer.
    Answer,
    /// A webhook.
    Status(DeliveryState),
}

/// A message whose first attempt is in flight.
async fn in_flight(stage: &Stage) -> (Viewer, ConversationId, MessageId) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let conversation = stage.conversation(number, "5511986372111", minutes(0)).await;
    let message = stage.send(&ana, conversation, "Olá", minutes(1)).await;
    assert_eq!(stage.claim(minutes(1)).await.unwrap().message_id, message);
    (ana, conversation, message)
}

fn permutations<T: Copy>(items: &[T]) -> Vec<Vec<T>> {
    if items.len() <= 1 {
        return vec![items.to_vec()];
    }
    (0..items.len())
        .flat_map(|first| {
            let rest: Vec<T> = items
                .iter()
                .enumerate()
                .filter(|(n, _)| *n != first)
                .map(|(_, item)| *item)
                .collect();
            permutations(&rest).into_iter().map(move |mut tail| {
                tail.insert(0, items[first]);
                tail
            })
        })
        .collect()
}

pub async fn statuses_in_any_order_around_the_answer_give_the_same_end(stage: Stage) {
    let ana = stage.admin().await;
    let number = stage.number().await;
    let conversation = stage.conversation(number, "5511986372111", minutes(0)).await;
    let stories: [(&[DeliveryState], DeliveryState); 4] = [
        (&[Sent, Delivered, Read], Read),
        (&[Sent, Failed], Failed),
        (&[Failed, Sent, Delivered], Delivered),
        (&[Sent, Played], Played),
    ];
    for (states, end) in stories {
        let mut news = vec![News::Answer];
        news.extend(states.iter().map(|state| News::Status(*state)));
        for (n, order) in permutations(&news).into_iter().enumerate() {
            // By what we sent along, or by Meta's id alone.
            for with_callback in [true, false] {
                let message = stage.send(&ana, conversation, "Olá", minutes(1)).await;
                assert_eq!(stage.claim(minutes(1)).await.unwrap().message_id, message);
                let wamid = format!("wamid.{message}");
                for one in &order {
                    match one {
                        News::Answer => {
                            let outcome = AttemptOutcome::Accepted { wamid: wamid.clone() };
                            stage
                                .store
                                .finish_attempt(message, 1, &outcome, minutes(2))
                                .await
                                .unwrap();
                        }
                        News::Status(state) => {
                            let callback = with_callback.then_some((message, 1));
                            let update = StatusUpdate {
                                callback,
                                ..status(&wamid, *state, minutes(2))
                            };
                            stage.status(update.clone()).await;
                            assert_eq!(stage.status(update).await, InboundEffect::Duplicate);
                        }
                    }
                }
                let delivery = stage.delivery(&ana, conversation, message).await;
                assert_eq!(
                    (delivery.attempt, delivery.state),
                    (1, end),
                    "{n}: {order:?} {with_callback}"
                );
                assert_eq!(delivery.failure.is_some(), end == Failed);
                assert_eq!(stage.claim(minutes(3)).await, None);
            }
        }
    }
}

pub async fn a_status_before_its_message_waits_for_the_answer(stage: Stage) {
    let (ana, conversation, message) = in_flight(&stage).await;
    assert_eq!(
        stage.status(status("wamid.1", Sent, minutes(1))).await,
        InboundEffect::Waiting
    );
    assert_eq!(
        stage.status(status("wamid.1", Sent, minutes(1))).await,
        InboundEffect::Duplicate
    );
    assert_eq!(stage.delivery(&ana, conversation, message).await.state, Waiting);
    let outcome = AttemptOutcome::Accepted {
        wamid: "wamid.1".into(),
    };
    stage
        .store
        .finish_attempt(message, 1, &outcome, minutes(2))
        .await
        .unwrap();
    assert_eq!(stage.delivery(&ana, conversation, message).await.state, Sent);
    let preview = stage.look(&ana, conversation).await.last_message.unwrap();
    assert_eq!((preview.message_id, preview.delivery), (message, Some(Sent)));
}

pub async fn metas_answer_alone_changes_nothing_that_is_seen(stage: Stage) {
    let (ana, conversation, message) = in_flight(&stage).await;
    let outcome = AttemptOutcome::Accepted {
        wamid: "wamid.1".into(),
    };
    stage
        .store
        .finish_attempt(message, 1, &outcome, minutes(2))
        .await
        .unwrap();
    let delivery = stage.delivery(&ana, conversation, message).await;
    assert_eq!(delivery, Delivery::new(1, Waiting));
}

pub async fn an_unknown_status_is_kept_out(stage: Stage) {
    let (ana, conversation, message) = in_flight(&stage).await;
    let update = StatusUpdate {
        state: None,
        status: "warmed".into(),
        callback: Some((message, 1)),
        ..status("wamid.1", Sent, minutes(1))
    };
    assert_eq!(stage.status(update.clone()).await, InboundEffect::NoEffect);
    assert_eq!(stage.status(update).await, InboundEffect::Duplicate);
    assert_eq!(stage.delivery(&ana, conversation, message).await.state, Waiting);
}

pub async fn a_status_settles_an_unconfirmed_attempt(stage: Stage) {
    let (ana, conversation, message) = in_flight(&stage).await;
    stage
        .store
        .finish_attempt(message, 1, &AttemptOutcome::Unknown, minutes(2))
        .await
        .unwrap();
    assert_eq!(
        stage.delivery(&ana, conversation, message).await.state,
        Unconfirmed
    );
    let update = StatusUpdate {
        callback: Some((message, 1)),
        ..status("wamid.1", Sent, minutes(3))
    };
    assert_eq!(stage.status(update).await, InboundEffect::Applied);
    assert_eq!(stage.delivery(&ana, conversation, message).await.state, Sent);
    // From the callback the wamid is known, so the next may do without.
    assert_eq!(
        stage.status(status("wamid.1", Read, minutes(4))).await,
        InboundEffect::Applied
    );
    assert_eq!(stage.delivery(&ana, conversation, message).await.state, Read);
    let retry = stage
        .store
        .retry_message(&ana, message, 1, minutes(5))
        .await
        .unwrap();
    assert_eq!(retry, RetryOutcome::StateConflict);
}

pub async fn a_failure_says_why_and_another_attempt_forgets_it(stage: Stage) {
    let (ana, conversation, message) = in_flight(&stage).await;
    let failure = DeliveryFailure {
        code: 131_026,
        details: Some("Message undeliverable".into()),
    };
    let outcome = AttemptOutcome::Failed(failure.clone());
    stage
        .store
        .finish_attempt(message, 1, &outcome, minutes(2))
        .await
        .unwrap();
    let delivery = stage.delivery(&ana, conversation, message).await;
    assert_eq!(delivery, Delivery::failed(1, failure));
    let RetryOutcome::Message(again) = stage
        .store
        .retry_message(&ana, message, 1, minutes(3))
        .await
        .unwrap()
    else {
        panic!("not queued");
    };
    assert_eq!(again.delivery, Some(Delivery::new(2, Waiting)));
    // A second click does nothing.
    let newest = stage.newest().await;
    let same = stage
        .store
        .retry_message(&ana, message, 1, minutes(3))
        .await
        .unwrap();
    assert_eq!(
        (same, stage.newest().await),
        (RetryOutcome::Message(again), newest)
    );
    let job = stage.claim(minutes(3)).await.unwrap();
    assert_eq!((job.message_id, job.attempt), (message, 2));
    assert_eq!(stage.claim(minutes(3)).await, None);
    // Late news of the first attempt change nothing, unless they prove that it arrived.
    let late = StatusUpdate {
        callback: Some((message, 1)),
        ..status("wamid.1", Failed, minutes(4))
    };
    assert_eq!(stage.status(late).await, InboundEffect::NoEffect);
    assert_eq!(stage.delivery(&ana, conversation, message).await.attempt, 2);
}

pub async fn proof_that_it_arrived_stops_another_attempt_that_still_waits(stage: Stage) {
    let (ana, conversation, message) = in_flight(&stage).await;
    stage
        .store
        .finish_attempt(message, 1, &AttemptOutcome::Unknown, minutes(2))
        .await
        .unwrap();
    stage
        .store
        .retry_message(&ana, message, 1, minutes(3))
        .await
        .unwrap();
    let proof = StatusUpdate {
        callback: Some((message, 1)),
        ..status("wamid.1", Delivered, minutes(4))
    };
    assert_eq!(stage.status(proof).await, InboundEffect::Applied);
    assert_eq!(stage.delivery(&ana, conversation, message).await.state, Delivered);
    assert_eq!(stage.claim(minutes(5)).await, None);
}

pub async fn a_callback_of_an_attempt_that_never_was_is_not_believed(stage: Stage) {
    let (ana, conversation, message) = in_flight(&stage).await;
    let update = StatusUpdate {
        callback: Some((message, 7)),
        ..status("wamid.x", Read, minutes(1))
    };
    assert_eq!(stage.status(update).await, InboundEffect::Waiting);
    let stranger = StatusUpdate {
        callback: Some((stage.id(), 1)),
        ..status("wamid.y", Read, minutes(1))
    };
    assert_eq!(stage.status(stranger).await, InboundEffect::Waiting);
    assert_eq!(stage.delivery(&ana, conversation, message).await.state, Waiting);
}

pub async fn an_answer_that_comes_after_the_attempt_was_given_up_is_remembered(stage: Stage) {
    let (ana, conversation, message) = in_flight(&stage).await;
    assert_eq!(
        stage.store.abandon_attempts_in_flight(minutes(2)).await.unwrap(),
        1
    );
    assert_eq!(
        stage.delivery(&ana, conversation, message).await.state,
        Unconfirmed
    );
    let outcome = AttemptOutcome::Accepted {
        wamid: "wamid.1".into(),
    };
    stage
        .store
        .finish_attempt(message, 1, &outcome, minutes(3))
        .await
        .unwrap();
    assert_eq!(
        stage.status(status("wamid.1", Sent, minutes(4))).await,
        InboundEffect::Applied
    );
    assert_eq!(stage.delivery(&ana, conversation, message).await.state, Sent);
}

pub async fn a_status_counts_only_for_the_number_that_was_told(stage: Stage) {
    let (ana, conversation, message) = in_flight(&stage).await;
    let number = stage.look(&ana, conversation).await.phone_number_id;
    let other = stage.number().await;
    let told = |phone_number_id, state, minute| StatusUpdate {
        phone_number_id: Some(phone_number_id),
        callback: Some((message, 1)),
        ..status("wamid.1", state, minutes(minute))
    };
    assert_eq!(stage.status(told(other, Read, 2)).await, InboundEffect::Waiting);
    let untouched = stage.delivery(&ana, conversation, message).await.state;
    assert_ne!(untouched, Read);
    // What waited is of the other number: it stays without effect when the wamid is known.
    assert_eq!(stage.status(told(number, Sent, 3)).await, InboundEffect::Applied);
    stage
        .store
        .finish_attempt(
            message,
            1,
            &AttemptOutcome::Accepted {
                wamid: "wamid.1".into(),
            },
            minutes(4),
        )
        .await
        .unwrap();
    assert_eq!(stage.delivery(&ana, conversation, message).await.state, Sent);
}

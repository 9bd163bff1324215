//! `GET /messages/{id}/details`.

use crate::meta::Answer;
use crate::stage::Stage;
use crate::support::assert_refused;
use domain::delivery_status::DeliveryState::{Delivered, Sent, Waiting};
use domain::error::ErrorCode;
use domain::ids::MessageId;
use domain::wire::{AttemptResult, MessageDetails};

async fn details(stage: &Stage, message: MessageId) -> MessageDetails {
    stage
        .ana
        .get(&format!("/api/v1/messages/{message}/details"))
        .await
        .read()
}

#[tokio::test]
async fn they_tell_each_attempt_with_metas_words_and_each_state_with_metas_time() {
    let stage = Stage::new().await;
    stage
        .graph
        .answer_next([Answer::Refused(500, 131_000), Answer::Accepted("wamid.1")]);
    let message = stage.send("Bom dia").await;
    let begin = stage.server.clock.now();
    stage.graph.next_message().await;
    let due = stage.until_due_in(2).await;
    stage.server.clock.set(due);
    let callback = stage.graph.next_message().await.callback().to_owned();
    stage.until(message, |delivery| delivery.attempt == 2).await;
    stage.status("wamid.1", "sent", &callback).await;
    stage.until_state(message, Sent).await;
    let later = stage.in_seconds(60);
    stage.server.clock.set(later);
    stage.status("wamid.1", "delivered", &callback).await;
    stage.until_state(message, Delivered).await;
    // When the next one leaves the answer to this one is kept.
    stage.send("Outra").await;
    stage.graph.next_message().await;

    let told = details(&stage, message).await;
    assert_eq!(told.message_id, message);
    let [first, second] = told.attempts.as_slice() else {
        panic!("{told:?}");
    };
    assert_eq!(
        (first.attempt, first.started_at, first.result),
        (1, begin, Some(AttemptResult::Later))
    );
    let failure = first.failure.as_ref().unwrap();
    assert_eq!(
        (failure.code, failure.details.as_deref()),
        (131_000, Some("Invented details"))
    );
    assert_eq!(
        (second.attempt, second.started_at, second.result, &second.failure),
        (2, due, Some(AttemptResult::Accepted), &None)
    );
    let whole_seconds = |at: domain::time::Timestamp| at.as_millis() / 1_000;
    let statuses: Vec<_> = told
        .statuses
        .iter()
        .map(|status| (status.attempt, status.state, whole_seconds(status.at)))
        .collect();
    assert_eq!(
        statuses,
        [
            (2, Sent, whole_seconds(due)),
            (2, Delivered, whole_seconds(later))
        ]
    );
}

#[tokio::test]
async fn an_attempt_under_way_has_no_end_yet_and_an_incoming_message_no_attempts() {
    let stage = Stage::new().await;
    let inbound = stage.server.customer_writes(&stage.joana, "Tem rosas?").await;
    assert!(details(&stage, inbound).await.attempts.is_empty());
    let _release = stage.graph.hold_next("wamid.1");
    let message = stage.send("Temos").await;
    stage.graph.next_message().await;
    let told = details(&stage, message).await;
    assert_eq!(
        (told.attempts[0].finished_at, told.attempts[0].result),
        (None, None)
    );
    assert!(told.statuses.is_empty());
    stage.until(message, |delivery| delivery.state == Waiting).await;
}

#[tokio::test]
async fn what_is_not_there_and_who_is_not_signed_in_get_none() {
    let stage = Stage::new().await;
    let message = stage.send("Bom dia").await;
    let unknown = stage.server.services.ids.message_id();
    let path = |id: MessageId| format!("/api/v1/messages/{id}/details");
    assert_refused(&stage.ana.get(&path(unknown)).await, ErrorCode::NotFound);
    let nobody = stage.server.browser();
    assert_refused(&nobody.get(&path(message)).await, ErrorCode::SessionRequired);
}

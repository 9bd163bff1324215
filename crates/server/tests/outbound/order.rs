//! First in, first out, for each conversation.

use crate::meta::Answer;
use crate::stage::Stage;
use domain::delivery_status::DeliveryState::{Failed, Waiting};

#[tokio::test]
async fn the_next_message_leaves_after_the_answer_to_the_one_before() {
    let stage = Stage::new().await;
    let rui = stage.server.new_customer("Rui Lopes").await;
    let release = stage.graph.hold_next("wamid.1");
    stage.send("um").await;
    assert_eq!(stage.graph.next_message().await.text(), "um");
    stage.send("dois").await;
    stage.send("três").await;
    // Another customer does not wait, and shows that the queue was looked at since.
    stage.send_to(&rui, "outra conversa").await;
    assert_eq!(stage.graph.next_message().await.text(), "outra conversa");
    assert!(stage.graph.is_silent().await);
    release.send(()).unwrap();
    assert_eq!(stage.graph.next_message().await.text(), "dois");
    assert_eq!(stage.graph.next_message().await.text(), "três");
}

#[tokio::test]
async fn a_refused_message_does_not_hold_those_behind_it() {
    let stage = Stage::new().await;
    stage.graph.answer_next([Answer::Refused(400, 131_026)]);
    let refused = stage.send("um").await;
    stage.send("dois").await;
    assert_eq!(stage.graph.next_message().await.text(), "um");
    assert_eq!(stage.graph.next_message().await.text(), "dois");
    let delivery = stage.until_state(refused, Failed).await;
    let failure = delivery.failure.unwrap();
    assert_eq!(failure.code, 131_026);
    assert_eq!(failure.details.as_deref(), Some("Invented details"));
    assert_eq!(stage.next_due().await, None);
}

#[tokio::test]
async fn a_message_that_waits_for_another_attempt_keeps_its_place() {
    let stage = Stage::new().await;
    stage.graph.answer_next([Answer::Refused(503, 2)]);
    let first = stage.send("um").await;
    stage.graph.next_message().await;
    let due = stage.until_due_in(5).await;
    stage.send("dois").await;
    stage.server.clock.set(due);
    let again = stage.graph.next_message().await;
    assert_eq!(again.text(), "um");
    assert_eq!(again.callback(), format!("{first}.2"));
    assert_eq!(stage.graph.next_message().await.text(), "dois");
}

#[tokio::test]
async fn many_conversations_do_not_wait_for_each_other() {
    let stage = Stage::new().await;
    let mut held = Vec::new();
    for n in 0..20 {
        let customer = stage.server.new_customer(&format!("Cliente {n}")).await;
        held.push(stage.graph.hold_next("wamid.held"));
        stage.send_to(&customer, &format!("para {n}")).await;
    }
    let mut seen = Vec::new();
    for _ in 0..20 {
        seen.push(stage.graph.next_message().await.text().to_owned());
    }
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 20);
}

#[tokio::test]
async fn an_answer_alone_is_no_tick() {
    let stage = Stage::new().await;
    let first = stage.send("um").await;
    stage.graph.next_message().await;
    stage.send("dois").await;
    stage.graph.next_message().await;
    let delivery = stage
        .until(first, |delivery| delivery.attempt == 1)
        .await
        .delivery;
    assert_eq!(delivery.unwrap().state, Waiting);
}

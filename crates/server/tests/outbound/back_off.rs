//! Limits and troubles that pass.

use crate::meta::{Answer, ReservedAddress};
use crate::stage::Stage;
use crate::support::TestServer;
use domain::delivery_status::DeliveryState::{Failed, Sent, Waiting};

#[tokio::test]
async fn the_pair_rate_holds_back_only_that_customer() {
    let stage = Stage::new().await;
    let rui = stage.server.new_customer("Rui Lopes").await;
    stage.graph.answer_next([Answer::Refused(400, 131_056)]);
    stage.send("um").await;
    stage.graph.next_message().await;
    let due = stage.until_due_in(1).await;
    stage.send("dois").await;
    stage.send_to(&rui, "outra conversa").await;
    assert_eq!(stage.graph.next_message().await.text(), "outra conversa");
    assert!(stage.graph.is_silent().await);

    // Refused again: four times the pause.
    stage.graph.answer_next([Answer::Refused(400, 131_056)]);
    stage.server.clock.set(due);
    assert_eq!(stage.graph.next_message().await.text(), "um");
    let due = stage.until_due_in(4).await;
    stage.server.clock.set(due);
    assert_eq!(stage.graph.next_message().await.text(), "um");
    assert_eq!(stage.graph.next_message().await.text(), "dois");
}

#[tokio::test]
async fn a_burst_is_paced_as_meta_asks_and_no_message_is_lost() {
    let stage = Stage::new().await;
    let start = stage.server.clock.now();
    let mut last = None;
    for n in 0..47 {
        last = Some(stage.send(&format!("{n}")).await);
    }
    for n in 0..45 {
        assert_eq!(stage.graph.next_message().await.text(), n.to_string());
    }
    let next = start + domain::time::Span::from_seconds(6);
    stage.until_due(next).await;
    assert!(stage.graph.is_silent().await);
    stage.server.clock.set(next);
    assert_eq!(stage.graph.next_message().await.text(), "45");
    let next = next + domain::time::Span::from_seconds(6);
    stage.until_due(next).await;
    // Our own pause is no failure: a refusal afterwards begins with the shortest back-off.
    stage.graph.answer_next([Answer::Refused(500, 131_000)]);
    stage.server.clock.set(next);
    assert_eq!(stage.graph.next_message().await.text(), "46");
    stage.until_due_in(2).await;
    stage.server.clock.set(stage.in_seconds(6));
    let request = stage.graph.next_message().await;
    assert!(request.callback().starts_with(&last.unwrap().to_string()));
    assert!(stage.graph.is_silent().await);
}

#[tokio::test]
async fn an_error_that_may_last_for_ever_is_tried_a_few_times() {
    let stage = Stage::new().await;
    stage
        .graph
        .answer_next((0..4).map(|_| Answer::Refused(500, 131_000)));
    let message = stage.send("Bom dia").await;
    for pause in [2, 4, 8] {
        stage.graph.next_message().await;
        let next = stage.until_due_in(pause).await;
        stage.server.clock.set(next);
    }
    stage.graph.next_message().await;
    let delivery = stage.until_state(message, Failed).await;
    assert_eq!((delivery.attempt, delivery.failure.unwrap().code), (4, 131_000));
}

#[tokio::test]
async fn a_long_outage_does_not_use_up_the_few_tries_of_another_error() {
    let stage = Stage::new().await;
    stage
        .graph
        .answer_next((0..5).map(|_| Answer::Refused(503, 131_016)));
    stage.graph.answer_next([Answer::Refused(500, 131_000)]);
    let message = stage.send("Bom dia").await;
    for pause in [5, 10, 20, 40, 60] {
        stage.graph.next_message().await;
        let next = stage.until_due_in(pause).await;
        stage.server.clock.set(next);
    }
    stage.graph.next_message().await;
    let next = stage.until_due_in(2).await;
    stage.server.clock.set(next);
    let request = stage.graph.next_message().await;
    assert_eq!(request.callback(), format!("{message}.7"));
}

#[tokio::test]
async fn what_could_not_be_sent_because_nobody_listened_goes_out_later_once() {
    let address = ReservedAddress::new();
    let server = TestServer::start_with(|config| config.graph_url = address.url()).await;
    // A fake that is never asked stands in until the address has one.
    let unused = crate::meta::FakeGraph::start().await;
    let mut stage = Stage::with(server, unused).await;
    let message = stage.send("Bom dia").await;
    let next = stage.until_due_in(2).await;
    let delivery = stage
        .until(message, |delivery| delivery.attempt == 1)
        .await
        .delivery;
    assert_eq!(delivery.unwrap().state, Waiting);

    stage.graph = address.start();
    stage.server.clock.set(next);
    let request = stage.graph.next_message().await;
    assert_eq!(request.callback(), format!("{message}.2"));
    stage.status("wamid.1", "sent", request.callback()).await;
    stage.until_state(message, Sent).await;
    stage.send("Outra").await;
    assert_eq!(stage.graph.next_message().await.text(), "Outra");
    assert!(stage.graph.is_silent().await);
}

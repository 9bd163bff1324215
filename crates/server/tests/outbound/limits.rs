//! Limits of a whole number: nothing of it leaves until one message went through again.

use crate::meta::Answer;
use crate::stage::Stage;
use domain::delivery_status::DeliveryState::Failed;
use domain::time::Span;

#[tokio::test]
async fn a_throughput_limit_holds_the_number_until_one_message_went_through() {
    let stage = Stage::new().await;
    let mut others = Vec::new();
    for name in ["Rui Lopes", "Lia Reis", "Davi Melo"] {
        others.push(stage.server.new_customer(name).await);
    }
    stage.graph.answer_next([Answer::Refused(400, 130_429)]);
    stage.send("um").await;
    assert_eq!(stage.graph.next_message().await.text(), "um");
    let due = stage.until_due_in(5).await;
    for other in &others {
        stage.send_to(other, "outra conversa").await;
    }
    assert_eq!(stage.next_due().await, Some(due), "the others rest as well");
    assert!(stage.graph.is_silent().await);

    // One is tried and meets the limit again: a longer rest.
    let (release, released) = tokio::sync::oneshot::channel();
    stage
        .graph
        .answer_next([Answer::HeldRefusal(400, 130_429, released)]);
    stage.server.clock.set(due);
    assert_eq!(stage.graph.next_message().await.text(), "outra conversa");
    assert_eq!(stage.next_due().await, None);
    assert!(stage.graph.is_silent().await);
    release.send(()).unwrap();
    let due = stage.until_due_in(10).await;

    let release = stage.graph.hold_next("wamid.probe");
    stage.server.clock.set(due);
    assert_eq!(stage.graph.next_message().await.text(), "outra conversa");
    assert_eq!(stage.next_due().await, None);
    assert!(stage.graph.is_silent().await);
    release.send(()).unwrap();
    let mut left: Vec<String> = Vec::new();
    for _ in 0..3 {
        left.push(stage.graph.next_message().await.text().to_owned());
    }
    left.sort_unstable();
    assert_eq!(left, ["outra conversa", "outra conversa", "um"]);
}

#[tokio::test]
async fn a_limit_of_the_accounts_calls_obeys_what_meta_asks_and_loses_nothing() {
    let stage = Stage::new().await;
    stage.graph.answer_next([Answer::Refused(400, 80_007)]);
    stage.send("um").await;
    stage.graph.next_message().await;
    let due = stage.until_due_in(60).await;
    stage.send("dois").await;
    stage.server.clock.set(due);
    assert_eq!(stage.graph.next_message().await.text(), "um");
    assert_eq!(stage.graph.next_message().await.text(), "dois");
}

#[tokio::test]
async fn a_number_sends_as_fast_as_meta_allows_it_and_no_faster() {
    let stage = Stage::new().await;
    let number = stage.server.phone_number;
    stage
        .server
        .store()
        .set_throughput(number, Some(2))
        .await
        .unwrap();
    let mut customers = Vec::new();
    for n in 0..5 {
        customers.push(stage.server.new_customer(&format!("Cliente {n}")).await);
    }
    for customer in &customers {
        stage.send_to(customer, "oi").await;
    }
    for seconds in 0..3 {
        for _ in 0..(if seconds < 2 { 2 } else { 1 }) {
            stage.graph.next_message().await;
        }
        assert!(stage.graph.is_silent().await, "second {seconds}");
        stage.server.pass(Span::from_seconds(1));
    }
}

#[tokio::test]
async fn what_the_business_must_settle_says_so_to_the_agent_and_to_administrators() {
    let stage = Stage::new().await;
    stage.graph.answer_next([Answer::Refused(403, 131_031)]);
    let message = stage.send("um").await;
    let delivery = stage.until_state(message, Failed).await;
    assert_eq!(delivery.failure.unwrap().code, 131_031);
    let alarms: domain::alarm::AlarmPage = stage.ana.get("/api/v1/alarms").await.read();
    let parameters = &alarms.alarms[0].parameters;
    assert_eq!(
        (parameters["event"].as_str(), parameters["restriction"].as_str()),
        ("131031", "Invented details")
    );
    // The agent may try again, and with the first that Meta takes the matter is over.
    assert_eq!(stage.retry(message, 1).await, 200);
    stage.graph.next_message().await;
    stage.graph.next_message().await;
    stage.send("dois").await;
    stage.graph.next_message().await;
    let alarms: domain::alarm::AlarmPage = stage.ana.get("/api/v1/alarms").await.read();
    assert_eq!(alarms.alarms[0].state, domain::alarm::AlarmState::Ended);
}

//! Going down and coming up again with attempts in flight.

use crate::meta::FakeGraph;
use crate::stage::Stage;
use crate::support::{ANA, TestServer};
use domain::delivery_status::DeliveryState::{Sent, Unconfirmed, Waiting};
use domain::entities::PhoneNumberState;
use server::store::{OutboundStore as _, PhoneNumberStore as _, SqliteStore};

#[tokio::test]
async fn going_down_waits_for_the_answer_and_keeps_it() {
    let stage = Stage::new().await;
    let release = stage.graph.hold_next("wamid.1");
    let first = stage.send("um").await;
    let second = stage.send("dois").await;
    stage.graph.next_message().await;
    let Stage { server, graph, .. } = stage;
    let shutdown = server.services.shutdown.clone();
    let restarting = tokio::spawn(server.restart());
    shutdown.wait().await;
    release.send(()).unwrap();
    let server = restarting.await.unwrap();
    // The answer was kept, so the next message leaves and the first one's wamid is known.
    assert_eq!(graph.next_message().await.text(), "dois");
    let stage = again(server, graph, second).await;
    stage.status("wamid.1", "sent", "").await;
    let delivery = stage.until_state(first, Sent).await;
    assert_eq!(delivery.attempt, 1);
    assert!(stage.graph.is_silent().await);
}

#[tokio::test]
async fn an_attempt_that_a_crash_cut_short_is_unconfirmed_and_not_repeated() {
    let stage = Stage::new().await;
    let number = stage.server.phone_number;
    let config = stage.server.services.config.clone();
    stage
        .server
        .store()
        .set_phone_number_state(number, PhoneNumberState::Disconnected)
        .await
        .unwrap();
    let first = stage.send("um").await;
    let second = stage.send("dois").await;
    // Another process takes the first one and dies before it has an answer.
    let dying = SqliteStore::open(&config.database_url, [0x5a; 32]).await.unwrap();
    dying
        .set_phone_number_state(number, PhoneNumberState::Connected)
        .await
        .unwrap();
    let job = dying.claim_outbound(config.clock.now()).await.unwrap().unwrap();
    assert_eq!((job.message_id, job.attempt), (first, 1));
    dying.close().await;

    let Stage { server, graph, .. } = stage;
    let server = server.restart().await;
    assert_eq!(graph.next_message().await.text(), "dois");
    let stage = again(server, graph, second).await;
    stage.until_state(first, Unconfirmed).await;
    assert!(stage.graph.is_silent().await);
    // Meta had it after all.
    stage.status("wamid.1", "sent", &format!("{first}.1")).await;
    stage.until_state(first, Sent).await;
}

#[tokio::test]
async fn what_waits_survives_a_restart_and_goes_out_once() {
    let stage = Stage::new().await;
    stage.graph.answer_next([crate::meta::Answer::Refused(503, 2)]);
    let message = stage.send("um").await;
    stage.graph.next_message().await;
    let due = stage.until_due_in(5).await;
    let Stage { server, graph, .. } = stage;
    let server = server.restart().await;
    server.clock.set(due);
    assert_eq!(graph.next_message().await.callback(), format!("{message}.2"));
    let stage = again(server, graph, message).await;
    stage.until(message, |delivery| delivery.state == Waiting).await;
    assert!(stage.graph.is_silent().await);
}

/// The stage with a server that was started again.
async fn again(server: TestServer, graph: FakeGraph, message: domain::ids::MessageId) -> Stage {
    let ana = server.sign_in(ANA).await;
    let rows = crate::meta::conversations(&ana).await;
    let conversation = rows[0].conversation.id;
    let joana = crate::support::Customer {
        name: "Joana Prado".to_owned(),
        wa_id: rows[0].contact.phone.clone().unwrap_or_default(),
        conversation,
    };
    let stage = Stage {
        server,
        graph,
        ana,
        joana,
    };
    stage.until(message, |delivery| delivery.attempt > 0).await;
    stage
}

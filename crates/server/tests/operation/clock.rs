//! Somebody sets the machine's clock an hour forward and back.

use crate::meta::{Answer, FakeGraph, send_text};
use crate::support::{ANA, TestServer, TestSocket};
use domain::event::Change;
use domain::time::{Span, Timestamp};
use domain::wire::{Bootstrap, ServerFrame};
use server::clock::Clock;

#[tokio::test]
async fn a_clock_that_jumps_signs_nobody_out_and_holds_nothing_for_an_hour() {
    let graph = FakeGraph::start().await;
    let server = TestServer::start_with(|config| {
        config.clock = Clock::wrong();
        config.graph_url = graph.url();
    })
    .await;
    let joana = server.new_customer("Joana Prado").await;
    let ana = server.sign_in(ANA).await;
    let mut socket = TestSocket::live(&ana).await;
    let is_message = |change: &Change| matches!(change, Change::MessageChanged { .. });

    server.clock.jump(Span::from_hours(1));
    // Meta's pair rate: again in a second, by the clock that is an hour ahead.
    graph.answer_next([Answer::Refused(400, 131_056)]);
    send_text(&server, &ana, joana.conversation, "um").await;
    assert_eq!(graph.next_message().await.text(), "um");
    socket.events_until(is_message).await;

    server.clock.jump(Span::from_hours(-1));
    assert_eq!(graph.next_message().await.text(), "um", "not in an hour");
    send_text(&server, &ana, joana.conversation, "dois").await;
    assert_eq!(graph.next_message().await.text(), "dois");
    assert!(graph.is_silent().await, "nothing is sent twice");

    server.clock.jump(Span::from_hours(1));
    assert_eq!(ana.get("/api/v1/session").await.status, 200);
    let bootstrap: Bootstrap = ana.get("/api/v1/bootstrap").await.read();
    assert_eq!(bootstrap.conversations.rows.len(), 1);
    socket.events_so_far(&server).await;
    server.customer_writes(&joana, "Que horas são?").await;
    socket.events_until(is_message).await;
    socket.send(&domain::wire::ClientFrame::Ping).await;
    let is_ahead = |now: Timestamp| (now - server.clock.now()).as_millis().abs() < 60_000;
    loop {
        match socket.next().await {
            ServerFrame::Heartbeat { now, .. } => {
                break assert!(is_ahead(now), "the app follows the server's clock");
            }
            ServerFrame::Events { .. } => {}
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn wrong_passwords_of_a_wrong_hour_lock_nobody_out_for_longer() {
    let server = TestServer::start_with(|config| config.clock = Clock::wrong()).await;
    server.clock.jump(Span::from_hours(1));
    let mut browser = server.browser();
    for _ in 0..5 {
        assert_eq!(browser.sign_in(ANA, "errada").await.status, 401);
    }
    assert_eq!(browser.sign_in(ANA, "errada").await.status, 429);
    server.clock.jump(Span::from_hours(-1));
    let refused = browser.sign_in(ANA, "errada").await;
    let wait = refused.json["retry_after_s"].as_u64();
    assert!(wait.is_none_or(|seconds| seconds <= 15 * 60), "{}", refused.json);
}

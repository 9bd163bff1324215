//! Sockets on which nothing happens, at a server with little patience.

use crate::support::{ANA, AT_ONCE, TestServer, TestSocket};
use domain::wire::ServerFrame;
use server::patience::Patience;
use std::time::Duration;

const SHORT: Duration = Duration::from_millis(100);

async fn impatient(change: impl FnOnce(&mut Patience)) -> TestServer {
    let mut patience = Patience::default();
    change(&mut patience);
    TestServer::start_prepared(|server| server.with_patience(patience)).await
}

#[tokio::test]
async fn silence_makes_heartbeats_that_tell_how_far_the_log_was_read() {
    let server = impatient(|patience| {
        patience.heartbeat = SHORT;
        patience.gone = AT_ONCE;
    })
    .await;
    let ana = server.sign_in(ANA).await;
    let mut socket = TestSocket::live(&ana).await;
    server.new_customer("Marina Alves").await;
    let newest = server.store().log_bounds().await.unwrap().newest;
    let mut beats = 0;
    while beats < 5 {
        match socket.next().await {
            ServerFrame::Heartbeat { n, now } => {
                assert_eq!(now, server.clock.now());
                beats += usize::from(n == newest);
            }
            ServerFrame::Events { .. } => {}
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn who_says_no_hello_is_sent_away() {
    let server = impatient(|patience| patience.hello = SHORT).await;
    let mut socket = TestSocket::open(&server.sign_in(ANA).await).await.unwrap();
    let (code, reason, _) = socket.end().await;
    assert_eq!((code, reason.as_str()), (1008, "hello_first"));
}

#[tokio::test]
async fn who_was_reset_and_does_not_come_back_is_sent_away() {
    let server = impatient(|patience| patience.hello_after_reset = SHORT).await;
    let mut socket = TestSocket::open(&server.sign_in(ANA).await).await.unwrap();
    socket.hello(None).await;
    let (code, reason, before) = socket.end().await;
    assert_eq!((code, reason.as_str()), (1008, "hello_first"));
    assert!(matches!(before[..], [ServerFrame::Reset { .. }]));
}

#[tokio::test]
async fn a_client_whose_network_died_without_a_word_is_given_up() {
    let server = impatient(|patience| {
        patience.heartbeat = SHORT;
        patience.gone = SHORT * 3;
    })
    .await;
    // Nobody reads here, so no ping is answered.
    let _dead = TestSocket::live(&server.sign_in(ANA).await).await;
    assert_eq!(server.services.hub.open_sockets(), 1);
    let given_up = server.services.hub.wait_until_empty();
    tokio::time::timeout(AT_ONCE, given_up).await.unwrap();
}

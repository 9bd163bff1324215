//! Another process holds the database for longer than we wait.

use crate::database::{connect, run};
use crate::meta::{CUSTOMER, Meta, NUMBER, delivery, inbound_text};
use crate::support::{ANA, TestServer, TestSocket};
use crate::until;
use domain::event::Change;
use futures::future::join_all;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_locked_database_is_told_meta_sends_again_and_all_goes_on() {
    let server = TestServer::start().await;
    let ana = server.sign_in(ANA).await;
    let mut socket = TestSocket::live(&ana).await;
    let body = |wamid: &str| {
        let text = inbound_text(NUMBER, CUSTOMER, wamid, "Oi", server.clock.now());
        delivery(&[text])
    };
    let mut stranger = connect(server.database_url()).await;
    run(&mut stranger, "BEGIN EXCLUSIVE".to_owned()).await;

    // Whoever waits is answered together: nobody waits for the lock as often as there are others before.
    let meta = Meta::of(&server);
    let bodies: Vec<_> = (0..30).map(|number| body(&format!("wamid.{number}"))).collect();
    let answers = join_all(bodies.iter().map(|body| meta.post(body))).await;
    for answer in &answers {
        assert_eq!(
            (answer.status, answer.json["code"].as_str()),
            (503, Some("unavailable"))
        );
    }
    let ready = ana.get("/readyz").await;
    assert_eq!(
        (ready.status, ready.json["reason"].as_str()),
        (503, Some("database_locked"))
    );
    assert_eq!(ana.get("/api/v1/bootstrap").await.status, 200, "reading goes on");

    run(&mut stranger, "ROLLBACK".to_owned()).await;
    until("it is ready again", async || {
        ana.get("/readyz").await.status == 200
    })
    .await;
    assert_eq!(server.store().outage(), None);
    meta.deliver(&[inbound_text(
        NUMBER,
        CUSTOMER,
        "wamid.0",
        "Oi",
        server.clock.now(),
    )])
    .await;
    let is_message = |change: &Change| matches!(change, Change::MessageChanged { .. });
    let events = socket.events_until(is_message).await;
    assert_eq!(events.iter().filter(|event| is_message(&event.change)).count(), 1);
}

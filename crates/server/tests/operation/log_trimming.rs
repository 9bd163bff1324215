//! The log stays bounded; who has missed more than it holds begins anew and ends equal. Other things that are kept for a while go.

use crate::database::{connect, number};
use crate::support::{ANA, TestServer, TestSocket};
use crate::until;
use domain::event::Cursor;
use domain::time::Span;
use domain::wire::{Bootstrap, ServerFrame};
use server::upkeep::LogRows;

/// Two log rows each, at least.
const MESSAGES: usize = 600;

#[tokio::test]
async fn a_cursor_before_what_the_log_holds_gets_a_reset_and_the_client_ends_equal() {
    let server = TestServer::start_prepared(|server| server.with_log_rows(LogRows::new(1))).await;
    let ana = server.sign_in(ANA).await;
    let first: Bootstrap = ana.get("/api/v1/bootstrap").await.read();
    let customer = server.new_customer("Marina Alves").await;
    for number in 0..MESSAGES {
        server
            .customer_writes(&customer, &format!("mensagem {number}"))
            .await;
    }
    let newest = server.store().log_bounds().await.unwrap().newest;
    assert!(newest > LogRows::FEWEST);
    server.pass(Span::from_minutes(10));
    until("the log is trimmed", async || {
        let bounds = server.store().log_bounds().await.unwrap();
        bounds.newest - bounds.trimmed_to == LogRows::FEWEST
    })
    .await;

    let trimmed_to = server.store().log_bounds().await.unwrap().trimmed_to;
    let mut socket = TestSocket::open(&ana).await.unwrap();
    for gone in [first.cursor.n, trimmed_to - 1] {
        let cursor = Cursor {
            n: gone,
            ..first.cursor
        };
        socket.hello(Some(cursor)).await;
        let reset = ServerFrame::Reset {
            epoch: first.cursor.epoch,
        };
        assert_eq!(socket.next().await, reset);
    }
    let now: Bootstrap = ana.get("/api/v1/bootstrap").await.read();
    assert_eq!(
        now.conversations.rows[0].conversation.unread_count,
        MESSAGES as u32 + 1
    );
    socket.hello(Some(now.cursor)).await;
    assert!(matches!(socket.next().await, ServerFrame::Welcome { .. }));
    assert_eq!(socket.events_so_far(&server).await, []);

    // The oldest cursor that is good gets every number that is left.
    let oldest = Cursor {
        n: trimmed_to,
        ..first.cursor
    };
    let mut socket = TestSocket::from_cursor(&ana, oldest).await;
    let mut place = trimmed_to;
    while place < newest {
        let ServerFrame::Events { follows, n, .. } = socket.next().await else {
            panic!("no events")
        };
        assert_eq!(follows, place);
        place = n;
    }
}

#[tokio::test]
async fn raw_deliveries_and_dead_sessions_are_forgotten_in_time() {
    let server = TestServer::start().await;
    server.sign_in(ANA).await;
    server.new_customer("Marina Alves").await;
    let mut stranger = connect(server.database_url()).await;
    assert_eq!(
        number(&mut stranger, "SELECT count(*) FROM webhook_deliveries").await,
        1
    );

    server.pass(Span::from_hours(7 * 24 - 1));
    server.new_customer("Caio Lima").await;
    assert_eq!(
        number(&mut stranger, "SELECT count(*) FROM webhook_deliveries").await,
        2
    );
    server.pass(Span::from_hours(2));
    until("the first raw delivery is forgotten", async || {
        let mut stranger = connect(server.database_url()).await;
        number(&mut stranger, "SELECT count(*) FROM webhook_deliveries").await == 1
    })
    .await;

    assert_eq!(number(&mut stranger, "SELECT count(*) FROM sessions").await, 1);
    server.pass(Span::from_hours(61 * 24));
    until("the session is forgotten", async || {
        let mut stranger = connect(server.database_url()).await;
        number(&mut stranger, "SELECT count(*) FROM sessions").await == 0
    })
    .await;
}

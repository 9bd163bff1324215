//! The socket: catching up, live news, heartbeats, and frames that make no sense.

use crate::support::{ANA, BRUNO, TestServer, TestSocket};
use domain::command::MarkRead;
use domain::event::{Change, Cursor};
use domain::ids::LogEpoch;
use domain::wire::{Bootstrap, ClientFrame, ServerFrame};

#[tokio::test]
async fn what_was_missed_comes_first_then_what_happens() {
    let server = TestServer::start().await;
    let ana = server.sign_in(ANA).await;
    let bootstrap: Bootstrap = ana.get("/api/v1/bootstrap").await.read();
    let customer = server.new_customer("Marina Alves").await;

    let mut socket = TestSocket::from_cursor(&ana, bootstrap.cursor).await;
    let ServerFrame::Events { follows, n, events } = socket.next().await else {
        panic!("no events")
    };
    assert_eq!(follows, bootstrap.cursor.n);
    assert!(n > follows && events.iter().all(|event| event.n > follows && event.n <= n));
    let is_shown = events.iter().any(|event| {
        matches!(&event.change, Change::ConversationChanged { conversation, contact }
            if conversation.id == customer.conversation && contact.name == "Marina Alves")
    });
    assert!(is_shown, "{events:?}");

    let second = server.customer_writes(&customer, "Tudo bem?").await;
    let ServerFrame::Events {
        follows: next_follows,
        events,
        ..
    } = socket.next().await
    else {
        panic!("no events")
    };
    assert_eq!(next_follows, n, "each batch follows the one before");
    let is_second =
        |change: &Change| matches!(change, Change::MessageChanged { message } if message.id == second);
    assert!(events.iter().any(|event| is_second(&event.change)), "{events:?}");
}

#[tokio::test]
async fn a_long_absence_is_caught_up_in_batches_without_a_gap() {
    let server = TestServer::start().await;
    let ana = server.sign_in(ANA).await;
    let bootstrap: Bootstrap = ana.get("/api/v1/bootstrap").await.read();
    let customer = server.new_customer("Marina Alves").await;
    for number in 0..600 {
        server
            .customer_writes(&customer, &format!("mensagem {number}"))
            .await;
    }
    let newest = server.store().log_bounds().await.unwrap().newest;
    let mut socket = TestSocket::from_cursor(&ana, bootstrap.cursor).await;
    let mut place = bootstrap.cursor.n;
    let mut batches = 0;
    while place < newest {
        let ServerFrame::Events { follows, n, .. } = socket.next().await else {
            panic!("no events")
        };
        assert_eq!(follows, place);
        assert!(n - follows <= 500);
        place = n;
        batches += 1;
    }
    assert!(batches >= 2);
}

#[tokio::test]
async fn what_is_filtered_out_still_moves_the_cursor_and_the_next_batch_follows_it() {
    let server = TestServer::start().await;
    server.add_agent("davi@example.org", &[]).await;
    let davi = server.sign_in("davi@example.org").await;
    let mut socket = TestSocket::live(&davi).await;
    let customer = server.new_customer("Marina Alves").await;
    let newest = server.store().log_bounds().await.unwrap().newest;

    // The heartbeat that answers a ping tells how far the log was read.
    let told = loop {
        socket.send(&ClientFrame::Ping).await;
        let ServerFrame::Heartbeat { n, now } = socket.next().await else {
            panic!("no heartbeat")
        };
        assert_eq!(now, server.clock.now());
        if n == newest {
            break n;
        }
    };
    server.customer_writes(&customer, "Alô?").await;
    let ana = server.sign_in(ANA).await;
    let settings = domain::command::ChangeSettings {
        is_support_agent_on: Some(true),
        ..domain::command::ChangeSettings::default()
    };
    ana.patch("/api/v1/settings", &settings).await;
    let ServerFrame::Events { follows, events, .. } = socket.next().await else {
        panic!("no events")
    };
    assert_eq!(
        follows, told,
        "the cursor that the client was told, not the one that only the server knows"
    );
    assert!(
        events
            .iter()
            .all(|event| !matches!(event.change, Change::MessageChanged { .. }))
    );
}

#[tokio::test]
async fn a_cursor_that_is_worth_nothing_gets_a_reset_and_a_second_chance() {
    let server = TestServer::start().await;
    let ana = server.sign_in(ANA).await;
    let good: Bootstrap = ana.get("/api/v1/bootstrap").await.read();
    let another_log = Cursor {
        epoch: LogEpoch::from_parts(7, &[7; 10]),
        n: 0,
    };
    let the_future = Cursor {
        n: good.cursor.n + 1_000,
        ..good.cursor
    };
    for cursor in [None, Some(another_log), Some(the_future)] {
        let mut socket = TestSocket::open(&ana).await.unwrap();
        socket.hello(cursor).await;
        assert_eq!(
            socket.next().await,
            ServerFrame::Reset {
                epoch: good.cursor.epoch
            }
        );
        socket.hello(Some(good.cursor)).await;
        assert!(matches!(socket.next().await, ServerFrame::Welcome { .. }));
        assert_eq!(socket.events_so_far(&server).await, []);
    }
}

#[tokio::test]
async fn hello_again_goes_on_from_the_new_cursor() {
    let server = TestServer::start().await;
    let ana = server.sign_in(ANA).await;
    let before: Bootstrap = ana.get("/api/v1/bootstrap").await.read();
    server.new_customer("Marina Alves").await;
    let mut socket = TestSocket::live(&ana).await;
    socket.hello(Some(before.cursor)).await;
    assert!(matches!(socket.next().await, ServerFrame::Welcome { .. }));
    let ServerFrame::Events { follows, .. } = socket.next().await else {
        panic!("no events")
    };
    assert_eq!(follows, before.cursor.n);
}

#[tokio::test]
async fn two_agents_see_the_same() {
    let server = TestServer::start().await;
    let customer = server.new_customer("Marina Alves").await;
    let (ana, bruno) = (server.sign_in(ANA).await, server.sign_in(BRUNO).await);
    let mut anas = TestSocket::live(&ana).await;
    let mut brunos = TestSocket::live(&bruno).await;
    let newest = server.customer_writes(&customer, "Quem me atende?").await;
    let is_read = |change: &Change| matches!(change, Change::ConversationChanged { conversation, .. } if conversation.unread_count == 0);
    let path = format!("/api/v1/conversations/{}/read", customer.conversation);
    assert_eq!(bruno.post(&path, &MarkRead { up_to: newest }).await.status, 200);
    let seen_by_ana = anas.events_until(is_read).await;
    let seen_by_bruno = brunos.events_until(is_read).await;
    assert_eq!(seen_by_ana.last(), seen_by_bruno.last());
}

#[tokio::test]
async fn frames_that_make_no_sense_end_the_socket_with_a_code() {
    let server = TestServer::start().await;
    let ana = server.sign_in(ANA).await;
    let typing = serde_json::to_string(&ClientFrame::Typing {
        conversation_id: server.services.ids.conversation_id(),
    })
    .unwrap();
    let cases = [
        ("not json".to_owned(), 1007, "frame_not_understood"),
        (r#"{"frame":"dance"}"#.to_owned(), 1007, "frame_not_understood"),
        (r#"{"frame":"ping"}"#.to_owned(), 1008, "hello_first"),
        (typing, 1008, "hello_first"),
        ("x".repeat(16 * 1_024 + 1), 1009, "frame_too_large"),
    ];
    for (text, code, reason) in cases {
        let mut socket = TestSocket::open(&ana).await.unwrap();
        socket.send_text(text).await;
        let end = socket.end().await;
        assert_eq!((end.0, end.1.as_str()), (code, reason));
    }
    let mut socket = TestSocket::open(&ana).await.unwrap();
    socket.send_binary(vec![1, 2, 3]).await;
    assert_eq!(socket.end().await.0, 1003);
}

#[tokio::test]
async fn a_flood_of_frames_ends_the_socket() {
    let server = TestServer::start().await;
    let ana = server.sign_in(ANA).await;
    let mut socket = TestSocket::live(&ana).await;
    for _ in 0..60 {
        socket.send(&ClientFrame::Ping).await;
    }
    let (code, reason, _) = socket.end().await;
    assert_eq!((code, reason.as_str()), (1008, "too_many_frames"));
}

//! What those who watch the server are told.

use crate::meta::{CUSTOMER, Meta, NUMBER, delivery, inbound_text, only_conversation, send_text};
use crate::support::{ANA, Browser, TestServer, TestSocket};
use crate::until;
use tokio::net::TcpListener;

const GUIDE: &str = include_str!("../../../../docs/deployment.md");

#[tokio::test]
async fn figures_tell_what_the_server_did_on_a_listener_of_their_own() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let watcher = Browser::new(listener.local_addr().unwrap());
    let server = TestServer::start_prepared(|server| server.with_metrics(listener)).await;
    let ana = server.sign_in(ANA).await;
    let _socket = TestSocket::live(&ana).await;
    let meta = Meta::of(&server);
    let text = inbound_text(NUMBER, CUSTOMER, "wamid.1", "Oi", server.clock.now());
    let body = delivery(&[text]);
    for _ in 0..2 {
        assert_eq!(meta.post(&body).await.status, 200);
    }
    until("both deliveries are applied by the worker", async || {
        server.store().pending_deliveries(1).await.unwrap().is_empty()
    })
    .await;
    let (row, _) = only_conversation(&ana).await;
    send_text(&server, &ana, row.conversation.id, "Olá").await;
    ana.get(&format!("/api/v1/conversations/{}", row.conversation.id))
        .await;
    ana.get("/no/such/page").await;

    let lines = async || {
        let answer = watcher.get("/metrics").await;
        assert_eq!(answer.status, 200);
        assert!(
            answer
                .header("content-type")
                .starts_with("application/openmetrics-text")
        );
        String::from_utf8(answer.body).unwrap()
    };
    // Nothing listens where the Graph API should be.
    until("the attempt has ended", async || {
        lines()
            .await
            .contains("perfectchat_outbound_attempts_total{outcome=")
    })
    .await;
    let text = lines().await;
    for expected in [
        r#"perfectchat_http_requests_total{method="POST",route="/webhooks/whatsapp",status="200"} 2"#,
        r#"perfectchat_http_requests_total{method="GET",route="/api/v1/conversations/{id}",status="200"} 1"#,
        r#"perfectchat_http_requests_total{method="GET",route="/api/v1/socket",status="101"} 1"#,
        r#"perfectchat_http_requests_total{method="GET",route="app",status="404"} 1"#,
        r#"perfectchat_http_request_duration_seconds_count{method="POST",route="/webhooks/whatsapp"} 2"#,
        "perfectchat_webhook_deliveries_stored_total 2",
        r#"perfectchat_webhook_changes_total{effect="applied"} 1"#,
        r#"perfectchat_webhook_changes_total{effect="duplicate"} 1"#,
        "perfectchat_outbound_queue_length 1",
        "perfectchat_outbound_cancelled_total 0",
        "perfectchat_outbound_queue_oldest_seconds 0",
        "perfectchat_webhook_deliveries_waiting 0",
        "perfectchat_sockets_open 1",
        "perfectchat_database_unavailable 0",
        "perfectchat_set_aside 0",
    ] {
        assert!(
            text.lines().any(|line| line == expected),
            "{expected} is not in\n{text}"
        );
    }
    // What the guide to deployment tells people to watch.
    let words = GUIDE.split('`').filter(|word| word.starts_with("perfectchat_"));
    for word in words {
        let name = word.split('{').next().unwrap().trim_end_matches("_total");
        assert!(
            text.contains(&format!("# TYPE {name} ")),
            "{name} is not in\n{text}"
        );
    }
    for some in [
        "perfectchat_store_changes_total ",
        "perfectchat_store_transaction_duration_seconds_count ",
        "perfectchat_store_queue_length ",
        "perfectchat_database_size_bytes ",
        "perfectchat_log_rows ",
        "perfectchat_events_sent_total ",
    ] {
        assert!(
            text.lines().any(|line| line.starts_with(some)),
            "{some} is not in\n{text}"
        );
    }
    assert!(text.ends_with("# EOF\n"));
    #[cfg(target_os = "linux")]
    assert!(text.contains("perfectchat_process_resident_memory_bytes "));
    // No word of a customer, no address.
    assert!(!text.contains(CUSTOMER) && !text.contains(&row.conversation.id.to_string()));

    assert_eq!(watcher.get("/readyz").await.status, 200);
    assert_eq!(
        server.browser().get("/metrics").await.status,
        404,
        "browsers do not see it"
    );
}

#[tokio::test]
async fn figures_that_need_the_database_are_left_out_when_it_is_gone() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let watcher = Browser::new(listener.local_addr().unwrap());
    let server = TestServer::start_prepared(|server| server.with_metrics(listener)).await;
    server.store().close().await;
    let answer = watcher.get("/metrics").await;
    assert_eq!(answer.status, 200);
    let text = String::from_utf8(answer.body).unwrap();
    assert!(!text.contains("perfectchat_outbound_queue_length"));
    assert!(text.contains("perfectchat_sockets_open 0"));
}

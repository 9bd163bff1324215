//! Meta asks whether this address is ours.

use crate::support::{Answer, TestServer, assert_refused};
use domain::error::ErrorCode;

async fn ask(server: &TestServer, query: &str) -> Answer {
    let path = format!("/webhooks/whatsapp{query}");
    server.browser().on_page_of(None).get(&path).await
}

#[tokio::test]
async fn the_right_token_gets_the_challenge_and_nothing_else() {
    let server = TestServer::start().await;
    let answer = ask(
        &server,
        "?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=verify-token",
    )
    .await;
    assert_eq!(
        (answer.status, answer.body.as_slice()),
        (200, b"1158201444".as_slice())
    );
    assert!(answer.header("content-type").starts_with("text/plain"));
}

#[tokio::test]
async fn anything_else_is_refused() {
    let server = TestServer::start().await;
    for query in [
        "",
        "?hub.mode=subscribe&hub.challenge=1158201444",
        "?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=",
        "?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=verify-toke",
        "?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=app-secret",
        "?hub.mode=unsubscribe&hub.challenge=1158201444&hub.verify_token=verify-token",
        "?hub.mode=subscribe&hub.verify_token=verify-token",
    ] {
        let answer = ask(&server, query).await;
        assert_refused(&answer, ErrorCode::PermissionDenied);
        assert!(
            !answer.body.windows(10).any(|part| part == b"1158201444"),
            "{query}"
        );
    }
}

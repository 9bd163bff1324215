//! What is stored and answered with 200, and what is refused and leaves nothing behind.

use crate::meta::{CUSTOMER, Meta, NUMBER, conversations, delivery, inbound_text, only_conversation, sign};
use crate::support::{ANA, TestServer, assert_refused};
use domain::content::MessageContent;
use domain::error::ErrorCode;
use serde_json::json;

fn text_delivery(server: &TestServer, body: &str) -> Vec<u8> {
    delivery(&[inbound_text(
        NUMBER,
        CUSTOMER,
        "wamid.1",
        body,
        server.clock.now(),
    )])
}

async fn assert_nothing_is_stored(server: &TestServer) {
    let pending = server.store().pending_deliveries(10).await.unwrap();
    assert!(pending.is_empty(), "{} pending", pending.len());
    assert_eq!(server.store().set_aside_count().await.unwrap(), 0);
    let ana = server.sign_in(ANA).await;
    assert!(conversations(&ana).await.is_empty());
}

#[tokio::test]
async fn a_signed_delivery_becomes_a_message_with_every_character() {
    let server = TestServer::start().await;
    let body = "Olá! Orçamento p/ sábado às 10h? \u{1f382} <b> @ %";
    let raw = text_delivery(&server, body);
    assert!(raw.is_ascii());
    let meta = Meta::of(&server);
    let answer = meta.post(&raw).await;
    assert_eq!((answer.status, answer.body.as_slice()), (200, b"".as_slice()));
    meta.process().await;
    let (row, messages) = only_conversation(&server.sign_in(ANA).await).await;
    assert_eq!(row.contact.name, "Joana Prado");
    assert_eq!(row.contact.phone.as_deref(), Some("+5511986372111"));
    assert_eq!(row.conversation.unread_count, 1);
    let expected = MessageContent::Text {
        body: body.to_owned(),
    };
    assert_eq!(
        messages.iter().map(|one| &one.content).collect::<Vec<_>>(),
        [&expected]
    );
}

#[tokio::test]
async fn the_worker_processes_what_is_stored_by_itself() {
    let server = TestServer::start().await;
    let mut log = server.store().subscribe();
    log.borrow_and_update();
    let answer = Meta::of(&server).post(&text_delivery(&server, "Oi")).await;
    assert_eq!(answer.status, 200);
    tokio::time::timeout(crate::support::AT_ONCE, log.changed())
        .await
        .unwrap()
        .unwrap();
    only_conversation(&server.sign_in(ANA).await).await;
}

#[tokio::test]
async fn a_missing_wrong_or_old_signature_is_refused_and_changes_nothing() {
    let server = TestServer::start().await;
    let meta = Meta::of(&server);
    let raw = text_delivery(&server, "Oi");
    let right = sign(&raw, "app-secret");
    let wrong_secret = sign(&raw, "verify-token");
    let of_another_body = sign(b"{}", "app-secret");
    let unsigned = format!("sha256={}", "0".repeat(64));
    let sha1 = format!("sha1={}", "a".repeat(40));
    for headers in [
        vec![],
        vec![("x-hub-signature-256", "")],
        vec![("x-hub-signature-256", wrong_secret.as_str())],
        vec![("x-hub-signature-256", of_another_body.as_str())],
        vec![("x-hub-signature-256", unsigned.as_str())],
        vec![("x-hub-signature-256", right.trim_start_matches("sha256="))],
        vec![("x-hub-signature", sha1.as_str())],
        vec![("x-hub-signature", right.as_str())],
    ] {
        let answer = meta.post_with(&raw, &headers).await;
        assert_refused(&answer, ErrorCode::SignatureInvalid);
    }
    let mut changed = raw.clone();
    *changed.last_mut().unwrap() = b' ';
    let answer = meta.post_with(&changed, &[("x-hub-signature-256", &right)]).await;
    assert_refused(&answer, ErrorCode::SignatureInvalid);
    assert_nothing_is_stored(&server).await;
}

#[tokio::test]
async fn four_megabytes_are_refused_signed_or_not() {
    let server = TestServer::start().await;
    let meta = Meta::of(&server);
    let raw = vec![b' '; 4 * 1_024 * 1_024];
    assert_refused(&meta.post(&raw).await, ErrorCode::BodyTooLarge);
    assert_refused(&meta.post_with(&raw, &[]).await, ErrorCode::BodyTooLarge);
    assert_nothing_is_stored(&server).await;
}

#[tokio::test]
async fn the_largest_delivery_that_meta_documents_is_taken() {
    let server = TestServer::start().await;
    let meta = Meta::of(&server);
    let mut raw = text_delivery(&server, "Oi");
    raw.resize(3_000_000, b' ');
    assert_eq!(meta.post(&raw).await.status, 200);
    meta.process().await;
    only_conversation(&server.sign_in(ANA).await).await;
}

#[tokio::test]
async fn what_is_signed_and_cannot_be_read_is_answered_with_200_and_set_aside() {
    let server = TestServer::start().await;
    let meta = Meta::of(&server);
    let deep = [b"[".repeat(100_000), b"]".repeat(100_000)].concat();
    let broken: [&[u8]; 6] = [b"", b"{", b"\xff\xfe", b"null", b"{\"entry\":5}", &deep];
    for (raw, count) in broken.into_iter().zip(1..) {
        assert_eq!(meta.post(raw).await.status, 200);
        meta.process().await;
        assert_eq!(server.store().set_aside_count().await.unwrap(), count);
    }
    // What comes behind is not held up.
    meta.deliver(&[inbound_text(
        NUMBER,
        CUSTOMER,
        "wamid.1",
        "Oi",
        server.clock.now(),
    )])
    .await;
    only_conversation(&server.sign_in(ANA).await).await;
}

#[tokio::test]
async fn a_change_that_cannot_be_read_costs_only_itself() {
    let server = TestServer::start().await;
    let at = server.clock.now();
    Meta::of(&server)
        .deliver(&[
            json!({ "field": "messages", "value": { "messages": "none" } }),
            inbound_text(NUMBER, CUSTOMER, "wamid.1", "Oi", at),
            json!({ "value": 3 }),
        ])
        .await;
    only_conversation(&server.sign_in(ANA).await).await;
    assert_eq!(server.store().set_aside_count().await.unwrap(), 2);
}

#[tokio::test]
async fn when_nothing_can_be_stored_meta_is_asked_to_come_again() {
    let server = TestServer::start().await;
    server.store().close().await;
    let answer = Meta::of(&server).post(&text_delivery(&server, "Oi")).await;
    assert_refused(&answer, ErrorCode::Unavailable);
}

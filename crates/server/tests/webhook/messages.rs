//! Messages from customers.

use crate::meta::{
    CUSTOMER, Meta, NUMBER, conversations, delivery, inbound_text, messages_change, only_conversation,
};
use crate::support::{ANA, TestServer};
use domain::content::MessageContent;
use domain::customer_service_window::WINDOW;
use domain::time::Span;
use serde_json::{Value, json};

/// The contents of the only conversation, oldest first.
async fn contents(server: &TestServer) -> Vec<MessageContent> {
    let (_, messages) = only_conversation(&server.sign_in(ANA).await).await;
    messages.into_iter().map(|one| one.content).collect()
}

/// A message of any type.
fn message(server: &TestServer, wamid: &str, parts: &Value) -> Value {
    let mut message = json!({
        "from": CUSTOMER,
        "id": wamid,
        "timestamp": (server.clock.now().as_millis() / 1_000).to_string(),
    });
    for (key, part) in parts.as_object().unwrap() {
        message[key] = part.clone();
    }
    messages_change(NUMBER, &json!({ "messages": [message] }))
}

#[tokio::test]
async fn a_message_delivered_again_is_one_message() {
    let server = TestServer::start().await;
    let meta = Meta::of(&server);
    let change = inbound_text(NUMBER, CUSTOMER, "wamid.1", "Oi", server.clock.now());
    meta.deliver(&[change.clone(), change.clone()]).await;
    meta.deliver(std::slice::from_ref(&change)).await;
    assert_eq!(contents(&server).await.len(), 1);
    let (row, _) = only_conversation(&server.sign_in(ANA).await).await;
    assert_eq!(row.conversation.unread_count, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_delivered_many_times_at_once_is_one_message() {
    let server = TestServer::start().await;
    let meta = Meta::of(&server);
    let raw = delivery(&[inbound_text(
        NUMBER,
        CUSTOMER,
        "wamid.1",
        "Oi",
        server.clock.now(),
    )]);
    let answers = futures::future::join_all((0..20).map(|_| meta.post(&raw))).await;
    assert!(answers.iter().all(|answer| answer.status == 200));
    futures::join!(meta.process(), meta.process());
    assert_eq!(contents(&server).await.len(), 1);
}

#[tokio::test]
async fn the_thread_and_the_window_follow_metas_time_in_whatever_order_messages_come() {
    let server = TestServer::start().await;
    let meta = Meta::of(&server);
    let now = server.clock.now();
    let earlier = now - Span::from_minutes(5);
    meta.deliver(&[inbound_text(NUMBER, CUSTOMER, "wamid.2", "dois", now)])
        .await;
    meta.deliver(&[inbound_text(NUMBER, CUSTOMER, "wamid.1", "um", earlier)])
        .await;
    let (row, messages) = only_conversation(&server.sign_in(ANA).await).await;
    let texts: Vec<_> = messages.iter().map(|one| one.at).collect();
    assert_eq!(texts, [earlier, now]);
    assert_eq!(row.conversation.window_expires_at, Some(now + WINDOW));
}

#[tokio::test]
async fn a_time_from_the_future_or_out_of_this_world_does_not_hold_the_window_open() {
    let server = TestServer::start().await;
    let meta = Meta::of(&server);
    for (n, timestamp) in [i64::MAX, 1_999_999_999_999].into_iter().enumerate() {
        let mut change = inbound_text(NUMBER, CUSTOMER, &format!("wamid.{n}"), "Oi", server.clock.now());
        change["value"]["messages"][0]["timestamp"] = json!(timestamp);
        meta.deliver(&[change]).await;
    }
    let (row, messages) = only_conversation(&server.sign_in(ANA).await).await;
    assert_eq!(messages.len(), 2);
    assert_eq!(
        row.conversation.window_expires_at,
        Some(server.clock.now() + WINDOW)
    );
}

#[tokio::test]
async fn whatever_has_no_words_here_is_a_line_in_the_thread_and_never_lost() {
    let server = TestServer::start().await;
    let cases = [
        (json!({ "type": "hologram", "hologram": { "id": 5 } }), "hologram"),
        (json!({}), "unknown"),
        (
            json!({ "type": "unsupported", "errors": [{ "code": 131_051 }] }),
            "unknown",
        ),
        (
            json!({ "type": "unsupported", "unsupported": { "type": "poll" }, "errors": [{ "code": 131_051 }] }),
            "poll",
        ),
        (
            json!({ "type": "video", "errors": [{ "code": 131_052, "title": "Media download error" }] }),
            "video",
        ),
        (json!({ "type": "text" }), "text"),
        (
            json!({ "type": "interactive", "interactive": { "type": "call_permission_reply" } }),
            "interactive/call_permission_reply",
        ),
    ];
    let meta = Meta::of(&server);
    for (n, (parts, _)) in cases.iter().enumerate() {
        meta.deliver(&[message(&server, &format!("wamid.{n}"), parts)])
            .await;
    }
    let expected = cases.map(|(parts, type_name)| MessageContent::Unsupported {
        type_name: type_name.to_owned(),
        code: parts["errors"][0]["code"].as_i64(),
    });
    assert_eq!(contents(&server).await, expected);
}

#[tokio::test]
async fn a_customer_without_a_number_is_known_by_the_user_id() {
    let server = TestServer::start().await;
    let meta = Meta::of(&server);
    let at = (server.clock.now().as_millis() / 1_000).to_string();
    for (n, body) in ["um", "dois"].into_iter().enumerate() {
        let message = json!({
            "from_user_id": "BR.1234567890",
            "id": format!("wamid.{n}"),
            "timestamp": at,
            "type": "text",
            "text": { "body": body },
        });
        let contact = json!({
            "profile": { "name": "Joana Prado", "username": "@joana.prado" },
            "user_id": "BR.1234567890",
        });
        meta.deliver(&[messages_change(
            NUMBER,
            &json!({ "contacts": [contact], "messages": [message] }),
        )])
        .await;
    }
    let (row, messages) = only_conversation(&server.sign_in(ANA).await).await;
    assert_eq!(messages.len(), 2);
    assert_eq!(row.contact.username.as_deref(), Some("joana.prado"));
    assert_eq!(row.contact.phone, None);
}

#[tokio::test]
async fn a_message_from_nobody_and_one_in_a_group_are_set_aside() {
    let server = TestServer::start().await;
    let mut nobody = message(
        &server,
        "wamid.1",
        &json!({ "type": "text", "text": { "body": "Oi" } }),
    );
    nobody["value"]["messages"][0]
        .as_object_mut()
        .unwrap()
        .remove("from");
    let group = message(
        &server,
        "wamid.2",
        &json!({ "type": "text", "text": { "body": "Oi" }, "group_id": "G1" }),
    );
    Meta::of(&server).deliver(&[nobody, group]).await;
    assert!(conversations(&server.sign_in(ANA).await).await.is_empty());
    assert_eq!(server.store().set_aside_count().await.unwrap(), 2);
}

//! Calls, chats from before, and what the business does on its phone.

use crate::meta::{CUSTOMER, Meta, NUMBER, inbound_text, messages_change, only_conversation};
use crate::support::{ANA, TestServer};
use domain::content::MessageContent;
use domain::customer_service_window::WINDOW;
use domain::entities::Direction;
use serde_json::{Value, json};

fn change(field: &str, list: &str, items: &Value) -> Value {
    json!({ "field": field, "value": {
        "messaging_product": "whatsapp",
        "metadata": { "display_phone_number": "551140028922", "phone_number_id": NUMBER },
        (list): items,
    } })
}

fn seconds(server: &TestServer) -> String {
    (server.clock.now().as_millis() / 1_000).to_string()
}

#[tokio::test]
async fn a_call_is_one_line_for_the_agent_and_opens_the_window() {
    let server = TestServer::start().await;
    let call = |event: &str| {
        json!({ "id": "wacid.1", "from": CUSTOMER, "to": "551140028922", "event": event,
        "direction": "USER_INITIATED", "timestamp": seconds(&server) })
    };
    let meta = Meta::of(&server);
    meta.deliver(&[change("calls", "calls", &json!([call("connect")]))])
        .await;
    meta.deliver(&[change("calls", "calls", &json!([call("terminate")]))])
        .await;
    let ours = json!([{ "id": "wacid.2", "from": "551140028922", "to": CUSTOMER, "event": "connect",
        "direction": "BUSINESS_INITIATED", "timestamp": seconds(&server) }]);
    meta.deliver(&[change("calls", "calls", &ours)]).await;
    let (row, messages) = only_conversation(&server.sign_in(ANA).await).await;
    let expected = MessageContent::Unsupported {
        type_name: "call".to_owned(),
        code: None,
    };
    assert_eq!((messages.len(), &messages[0].content), (1, &expected));
    assert_eq!(row.conversation.unread_count, 1);
    assert_eq!(row.conversation.window_expires_at, Some(messages[0].at + WINDOW));
}

#[tokio::test]
async fn chats_from_before_stand_in_the_thread_and_are_no_news() {
    let server = TestServer::start().await;
    let message = |from: &str, wamid: &str, body: &str, timestamp: &str| {
        json!({ "from": from, "id": wamid, "timestamp": timestamp, "type": "text",
            "text": { "body": body }, "history_context": { "status": "READ" } })
    };
    let history = json!([{
        "metadata": { "phase": 0, "chunk_order": 1, "progress": 100 },
        "threads": [{ "id": CUSTOMER, "messages": [
            message(CUSTOMER, "wamid.1", "Vocês abrem sábado?", "1762452700"),
            message("551140028922", "wamid.2", "Abrimos às 9", "1762452800"),
        ] }],
    }]);
    let meta = Meta::of(&server);
    for _ in 0..2 {
        meta.deliver(&[change("history", "history", &history)]).await;
    }
    let (row, messages) = only_conversation(&server.sign_in(ANA).await).await;
    let seen: Vec<_> = messages
        .iter()
        .map(|one| (one.direction, one.content.text()))
        .collect();
    assert_eq!(
        seen,
        [
            (Direction::Inbound, "Vocês abrem sábado?"),
            (Direction::Outbound, "Abrimos às 9")
        ]
    );
    assert_eq!(row.conversation.unread_count, 0);
    assert!(row.conversation.window_expires_at < Some(server.clock.now()));
}

#[tokio::test]
async fn the_business_edits_revokes_and_reacts_on_its_phone_in_any_order() {
    let server = TestServer::start().await;
    let meta = Meta::of(&server);
    meta.deliver(&[inbound_text(
        NUMBER,
        CUSTOMER,
        "wamid.1",
        "Oi",
        server.clock.now(),
    )])
    .await;
    let echo = |wamid: &str, parts: &Value| {
        let mut echo =
            json!({ "from": "551140028922", "to": CUSTOMER, "id": wamid, "timestamp": seconds(&server) });
        for (key, part) in parts.as_object().unwrap() {
            echo[key] = part.clone();
        }
        change("smb_message_echoes", "message_echoes", &json!([echo]))
    };
    // The edit comes before the message that it changes.
    for (wamid, parts) in [
        (
            "wamid.e",
            json!({ "type": "edit", "edit": { "original_message_id": "wamid.2",
                "message": { "type": "text", "text": { "body": "Olá!" } } } }),
        ),
        ("wamid.2", json!({ "type": "text", "text": { "body": "Ola" } })),
        (
            "wamid.r",
            json!({ "type": "reaction", "reaction": { "message_id": "wamid.1", "emoji": "\u{1f44d}" } }),
        ),
        (
            "wamid.x",
            json!({ "type": "revoke", "revoke": { "original_message_id": "wamid.2" } }),
        ),
    ] {
        meta.deliver(&[echo(wamid, &parts)]).await;
    }
    let (_, messages) = only_conversation(&server.sign_in(ANA).await).await;
    assert_eq!(messages.len(), 2);
    let reaction = &messages[0].reactions[0];
    assert_eq!(
        (reaction.direction, reaction.emoji.as_str()),
        (Direction::Outbound, "\u{1f44d}")
    );
    let written = &messages[1];
    assert_eq!(
        (written.content.text(), written.is_edited, written.is_revoked),
        ("Olá!", true, true)
    );
}

#[tokio::test]
async fn a_thousand_odd_messages_in_one_delivery_keep_only_themselves() {
    let server = TestServer::start().await;
    let messages: Vec<_> = (0..1_000)
        .map(|n| json!({ "id": format!("wamid.{n}"), "type": "text", "text": { "body": "Oi" }, "group_id": "G" }))
        .collect();
    let raw = messages_change(NUMBER, &json!({ "messages": messages }));
    Meta::of(&server).deliver(&[raw]).await;
    assert_eq!(server.store().set_aside_count().await.unwrap(), 1_000);
    let page = server.store().set_aside_page(None, 10).await.unwrap();
    assert!(page.items.iter().all(|item| item.value.len() < 200));
}

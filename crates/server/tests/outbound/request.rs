//! The request is what Meta documents, to the letter.

use crate::meta::{CUSTOMER, Meta, NUMBER, inbound_text, messages_change, only_conversation, send_text};
use crate::stage::Stage;
use crate::support::{ANA, TestServer};
use serde_json::json;

#[tokio::test]
async fn a_text_is_sent_as_meta_documents_it() {
    let stage = Stage::new().await;
    let message = stage.send("Bom dia, Joana! \u{1f33b}").await;
    let request = stage.graph.next_message().await;
    assert_eq!(request.path, format!("POST /v25.0/{NUMBER}/messages"));
    assert_eq!(request.authorization, "Bearer access-token");
    assert_eq!(request.content_type, "application/json");
    let expected = json!({
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": format!("+{}", stage.joana.wa_id),
        "type": "text",
        "text": { "body": "Bom dia, Joana! \u{1f33b}", "preview_url": false },
        "biz_opaque_callback_data": format!("{message}.1"),
    });
    assert_eq!(request.body, expected);
}

#[tokio::test]
async fn a_link_gets_a_preview_only_with_its_scheme() {
    let stage = Stage::new().await;
    for (text, has_preview) in [
        ("Veja https://example.org/flores", true),
        ("Veja http://example.org", true),
        ("Veja example.org", false),
        ("Sem link", false),
    ] {
        stage.send(text).await;
        let request = stage.graph.next_message().await;
        assert_eq!(request.body["text"]["preview_url"], has_preview, "{text}");
    }
}

#[tokio::test]
async fn an_answer_quotes_the_message_by_metas_id() {
    let Stage {
        server, graph, ana, ..
    } = Stage::new().await;
    Meta::of(&server)
        .deliver(&[inbound_text(
            NUMBER,
            CUSTOMER,
            "wamid.question",
            "Tem rosas?",
            server.clock.now(),
        )])
        .await;
    let rows = crate::meta::conversations(&ana).await;
    let conversation = rows
        .iter()
        .find(|row| row.contact.phone.as_deref() == Some("+5511986372111"))
        .unwrap()
        .conversation
        .id;
    let question = crate::meta::thread(&ana, conversation).await[0].id;
    let command = json!({
        "id": server.services.ids.message_id(),
        "conversation_id": conversation,
        "content": { "kind": "text", "body": "Temos!" },
        "reply_to": question,
    });
    let path = format!("/api/v1/conversations/{conversation}/messages");
    assert_eq!(ana.post(&path, &command).await.status, 201);
    let request = graph.next_message().await;
    assert_eq!(request.body["context"], json!({ "message_id": "wamid.question" }));
}

#[tokio::test]
async fn a_customer_without_a_number_is_addressed_by_the_user_id() {
    let graph = crate::meta::FakeGraph::start().await;
    let server = TestServer::start_with(|config| config.graph_url = graph.url()).await;
    let message = json!({
        "from_user_id": "BR.1234567890",
        "id": "wamid.1",
        "timestamp": (server.clock.now().as_millis() / 1_000).to_string(),
        "type": "text",
        "text": { "body": "Oi" },
    });
    Meta::of(&server)
        .deliver(&[messages_change(NUMBER, &json!({ "messages": [message] }))])
        .await;
    let ana = server.sign_in(ANA).await;
    let (row, _) = only_conversation(&ana).await;
    send_text(&server, &ana, row.conversation.id, "Bom dia").await;
    let request = graph.next_message().await;
    assert_eq!(request.body["recipient"], "BR.1234567890");
    assert!(request.body.get("to").is_none());
}

#[tokio::test]
async fn the_same_command_twice_is_one_request() {
    let stage = Stage::new().await;
    let id = stage.server.services.ids.message_id();
    let conversation = stage.joana.conversation;
    let command = json!({
        "id": id,
        "conversation_id": conversation,
        "content": { "kind": "text", "body": "Uma vez" },
    });
    let path = format!("/api/v1/conversations/{conversation}/messages");
    let (one, two) = futures::join!(stage.ana.post(&path, &command), stage.ana.post(&path, &command));
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 201]);
    assert_eq!(stage.graph.next_message().await.text(), "Uma vez");
    stage.send("Depois").await;
    assert_eq!(stage.graph.next_message().await.text(), "Depois");
    assert!(stage.graph.is_silent().await);
}

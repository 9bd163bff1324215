//! Read receipts and typing indicators.

use crate::meta::{Answer, CUSTOMER, Meta, NUMBER, inbound_text, only_conversation};
use crate::support::{ANA, TestServer, TestSocket};
use domain::wire::ClientFrame;
use serde_json::json;

async fn server_with_a_message(graph: &crate::meta::FakeGraph) -> TestServer {
    let server = TestServer::start_with(|config| config.graph_url = graph.url()).await;
    let change = inbound_text(
        NUMBER,
        CUSTOMER,
        "wamid.question",
        "Tem rosas?",
        server.clock.now(),
    );
    Meta::of(&server).deliver(&[change]).await;
    server
}

#[tokio::test]
async fn a_read_receipt_reaches_meta_as_documented() {
    let graph = crate::meta::FakeGraph::start().await;
    let server = server_with_a_message(&graph).await;
    let ana = server.sign_in(ANA).await;
    let (row, messages) = only_conversation(&ana).await;
    let path = format!("/api/v1/conversations/{}/read", row.conversation.id);
    let answer = ana.post(&path, &json!({ "up_to": messages[0].id })).await;
    assert_eq!(answer.status, 200);
    let receipt = graph.next_signal().await;
    assert_eq!(receipt.path, format!("POST /v25.0/{NUMBER}/messages"));
    assert_eq!(receipt.authorization, "Bearer access-token");
    let expected = json!({
        "messaging_product": "whatsapp", "status": "read", "message_id": "wamid.question",
    });
    assert_eq!(receipt.body, expected);
}

#[tokio::test]
async fn a_typing_indicator_reaches_meta_as_documented() {
    let graph = crate::meta::FakeGraph::start().await;
    let server = server_with_a_message(&graph).await;
    let ana = server.sign_in(ANA).await;
    let (row, _) = only_conversation(&ana).await;
    let mut socket = TestSocket::live(&ana).await;
    socket
        .send(&ClientFrame::Typing {
            conversation_id: row.conversation.id,
        })
        .await;
    let typing = graph.next_signal().await;
    let expected = json!({
        "messaging_product": "whatsapp", "status": "read", "message_id": "wamid.question",
        "typing_indicator": { "type": "text" },
    });
    assert_eq!(typing.body, expected);
}

#[tokio::test]
async fn a_signal_that_meta_does_not_answer_holds_back_no_other() {
    let graph = crate::meta::FakeGraph::start().await;
    let server = server_with_a_message(&graph).await;
    let ana = server.sign_in(ANA).await;
    let (row, messages) = only_conversation(&ana).await;
    graph.answer_next_signals([Answer::Silence, Answer::Silence]);
    let mut socket = TestSocket::live(&ana).await;
    socket
        .send(&ClientFrame::Typing {
            conversation_id: row.conversation.id,
        })
        .await;
    graph.next_signal().await;
    let path = format!("/api/v1/conversations/{}/read", row.conversation.id);
    ana.post(&path, &json!({ "up_to": messages[0].id })).await;
    graph.next_signal().await;
}

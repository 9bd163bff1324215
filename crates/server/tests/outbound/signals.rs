//! Read receipts and typing indicators.

use crate::meta::{Answer, CUSTOMER, Meta, NUMBER, inbound_text, only_conversation};
use crate::support::{ANA, TestServer, TestSocket};
use cloud_api::{Client, ClientConfig};
use domain::wire::ClientFrame;
use serde_json::json;
use server::outbound::signals::run_with_patience;
use server::state::MetaSignal;
use server::store::ReadReceipt;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;

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

#[tokio::test]
async fn signals_without_an_answer_are_forgotten_and_make_room() {
    const HANDS: usize = 8;
    let graph = crate::meta::FakeGraph::start().await;
    let server = TestServer::start_with(|config| config.graph_url = graph.url()).await;
    graph.answer_next_signals((0..HANDS).map(|_| Answer::Silence));
    let client = Client::new(ClientConfig::new(graph.url(), "v25.0")).unwrap();
    let (sender, signals) = mpsc::channel(1);
    let patience = Duration::from_millis(50);
    let running = tokio::spawn(run_with_patience(
        server.services.clone(),
        Arc::new(client),
        signals,
        patience,
    ));
    let sending = async {
        for n in 0.. {
            let receipt = ReadReceipt {
                phone_number_id: server.phone_number,
                wamid: n.to_string(),
            };
            sender.send(MetaSignal::Read(receipt)).await.unwrap();
        }
    };
    // All hands wait for an answer, and yet a further one gets through.
    let seeing = async {
        loop {
            let request = graph.next_signal().await;
            let n: usize = request.body["message_id"].as_str().unwrap().parse().unwrap();
            if n >= HANDS {
                return;
            }
        }
    };
    tokio::select! {
        () = sending => {}
        () = seeing => {}
    }
    running.abort();
}

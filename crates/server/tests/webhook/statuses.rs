//! News of what we sent, in whatever order and number they come.

use crate::meta::{FakeGraph, Meta, send_text, status, thread, until};
use crate::support::{ANA, Browser, TestServer};
use domain::delivery_status::DeliveryState::{self, Delivered, Failed, Played, Read, Sent, Waiting};
use domain::ids::{ConversationId, MessageId};
use serde_json::{Value, json};

struct Stage {
    server: TestServer,
    ana: Browser,
    conversation: ConversationId,
    message: MessageId,
    graph: FakeGraph,
}

/// A message that Meta has and whose answer is awaited or came; its wamid is "wamid.out".
async fn stage(is_answered: bool) -> (Stage, tokio::sync::oneshot::Sender<()>) {
    let graph = FakeGraph::start().await;
    let server = TestServer::start_with(|config| config.graph_url = graph.url()).await;
    let customer = server.new_customer("Joana Prado").await;
    let ana = server.sign_in(ANA).await;
    let release = graph.hold_next("wamid.out");
    let message = send_text(&server, &ana, customer.conversation, "Bom dia").await;
    graph.next_message().await;
    let stage = Stage {
        server,
        ana,
        conversation: customer.conversation,
        message,
        graph,
    };
    if !is_answered {
        return (stage, release);
    }
    release.send(()).unwrap();
    // The next message leaves after the answer to this one: then the wamid is known.
    send_text(&stage.server, &stage.ana, stage.conversation, "Outra").await;
    stage.graph.next_message().await;
    (stage, tokio::sync::oneshot::channel().0)
}

impl Stage {
    async fn comes(&self, word: &str, more: &Value) {
        let change = status("wamid.out", word, self.server.clock.now(), more);
        Meta::of(&self.server).deliver(&[change]).await;
    }

    async fn state(&self) -> DeliveryState {
        let messages = thread(&self.ana, self.conversation).await;
        let message = messages.iter().find(|one| one.id == self.message).unwrap();
        message.delivery.as_ref().unwrap().state
    }
}

#[tokio::test]
async fn metas_answer_is_no_tick_and_the_ticks_climb() {
    let (stage, _) = stage(true).await;
    assert_eq!(stage.state().await, Waiting);
    for (word, expected) in [
        ("sent", Sent),
        ("delivered", Delivered),
        ("read", Read),
        ("played", Played),
    ] {
        stage.comes(word, &json!({})).await;
        assert_eq!(stage.state().await, expected);
    }
}

#[tokio::test]
async fn statuses_in_any_order_and_number_never_climb_down() {
    let (stage, _) = stage(true).await;
    for (word, expected) in [
        ("delivered", Delivered),
        ("sent", Delivered),
        ("delivered", Delivered),
        ("read", Read),
        ("warning", Read),
        ("failed", Read),
        ("read", Read),
    ] {
        stage.comes(word, &json!({})).await;
        assert_eq!(stage.state().await, expected, "{word}");
    }
}

#[tokio::test]
async fn failed_after_the_answer_says_why_and_yields_only_to_proof_of_the_opposite() {
    let (stage, _) = stage(true).await;
    let errors = json!({ "errors": [{
        "code": 131_047,
        "title": "Re-engagement message",
        "error_data": { "details": "More than 24 hours have passed" },
    }] });
    stage.comes("failed", &errors).await;
    let messages = thread(&stage.ana, stage.conversation).await;
    let message = messages.iter().find(|one| one.id == stage.message).unwrap();
    let delivery = message.delivery.as_ref().unwrap();
    let failure = delivery.failure.as_ref().unwrap();
    assert_eq!((delivery.state, failure.code), (Failed, 131_047));
    assert_eq!(failure.details.as_deref(), Some("More than 24 hours have passed"));
    stage.comes("sent", &json!({})).await;
    assert_eq!(stage.state().await, Failed);
    stage.comes("delivered", &json!({})).await;
    assert_eq!(stage.state().await, Delivered);
    assert!(stage.graph.is_silent().await, "nothing is sent again by itself");
}

#[tokio::test]
async fn a_status_before_the_answer_finds_its_message_by_what_we_sent_along() {
    let (stage, release) = stage(false).await;
    let callback = format!("{}.1", stage.message);
    stage
        .comes("delivered", &json!({ "biz_opaque_callback_data": callback }))
        .await;
    assert_eq!(stage.state().await, Delivered);
    release.send(()).unwrap();
    send_text(&stage.server, &stage.ana, stage.conversation, "Outra").await;
    assert_eq!(stage.graph.next_message().await.text(), "Outra");
    assert_eq!(stage.state().await, Delivered);
}

#[tokio::test]
async fn a_status_before_the_answer_waits_for_the_wamid_when_nothing_else_names_its_message() {
    let (stage, release) = stage(false).await;
    stage.comes("sent", &json!({})).await;
    stage.comes("read", &json!({})).await;
    assert_eq!(stage.state().await, Waiting);
    release.send(()).unwrap();
    until(
        &stage.server,
        &stage.ana,
        stage.conversation,
        stage.message,
        |message| {
            message
                .delivery
                .as_ref()
                .is_some_and(|delivery| delivery.state == Read)
        },
    )
    .await;
}

#[tokio::test]
async fn a_status_of_a_message_that_is_not_ours_changes_nothing() {
    let (stage, _) = stage(true).await;
    let foreign = [
        json!({}),
        json!({ "biz_opaque_callback_data": "somebody else's" }),
        json!({ "biz_opaque_callback_data": format!("{}.9", stage.message) }),
        json!({ "biz_opaque_callback_data": format!("{}.0", stage.message) }),
    ];
    for (n, more) in foreign.iter().enumerate() {
        let change = status(
            &format!("wamid.foreign.{n}"),
            "read",
            stage.server.clock.now(),
            more,
        );
        Meta::of(&stage.server).deliver(&[change]).await;
    }
    assert_eq!(stage.state().await, Waiting);
}

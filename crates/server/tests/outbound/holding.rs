//! Messages that wait before they leave, so that who wrote them can take them back.

use crate::stage::Stage;
use crate::support::{ANA, Answer, BRUNO, Browser, CARLA, assert_refused};
use domain::command::ChangeSettings;
use domain::content::MessageContent;
use domain::delivery_status::DeliveryState::{Held, Waiting};
use domain::entities::{Message, Settings};
use domain::error::ErrorCode;
use domain::ids::MessageId;
use domain::time::Span;
use serde_json::json;

/// A stage on which texts are held for five seconds.
async fn holding() -> Stage {
    let stage = Stage::new().await;
    let change = ChangeSettings {
        hold_text_seconds: Some(5),
        ..ChangeSettings::default()
    };
    let settings: Settings = stage.ana.patch("/api/v1/settings", &change).await.read();
    assert_eq!(settings.hold_text_seconds, 5);
    stage
}

async fn cancel(agent: &Browser, message: MessageId) -> Answer {
    let path = format!("/api/v1/messages/{message}/cancel");
    agent.post(&path, &json!({})).await
}

fn is_cancelled(message: &Message) -> bool {
    matches!(
        message.content,
        MessageContent::Erased {
            is_cancelled: true,
            ..
        }
    )
}

#[tokio::test]
async fn a_held_message_leaves_when_its_hold_ends_and_those_after_it_behind_it() {
    let stage = holding().await;
    let first = stage.send("um").await;
    stage.send("dois").await;
    let until = stage.in_seconds(5);
    let delivery = stage.until_state(first, Held).await;
    assert_eq!(delivery.held_until, Some(until));
    stage.server.clock.set(until - Span::from_millis(1));
    stage.server.services.outbound_wake.notify_one();
    stage.until_due(until).await;
    assert!(stage.graph.is_silent().await);
    stage.server.clock.set(until);
    assert_eq!(stage.graph.next_message().await.text(), "um");
    assert_eq!(stage.graph.next_message().await.text(), "dois");
    assert_eq!(stage.until_state(first, Waiting).await.held_until, None);
}

#[tokio::test]
async fn what_is_cancelled_in_its_hold_never_reaches_meta() {
    let stage = holding().await;
    let wrong = stage.send("errado").await;
    // Another device of hers.
    let phone = stage.server.sign_in(ANA).await;
    let seen: Message = cancel(&phone, wrong).await.read();
    assert!(is_cancelled(&seen) && seen.delivery.is_none(), "{seen:?}");
    let again: Message = cancel(&stage.ana, wrong).await.read();
    assert_eq!(again, seen);
    stage.send("certo").await;
    stage.server.pass(Span::from_seconds(60));
    assert_eq!(stage.graph.next_message().await.text(), "certo");
    assert!(stage.graph.is_silent().await);
    assert_eq!(stage.next_due().await, None);
}

#[tokio::test]
async fn what_left_cannot_be_cancelled_and_says_so() {
    let stage = holding().await;
    let release = stage.graph.hold_next("wamid.1");
    let message = stage.send("um").await;
    stage.server.pass(Span::from_seconds(5));
    stage.graph.next_message().await;
    assert_refused(&cancel(&stage.ana, message).await, ErrorCode::AlreadySent);
    release.send(()).unwrap();
    stage.until_due_none().await;
    assert_refused(&cancel(&stage.ana, message).await, ErrorCode::AlreadySent);
}

#[tokio::test]
async fn a_restart_in_the_middle_keeps_the_rest_of_the_hold() {
    let stage = holding().await;
    let held = stage.send("um").await;
    let wrong = stage.send("errado").await;
    let until = stage.in_seconds(5);
    stage.server.pass(Span::from_seconds(2));
    let Stage { server, graph, .. } = stage;
    let server = server.restart().await;
    let ana = server.sign_in(ANA).await;
    let bruno = server.sign_in(BRUNO).await;
    assert_refused(&cancel(&bruno, held).await, ErrorCode::PermissionDenied);
    assert!(is_cancelled(&cancel(&ana, wrong).await.read()));
    let due = server.store().next_outbound_due(server.clock.now()).await;
    assert_eq!(due.unwrap(), Some(until), "three seconds are left");
    assert!(graph.is_silent().await);
    server.clock.set(until);
    assert_eq!(graph.next_message().await.text(), "um");
    assert!(graph.is_silent().await);
}

#[tokio::test]
async fn a_message_can_be_cancelled_before_it_comes() {
    let stage = holding().await;
    let id = stage.server.services.ids.message_id();
    assert_eq!(cancel(&stage.ana, id).await.status, 204);
    let conversation = stage.joana.conversation;
    let command = json!({
        "id": id, "conversation_id": conversation, "content": { "kind": "text", "body": "errado" },
    });
    let path = format!("/api/v1/conversations/{conversation}/messages");
    assert_refused(
        &stage.ana.post(&path, &command).await,
        ErrorCode::MessageStateConflict,
    );
    // Nobody but its author, or who may delete.
    let bruno = stage.server.sign_in(BRUNO).await;
    let carla = stage.server.sign_in(CARLA).await;
    let other = stage.server.services.ids.message_id();
    assert_eq!(cancel(&carla, other).await.status, 204);
    let command = json!({
        "id": other, "conversation_id": conversation, "content": { "kind": "text", "body": "certo" },
    });
    assert_eq!(bruno.post(&path, &command).await.status, 201);
    assert_refused(&cancel(&carla, other).await, ErrorCode::PermissionDenied);
    stage.server.pass(Span::from_seconds(5));
    assert_eq!(stage.graph.next_message().await.text(), "certo");
    assert!(stage.graph.is_silent().await);
}

#[tokio::test]
async fn holds_have_a_limit() {
    let stage = Stage::new().await;
    for field in ["hold_text_seconds", "hold_voice_seconds"] {
        let change = |seconds: i64| json!({ field: seconds });
        let answer = stage.ana.patch("/api/v1/settings", &change(31)).await;
        let problem = assert_refused(&answer, ErrorCode::InvalidRequest);
        assert_eq!(problem.field.as_deref(), Some(field));
        assert_refused(
            &stage.ana.patch("/api/v1/settings", &change(-1)).await,
            ErrorCode::InvalidRequest,
        );
        assert_eq!(stage.ana.patch("/api/v1/settings", &change(30)).await.status, 200);
    }
}

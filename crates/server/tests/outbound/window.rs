//! The customer service window at the moment of sending.

use crate::meta::Answer;
use crate::stage::Stage;
use domain::customer_service_window::WINDOW;
use domain::delivery_status::DeliveryState::Failed;
use domain::time::Span;

const WINDOW_CLOSED: i64 = 131_047;

#[tokio::test]
async fn what_waited_until_the_window_closed_fails_without_a_request() {
    let stage = Stage::new().await;
    let closes = stage.server.clock.now() + WINDOW;
    stage.server.clock.set(closes - Span::from_millis(1));
    // Meta is busy just before the window closes; the next attempt would be too late.
    stage.graph.answer_next([Answer::Refused(503, 2)]);
    let message = stage.send("Ainda dá tempo?").await;
    stage.graph.next_message().await;
    let next_attempt = stage.until_due_in(5).await;
    stage.server.clock.set(next_attempt);
    let delivery = stage.until_state(message, Failed).await;
    assert_eq!(delivery.failure.unwrap().code, WINDOW_CLOSED);
    assert!(stage.graph.is_silent().await);
    assert_eq!(stage.next_due().await, None);
}

#[tokio::test]
async fn the_customers_next_message_lets_waiting_ones_leave() {
    let stage = Stage::new().await;
    let closes = stage.server.clock.now() + WINDOW;
    stage.server.clock.set(closes - Span::from_millis(1));
    stage.graph.answer_next([Answer::Refused(503, 2)]);
    stage.send("Bom dia").await;
    stage.graph.next_message().await;
    let next_attempt = stage.until_due_in(5).await;
    stage.server.customer_writes(&stage.joana, "Ainda aí?").await;
    stage.server.clock.set(next_attempt);
    assert_eq!(stage.graph.next_message().await.text(), "Bom dia");
}

#[tokio::test]
async fn metas_own_refusal_because_of_the_window_is_final() {
    let stage = Stage::new().await;
    stage.graph.answer_next([Answer::Refused(400, WINDOW_CLOSED)]);
    let message = stage.send("Bom dia").await;
    let delivery = stage.until_state(message, Failed).await;
    assert_eq!(delivery.failure.unwrap().code, WINDOW_CLOSED);
    assert_eq!(stage.next_due().await, None);
}

#[tokio::test]
async fn a_refusal_by_webhook_after_the_answer_is_the_same() {
    let stage = Stage::new().await;
    stage.graph.answer_next([Answer::Accepted("wamid.1")]);
    let message = stage.send("Bom dia").await;
    let callback = stage.graph.next_message().await.callback().to_owned();
    stage.status("wamid.1", "failed", &callback).await;
    let delivery = stage.until_state(message, Failed).await;
    assert_eq!((delivery.attempt, delivery.failure.unwrap().code), (1, 0));
}

//! Outcomes that nobody knows.

use crate::meta::Answer;
use crate::stage::Stage;
use domain::delivery_status::DeliveryState::{Delivered, Sent, Unconfirmed, Waiting};
use domain::ids::MessageId;

/// A message whose request was taken and whose answer broke off.
async fn cut(stage: &Stage) -> MessageId {
    stage.graph.answer_next([Answer::Cut]);
    let message = stage.send("Chegou?").await;
    stage.graph.next_message().await;
    stage.until_state(message, Unconfirmed).await;
    message
}

#[tokio::test]
async fn an_answer_that_breaks_off_leaves_the_message_unconfirmed_and_is_never_repeated_by_itself() {
    let stage = Stage::new().await;
    let message = cut(&stage).await;
    assert_eq!(stage.next_due().await, None);
    stage.server.clock.set(stage.in_seconds(3_600));
    stage.send("Outra").await;
    assert_eq!(stage.graph.next_message().await.text(), "Outra");
    assert!(stage.graph.is_silent().await);
    stage.until_state(message, Unconfirmed).await;
}

#[tokio::test]
async fn a_server_error_without_metas_words_leaves_it_unconfirmed_too() {
    let stage = Stage::new().await;
    stage.graph.answer_next([Answer::BadGateway]);
    let message = stage.send("Chegou?").await;
    stage.until_state(message, Unconfirmed).await;
    assert_eq!(stage.next_due().await, None);
}

#[tokio::test]
async fn a_later_status_settles_it() {
    let stage = Stage::new().await;
    let message = cut(&stage).await;
    stage.status("wamid.late", "sent", &format!("{message}.1")).await;
    stage.until_state(message, Sent).await;
    // From then on Meta's id alone is enough.
    stage.status("wamid.late", "delivered", "").await;
    stage.until_state(message, Delivered).await;
    assert_eq!(
        stage.retry(message, 1).await,
        409,
        "what arrived is not sent again"
    );
}

#[tokio::test]
async fn an_agent_may_send_it_again_once_as_the_second_attempt() {
    let stage = Stage::new().await;
    let message = cut(&stage).await;
    let release = stage.graph.hold_next("wamid.second");
    let (one, two) = futures::join!(stage.retry(message, 1), stage.retry(message, 1));
    assert_eq!((one, two), (200, 200));
    let request = stage.graph.next_message().await;
    assert_eq!(request.callback(), format!("{message}.2"));
    assert_eq!(request.text(), "Chegou?");
    let delivery = stage.until_state(message, Waiting).await;
    assert_eq!(delivery.attempt, 2);
    release.send(()).unwrap();
    stage.send("Outra").await;
    assert_eq!(stage.graph.next_message().await.text(), "Outra");
    assert!(stage.graph.is_silent().await);
    stage
        .status("wamid.second", "sent", &format!("{message}.2"))
        .await;
    stage.until_state(message, Sent).await;
}

#[tokio::test]
async fn a_status_that_makes_the_second_attempt_needless_frees_the_next_message() {
    let stage = Stage::new().await;
    let message = cut(&stage).await;
    stage.graph.answer_next([Answer::Refused(500, 131_000)]);
    assert_eq!(stage.retry(message, 1).await, 200);
    stage.graph.next_message().await;
    stage.until_due_in(2).await;
    stage.send("Outra").await;
    stage
        .status("wamid.late", "delivered", &format!("{message}.1"))
        .await;
    assert_eq!(stage.graph.next_message().await.text(), "Outra");
    assert!(stage.graph.is_silent().await);
}

#[tokio::test]
async fn an_answer_that_names_no_message_leaves_it_unconfirmed() {
    let stage = Stage::new().await;
    stage.graph.answer_next([Answer::Nameless]);
    let message = stage.send("Chegou?").await;
    stage.until_state(message, Unconfirmed).await;
    assert_eq!(stage.next_due().await, None);
}

#[tokio::test]
async fn a_status_that_comes_before_the_answer_counts_and_the_answer_changes_nothing() {
    let stage = Stage::new().await;
    let release = stage.graph.hold_next("wamid.1");
    let message = stage.send("Oi").await;
    let callback = stage.graph.next_message().await.callback().to_owned();
    stage.status("wamid.1", "delivered", &callback).await;
    stage.until_state(message, Delivered).await;
    stage.send("Outra").await;
    assert!(stage.graph.is_silent().await, "the answer is still awaited");
    release.send(()).unwrap();
    assert_eq!(stage.graph.next_message().await.text(), "Outra");
    stage.until_state(message, Delivered).await;
    // One that breaks off leaves no doubt either.
    let (release, released) = tokio::sync::oneshot::channel();
    stage.graph.answer_next([Answer::HeldCut(released)]);
    let message = stage.send("E esta?").await;
    let callback = stage.graph.next_message().await.callback().to_owned();
    stage.status("wamid.2", "sent", &callback).await;
    release.send(()).unwrap();
    stage.send("Fim").await;
    assert_eq!(stage.graph.next_message().await.text(), "Fim");
    stage.until_state(message, Sent).await;
}

//! The same request twice has one effect and the same answer.

use crate::support::{BRUNO, Customer, TestServer, assert_refused};
use domain::command::SendMessage;
use domain::content::MessageContent;
use domain::delivery_status::DeliveryState;
use domain::entities::{Direction, Message};
use domain::error::ErrorCode;
use domain::time::Span;
use domain::wire::MessagePage;

fn text(server: &TestServer, customer: &Customer, body: &str) -> SendMessage {
    SendMessage::new(
        server.services.ids.message_id(),
        customer.conversation,
        MessageContent::Text {
            body: body.to_owned(),
        },
    )
}

fn path(customer: &Customer) -> String {
    format!("/api/v1/conversations/{}/messages", customer.conversation)
}

#[tokio::test]
async fn a_message_is_accepted_once_however_often_it_is_posted() {
    let server = TestServer::start().await;
    let customer = server.new_customer("Marina Alves").await;
    let bruno = server.sign_in(BRUNO).await;
    let command = text(&server, &customer, "Olá, Marina!");

    let first = bruno.post(&path(&customer), &command).await;
    assert_eq!(first.status, 201, "{}", first.json);
    let message: Message = first.read();
    assert_eq!((message.id, message.direction), (command.id, Direction::Outbound));
    assert_eq!(message.author, Some(server.agent_id(BRUNO).await));
    assert_eq!(message.content, command.content);

    let second = bruno.post(&path(&customer), &command).await;
    assert_eq!(second.status, 200);
    assert_eq!(second.read::<Message>().id, command.id);
    let page: MessagePage = bruno.get(&path(&customer)).await.read();
    assert_eq!(
        page.messages
            .iter()
            .filter(|message| message.direction == Direction::Outbound)
            .count(),
        1
    );
}

#[tokio::test]
async fn a_double_click_makes_one_message() {
    let server = TestServer::start().await;
    let customer = server.new_customer("Marina Alves").await;
    let bruno = server.sign_in(BRUNO).await;
    let command = text(&server, &customer, "Olá, Marina!");
    let address = path(&customer);
    let clicks = (0..8).map(|_| bruno.post(&address, &command));
    let answers = futures::future::join_all(clicks).await;
    let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 200, 200, 200, 200, 200, 200, 201]);
    assert!(
        answers
            .iter()
            .all(|answer| answer.read::<Message>().id == command.id)
    );
    let page: MessagePage = bruno.get(&address).await.read();
    assert_eq!(page.messages.len(), 2);
}

#[tokio::test]
async fn an_id_cannot_be_used_for_something_else() {
    let server = TestServer::start().await;
    let customer = server.new_customer("Marina Alves").await;
    let other = server.new_customer("Rafael Costa").await;
    let bruno = server.sign_in(BRUNO).await;
    let command = text(&server, &customer, "Olá!");
    assert_eq!(bruno.post(&path(&customer), &command).await.status, 201);

    let other_words = SendMessage {
        content: MessageContent::Text {
            body: "Tchau!".to_owned(),
        },
        ..command.clone()
    };
    assert_refused(
        &bruno.post(&path(&customer), &other_words).await,
        ErrorCode::IdConflict,
    );
    let elsewhere = SendMessage {
        conversation_id: other.conversation,
        ..command.clone()
    };
    assert_refused(
        &bruno.post(&path(&other), &elsewhere).await,
        ErrorCode::IdConflict,
    );
}

#[tokio::test]
async fn outside_the_window_nothing_is_accepted() {
    let server = TestServer::start().await;
    let customer = server.new_customer("Marina Alves").await;
    let bruno = server.sign_in(BRUNO).await;
    server.pass(Span::from_hours(24));
    assert_refused(
        &bruno
            .post(&path(&customer), &text(&server, &customer, "Olá!"))
            .await,
        ErrorCode::WindowClosed,
    );
    server.customer_writes(&customer, "Ainda aí?").await;
    assert_eq!(
        bruno
            .post(&path(&customer), &text(&server, &customer, "Sim!"))
            .await
            .status,
        201
    );
}

#[tokio::test]
async fn the_sixty_first_message_in_a_minute_waits() {
    let server = TestServer::start().await;
    let customer = server.new_customer("Marina Alves").await;
    let bruno = server.sign_in(BRUNO).await;
    for number in 0..60 {
        let answer = bruno
            .post(&path(&customer), &text(&server, &customer, &format!("{number}")))
            .await;
        assert_eq!(answer.status, 201);
    }
    let one_more = text(&server, &customer, "mais uma");
    let problem = assert_refused(
        &bruno.post(&path(&customer), &one_more).await,
        ErrorCode::TooManyRequests,
    );
    assert_eq!(problem.retry_after_s, Some(1));
    server.pass(Span::from_seconds(1));
    assert_eq!(bruno.post(&path(&customer), &one_more).await.status, 201);
}

#[tokio::test]
async fn a_message_that_did_not_fail_is_not_tried_again() {
    let server = TestServer::start().await;
    let customer = server.new_customer("Marina Alves").await;
    let bruno = server.sign_in(BRUNO).await;
    let command = text(&server, &customer, "Olá!");
    let message: Message = bruno.post(&path(&customer), &command).await.read();
    assert!(matches!(
        message.delivery.map(|delivery| delivery.state),
        Some(DeliveryState::Waiting)
    ));
    let retry = format!("/api/v1/messages/{}/retry", command.id);
    let answer = bruno
        .post(&retry, &serde_json::json!({ "after_attempt": 5 }))
        .await;
    assert_refused(&answer, ErrorCode::MessageStateConflict);
}

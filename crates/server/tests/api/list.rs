//! The list as the app asks for it: narrowed, sorted, pinned, marked.

use crate::support::{ANA, BRUNO, Browser, Customer, TestServer, TestSocket, assert_refused};
use domain::command::{Assign, MarkUnread, NewContact, PinConversation, RetryMessage, StartConversation};
use domain::content::MessageKind;
use domain::entities::Conversation;
use domain::error::ErrorCode;
use domain::event::Change;
use domain::ids::ConversationId;
use domain::permission::Permission;
use domain::pin::MOST;
use domain::time::Span;
use domain::upload::BeginUpload;
use domain::wire::{Bootstrap, ConversationPage, Pins};
use serde_json::json;

async fn ids(browser: &Browser, query: &str) -> Vec<ConversationId> {
    let page: ConversationPage = browser
        .get(&format!("/api/v1/conversations?{query}"))
        .await
        .read();
    page.rows.iter().map(|row| row.conversation.id).collect()
}

fn at(customer: &Customer, what: &str) -> String {
    format!("/api/v1/conversations/{}/{what}", customer.conversation)
}

const fn mark(is_marked_unread: bool) -> MarkUnread {
    MarkUnread { is_marked_unread }
}

#[tokio::test]
async fn the_query_narrows_and_sorts() {
    let server = TestServer::start().await;
    let bruno = server.sign_in(BRUNO).await;
    let first = server.new_customer("Marina Alves").await;
    server.pass(Span::from_hours(2));
    let second = server.new_customer("Rafael Costa").await;
    let (first_id, second_id) = (first.conversation, second.conversation);
    let mine = Assign {
        agents: vec![server.agent_id(BRUNO).await],
    };
    bruno.put(&at(&first, "assignees"), &mine).await;

    assert_eq!(ids(&bruno, "").await, [second_id, first_id]);
    assert_eq!(ids(&bruno, "sort=closing").await, [first_id, second_id]);
    assert_eq!(ids(&bruno, "scope=mine").await, [first_id]);
    assert_eq!(ids(&bruno, "scope=unassigned").await, [second_id]);
    assert_eq!(ids(&bruno, "scope=unread&limit=1").await, [second_id]);
    let number = format!("phone_number_id={}", server.phone_number);
    assert_eq!(ids(&bruno, &number).await, [second_id, first_id]);
    let other = format!("phone_number_id={}", server.services.ids.conversation_id());
    assert_eq!(ids(&bruno, &other).await, []);
    assert_eq!(ids(&bruno, "stage=new").await, [second_id, first_id]);
    assert_eq!(ids(&bruno, "stage=qualified").await, []);

    // A page goes on where the former ended.
    let page: ConversationPage = bruno
        .get("/api/v1/conversations?sort=closing&limit=1")
        .await
        .read();
    let next = page.next.unwrap();
    let query = format!(
        "sort=closing&before_at={}&before_id={}",
        next.at.as_millis(),
        next.id
    );
    assert_eq!(ids(&bruno, &query).await, [second_id]);

    // The first one's window closes while nobody does anything.
    server.pass(Span::from_hours(22));
    assert_eq!(ids(&bruno, "sort=closing").await, [second_id]);

    for nonsense in ["scope=hers", "sort=best", "stage=new%27", "phone_number_id=1"] {
        let answer = bruno.get(&format!("/api/v1/conversations?{nonsense}")).await;
        assert_refused(&answer, ErrorCode::InvalidRequest);
    }
}

#[tokio::test]
async fn a_pin_is_told_to_the_agents_other_devices_and_to_nobody_else() {
    let server = TestServer::start().await;
    let ana = server.sign_in(ANA).await;
    let bruno = server.sign_in(BRUNO).await;
    let customer = server.new_customer("Marina Alves").await;
    let id = customer.conversation;
    let mut anas = TestSocket::live(&ana).await;
    let mut brunos = TestSocket::live(&server.sign_in(BRUNO).await).await;
    let pin = PinConversation {
        is_pinned: true,
        revision: 1,
    };
    let pins: Pins = bruno.put(&at(&customer, "pin"), &pin).await.read();
    assert_eq!(pins.ids, [id]);
    let seen = brunos
        .events_until(|change| matches!(change, Change::PinsChanged { .. }))
        .await;
    let last = seen.last().unwrap();
    assert_eq!(last.change, Change::PinsChanged { pins: vec![id] });
    assert_eq!(last.n, pins.cursor.n);
    assert_eq!(anas.events_so_far(&server).await, []);
    let start: Bootstrap = bruno.get("/api/v1/bootstrap").await.read();
    assert_eq!((start.pins, start.pinned), (vec![id], vec![]));
    let start: Bootstrap = ana.get("/api/v1/bootstrap").await.read();
    assert_eq!(start.pins, []);

    let far = PinConversation {
        revision: u64::MAX,
        ..pin
    };
    let refused = bruno.put(&at(&customer, "pin"), &far).await;
    let problem = assert_refused(&refused, ErrorCode::InvalidRequest);
    assert_eq!(problem.field.as_deref(), Some("revision"));
}

#[tokio::test]
async fn one_pin_too_many_is_refused_by_a_code_of_its_own() {
    let server = TestServer::start().await;
    let bruno = server.sign_in(BRUNO).await;
    let pin = PinConversation {
        is_pinned: true,
        revision: 1,
    };
    for number in 0..MOST {
        let customer = server.new_customer(&format!("Cliente {number}")).await;
        assert_eq!(bruno.put(&at(&customer, "pin"), &pin).await.status, 200);
    }
    let customer = server.new_customer("Marina Alves").await;
    let refused = bruno.put(&at(&customer, "pin"), &pin).await;
    assert_refused(&refused, ErrorCode::PinsFull);
}

#[tokio::test]
async fn who_may_only_look_marks_nothing() {
    let server = TestServer::start().await;
    let looker = server
        .add_agent("davi@example.org", &[Permission::ChatView])
        .await;
    let davi = server.sign_in(&looker.email).await;
    let customer = server.new_customer("Marina Alves").await;
    let refused = davi.put(&at(&customer, "unread-mark"), &mark(true)).await;
    assert_refused(&refused, ErrorCode::PermissionDenied);

    let bruno = server.sign_in(BRUNO).await;
    let marked: Conversation = bruno.put(&at(&customer, "unread-mark"), &mark(true)).await.read();
    assert!(marked.is_marked_unread);
    assert_eq!(marked.unread_count, 1, "what nobody has seen stays so");
    let again: Conversation = bruno.put(&at(&customer, "unread-mark"), &mark(true)).await.read();
    assert_eq!(again, marked);
}

#[tokio::test]
async fn who_pins_and_marks_without_end_waits_with_nothing_else() {
    let server = TestServer::start().await;
    let (ana, bruno) = (server.sign_in(ANA).await, server.sign_in(BRUNO).await);
    let customer = server.new_customer("Marina Alves").await;
    let pin = |revision| PinConversation {
        is_pinned: true,
        revision,
    };
    for revision in 0..120 {
        assert_eq!(bruno.put(&at(&customer, "pin"), &pin(revision)).await.status, 200);
        let marked = bruno.put(&at(&customer, "unread-mark"), &mark(true)).await;
        assert_eq!(marked.status, 200);
    }
    let refused = bruno.put(&at(&customer, "pin"), &pin(120)).await;
    let problem = assert_refused(&refused, ErrorCode::TooManyRequests);
    assert_eq!(problem.retry_after_s, Some(1));
    let refused = bruno.put(&at(&customer, "unread-mark"), &mark(false)).await;
    assert_refused(&refused, ErrorCode::TooManyRequests);
    assert_eq!(bruno.get("/api/v1/search?q=a").await.status, 200);
    assert_eq!(ana.put(&at(&customer, "pin"), &pin(1)).await.status, 200);
    server.pass(Span::from_seconds(1));
    assert_eq!(bruno.put(&at(&customer, "pin"), &pin(120)).await.status, 200);
}

/// One bucket with what is done to messages that are there: what costs a row, or a request to Meta, has an end too.
#[tokio::test]
async fn who_tries_again_or_begins_without_end_waits() {
    let server = TestServer::start().await;
    let ana = server.sign_in(ANA).await;
    let ids = &server.services.ids;
    let canned = format!("/api/v1/canned-responses/{}", ids.uuid());
    for _ in 0..240 {
        assert_eq!(ana.delete(&canned).await.status, 204);
    }
    assert_refused(&ana.delete(&canned).await, ErrorCode::TooManyRequests);
    let message = format!("/api/v1/messages/{}", ids.message_id());
    let retry = RetryMessage { after_attempt: 1 };
    let upload = BeginUpload {
        id: ids.media_id(),
        conversation_id: None,
        kind: MessageKind::Document,
        mime_type: "application/pdf".to_owned(),
        file_name: None,
        byte_size: 1,
    };
    let begin = StartConversation {
        id: ids.conversation_id(),
        phone_number_id: server.phone_number,
        with: NewContact::Known {
            contact_id: ids.contact_id(),
        },
    };
    for answer in [
        ana.post(&format!("{message}/retry"), &retry).await,
        ana.post(&format!("{message}/fetch-media"), &json!({})).await,
        ana.post("/api/v1/conversations", &begin).await,
        ana.post("/api/v1/uploads", &upload).await,
    ] {
        assert_refused(&answer, ErrorCode::TooManyRequests);
    }
    server.pass(Span::from_seconds(1));
    let nothing = ana.post(&format!("{message}/fetch-media"), &json!({})).await;
    assert_refused(&nothing, ErrorCode::NotFound);
}

#[tokio::test]
async fn who_changes_sources_and_groups_without_end_waits() {
    let server = TestServer::start().await;
    let ana = server.sign_in(ANA).await;
    let group = format!("/api/v1/groups/{}", server.services.ids.uuid());
    let source = format!("/api/v1/sources/{}", server.services.ids.uuid());
    for _ in 0..120 {
        assert_eq!(ana.delete(&group).await.status, 204);
        assert_eq!(ana.delete(&source).await.status, 204);
    }
    assert_refused(&ana.delete(&group).await, ErrorCode::TooManyRequests);
    assert_refused(&ana.delete(&source).await, ErrorCode::TooManyRequests);
    server.pass(Span::from_seconds(1));
    assert_eq!(ana.delete(&group).await.status, 204);
}

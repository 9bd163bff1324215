//! Each wrong request gets a clear refusal in one shape, and changes nothing.

use crate::support::{ANA, BRUNO, PASSWORD, TestServer, TestSocket, assert_refused};
use domain::error::ErrorCode;
use domain::ids::ConversationId;
use domain::wire::Bootstrap;
use reqwest::Method;
use serde_json::json;

const JSON: (&str, &str) = ("content-type", "application/json");

/// Every endpoint that needs a session, with a body that would do.
fn endpoints(conversation: ConversationId) -> Vec<(Method, String, Option<Vec<u8>>)> {
    let body = |value: serde_json::Value| Some(serde_json::to_vec(&value).unwrap());
    let id = "0190a5b0-0000-7000-8000-000000000001";
    let text = json!({
        "id": id, "conversation_id": conversation, "content": { "kind": "text", "body": "Oi" },
    });
    vec![
        (Method::GET, "/session".to_owned(), None),
        (Method::DELETE, "/sessions".to_owned(), None),
        (Method::GET, "/bootstrap".to_owned(), None),
        (Method::GET, "/conversations".to_owned(), None),
        (Method::GET, "/conversations/visible".to_owned(), None),
        (Method::GET, format!("/conversations/{conversation}"), None),
        (
            Method::GET,
            format!("/conversations/{conversation}/messages"),
            None,
        ),
        (
            Method::POST,
            format!("/conversations/{conversation}/messages"),
            body(text),
        ),
        (
            Method::POST,
            format!("/messages/{id}/retry"),
            body(json!({ "after_attempt": 1 })),
        ),
        (Method::POST, format!("/messages/{id}/cancel"), body(json!({}))),
        (
            Method::PUT,
            format!("/messages/{id}/waveform"),
            body(json!({ "waveform": "A".repeat(64) })),
        ),
        (Method::POST, format!("/messages/{id}/played"), body(json!({}))),
        (
            Method::POST,
            format!("/conversations/{conversation}/read"),
            body(json!({ "up_to": id })),
        ),
        (
            Method::PUT,
            format!("/conversations/{conversation}/assignees"),
            body(json!({ "agents": [] })),
        ),
        (
            Method::PUT,
            format!("/conversations/{conversation}/state"),
            body(json!({ "state": "concluded" })),
        ),
        (Method::GET, "/feedback".to_owned(), None),
        (Method::GET, "/feedback/tally".to_owned(), None),
        (
            Method::PUT,
            "/feedback".to_owned(),
            body(json!({ "mood": "happy" })),
        ),
        (
            Method::PUT,
            format!("/conversations/{conversation}/pin"),
            body(json!({ "is_pinned": true, "revision": 1 })),
        ),
        (
            Method::PUT,
            format!("/conversations/{conversation}/unread-mark"),
            body(json!({ "is_marked_unread": true })),
        ),
        (Method::GET, "/settings".to_owned(), None),
        (
            Method::PATCH,
            "/settings".to_owned(),
            body(json!({ "is_support_agent_on": true })),
        ),
    ]
}

#[tokio::test]
async fn without_a_session_nothing_is_answered() {
    let server = TestServer::start().await;
    let customer = server.new_customer("Marina Alves").await;
    let before = server.store().log_bounds().await.unwrap();
    let mut stranger = server.browser();
    for cookie in [
        None,
        Some("perfectchat_session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".to_owned()),
    ] {
        stranger.cookie = cookie;
        for (method, path, body) in endpoints(customer.conversation) {
            let answer = stranger
                .send(method, &format!("/api/v1{path}"), &[JSON], body)
                .await;
            assert_refused(&answer, ErrorCode::SessionRequired);
        }
        assert_refused(
            &TestSocket::open(&stranger).await.err().unwrap(),
            ErrorCode::SessionRequired,
        );
    }
    assert_eq!(server.store().log_bounds().await.unwrap(), before);
}

#[tokio::test]
async fn a_foreign_page_can_change_nothing_and_open_no_socket() {
    let server = TestServer::start().await;
    let customer = server.new_customer("Marina Alves").await;
    let ana = server.sign_in(ANA).await;
    let before = server.store().log_bounds().await.unwrap();
    for origin in [Some("https://evil.example"), Some("null"), None] {
        let mut page = ana.on_page_of(origin);
        for (method, path, body) in endpoints(customer.conversation) {
            let is_read = method == Method::GET;
            let answer = page.send(method, &format!("/api/v1{path}"), &[JSON], body).await;
            if is_read {
                assert_eq!(
                    answer.status, 200,
                    "{path}: reading is fenced by SameSite and by the absence of CORS"
                );
                assert_eq!(answer.header("access-control-allow-origin"), "");
            } else {
                assert_refused(&answer, ErrorCode::ForeignOrigin);
            }
        }
        assert_refused(&page.sign_in(ANA, PASSWORD).await, ErrorCode::ForeignOrigin);
        assert_refused(&page.delete("/api/v1/session").await, ErrorCode::ForeignOrigin);
        assert_refused(
            &TestSocket::open(&page).await.err().unwrap(),
            ErrorCode::ForeignOrigin,
        );
    }
    assert_eq!(server.store().log_bounds().await.unwrap(), before);
    assert_eq!(ana.get("/api/v1/session").await.status, 200, "still signed in");
}

#[tokio::test]
async fn a_body_of_four_megabytes_is_refused() {
    let server = TestServer::start().await;
    let customer = server.new_customer("Marina Alves").await;
    let bruno = server.sign_in(BRUNO).await;
    let path = format!("/api/v1/conversations/{}/messages", customer.conversation);
    let large = vec![b'x'; 4 * 1_024 * 1_024];
    let problem = assert_refused(
        &bruno
            .send(Method::POST, &path, &[JSON], Some(large.clone()))
            .await,
        ErrorCode::BodyTooLarge,
    );
    assert_eq!(problem.max_bytes, Some(65_536));
    assert_refused(
        &server
            .browser()
            .send(Method::POST, "/api/v1/session", &[JSON], Some(large))
            .await,
        ErrorCode::BodyTooLarge,
    );
    assert_eq!(bruno.get("/api/v1/session").await.status, 200);
}

#[tokio::test]
async fn a_body_that_cannot_be_read_names_the_field_when_known() {
    let server = TestServer::start().await;
    let customer = server.new_customer("Marina Alves").await;
    let bruno = server.sign_in(BRUNO).await;
    let path = format!("/api/v1/conversations/{}/messages", customer.conversation);
    let cases: [(&str, &str); 5] = [
        ("{", "body"),
        ("", "body"),
        ("[]", "body"),
        (r#"{"id": "nonsense"}"#, "body"),
        (
            r#"{"id": "0190a5b0-0000-7000-8000-000000000001"}"#,
            "conversation_id",
        ),
    ];
    for (body, field) in cases {
        let answer = bruno
            .send(Method::POST, &path, &[JSON], Some(body.as_bytes().to_vec()))
            .await;
        let problem = assert_refused(&answer, ErrorCode::InvalidRequest);
        assert_eq!(
            (answer.status, problem.field.as_deref()),
            (422, Some(field)),
            "{body}"
        );
    }
    let answer = bruno
        .send(
            Method::POST,
            &path,
            &[("content-type", "text/plain")],
            Some(b"{}".to_vec()),
        )
        .await;
    assert_refused(&answer, ErrorCode::InvalidRequest);
    assert_eq!(answer.status, 415);
}

#[tokio::test]
async fn queries_that_cannot_be_read_are_refused() {
    let server = TestServer::start().await;
    let customer = server.new_customer("Marina Alves").await;
    let bruno = server.sign_in(BRUNO).await;
    let id = customer.conversation;
    let cases = [
        ("/api/v1/conversations?limit=0".to_owned(), "limit"),
        ("/api/v1/conversations?limit=201".to_owned(), "limit"),
        ("/api/v1/conversations?limit=many".to_owned(), "query"),
        ("/api/v1/conversations?state=lost".to_owned(), "query"),
        ("/api/v1/conversations?before_at=5".to_owned(), "before_id"),
        (format!("/api/v1/conversations/{id}?limit=999"), "limit"),
        (
            format!("/api/v1/conversations/{id}/messages?after_at=5"),
            "after_id",
        ),
        (
            format!(
                "/api/v1/conversations/{id}/messages?before_at=5&before_id={id}&after_at=5&after_id={id}"
            ),
            "after_id",
        ),
    ];
    for (path, field) in cases {
        let problem = assert_refused(&bruno.get(&path).await, ErrorCode::InvalidRequest);
        assert_eq!(problem.field.as_deref(), Some(field), "{path}");
    }
}

#[tokio::test]
async fn addresses_that_do_not_exist_are_not_found() {
    let server = TestServer::start().await;
    let ana = server.sign_in(ANA).await;
    for path in [
        "/api/v1/nothing",
        "/api/v1/",
        "/api/v1",
        "/api/v2/session",
        "/api",
        "/nothing",
        "/api/v1/conversations/nonsense",
        "/api/v1/conversations/0190a5b0-0000-7000-8000-000000000001",
        "/api/v1/conversations/0190a5b0-0000-7000-8000-000000000001/messages",
    ] {
        assert_refused(&ana.get(path).await, ErrorCode::NotFound);
    }
}

#[tokio::test]
async fn a_method_that_an_address_does_not_have_is_refused_with_those_that_it_has() {
    let server = TestServer::start().await;
    let ana = server.sign_in(ANA).await;
    let answer = ana.put("/api/v1/session", &json!({})).await;
    assert_refused(&answer, ErrorCode::InvalidRequest);
    assert_eq!(answer.status, 405);
    let mut allowed: Vec<&str> = answer.header("allow").split(',').collect();
    allowed.sort_unstable();
    assert_eq!(allowed, ["DELETE", "GET", "HEAD", "POST"]);
    let answer = ana.post("/healthz", &json!({})).await;
    assert_refused(&answer, ErrorCode::InvalidRequest);
    assert_eq!(answer.status, 405);
}

#[tokio::test]
async fn a_socket_address_asked_without_an_upgrade_is_refused() {
    let server = TestServer::start().await;
    let ana = server.sign_in(ANA).await;
    let answer = ana.get("/api/v1/socket").await;
    assert_refused(&answer, ErrorCode::InvalidRequest);
    assert_eq!(answer.status, 426);
}

#[tokio::test]
async fn a_request_id_that_a_client_makes_up_is_not_believed() {
    let server = TestServer::start().await;
    let answer = server
        .browser()
        .send(Method::GET, "/healthz", &[("x-request-id", "made-up")], None)
        .await;
    assert_eq!(answer.header("x-request-id").len(), 32);
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(
        answer.header("content-security-policy").split(';').next(),
        Some("default-src 'none'")
    );
}

#[tokio::test]
async fn what_was_refused_left_no_trace() {
    let server = TestServer::start().await;
    let customer = server.new_customer("Marina Alves").await;
    let bruno = server.sign_in(BRUNO).await;
    let before: Bootstrap = bruno.get("/api/v1/bootstrap").await.read();
    let path = format!("/api/v1/conversations/{}/messages", customer.conversation);
    let id = server.services.ids.message_id();
    let other = server.services.ids.conversation_id();
    let with = |conversation: ConversationId, content: serde_json::Value| json!({ "id": id, "conversation_id": conversation, "content": content });
    let text = |body: &str| json!({ "kind": "text", "body": body });
    let cases = [
        (with(other, text("Oi")), ErrorCode::InvalidRequest),
        (with(customer.conversation, text(" \n ")), ErrorCode::TextEmpty),
        (
            with(customer.conversation, text(&"ã".repeat(4_097))),
            ErrorCode::TextTooLong,
        ),
        (
            with(
                customer.conversation,
                json!({ "kind": "unsupported", "type_name": "poll" }),
            ),
            ErrorCode::ContentNotSendable,
        ),
    ];
    for (command, code) in cases {
        let problem = assert_refused(&bruno.post(&path, &command).await, code);
        let is_length = code == ErrorCode::TextTooLong;
        assert_eq!(problem.max_characters, is_length.then_some(4_096));
    }
    let after: Bootstrap = bruno.get("/api/v1/bootstrap").await.read();
    assert_eq!(after, before);
}

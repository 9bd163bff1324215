//! What has no limit of its own has one with all others: no person reaches it, a program that has gone wrong does.

use crate::support::{ANA, BRUNO, TestServer, assert_refused};
use domain::draft::Draft;
use domain::error::ErrorCode;
use domain::time::Span;
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn who_writes_without_end_waits_and_nobody_else_does() {
    let server = TestServer::start().await;
    let customer = server.new_customer("Marina Alves").await;
    let (ana, bruno) = (server.sign_in(ANA).await, server.sign_in(BRUNO).await);
    let ana_s_id = server.agent_id(ANA).await;
    let limits = &server.services.write_limits;
    while limits.take(ana_s_id, server.clock.now()).is_ok() {}

    let conversation = customer.conversation;
    let ids = &server.services.ids;
    let message = ids.message_id();
    let draft = format!("/conversations/{conversation}/draft");
    let written = json!({ "revision": 1, "text": "Bom dia" });
    let writes = [
        (Method::PUT, draft.clone(), written.clone()),
        (
            Method::POST,
            format!("/conversations/{conversation}/read"),
            json!({ "up_to": message }),
        ),
        (
            Method::PUT,
            format!("/conversations/{conversation}/assignees"),
            json!({ "agents": [] }),
        ),
        (
            Method::PUT,
            format!("/conversations/{conversation}/state"),
            json!({ "state": "concluded" }),
        ),
        (Method::POST, format!("/messages/{message}/cancel"), json!({})),
        (
            Method::PATCH,
            "/settings".to_owned(),
            json!({ "is_support_agent_on": true }),
        ),
        (
            Method::PATCH,
            format!("/phone-numbers/{}", server.phone_number),
            json!({ "adds_signature": true }),
        ),
        (
            Method::POST,
            format!("/phone-numbers/{}/templates/sync", server.phone_number),
            json!({}),
        ),
        (
            Method::POST,
            format!("/alarms/{}/acknowledge", ids.uuid()),
            json!({}),
        ),
        (Method::DELETE, format!("/mentions/{}", ids.uuid()), json!({})),
        (Method::DELETE, format!("/uploads/{}", ids.media_id()), json!({})),
    ];
    let before = server.store().log_bounds().await.unwrap();
    for (method, path, body) in writes {
        let answer = ana.send_json(method, &format!("/api/v1{path}"), &body).await;
        let problem = assert_refused(&answer, ErrorCode::TooManyRequests);
        assert_eq!((answer.status, problem.retry_after_s), (429, Some(1)), "{path}");
        assert_eq!(answer.header("retry-after"), "1", "{path}");
    }
    assert_eq!(server.store().log_bounds().await.unwrap(), before);

    // Reading goes on, and what has a limit of its own; and so do others.
    let draft = format!("/api/v1{draft}");
    assert_eq!(ana.get("/api/v1/bootstrap").await.status, 200);
    let pin = json!({ "is_pinned": true, "revision": 1 });
    let pinned = ana
        .put(&format!("/api/v1/conversations/{conversation}/pin"), &pin)
        .await;
    assert_eq!(pinned.status, 200);
    assert_eq!(bruno.put(&draft, &written).await.status, 200);

    server.pass(Span::from_seconds(1));
    let kept: Draft = ana.put(&draft, &written).await.read();
    assert_eq!(kept.text, "Bom dia");
}

//! Who gets a file, and how.

use crate::fetching::{PNG, message_when, send_file, server_with};
use crate::media_host::MediaHost;
use crate::support::{ANA, BRUNO, Browser, TestServer, assert_refused};
use domain::error::ErrorCode;
use domain::permission::Permission;
use reqwest::Method;
use serde_json::json;

async fn served(
    server: &TestServer,
    host: &MediaHost,
    bytes: &[u8],
    kind: &str,
    mime_type: &str,
    name: &str,
) -> (Browser, String) {
    let ana = server.sign_in(ANA).await;
    let id = format!("2{}", bytes.len());
    host.put(&id, mime_type, bytes);
    send_file(
        server,
        kind,
        &json!({ "id": id, "mime_type": mime_type, "filename": name }),
    )
    .await;
    let message = message_when(&ana, |file| file.media_id.is_some()).await;
    let media = message.content.attachment().unwrap().media_id.unwrap();
    (ana, format!("/api/v1/media/{media}"))
}

#[tokio::test]
async fn who_sees_the_conversation_gets_the_file_in_ranges_and_nobody_else_knows_that_it_exists() {
    let host = MediaHost::start().await;
    let server = server_with(&host).await;
    let (ana, path) = served(&server, &host, PNG, "image", "image/png", "").await;
    let whole = ana.get(&path).await;
    assert_eq!((whole.status, whole.body.as_slice()), (200, PNG));
    assert_eq!(whole.header("content-type"), "image/png");
    assert_eq!(whole.header("cache-control"), "private, no-store");
    assert_eq!(whole.header("x-content-type-options"), "nosniff");
    assert_eq!(whole.header("content-disposition"), "inline");

    let part = ana
        .send(Method::GET, &path, &[("range", "bytes=1-3")], None)
        .await;
    assert_eq!((part.status, part.body.as_slice()), (206, b"PNG".as_slice()));
    assert_eq!(part.header("content-range"), format!("bytes 1-3/{}", PNG.len()));
    let beyond = ana
        .send(Method::GET, &path, &[("range", "bytes=900-")], None)
        .await;
    assert_eq!(beyond.status, 416);

    assert_refused(&server.browser().get(&path).await, ErrorCode::SessionRequired);
    server
        .add_agent("vera@example.org", &[Permission::NotesWrite])
        .await;
    let vera = server.sign_in("vera@example.org").await;
    assert_refused(&vera.get(&path).await, ErrorCode::NotFound);
    assert_refused(
        &ana.get("/api/v1/media/018f0000-0000-7000-8000-000000000000")
            .await,
        ErrorCode::NotFound,
    );
}

#[tokio::test]
async fn an_assigned_conversations_file_is_its_assignees() {
    let host = MediaHost::start().await;
    let server = server_with(&host).await;
    let (ana, path) = served(&server, &host, PNG, "image", "image/png", "").await;
    let bruno = server.sign_in(BRUNO).await;
    assert_eq!(bruno.get(&path).await.status, 200);
    ana.patch("/api/v1/settings", &json!({ "is_support_agent_on": true }))
        .await;
    let list = ana.get("/api/v1/conversations").await;
    let conversation = list.json["rows"][0]["conversation"]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let assignees = format!("/api/v1/conversations/{conversation}/assignees");
    let ana_id = server.agent_id(ANA).await;
    assert_eq!(
        ana.put(&assignees, &json!({ "agents": [ana_id] })).await.status,
        200
    );
    assert_refused(&bruno.get(&path).await, ErrorCode::NotFound);
}

#[tokio::test]
async fn a_page_with_a_script_is_a_download_of_bytes() {
    let host = MediaHost::start().await;
    let server = server_with(&host).await;
    let page = b"<!doctype html><script>alert(1)</script>";
    let (ana, path) = served(&server, &host, page, "document", "text/html", "Orçamento.html").await;
    let answer = ana.get(&path).await;
    assert_eq!(answer.header("content-type"), "application/octet-stream");
    assert_eq!(
        answer.header("content-disposition"),
        "attachment; filename*=UTF-8''Or%C3%A7amento.html"
    );
    assert!(
        answer
            .header("content-security-policy")
            .contains("default-src 'none'")
    );
}

//! Canned responses: written by those who may, read by everyone, live.

use crate::support::{ANA, BRUNO, TestServer, TestSocket, assert_refused};
use domain::canned_response::{CannedResponse, PutCannedResponse};
use domain::error::ErrorCode;
use domain::event::Change;
use domain::ids::CannedResponseId;
use domain::permission::Permission;
use domain::wire::Bootstrap;

fn path(id: CannedResponseId) -> String {
    format!("/api/v1/canned-responses/{id}")
}

fn command(shortcut: &str) -> PutCannedResponse {
    PutCannedResponse {
        shortcut: shortcut.to_owned(),
        title: "Preços".to_owned(),
        body: "Oi, @contact_firstname! Segue a tabela.".to_owned(),
        ..PutCannedResponse::default()
    }
}

impl TestServer {
    fn canned_id(&self) -> CannedResponseId {
        (*self.services.ids.message_id().as_uuid()).into()
    }
}

#[tokio::test]
async fn what_one_writes_everyone_has_at_once() {
    let server = TestServer::start().await;
    let (ana, bruno) = (server.sign_in(ANA).await, server.sign_in(BRUNO).await);
    let mut socket = TestSocket::live(&bruno).await;
    let id = server.canned_id();
    let answer = ana.put(&path(id), &command(" /Preços ")).await;
    assert_eq!(answer.status, 201);
    let created: CannedResponse = answer.read();
    assert_eq!((created.shortcut.as_str(), created.version), ("preços", 1));
    assert_eq!(ana.put(&path(id), &command("preços")).await.status, 200);
    let heard = socket
        .events_until(|change| matches!(change, Change::CannedResponseChanged { .. }))
        .await;
    let is_it = |change: &Change| matches!(change, Change::CannedResponseChanged { canned_response } if *canned_response == created);
    assert!(heard.iter().any(|event| is_it(&event.change)));
    let bootstrap: Bootstrap = bruno.get("/api/v1/bootstrap").await.read();
    assert_eq!(bootstrap.canned_responses, [created]);

    assert_eq!(ana.delete(&path(id)).await.status, 204);
    assert_eq!(ana.delete(&path(id)).await.status, 204);
    socket
        .events_until(|change| *change == Change::CannedResponseRemoved { id })
        .await;
}

#[tokio::test]
async fn only_who_may_edit_them_does() {
    let server = TestServer::start().await;
    let bruno = server.sign_in(BRUNO).await;
    let id = server.canned_id();
    assert_refused(
        &bruno.put(&path(id), &command("a")).await,
        ErrorCode::PermissionDenied,
    );
    assert_refused(&bruno.delete(&path(id)).await, ErrorCode::PermissionDenied);
    assert_refused(
        &server.browser().put(&path(id), &command("a")).await,
        ErrorCode::SessionRequired,
    );
    server
        .add_agent("gil@example.org", &[Permission::CannedResponsesManage])
        .await;
    let gil = server.sign_in("gil@example.org").await;
    assert_eq!(gil.put(&path(id), &command("a")).await.status, 201);
}

#[tokio::test]
async fn what_cannot_be_kept_is_refused_with_its_field() {
    let server = TestServer::start().await;
    let ana = server.sign_in(ANA).await;
    let id = server.canned_id();
    let untitled = PutCannedResponse {
        title: " ".to_owned(),
        ..command("a")
    };
    let buttons = PutCannedResponse {
        buttons: vec!["Um botão muito comprido".to_owned()],
        ..command("a")
    };
    for (wrong, field) in [
        (command("a b"), "shortcut"),
        (untitled, "title"),
        (buttons, "buttons"),
    ] {
        let problem = assert_refused(&ana.put(&path(id), &wrong).await, ErrorCode::InvalidRequest);
        assert_eq!(problem.field.as_deref(), Some(field));
    }
    let empty = PutCannedResponse {
        body: String::new(),
        ..command("a")
    };
    assert_refused(&ana.put(&path(id), &empty).await, ErrorCode::TextEmpty);
    let long = PutCannedResponse {
        body: "a".repeat(1_025),
        buttons: vec!["Sim".to_owned()],
        ..command("a")
    };
    let problem = assert_refused(&ana.put(&path(id), &long).await, ErrorCode::TextTooLong);
    assert_eq!(problem.max_characters, Some(1_024));

    assert_eq!(ana.put(&path(id), &command("preço")).await.status, 201);
    let other = server.canned_id();
    assert_refused(
        &ana.put(&path(other), &command("preco")).await,
        ErrorCode::ShortcutTaken,
    );
    let stale = PutCannedResponse {
        after_version: 7,
        ..command("outro")
    };
    assert_refused(&ana.put(&path(id), &stale).await, ErrorCode::EditConflict);
}

//! A password that was lost.

use crate::support::{ANA, BRUNO, TestServer, TestSocket};
use domain::wire::ServerFrame;
use server::Server;
use server::patience::Patience;
use server::setup::{ResetPasswordError, reset_password};
use std::time::Duration;

const NEW: &str = "campo de girassóis";

#[tokio::test]
async fn another_password_ends_all_sessions_of_that_agent_alone() {
    let server = TestServer::start().await;
    let (ana, bruno) = (server.sign_in(ANA).await, server.sign_in(BRUNO).await);
    let mut anas = TestSocket::live(&ana).await;
    let mut brunos = TestSocket::live(&bruno).await;
    reset_password(&server.services, " Ana@Example.ORG ", NEW.to_owned())
        .await
        .unwrap();

    let (code, reason, frames) = anas.end().await;
    assert_eq!((code, reason.as_str()), (1008, "signed_out"));
    assert_eq!(frames.last(), Some(&ServerFrame::SignedOut));
    assert_eq!(ana.get("/api/v1/session").await.status, 401);
    let mut again = server.browser();
    assert_eq!(again.sign_in(ANA, crate::support::PASSWORD).await.status, 401);
    assert_eq!(again.sign_in(ANA, NEW).await.status, 200);
    assert_eq!(bruno.get("/api/v1/session").await.status, 200);
    brunos.events_so_far(&server).await;

    let short = reset_password(&server.services, ANA, "curta".to_owned()).await;
    assert!(matches!(short, Err(ResetPasswordError::PasswordLength(_))));
    let nobody = reset_password(&server.services, "eva@example.org", NEW.to_owned()).await;
    assert!(matches!(nobody, Err(ResetPasswordError::NoSuchAgent)));
}

#[tokio::test]
async fn a_socket_hears_of_a_password_that_another_process_replaced() {
    let patience = Patience {
        session_check: Duration::from_millis(200),
        ..Patience::default()
    };
    let server = TestServer::start_prepared(|server| server.with_patience(patience)).await;
    let ana = server.sign_in(ANA).await;
    let mut socket = TestSocket::live(&ana).await;
    let settings = server.services.config.clone();
    let other_process = Server::prepare(settings).await.unwrap().services();
    reset_password(&other_process, ANA, NEW.to_owned()).await.unwrap();
    other_process.store.close().await;

    assert_eq!(socket.next().await, ServerFrame::SignedOut);
}

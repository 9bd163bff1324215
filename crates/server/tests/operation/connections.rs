//! Connections that take their time.

use crate::support::{ANA, AT_ONCE, TestServer};
use server::patience::Patience;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// What the server says before it cuts a connection off that sent only this.
async fn cut_off_after(server: &TestServer, sent: &str) -> String {
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    stream.write_all(sent.as_bytes()).await.unwrap();
    let mut answer = String::new();
    let read = stream.read_to_string(&mut answer);
    tokio::time::timeout(AT_ONCE, read).await.unwrap().unwrap();
    answer
}

#[tokio::test]
async fn who_never_ends_a_request_is_cut_off() {
    let patience = Patience {
        head: Duration::from_millis(200),
        ..Patience::default()
    };
    let server = TestServer::start_prepared(|server| server.with_patience(patience)).await;
    assert_eq!(cut_off_after(&server, "").await, "");
    let half_a_head = "GET /healthz HTTP/1.1\r\nHost: chat.test\r\nX-Slow: ";
    let answer = cut_off_after(&server, half_a_head).await;
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 408"),
        "{answer}"
    );
    assert_eq!(server.sign_in(ANA).await.get("/healthz").await.status, 200);
}

#[tokio::test]
async fn a_head_without_end_is_refused() {
    let server = TestServer::start().await;
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    let head = format!(
        "GET / HTTP/1.1\r\nHost: chat.test\r\nX-Long: {}\r\n\r\n",
        "x".repeat(100_000)
    );
    // The server may close before all of it was written.
    let _ = stream.write_all(head.as_bytes()).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    let answer = String::from_utf8_lossy(&answer);
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 431"),
        "{answer}"
    );
    assert_eq!(server.browser().get("/healthz").await.status, 200);
}

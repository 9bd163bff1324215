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

/// Neither one whose body stops, nor one whose body comes by and by: the time is counted from its beginning.
#[tokio::test]
async fn who_never_ends_a_body_is_cut_off() {
    let patience = Patience {
        body: Duration::from_millis(300),
        ..Patience::default()
    };
    let server = TestServer::start_prepared(|server| server.with_patience(patience)).await;
    let address = server.address;
    let head = |path: &str| {
        format!(
            "POST {path} HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\n\
             Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{"
        )
    };
    for path in ["/webhooks/whatsapp", "/api/v1/session"] {
        let answer = cut_off_after(&server, &head(path)).await;
        assert!(answer.starts_with("HTTP/1.1 408"), "{path}: {answer}");
        assert!(answer.contains("application/problem+json"), "{path}: {answer}");
    }

    let (mut told, mut tells) = TcpStream::connect(server.address).await.unwrap().into_split();
    tells
        .write_all(head("/webhooks/whatsapp").as_bytes())
        .await
        .unwrap();
    let mut answer = Vec::new();
    let listen = async {
        let mut some = [0; 1_024];
        while let Ok(count @ 1..) = told.read(&mut some).await {
            answer.extend_from_slice(&some[..count]);
        }
    };
    let dribble = async {
        let mut pause = tokio::time::interval(Duration::from_millis(50));
        // Until the server has closed.
        while tells.write_all(b" ").await.is_ok() {
            pause.tick().await;
        }
    };
    tokio::time::timeout(AT_ONCE, async { tokio::join!(listen, dribble) })
        .await
        .unwrap();
    let answer = String::from_utf8_lossy(&answer);
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
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

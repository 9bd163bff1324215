//! File descriptors are used up: caused by a limit below what is open.
#![cfg(target_os = "linux")]

use crate::program::{Program, house};
use crate::until;
use std::collections::BTreeSet;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// A connection that stays open between requests.
struct Open(TcpStream);

impl Open {
    async fn to(program: &Program) -> Self {
        Self(TcpStream::connect(program.address).await.unwrap())
    }

    /// The head and body of an answer.
    async fn get(&mut self, path: &str) -> String {
        let request = format!("GET {path} HTTP/1.1\r\nHost: chat.test\r\n\r\n");
        self.0.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        let mut part = [0; 4_096];
        // The body is one JSON object at the end of the answer.
        while !answer.ends_with('}') {
            let length = self.0.read(&mut part).await.unwrap();
            assert!(length > 0, "cut off after {answer}");
            answer.push_str(std::str::from_utf8(&part[..length]).unwrap());
        }
        answer
    }
}

/// The number that the next file would get.
fn lowest_free_file(program: &Program) -> u64 {
    let folder = std::fs::read_dir(format!("/proc/{}/fd", program.pid())).unwrap();
    let open: BTreeSet<u64> = folder
        .map(|file| file.unwrap().file_name().to_str().unwrap().parse().unwrap())
        .collect();
    (0..).find(|number| !open.contains(number)).unwrap()
}

#[tokio::test]
async fn used_up_file_descriptors_are_told_once_and_connections_wait() {
    let house = house().await;
    let program = Program::start(house.path()).await;
    let mut early = Open::to(&program).await;
    assert!(early.get("/readyz").await.starts_with("HTTP/1.1 200"));
    program.limit("nofile", Some(lowest_free_file(&program))).await;

    // The kernel takes the connection; the server cannot.
    let mut late = Vec::new();
    for _ in 0..5 {
        late.push(TcpStream::connect(program.address).await.unwrap());
    }
    until("the log says so", async || {
        program.told("file descriptors are used up") == 1
    })
    .await;
    let ready = early.get("/readyz").await;
    assert!(ready.starts_with("HTTP/1.1 503"), "{ready}");
    assert!(
        ready.contains(r#""reason":"file_descriptors_used_up""#),
        "{ready}"
    );
    assert!(ready.contains("application/problem+json"), "{ready}");
    assert!(early.get("/healthz").await.starts_with("HTTP/1.1 200"));

    program.limit("nofile", None).await;
    let mut late = Open(late.remove(0));
    assert!(
        late.get("/healthz").await.starts_with("HTTP/1.1 200"),
        "who waited is served"
    );
    until("the log says so", async || {
        program.told("there are free file descriptors again") == 1
    })
    .await;
    assert!(
        early.get("/readyz").await.starts_with("HTTP/1.1 200"),
        "it is ready again"
    );
    assert_eq!(program.deliver("wamid.1").await.status, 200);
    assert_eq!(program.told("file descriptors are used up"), 1);
}

//! A raw TCP server that does exactly what a test says, connection by connection.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What the server does with a connection after it has read the request.
pub enum Turn {
    /// Writes these bytes and closes.
    Answer(String),
    /// Writes these bytes and keeps the connection open in silence.
    AnswerAndHold(String),
    /// Closes.
    Cut,
}

/// A running server.
pub struct Server {
    /// Its address as a base URL.
    pub base_url: String,
    requests: JoinHandle<Vec<String>>,
}

impl Server {
    /// Serves one connection a turn, in order.
    pub async fn start(turns: Vec<Turn>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base_url = format!("http://{}", listener.local_addr().unwrap());
        let requests = tokio::spawn(async move {
            let (mut requests, mut held) = (Vec::new(), Vec::new());
            for turn in turns {
                let (mut stream, _) = listener.accept().await.unwrap();
                requests.push(read_request(&mut stream).await);
                match turn {
                    Turn::Answer(answer) => stream.write_all(answer.as_bytes()).await.unwrap(),
                    Turn::AnswerAndHold(answer) => {
                        stream.write_all(answer.as_bytes()).await.unwrap();
                        held.push(stream);
                    }
                    Turn::Cut => drop(stream),
                }
            }
            if !held.is_empty() {
                std::future::pending::<()>().await;
            }
            requests
        });
        Self { base_url, requests }
    }

    /// The requests as they came, when all turns are done.
    pub async fn requests(self) -> Vec<String> {
        self.requests.await.unwrap()
    }
}

/// A whole answer with JSON.
pub fn json(status: &str, headers: &str, body: &str) -> Turn {
    Turn::Answer(
        head(
            status,
            &format!("Content-Type: application/json\r\n{headers}"),
            body.len(),
        ) + body,
    )
}

/// The head of an answer whose body has this many bytes.
pub fn head(status: &str, headers: &str, length: usize) -> String {
    format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n")
}

async fn read_request(stream: &mut TcpStream) -> String {
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let read = stream.read(&mut buffer).await.unwrap_or(0);
        request.extend_from_slice(&buffer[..read]);
        let text = String::from_utf8_lossy(&request).into_owned();
        let whole = text.split_once("\r\n\r\n").is_some_and(|(head, body)| {
            let length = head.lines().find_map(|line| {
                line.to_ascii_lowercase()
                    .strip_prefix("content-length: ")?
                    .parse()
                    .ok()
            });
            body.len() >= length.unwrap_or(0)
        });
        if whole || read == 0 {
            return text;
        }
    }
}

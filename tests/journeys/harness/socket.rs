//! The socket, seen from outside.

use std::time::Duration;

use futures::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// How long to wait for a frame.
const PATIENCE: Duration = Duration::from_secs(20);

/// An agent's open socket.
pub struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    /// Opens a socket with a session's cookie.
    pub async fn open(origin: &str, cookie: &str) -> Self {
        let url = format!("{}/api/v1/socket", origin.replacen("http", "ws", 1));
        let mut request = url.into_client_request().expect("the address is one");
        for (name, value) in [("origin", origin), ("cookie", cookie)] {
            request
                .headers_mut()
                .insert(name, value.parse().expect("a header's value"));
        }
        Self(connect_async(request).await.expect("the socket opens").0)
    }

    /// Says where to go on.
    pub async fn hello(&mut self, cursor: &Value) {
        let device = uuid::Uuid::now_v7();
        self.send(&json!({ "frame": "hello", "cursor": cursor, "device_id": device }))
            .await;
    }

    /// Sends a frame.
    pub async fn send(&mut self, frame: &Value) {
        self.0
            .send(Message::text(frame.to_string()))
            .await
            .expect("the socket takes a frame");
    }

    /// The next frame; `None` when the server has closed.
    pub async fn next(&mut self) -> Option<Value> {
        loop {
            match timeout(PATIENCE, self.0.next())
                .await
                .expect("a frame comes in time")?
            {
                Ok(Message::Text(text)) => return serde_json::from_str(&text).ok(),
                Ok(Message::Close(_)) | Err(_) => return None,
                Ok(_) => {}
            }
        }
    }

    /// Asks for a heartbeat and returns every frame that came before it: all there is to say so far.
    pub async fn frames_so_far(&mut self) -> Vec<Value> {
        self.send(&json!({ "frame": "ping" })).await;
        let mut frames = Vec::new();
        while let Some(frame) = self.next().await {
            if frame["frame"] == "heartbeat" {
                break;
            }
            frames.push(frame);
        }
        frames
    }
}

//! The floor of fan-out: a broadcaster that does nothing else. What is posted goes to every socket as it is.

use crate::Outcome;
use axum::Router;
use axum::extract::State;
use axum::extract::ws::{Message, Utf8Bytes, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use axum::routing::{get, post};
use tokio::sync::broadcast;

/// The argument that makes this program the broadcaster; its address follows.
pub const ROLE: &str = "bare-axum";

type News = broadcast::Sender<Utf8Bytes>;

/// Broadcasts until killed.
pub async fn serve() -> Outcome<()> {
    let address = std::env::args()
        .nth(2)
        .ok_or("the broadcaster needs an address")?;
    let listener = tokio::net::TcpListener::bind(address).await?;
    let news: News = broadcast::Sender::new(1_024);
    let router = Router::new()
        .route("/", get(|| async {}))
        .route("/publish", post(publish))
        .route("/socket", get(open))
        .with_state(news);
    Ok(axum::serve(listener, router).await?)
}

async fn publish(State(news): State<News>, body: String) {
    // Nobody listens: nobody has to hear it.
    let _ = news.send(body.into());
}

async fn open(State(news): State<News>, upgrade: WebSocketUpgrade) -> Response {
    // By the library's own value every socket would hold 128 KiB: a floor should not.
    upgrade
        .read_buffer_size(1_024)
        .on_upgrade(move |socket| relay(socket, news.subscribe()))
}

async fn relay(mut socket: WebSocket, mut news: broadcast::Receiver<Utf8Bytes>) {
    loop {
        tokio::select! {
            heard = news.recv() => {
                let Ok(text) = heard else { return };
                if socket.send(Message::Text(text)).await.is_err() {
                    return;
                }
            }
            received = socket.recv() => {
                if !matches!(received, Some(Ok(_))) {
                    return;
                }
            }
        }
    }
}

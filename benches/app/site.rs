//! Files over HTTP, as the server hands the app out: named by hash, they are kept for ever.

use super::Outcome;
use axum::Router;
use axum::extract::State;
use axum::extract::ws::{Message, Utf8Bytes, WebSocket, WebSocketUpgrade};
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::net::TcpListener;

/// A folder that is served until the program ends.
pub struct Site {
    url: String,
}

struct Folder {
    path: PathBuf,
    page: &'static str,
}

impl Site {
    /// Serves a folder on a free port; every path without a file is `page`.
    pub async fn start(path: PathBuf, page: &'static str) -> Outcome<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let url = format!("http://{}", listener.local_addr()?);
        let router = Router::new()
            .route("/api/frames", get(frames))
            .fallback(file)
            .with_state(Arc::new(Folder { path, page }));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self { url })
    }

    /// Where it is, without a slash at the end.
    pub fn url(&self) -> &str {
        &self.url
    }
}

/// A socket that gives back what it was given when it hears `go`, all at once: as the server sends what a browser has missed.
async fn frames(upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(give_back)
}

async fn give_back(mut socket: WebSocket) {
    let mut kept: Vec<Utf8Bytes> = Vec::new();
    while let Some(Ok(message)) = socket.recv().await {
        let Message::Text(text) = message else { continue };
        if text.as_str() != "go" {
            kept.push(text);
            continue;
        }
        for text in kept.drain(..) {
            if socket.send(Message::Text(text)).await.is_err() {
                return;
            }
        }
    }
}

async fn file(State(folder): State<Arc<Folder>>, uri: Uri) -> Response {
    let name = uri.path().trim_start_matches('/');
    if name.starts_with("api/") || name.contains("..") {
        return StatusCode::NOT_FOUND.into_response();
    }
    let name = if folder.path.join(name).is_file() {
        name
    } else {
        folder.page
    };
    let Ok(bytes) = tokio::fs::read(folder.path.join(name)).await else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css",
        Some("js") => "text/javascript",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    };
    let is_page = name == folder.page || name == "service_worker.js";
    let keep = if is_page {
        "no-cache"
    } else {
        "public, max-age=31536000, immutable"
    };
    (
        [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, keep)],
        bytes,
    )
        .into_response()
}

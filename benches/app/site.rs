//! Files over HTTP, as the server hands the app out: named by hash, they are kept for ever.

use super::Outcome;
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
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

//! Meta's media: an address for an id, the bytes behind the address, uploads. All only with the number's token.

use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, Response, StatusCode};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// What becomes of a look-up or a download.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// An error that passes.
    ServerError,
    /// The bytes end too early.
    CutShort,
}

#[derive(Default)]
struct Shared {
    files: HashMap<String, (String, Vec<u8>)>,
    troubles: HashMap<String, Vec<Trouble>>,
    asked: usize,
    uploads: Vec<Vec<u8>>,
    refused_uploads: usize,
    messages: Vec<Value>,
}

/// The fake.
pub struct MediaHost {
    pub address: SocketAddr,
    shared: Arc<Mutex<Shared>>,
    serving: JoinHandle<()>,
}

impl MediaHost {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::<Mutex<Shared>>::default();
        let router = Router::new()
            .route("/v25.0/{id}", get(look_up))
            .route("/attachments/{id}", get(download))
            .route("/v25.0/{id}/media", post(take_upload))
            .route("/v25.0/{id}/messages", post(take_message))
            .layer(DefaultBodyLimit::disable())
            .with_state((address, Arc::clone(&shared)));
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self {
            address,
            shared,
            serving,
        }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Meta has this file.
    pub fn put(&self, id: &str, mime_type: &str, bytes: impl Into<Vec<u8>>) {
        let file = (mime_type.to_owned(), bytes.into());
        self.shared.lock().unwrap().files.insert(id.to_owned(), file);
    }

    /// The next calls for this id go wrong, in this order.
    pub fn trouble(&self, id: &str, troubles: &[Trouble]) {
        self.shared
            .lock()
            .unwrap()
            .troubles
            .insert(id.to_owned(), troubles.to_vec());
    }

    /// The next uploads fail in a way that passes.
    pub fn refuse_uploads(&self, count: usize) {
        self.shared.lock().unwrap().refused_uploads = count;
    }

    /// The bodies of the uploads that came.
    pub fn uploads(&self) -> Vec<Vec<u8>> {
        self.shared.lock().unwrap().uploads.clone()
    }

    /// The messages that came.
    pub fn messages(&self) -> Vec<Value> {
        self.shared.lock().unwrap().messages.clone()
    }

    /// How many look-ups came.
    pub fn asked(&self) -> usize {
        self.shared.lock().unwrap().asked
    }
}

impl Drop for MediaHost {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

type Host = State<(SocketAddr, Arc<Mutex<Shared>>)>;

async fn look_up(
    State((address, shared)): Host,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response<Body> {
    let mut shared = shared.lock().unwrap();
    shared.asked += 1;
    let trouble = match shared.troubles.get_mut(&id) {
        Some(troubles) if troubles.first().is_some_and(|first| *first != Trouble::CutShort) => {
            Some(troubles.remove(0))
        }
        _ => None,
    };
    let known = shared.files.get(&id);
    let is_allowed = headers
        .get(AUTHORIZATION)
        .is_some_and(|token| token == "Bearer access-token");
    match (trouble, known, is_allowed) {
        (Some(Trouble::ServerError), ..) => answer(
            StatusCode::BAD_GATEWAY,
            "text/html",
            b"<h1>Bad gateway</h1>".to_vec(),
        ),
        (None, Some((mime_type, bytes)), true) => {
            let info = json!({
                "messaging_product": "whatsapp",
                "url": format!("http://{address}/attachments/{id}"),
                "mime_type": mime_type,
                "file_size": bytes.len(),
                "id": id,
            });
            answer(StatusCode::OK, "application/json", info.to_string().into_bytes())
        }
        _ => {
            let error = json!({ "error": {
                "message": "Unsupported get request. Object does not exist", "type": "GraphMethodException", "code": 100,
                "error_subcode": 33, "fbtrace_id": "A1b2C3",
            } });
            answer(
                StatusCode::BAD_REQUEST,
                "application/json",
                error.to_string().into_bytes(),
            )
        }
    }
}

async fn download(State((_, shared)): Host, Path(id): Path<String>, headers: HeaderMap) -> Response<Body> {
    let mut shared = shared.lock().unwrap();
    let is_cut = match shared.troubles.get_mut(&id) {
        Some(troubles) if troubles.first() == Some(&Trouble::CutShort) => {
            troubles.remove(0);
            true
        }
        _ => false,
    };
    let is_allowed = headers
        .get(AUTHORIZATION)
        .is_some_and(|token| token == "Bearer access-token");
    match shared.files.get(&id) {
        Some((mime_type, bytes)) if is_allowed => {
            let end = if is_cut { bytes.len() / 2 } else { bytes.len() };
            answer(StatusCode::OK, mime_type, bytes[..end].to_vec())
        }
        _ => answer(StatusCode::NOT_FOUND, "text/plain", Vec::new()),
    }
}

async fn take_upload(State((_, shared)): Host, headers: HeaderMap, body: Bytes) -> Response<Body> {
    assert_eq!(headers[AUTHORIZATION], "Bearer access-token");
    let mut shared = shared.lock().unwrap();
    if shared.refused_uploads > 0 {
        shared.refused_uploads -= 1;
        return answer(StatusCode::BAD_GATEWAY, "text/html", Vec::new());
    }
    shared.uploads.push(body.to_vec());
    let id = format!("90{}", shared.uploads.len());
    answer(
        StatusCode::OK,
        "application/json",
        json!({ "id": id }).to_string().into_bytes(),
    )
}

async fn take_message(State((_, shared)): Host, Json(message): Json<Value>) -> Response<Body> {
    let mut shared = shared.lock().unwrap();
    shared.messages.push(message);
    let wamid = format!("wamid.out{}", shared.messages.len());
    let taken = json!({ "messaging_product": "whatsapp", "messages": [{ "id": wamid }] });
    answer(StatusCode::OK, "application/json", taken.to_string().into_bytes())
}

fn answer(status: StatusCode, content_type: &str, body: Vec<u8>) -> Response<Body> {
    Response::builder()
        .status(status)
        .header("content-type", content_type)
        .body(body.into())
        .unwrap()
}

//! A Graph API that notes what it is asked and answers as told; by itself it accepts everything.

use crate::support::AT_ONCE;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::{Mutex as AsyncMutex, mpsc, oneshot};
use tokio::task::JoinHandle;

/// How the next message is answered.
pub enum Answer {
    /// 200 with this wamid.
    Accepted(&'static str),
    /// Meta's error with this status, code and details.
    Refused(u16, i64),
    /// A server error of something before Meta's service.
    BadGateway,
    /// 200 that names no message.
    Nameless,
    /// 200 whose body breaks off.
    Cut,
    /// The same, when the test says so.
    HeldCut(oneshot::Receiver<()>),
    /// No answer, ever.
    Silence,
    /// 200 with this wamid, when the test says so.
    Held(&'static str, oneshot::Receiver<()>),
    /// Meta's error, when the test says so.
    HeldRefusal(u16, i64, oneshot::Receiver<()>),
}

/// A request as it came.
#[derive(Clone, Debug)]
pub struct GraphRequest {
    /// Method and path.
    pub path: String,
    /// The header with the token.
    pub authorization: String,
    /// The body's type.
    pub content_type: String,
    /// The body.
    pub body: Value,
}

impl GraphRequest {
    /// The text that was to be sent.
    pub fn text(&self) -> &str {
        self.body["text"]["body"].as_str().unwrap_or_default()
    }

    /// What is to come back with every status.
    pub fn callback(&self) -> &str {
        self.body["biz_opaque_callback_data"].as_str().unwrap_or_default()
    }
}

/// The fake.
pub struct FakeGraph {
    address: SocketAddr,
    script: Arc<Mutex<VecDeque<Answer>>>,
    signal_script: Arc<Mutex<VecDeque<Answer>>>,
    templates: Arc<Mutex<Option<Value>>>,
    messages: AsyncMutex<mpsc::UnboundedReceiver<GraphRequest>>,
    signals: AsyncMutex<mpsc::UnboundedReceiver<GraphRequest>>,
    serving: JoinHandle<()>,
}

/// An address at which connections are refused until the fake starts there.
pub struct ReservedAddress(TcpSocket);

impl ReservedAddress {
    pub fn new() -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        Self(socket)
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.0.local_addr().unwrap())
    }

    pub fn start(self) -> FakeGraph {
        FakeGraph::on(self.0.listen(64).unwrap())
    }
}

#[derive(Clone)]
struct Shared {
    script: Arc<Mutex<VecDeque<Answer>>>,
    signal_script: Arc<Mutex<VecDeque<Answer>>>,
    templates: Arc<Mutex<Option<Value>>>,
    messages: mpsc::UnboundedSender<GraphRequest>,
    signals: mpsc::UnboundedSender<GraphRequest>,
}

impl FakeGraph {
    pub async fn start() -> Self {
        Self::on(TcpListener::bind("127.0.0.1:0").await.unwrap())
    }

    fn on(listener: TcpListener) -> Self {
        let address = listener.local_addr().unwrap();
        let script = Arc::default();
        let signal_script = Arc::default();
        let templates = Arc::new(Mutex::new(Some(json!([]))));
        let (messages, seen_messages) = mpsc::unbounded_channel();
        let (signals, seen_signals) = mpsc::unbounded_channel();
        let router = Router::new().fallback(answer).with_state(Shared {
            script: Arc::clone(&script),
            signal_script: Arc::clone(&signal_script),
            templates: Arc::clone(&templates),
            messages,
            signals,
        });
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self {
            address,
            script,
            signal_script,
            templates,
            messages: AsyncMutex::new(seen_messages),
            signals: AsyncMutex::new(seen_signals),
            serving,
        }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Answers the next messages so, in this order.
    pub fn answer_next(&self, answers: impl IntoIterator<Item = Answer>) {
        self.script.lock().unwrap().extend(answers);
    }

    /// Answers the next read receipts and typing indicators so, in this order.
    pub fn answer_next_signals(&self, answers: impl IntoIterator<Item = Answer>) {
        self.signal_script.lock().unwrap().extend(answers);
    }

    /// Lists these templates from now on; `None`: the token is refused.
    pub fn list_templates(&self, templates: Option<Value>) {
        *self.templates.lock().unwrap() = templates;
    }

    /// Holds the answer to the next message until the returned sender is used.
    pub fn hold_next(&self, wamid: &'static str) -> oneshot::Sender<()> {
        let (release, released) = oneshot::channel();
        self.answer_next([Answer::Held(wamid, released)]);
        release
    }

    /// The next message that was to be sent.
    pub async fn next_message(&self) -> GraphRequest {
        let mut messages = self.messages.lock().await;
        let next = tokio::time::timeout(AT_ONCE, messages.recv()).await;
        next.expect("a request to send a message").unwrap()
    }

    /// Whether no more messages came than were taken.
    pub async fn is_silent(&self) -> bool {
        self.messages.lock().await.is_empty()
    }

    /// The next read receipt or typing indicator.
    pub async fn next_signal(&self) -> GraphRequest {
        let mut signals = self.signals.lock().await;
        let next = tokio::time::timeout(AT_ONCE, signals.recv()).await;
        next.expect("a read receipt or typing indicator").unwrap()
    }
}

impl Drop for FakeGraph {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn answer(
    State(shared): State<Shared>,
    method: axum::http::Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let header = |name: &str| {
        let value = headers.get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_default().to_owned()
    };
    let request = GraphRequest {
        path: format!("{method} {uri}"),
        authorization: header("authorization"),
        content_type: header("content-type"),
        body: serde_json::from_slice(&body).unwrap_or_default(),
    };
    let asked = request.path.split('?').next().unwrap_or_default();
    if asked.ends_with("/message_templates") {
        let templates = shared.templates.lock().unwrap().clone();
        return match templates {
            Some(templates) => axum::Json(json!({ "data": templates })).into_response(),
            None => refused(400, 190),
        };
    }
    if let Some(answer) = about_the_account(&request) {
        return answer;
    }
    if request.body["status"] == "read" {
        let answer = shared.signal_script.lock().unwrap().pop_front();
        shared.signals.send(request).unwrap();
        let success = axum::Json(json!({ "success": true })).into_response();
        return give(answer, success).await;
    }
    let usual = accepted(&format!("wamid.of.{}", request.callback()));
    let answer = shared.script.lock().unwrap().pop_front();
    shared.messages.send(request).unwrap();
    give(answer, usual).await
}

/// What `connect-number` asks: the account's numbers, and a subscription.
fn about_the_account(request: &GraphRequest) -> Option<Response> {
    let path = request.path.split('?').next().unwrap_or_default();
    if path.starts_with("GET ") && path.ends_with("/phone_numbers") {
        let number = json!({
            "id": super::NUMBER, "display_phone_number": "+55 11 4002-8922", "verified_name": "Loja Girassol",
            "throughput": { "level": "STANDARD" },
        });
        return Some(axum::Json(json!({ "data": [number] })).into_response());
    }
    let is_subscription = path.starts_with("POST ") && path.ends_with("/subscribed_apps");
    is_subscription.then(|| axum::Json(json!({ "success": true })).into_response())
}

async fn give(answer: Option<Answer>, usual: Response) -> Response {
    match answer {
        None => usual,
        Some(Answer::Accepted(wamid)) => accepted(wamid),
        Some(Answer::Held(wamid, released)) => {
            let _ = released.await;
            accepted(wamid)
        }
        Some(Answer::HeldRefusal(status, code, released)) => {
            let _ = released.await;
            refused(status, code)
        }
        Some(Answer::Refused(status, code)) => refused(status, code),
        Some(Answer::BadGateway) => (StatusCode::BAD_GATEWAY, "<html>Bad gateway</html>").into_response(),
        Some(Answer::Nameless) => axum::Json(json!({ "messaging_product": "whatsapp" })).into_response(),
        Some(Answer::Cut) => cut(),
        Some(Answer::HeldCut(released)) => {
            let _ = released.await;
            cut()
        }
        Some(Answer::Silence) => std::future::pending().await,
    }
}

fn cut() -> Response {
    let broken = futures::stream::iter([Ok(Bytes::from_static(b"{\"mess")), Err("cut")]);
    Body::from_stream(broken).into_response()
}

fn accepted(wamid: &str) -> Response {
    axum::Json(json!({
        "messaging_product": "whatsapp",
        "contacts": [{ "input": "+5511986372111", "wa_id": "5511986372111" }],
        "messages": [{ "id": wamid }],
    }))
    .into_response()
}

fn refused(status: u16, code: i64) -> Response {
    let error = json!({ "error": {
        "message": format!("(#{code}) Invented"),
        "type": "OAuthException",
        "code": code,
        "error_data": { "messaging_product": "whatsapp", "details": "Invented details" },
        "fbtrace_id": "AbCdEf",
    } });
    (StatusCode::from_u16(status).unwrap(), axum::Json(error)).into_response()
}

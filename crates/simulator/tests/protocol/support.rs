//! A simulator, a receiver of webhooks and a client, as a test needs them.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use axum::routing::get;
use serde_json::{Value, json};
use simulator::{Config, Simulator, signature_of};

pub const NUMBER: &str = "4400001111";
pub const OTHER_NUMBER: &str = "4400002222";
pub const ANA: &str = "5511986372111";

/// A simulator whose clock is moved by hand, and a receiver of its webhooks.
pub struct World {
    pub simulator: Simulator,
    pub receiver: Receiver,
    clock: Arc<AtomicI64>,
    client: reqwest::Client,
}

impl World {
    /// A world whose receiver has subscribed.
    pub async fn new() -> Self {
        let world = Self::unsubscribed().await;
        world.subscribe().await;
        world
    }

    pub async fn unsubscribed() -> Self {
        Self::restored(None).await
    }

    pub async fn restored(restore: Option<Value>) -> Self {
        let clock = Arc::new(AtomicI64::new(1_795_000_000_000));
        let hands = Arc::clone(&clock);
        let config = Config {
            clock: Arc::new(move || hands.load(Ordering::SeqCst)),
            restore,
            ..Config::default()
        };
        let simulator = Simulator::start(config).await.unwrap();
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        Self {
            simulator,
            receiver: Receiver::start().await,
            clock,
            client,
        }
    }

    pub async fn subscribe(&self) {
        self.simulator
            .subscribe(&self.receiver.url, "simulator-verify")
            .await
            .unwrap();
    }

    pub fn now_s(&self) -> i64 {
        self.clock.load(Ordering::SeqCst) / 1_000
    }

    pub fn pass(&self, seconds: i64) {
        self.clock.fetch_add(seconds * 1_000, Ordering::SeqCst);
    }

    /// A request with the right token.
    pub fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        let url = format!("{}{path}", self.simulator.graph_url());
        self.client
            .request(method.parse().unwrap(), url)
            .bearer_auth("simulator-token")
    }

    /// A request without a token.
    pub fn anonymous(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        self.client.request(
            method.parse().unwrap(),
            format!("{}{path}", self.simulator.graph_url()),
        )
    }

    pub async fn get(&self, path: &str) -> (u16, Value) {
        answer_of(self.request("GET", path)).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        answer_of(self.request("POST", path).json(body)).await
    }

    /// Sends a message from our number; status and body of the answer.
    pub async fn send(&self, message: &Value) -> (u16, Value) {
        self.post(&format!("/v25.0/{NUMBER}/messages"), message).await
    }

    /// Sends a message that must be accepted; its wamid.
    pub async fn send_accepted(&self, message: &Value) -> String {
        let (status, answer) = self.send(message).await;
        assert_eq!(status, 200, "{answer}");
        answer["messages"][0]["id"].as_str().unwrap().to_owned()
    }

    /// Ana, who has written to our number, so that the window is open.
    pub async fn ana(&self) -> simulator::Customer {
        let ana = self.simulator.customer(ANA, "Ana Lima");
        ana.send_text(NUMBER, "Oi!").await.unwrap();
        ana
    }

    /// The statuses of a message that the receiver was told, in order.
    pub async fn statuses_of(&self, wamid: &str) -> Vec<Value> {
        self.simulator.delivered_all().await.unwrap();
        let values = self.receiver.values();
        let statuses = values
            .iter()
            .flat_map(|value| value["statuses"].as_array().cloned().unwrap_or_default());
        statuses.filter(|status| status["id"] == wamid).collect()
    }

    pub async fn words_of(&self, wamid: &str) -> Vec<String> {
        let statuses = self.statuses_of(wamid).await;
        statuses
            .iter()
            .map(|status| status["status"].as_str().unwrap().to_owned())
            .collect()
    }
}

pub async fn answer_of(request: reqwest::RequestBuilder) -> (u16, Value) {
    let answer = request.send().await.unwrap();
    let status = answer.status().as_u16();
    (status, answer.json().await.unwrap_or(Value::Null))
}

/// A text to Ana.
pub fn text(body: &str) -> Value {
    message("text", json!({ "body": body }))
}

/// A message to Ana.
pub fn message(kind: &str, content: Value) -> Value {
    json!({
        "messaging_product": "whatsapp", "recipient_type": "individual", "to": format!("+{ANA}"),
        "type": kind, kind: content,
    })
}

/// What a webhook receiver got.
pub struct Received {
    pub headers: HeaderMap,
    pub body: Bytes,
    pub json: Value,
}

/// A callback address that answers 200, or what it is told to.
#[derive(Clone)]
pub struct Receiver {
    pub url: String,
    inner: Arc<Mutex<Inner>>,
}

#[derive(Default)]
struct Inner {
    received: Vec<Received>,
    answers: VecDeque<u16>,
    verifications: Vec<Vec<(String, String)>>,
}

impl Receiver {
    async fn start() -> Self {
        let inner = Arc::new(Mutex::new(Inner::default()));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/webhooks/whatsapp", listener.local_addr().unwrap());
        let app = Router::new()
            .route("/webhooks/whatsapp", get(verify).post(receive))
            .with_state(Arc::clone(&inner));
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self { url, inner }
    }

    /// The next webhooks are answered with these statuses instead of 200.
    pub fn answer_with(&self, statuses: &[u16]) {
        self.inner.lock().unwrap().answers.extend(statuses);
    }

    /// What it got and acknowledged or not, in order.
    pub fn look<T>(&self, look: impl FnOnce(&[Received]) -> T) -> T {
        look(&self.inner.lock().unwrap().received)
    }

    /// The `value` of each change, in order.
    pub fn values(&self) -> Vec<Value> {
        self.look(|received| {
            received
                .iter()
                .map(|each| each.json["entry"][0]["changes"][0]["value"].clone())
                .collect()
        })
    }

    /// The messages of customers, in order.
    pub fn messages(&self) -> Vec<Value> {
        let values = self.values();
        values
            .iter()
            .flat_map(|value| value["messages"].as_array().cloned().unwrap_or_default())
            .collect()
    }

    pub fn verifications(&self) -> Vec<Vec<(String, String)>> {
        self.inner.lock().unwrap().verifications.clone()
    }
}

async fn verify(
    State(inner): State<Arc<Mutex<Inner>>>,
    Query(query): Query<Vec<(String, String)>>,
) -> impl IntoResponse {
    inner.lock().unwrap().verifications.push(query.clone());
    let value = |name: &str| {
        query
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.clone())
    };
    if value("hub.mode").as_deref() != Some("subscribe")
        || value("hub.verify_token").as_deref() != Some("simulator-verify")
    {
        return (StatusCode::FORBIDDEN, String::new());
    }
    (StatusCode::OK, value("hub.challenge").unwrap_or_default())
}

async fn receive(State(inner): State<Arc<Mutex<Inner>>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let mut inner = inner.lock().unwrap();
    assert_eq!(
        headers["x-hub-signature-256"],
        signature_of("simulator-secret", &body).as_str()
    );
    let json = serde_json::from_slice(&body).unwrap();
    inner.received.push(Received { headers, body, json });
    let status = inner.answers.pop_front().unwrap_or(200);
    StatusCode::from_u16(status).unwrap()
}

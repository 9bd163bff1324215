//! What was asked of the simulator and what it told, kept for whoever looks.

use std::collections::VecDeque;

use axum::body::Bytes;
use axum::http::HeaderMap;
use serde_json::Value;

/// How many bytes of bodies are kept; beyond that the oldest records go.
const KEPT_BYTES: usize = 256 * 1024 * 1024;
/// How many records of a kind are kept.
const KEPT_RECORDS: usize = 50_000;

/// A request to the Graph API (or for media), exactly as it was received.
#[derive(Clone, Debug)]
pub struct RecordedRequest {
    /// `GET`, `POST`, `DELETE`.
    pub method: String,
    /// The path, without the query.
    pub path: String,
    /// The query, without the question mark; empty if there is none.
    pub query: String,
    /// The headers.
    pub headers: HeaderMap,
    /// The raw body.
    pub body: Bytes,
    /// The body, if it is JSON.
    pub json: Option<Value>,
    /// Unix milliseconds by the simulator's clock.
    pub at: i64,
}

/// A webhook that was acknowledged.
#[derive(Clone, Debug)]
pub struct Webhook {
    /// The body that was signed and sent.
    pub body: Bytes,
    /// The body, parsed.
    pub json: Value,
    /// How many attempts it took.
    pub attempts: u32,
}

/// The newest requests and acknowledged webhooks.
#[derive(Default)]
pub(crate) struct Records {
    pub(crate) requests: VecDeque<RecordedRequest>,
    pub(crate) webhooks: VecDeque<Webhook>,
    request_bytes: usize,
}

impl Records {
    pub(crate) fn keep_request(&mut self, request: RecordedRequest) {
        self.request_bytes += request.body.len();
        self.requests.push_back(request);
        while self.requests.len() > KEPT_RECORDS
            || (self.request_bytes > KEPT_BYTES && self.requests.len() > 1)
        {
            if let Some(oldest) = self.requests.pop_front() {
                self.request_bytes -= oldest.body.len();
            }
        }
    }

    pub(crate) fn keep_webhook(&mut self, webhook: Webhook) {
        self.webhooks.push_back(webhook);
        if self.webhooks.len() > KEPT_RECORDS {
            self.webhooks.pop_front();
        }
    }
}

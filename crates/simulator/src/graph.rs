//! The Graph API: who is asked what, with which token, in which version.

mod account;
mod block_users;
mod check;
mod download;
mod error;
mod messages;
mod numbers;
mod profile;
mod read_receipt;
mod recipient;
mod send;
mod templates;
mod troubles;
mod upload;

use std::sync::{Arc, OnceLock};

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::Value;

pub(crate) use download::media_url;
pub(crate) use error::GraphError;
pub(crate) use templates::sample_templates;

use crate::connection::Scissors;
use crate::ids;
use crate::knobs::Fault;
use crate::shared::Shared;
use crate::state::RecordedRequest;

/// The largest body that is read: a document of 100 MB and its wrapping.
const MAX_BODY: usize = 110 * 1024 * 1024;

/// A request to the Graph API, taken apart.
pub(crate) struct Call {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// Cuts the connection this came on.
    pub(crate) scissors: Scissors,
    /// What shall happen to the answer.
    pub(crate) aftermath: OnceLock<Fault>,
}

impl Call {
    /// The value of a query parameter.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The body as JSON, which must be declared as such.
    pub(crate) fn json(&self) -> Result<Value, GraphError> {
        let declared = self
            .headers
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        if declared.is_none_or(|declared| crate::media::essence(declared) != "application/json") {
            return Err(GraphError::new(100, "Content-Type must be application/json"));
        }
        serde_json::from_slice(&self.body)
            .map_err(|error| GraphError::new(100, format!("The body is not valid JSON: {error}")))
    }
}

/// Answers any request to the Graph API or for media.
pub(crate) async fn answer(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(scissors): ConnectInfo<Scissors>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, MAX_BODY).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    record(&shared, &parts, &body);
    let delay_ms = shared.read(|state| state.knobs.answer_delay_ms);
    shared.pause(std::time::Duration::from_millis(delay_ms)).await;
    let call = Call {
        path: parts.uri.path().to_owned(),
        query: query_of(&parts),
        method: parts.method,
        headers: parts.headers,
        body,
        scissors,
        aftermath: OnceLock::new(),
    };
    if call.path == download::PATH {
        let response = download::download(&shared, &call);
        return troubles::after(&shared, &call, response).await;
    }
    let version = call.path.split('/').nth(1).unwrap_or_default().to_owned();
    let mut response = match route(&shared, &call, &version).await {
        Ok(answer) => json_response(StatusCode::OK, &answer),
        Err(error) => error.into_response(),
    };
    add_headers(&shared, response.headers_mut(), &version);
    troubles::after(&shared, &call, response).await
}

async fn route(shared: &Arc<Shared>, call: &Call, version: &str) -> Result<Value, GraphError> {
    if !is_version(version) {
        return Err(GraphError::unknown_path(&call.path));
    }
    authorise(shared, call)?;
    if troubles::before(shared, call)? == troubles::Way::Cut {
        return Ok(Value::Null);
    }
    let rest = call.path.split('/').skip(2).collect::<Vec<_>>();
    let (id, edge) = match rest.as_slice() {
        [id] | [id, ""] => (*id, ""),
        [id, edge] => (*id, *edge),
        _ => return Err(GraphError::unknown_path(&call.path)),
    };
    let method = call.method.as_str();
    let is_number = shared.read(|state| state.number(id).is_some());
    let is_account = shared.config.waba_id == id;
    let is_media = shared.read(|state| state.media.contains_key(id));
    match (method, edge) {
        ("POST", "messages") if is_number => messages::post(shared, call, id).await,
        ("POST", "media") if is_number => upload::upload(shared, call, id).await,
        ("GET", "") if is_number => numbers::one(shared, call, id),
        ("POST", "register" | "deregister") if is_number => numbers::register(call, edge),
        ("GET", "whatsapp_business_profile") if is_number => profile::get(shared, call, id),
        ("POST", "whatsapp_business_profile") if is_number => profile::set(shared, call, id),
        ("GET" | "POST" | "DELETE", "block_users") if is_number => block_users::answer(shared, call, id),
        ("GET", "phone_numbers") if is_account => numbers::list(shared, call),
        ("GET", "message_templates") if is_account => templates::list(shared, call),
        ("GET", "subscribed_apps") if is_account => account::subscribed_apps(shared),
        ("POST", "subscribed_apps") if is_account => account::subscribe(shared, call).await,
        ("DELETE", "subscribed_apps") if is_account => account::unsubscribe(shared),
        ("GET", "") if is_account => account::describe(shared),
        ("GET", "") if is_media => download::look_up(shared, call, id),
        ("DELETE", "") if is_media => download::delete(shared, call, id),
        _ => Err(GraphError::unsupported_request(method, id)),
    }
}

/// Only our token is accepted, and only as a Bearer token.
fn authorise(shared: &Shared, call: &Call) -> Result<(), GraphError> {
    let Some(value) = call
        .headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
    else {
        return Err(GraphError::missing_token());
    };
    let token = value.strip_prefix("Bearer ");
    let is_revoked = shared.read(|state| state.knobs.token_is_revoked);
    if is_revoked || token != Some(shared.config.access_token.as_str()) {
        return Err(GraphError::invalid_token());
    }
    Ok(())
}

fn is_version(segment: &str) -> bool {
    let number = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    segment
        .strip_prefix('v')
        .and_then(|version| version.split_once('.'))
        .is_some_and(|(major, minor)| number(major) && number(minor))
}

fn record(shared: &Shared, parts: &Parts, body: &Bytes) {
    let request = RecordedRequest {
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        headers: parts.headers.clone(),
        json: serde_json::from_slice(body).ok(),
        body: body.clone(),
        at: shared.now_ms(),
    };
    shared.update(|state| state.records.keep_request(request));
}

fn query_of(parts: &Parts) -> Vec<(String, String)> {
    axum::extract::Query::<Vec<(String, String)>>::try_from_uri(&parts.uri)
        .map(|query| query.0)
        .unwrap_or_default()
}

/// JSON with the content type Meta gives it.
fn json_response(status: StatusCode, answer: &Value) -> Response {
    let mut response = Response::new(Body::from(answer.to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json; charset=UTF-8"),
    );
    response
}

fn add_headers(shared: &Shared, headers: &mut HeaderMap, version: &str) {
    let usage = troubles::usage(shared);
    let values = [
        ("facebook-api-version", version.to_owned()),
        ("x-fb-trace-id", ids::trace_id()),
        ("x-fb-request-id", ids::trace_id()),
        ("x-business-use-case-usage", usage.to_string()),
        ("cache-control", "no-store".to_owned()),
    ];
    for (name, value) in values {
        // A version that is no header value is none either.
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    }
}

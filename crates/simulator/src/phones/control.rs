//! The control interface: JSON under `/simulator/…`.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::behaviour::Behaviour;
use crate::error::Error;
use crate::knobs::Knobs;
use crate::shared::Shared;
use crate::state::{CustomerKey, State as Known, ThreadKey};
use crate::{ids, inbound, webhook};

pub(super) type App = State<Arc<Shared>>;

/// A refusal, in words.
pub(super) struct Refusal(pub(super) StatusCode, pub(super) String);

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self(StatusCode::BAD_REQUEST, error.to_string())
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.0, Json(json!({ "error": self.1 }))).into_response()
    }
}

/// Which phone is shown, and which conversation on it.
#[derive(Deserialize)]
pub(super) struct Shown {
    customer: Option<CustomerKey>,
    phone_number_id: Option<String>,
}

/// Everything the page shows.
pub(super) async fn state(State(shared): App, Query(shown): Query<Shown>) -> Json<Value> {
    let now_ms = shared.now_ms();
    Json(shared.read(|state| {
        let screen = shown
            .customer
            .zip(shown.phone_number_id)
            .map(|(customer, phone_number_id)| {
                state.phone_screen(
                    &ThreadKey {
                        phone_number_id,
                        customer,
                    },
                    now_ms,
                )
            });
        json!({
            "numbers": numbers(state),
            "customers": state.customer_list(),
            "screen": screen,
            "is_subscribed": state.callback.is_some() && state.subscribed,
            "outstanding_webhooks": state.outstanding_webhooks(),
            "behaviour": state.behaviour,
            "has_faults": Knobs { seed: 0, ..state.knobs.clone() } != Knobs::default(),
        })
    }))
}

/// A new customer.
#[derive(Deserialize)]
pub(super) struct NewCustomer {
    name: String,
    wa_id: String,
    username: Option<String>,
}

pub(super) async fn add_customer(
    State(shared): App,
    Json(new): Json<NewCustomer>,
) -> Result<Json<Value>, Refusal> {
    let wa_id = ids::digits(&new.wa_id);
    if new.name.trim().is_empty() || !(8..=15).contains(&wa_id.len()) {
        let why = "a customer has a name and a number of 8 to 15 digits, country code first";
        return Err(Refusal(StatusCode::BAD_REQUEST, why.to_owned()));
    }
    let key = shared.update(|state| {
        let key = state.introduce(&wa_id, new.name.trim());
        if let Some(person) = state.customers.get_mut(&key)
            && let Some(username) = new.username.filter(|username| !username.is_empty())
        {
            person.username = Some(username);
            person.hides_number = true;
        }
        key
    });
    Ok(Json(json!({ "key": key })))
}

/// A message of a customer.
#[derive(Deserialize)]
pub(super) struct NewMessage {
    customer: CustomerKey,
    phone_number_id: String,
    content: Value,
    timestamp_s: Option<i64>,
}

pub(super) async fn send_message(
    State(shared): App,
    Json(new): Json<NewMessage>,
) -> Result<Json<Value>, Refusal> {
    let NewMessage {
        customer,
        phone_number_id,
        content,
        timestamp_s,
    } = new;
    let wamid = inbound::send(&shared, customer, &phone_number_id, content, timestamp_s).await?;
    Ok(Json(json!({ "wamid": wamid })))
}

/// A conversation that is open on a phone.
#[derive(Deserialize)]
pub(super) struct Opened {
    customer: CustomerKey,
    phone_number_id: String,
}

pub(super) async fn open(State(shared): App, Json(opened): Json<Opened>) -> StatusCode {
    let reads = shared.read(|state| state.behaviour.read == crate::ReadBehaviour::WhenOpened);
    if reads {
        inbound::open(&shared, &ThreadKey::new(&opened.phone_number_id, opened.customer));
    }
    StatusCode::NO_CONTENT
}

/// A voice message that a customer listens to.
#[derive(Deserialize)]
pub(super) struct Played {
    customer: CustomerKey,
    wamid: String,
}

pub(super) async fn play(State(shared): App, Json(played): Json<Played>) -> Result<StatusCode, Refusal> {
    inbound::play(&shared, played.customer, &played.wamid).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Where a file belongs.
#[derive(Deserialize)]
pub(super) struct NewMedia {
    phone_number_id: String,
    filename: Option<String>,
}

pub(super) async fn add_media(
    State(shared): App,
    Query(new): Query<NewMedia>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Json<Value> {
    let declared = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let mime_type = declared.unwrap_or("application/octet-stream");
    let id = inbound::keep_media(
        &shared,
        &new.phone_number_id,
        mime_type,
        new.filename.as_deref(),
        bytes,
    );
    Json(json!({ "id": id }))
}

pub(super) async fn media(State(shared): App, Path(id): Path<String>) -> Response {
    match shared.read(|state| state.media.get(&id).cloned()) {
        Some(media) => ([(header::CONTENT_TYPE, media.mime_type)], media.bytes).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

pub(super) async fn behaviour(State(shared): App) -> Json<Behaviour> {
    Json(shared.read(|state| state.behaviour.clone()))
}

pub(super) async fn set_behaviour(State(shared): App, Json(behaviour): Json<Behaviour>) -> StatusCode {
    shared.update(|state| state.behaviour = behaviour);
    StatusCode::NO_CONTENT
}

/// Where webhooks shall go.
#[derive(Deserialize)]
pub(super) struct Subscription {
    callback_url: String,
    verify_token: Option<String>,
}

pub(super) async fn subscribe(
    State(shared): App,
    Json(subscription): Json<Subscription>,
) -> Result<StatusCode, Refusal> {
    let token = subscription
        .verify_token
        .unwrap_or_else(|| shared.config.verify_token.clone());
    webhook::verify(&shared, &subscription.callback_url, &token).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn retry(State(shared): App) -> StatusCode {
    shared.update(|state| state.deliveries.hurry());
    shared.retry.notify_one();
    StatusCode::NO_CONTENT
}

/// The newest requests to the Graph API, without headers (the token is in them).
pub(super) async fn requests(State(shared): App) -> Json<Value> {
    Json(shared.read(|state| {
        let newest = state.requests().rev().take(200);
        newest
            .map(|request| {
                json!({ "method": request.method, "path": request.path, "query": request.query, "json": request.json })
            })
            .collect()
    }))
}

pub(super) async fn export(State(shared): App) -> Json<Value> {
    Json(shared.read(Known::export))
}

fn numbers(state: &Known) -> Vec<Value> {
    let numbers = state.numbers.iter();
    numbers
        .map(|number| {
            json!({
                "id": number.id,
                "display_phone_number": number.display_phone_number,
                "verified_name": number.verified_name,
            })
        })
        .collect()
}

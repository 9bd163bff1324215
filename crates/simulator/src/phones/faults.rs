//! The control interface of what goes wrong, and of what Meta tells besides messages.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::control::{App, Refusal};
use crate::error_codes::error_codes;
use crate::events::{self, AccountEvent};
use crate::knobs::{Knobs, Preset};
use crate::state::CustomerKey;
use crate::{ids, inbound};

pub(super) async fn knobs(State(shared): App) -> Json<Knobs> {
    Json(shared.read(|state| state.knobs.clone()))
}

/// Sets all knobs; what is left out is off. The dice start again at the seed.
pub(super) async fn set_knobs(
    State(shared): App,
    knobs: Result<Json<Knobs>, JsonRejection>,
) -> Result<StatusCode, Refusal> {
    let Json(knobs) = knobs.map_err(|rejection| Refusal(StatusCode::BAD_REQUEST, rejection.body_text()))?;
    if let Some(mistake) = knobs.mistake() {
        return Err(Refusal(StatusCode::BAD_REQUEST, mistake.to_owned()));
    }
    shared.update(|state| state.set_knobs(knobs));
    Ok(StatusCode::NO_CONTENT)
}

/// Where the dice start.
#[derive(Deserialize)]
pub(super) struct Seed {
    #[serde(default)]
    seed: u64,
}

/// Sets the knobs of a preset.
pub(super) async fn set_preset(
    State(shared): App,
    Path(name): Path<String>,
    Query(Seed { seed }): Query<Seed>,
) -> Result<StatusCode, Refusal> {
    let preset = Preset::ALL.into_iter().find(|preset| preset.name() == name);
    let preset =
        preset.ok_or_else(|| Refusal(StatusCode::NOT_FOUND, format!("no preset is called {name}")))?;
    shared.update(|state| state.set_knobs(preset.knobs(seed)));
    Ok(StatusCode::NO_CONTENT)
}

/// What the page offers: the error codes of Meta's document and the presets with their knobs.
pub(super) async fn catalogue() -> Json<Value> {
    let presets = Preset::ALL
        .map(|preset| json!({ "name": preset.name(), "label": preset.label(), "knobs": preset.knobs(0) }));
    Json(json!({ "codes": error_codes(), "presets": presets, "none": Knobs::default() }))
}

/// A sample of each event of the account.
pub(super) async fn account_events(State(shared): App) -> Json<Vec<AccountEvent>> {
    Json(events::of(&shared))
}

/// An event to tell: a sample by its name, or any field and value.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum NewEvent {
    Any { field: String, value: Value },
    Sample { name: String },
}

pub(super) async fn send_account_event(
    State(shared): App,
    Json(new): Json<NewEvent>,
) -> Result<StatusCode, Refusal> {
    let (field, value) = match new {
        NewEvent::Any { field, value } => (field, value),
        NewEvent::Sample { name } => {
            let sample = events::of(&shared)
                .into_iter()
                .find(|event| event.name == name)
                .ok_or_else(|| Refusal(StatusCode::NOT_FOUND, format!("no event is called {name}")))?;
            (sample.field.to_owned(), sample.value)
        }
    };
    events::tell(&shared, field.into(), value).await;
    Ok(StatusCode::NO_CONTENT)
}

/// Something that the business writes in the WhatsApp Business app.
#[derive(Deserialize)]
pub(super) struct NewEcho {
    customer: CustomerKey,
    phone_number_id: String,
    content: Value,
}

pub(super) async fn send_echo(State(shared): App, Json(new): Json<NewEcho>) -> Result<Json<Value>, Refusal> {
    let now_s = shared.now_s();
    let wamid = events::echo(&shared, new.customer, &new.phone_number_id, new.content, now_s).await?;
    Ok(Json(json!({ "wamid": wamid })))
}

/// A customer who moves to another number.
#[derive(Deserialize)]
pub(super) struct NewNumber {
    customer: CustomerKey,
    wa_id: String,
}

pub(super) async fn change_number(
    State(shared): App,
    Json(new): Json<NewNumber>,
) -> Result<StatusCode, Refusal> {
    let wa_id = ids::digits(&new.wa_id);
    let is_taken = shared.read(|state| state.customer_with_number(&wa_id).is_some());
    if is_taken || !(8..=15).contains(&wa_id.len()) {
        let why = "a new number has 8 to 15 digits, country code first, and is nobody else's";
        return Err(Refusal(StatusCode::BAD_REQUEST, why.to_owned()));
    }
    inbound::change_number(&shared, new.customer, &wa_id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A customer whose user id changes.
#[derive(Deserialize)]
pub(super) struct NewUserId {
    customer: CustomerKey,
}

pub(super) async fn change_user_id(
    State(shared): App,
    Json(new): Json<NewUserId>,
) -> Result<Json<Value>, Refusal> {
    let user_id = inbound::change_user_id(&shared, new.customer).await?;
    Ok(Json(json!({ "user_id": user_id })))
}

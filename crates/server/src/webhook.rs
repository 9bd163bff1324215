//! Meta's door: verify the signature over the raw bytes, store the raw delivery, answer 200, process after.
//!
//! One address serves the numbers of several apps. The signature tells which app speaks, and its [`app_key`] is stored with the
//! delivery: no app may speak about the numbers of another.
//!
//! The answer never depends on what a body means: whatever is signed is stored and answered with 200, so that Meta does not send
//! it for days. What cannot be understood is set aside by the [`processor`]. When nothing can be stored the answer is 503, so that
//! Meta sends it again.

pub mod processor;

mod account_alarm;
mod content;
mod our_numbers;
mod translate;

use crate::http::body::read_within;
use crate::http::refusal::Refusal;
use crate::state::{AppState, Services};
use axum::Router;
use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::routing::get;
use cloud_api::webhook::verify_signature;
use domain::error::ErrorCode;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use subtle::ConstantTimeEq as _;

/// The largest delivery, in bytes. Meta documents 3 MB.
pub const MAX_BYTES: usize = 3 * 1_024 * 1_024;

/// `GET|POST /webhooks/whatsapp`.
pub fn router() -> Router<AppState> {
    Router::new().route("/webhooks/whatsapp", get(handshake).post(receive))
}

#[derive(Deserialize)]
struct Handshake {
    #[serde(rename = "hub.mode")]
    mode: Option<String>,
    #[serde(rename = "hub.challenge")]
    challenge: Option<String>,
    #[serde(rename = "hub.verify_token")]
    verify_token: Option<String>,
}

/// Meta asks whether this address wants its deliveries (Meta: "Webhooks, verification requests").
async fn handshake(
    State(services): State<AppState>,
    Query(asked): Query<Handshake>,
) -> Result<String, Refusal> {
    let (Some("subscribe"), Some(challenge), Some(token)) =
        (asked.mode.as_deref(), asked.challenge, asked.verify_token)
    else {
        return Err(ErrorCode::PermissionDenied.into());
    };
    let secrets = services.store.phone_number_secrets().await?;
    let is_ours = secrets
        .iter()
        .any(|number| bool::from(number.verify_token.as_bytes().ct_eq(token.as_bytes())));
    if !is_ours {
        tracing::warn!("a webhook handshake came with a wrong verify token");
        return Err(ErrorCode::PermissionDenied.into());
    }
    Ok(challenge)
}

async fn receive(State(services): State<AppState>, headers: HeaderMap, body: Body) -> Result<(), Refusal> {
    let raw = read_within(body, MAX_BYTES, services.patience.body).await?;
    let signed_by = require_signature(&services, &headers, &raw).await?;
    services
        .store
        .store_signed_delivery(&raw, Some(&signed_by), services.clock.now())
        .await?;
    services.metrics.delivery_stored();
    services.delivery_wake.notify_one();
    Ok(())
}

/// The key of the app that signed the body.
async fn require_signature(services: &Services, headers: &HeaderMap, raw: &[u8]) -> Result<String, Refusal> {
    let header = headers
        .get("x-hub-signature-256")
        .and_then(|value| value.to_str().ok());
    let numbers = services.store.phone_number_secrets().await?;
    let secrets = numbers.iter().map(|number| number.app_secret.as_bytes());
    let signer = verify_signature(raw, header, secrets).and_then(|index| numbers.get(index));
    let Some(signer) = signer else {
        tracing::warn!(
            bytes = raw.len(),
            is_signed = header.is_some(),
            "a delivery with a wrong signature was refused"
        );
        return Err(ErrorCode::SignatureInvalid.into());
    };
    Ok(app_key(&signer.app_secret))
}

/// Tells apps apart without giving away their secrets: SHA-256 of the app secret, as hexadecimal digits. App secrets are random, so
/// nobody finds one by trying.
#[must_use]
pub fn app_key(app_secret: &str) -> String {
    let mut key = String::new();
    for byte in Sha256::digest(app_secret) {
        // Writing to a string cannot fail.
        let _ = write!(key, "{byte:02x}");
    }
    key
}

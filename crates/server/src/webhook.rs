//! Meta's door: verify the signature over the raw bytes, store the raw delivery, answer 200, process after.
//!
//! The answer never depends on what a body means: whatever is signed is stored and answered with 200, so that Meta does not send
//! it for days. What cannot be understood is set aside by the [`processor`]. When nothing can be stored the answer is 503, so that
//! Meta sends it again.

pub mod processor;

mod content;
mod translate;

use crate::http::body::read_limited;
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
    let raw = read_limited(body, MAX_BYTES).await?;
    require_signature(&services, &headers, &raw).await?;
    services.store.store_delivery(&raw, services.clock.now()).await?;
    services.delivery_wake.notify_one();
    Ok(())
}

async fn require_signature(services: &Services, headers: &HeaderMap, raw: &[u8]) -> Result<(), Refusal> {
    let header = headers
        .get("x-hub-signature-256")
        .and_then(|value| value.to_str().ok());
    let secrets = services.store.phone_number_secrets().await?;
    match verify_signature(
        raw,
        header,
        secrets.iter().map(|number| number.app_secret.as_bytes()),
    ) {
        Some(_) => Ok(()),
        None => {
            tracing::warn!(
                bytes = raw.len(),
                is_signed = header.is_some(),
                "a delivery with a wrong signature was refused"
            );
            Err(ErrorCode::SignatureInvalid.into())
        }
    }
}

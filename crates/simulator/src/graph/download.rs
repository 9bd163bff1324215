//! Looking media up, downloading and deleting them.

use axum::body::Body;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};

use super::{Call, GraphError, authorise, troubles};
use crate::shared::Shared;
use crate::state::State;
use crate::webhook::signature_of;

/// The path of downloads, as on Meta's other host.
pub(super) const PATH: &str = "/whatsapp_business/attachments/";
/// How long an address is valid, in seconds.
const VALID_S: i64 = 5 * 60;

/// An address for a download, on the simulator's own host, valid for five minutes.
pub(crate) fn media_url(shared: &Shared, id: &str, now_ms: i64) -> String {
    let expires_s = now_ms.div_euclid(1_000) + VALID_S;
    let hash = hash_of(shared, id, &expires_s.to_string());
    format!(
        "http://{}{PATH}?mid={id}&ext={expires_s}&hash={hash}",
        shared.address
    )
}

/// `GET /{media-id}`.
pub(super) fn look_up(shared: &Shared, call: &Call, id: &str) -> Result<Value, GraphError> {
    shared.read(|state| {
        check_owner(shared, state, call, id)?;
        let media = state
            .media
            .get(id)
            .ok_or_else(|| GraphError::unsupported_request("get", id))?;
        Ok(json!({
            "messaging_product": "whatsapp",
            "url": media_url(shared, id, shared.now_ms()),
            "mime_type": media.mime_type,
            "sha256": media.sha256_hex(),
            "file_size": media.bytes.len(),
            "id": id,
        }))
    })
}

/// `DELETE /{media-id}`.
pub(super) fn delete(shared: &Shared, call: &Call, id: &str) -> Result<Value, GraphError> {
    shared.update(|state| {
        check_owner(shared, state, call, id)?;
        state.media.remove(id);
        Ok(json!({ "success": true }))
    })
}

/// The bytes, for the same token and only within five minutes; afterwards 404.
pub(super) fn download(shared: &Shared, call: &Call) -> Response {
    if authorise(shared, call).is_err() {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    match troubles::before(shared, call) {
        Ok(troubles::Way::Clear) => {}
        Ok(troubles::Way::Cut) => return StatusCode::OK.into_response(),
        Err(error) => return error.into_response(),
    }
    let id = call.parameter("mid").unwrap_or_default();
    let expires = call.parameter("ext").unwrap_or_default();
    let is_valid = call.method == Method::GET
        && call.parameter("hash") == Some(hash_of(shared, id, expires).as_str())
        && expires
            .parse::<i64>()
            .is_ok_and(|expires_s| shared.now_s() < expires_s);
    let media = shared.read(|state| state.media.get(id).filter(|_| is_valid).cloned());
    let Some(media) = media else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut response = Response::new(Body::from(media.bytes));
    let mime_type = HeaderValue::from_str(&media.mime_type);
    let content_type = mime_type.unwrap_or(HeaderValue::from_static("application/octet-stream"));
    response.headers_mut().insert(header::CONTENT_TYPE, content_type);
    response
}

/// The media must be alive and belong to the number in the query, if one is named.
fn check_owner(shared: &Shared, state: &State, call: &Call, id: &str) -> Result<(), GraphError> {
    let owner = call.parameter("phone_number_id");
    let fits = state.media.get(id).is_some_and(|media| {
        media.is_alive(shared.now_ms()) && owner.is_none_or(|owner| owner == media.phone_number_id)
    });
    if fits {
        Ok(())
    } else {
        Err(GraphError::unsupported_request(call.method.as_str(), id))
    }
}

fn hash_of(shared: &Shared, id: &str, expires: &str) -> String {
    signature_of(&shared.config.app_secret, format!("{id}.{expires}").as_bytes()).replace("sha256=", "")
}

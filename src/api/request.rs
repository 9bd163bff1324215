//! What all endpoints share: paths, bodies, answers, refusals.

use super::error::ApiError;
use domain::error::{ErrorCode, Problem};
use gloo_net::http::{Request, RequestBuilder, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

/// Where the interface begins.
pub(super) const BASE: &str = "/api/v1";

/// Asks for something.
pub(super) async fn get<T: DeserializeOwned>(path: &str) -> Result<T, ApiError> {
    let request = Request::get(&url(path)).build().map_err(|_| ApiError::Broken)?;
    read(send(request).await?).await
}

/// A file beside the app, as text.
pub(super) async fn get_file(path: &str) -> Result<String, ApiError> {
    let request = Request::get(path).build().map_err(|_| ApiError::Broken)?;
    send(request).await?.text().await.map_err(|_| ApiError::Offline)
}

/// A file of the server's, as bytes.
pub(super) async fn get_bytes(path: &str) -> Result<Vec<u8>, ApiError> {
    let request = Request::get(path).build().map_err(|_| ApiError::Broken)?;
    send(request).await?.binary().await.map_err(|_| ApiError::Offline)
}

/// Sends `body` and reads the answer.
pub(super) async fn post<T: DeserializeOwned>(path: &str, body: &impl Serialize) -> Result<T, ApiError> {
    with_body(Request::post(&url(path)), body).await
}

/// Sends `body` in place of what is there and reads the answer.
pub(super) async fn put<T: DeserializeOwned>(path: &str, body: &impl Serialize) -> Result<T, ApiError> {
    with_body(Request::put(&url(path)), body).await
}

/// Sends bytes, an `ArrayBuffer` of the browser, and reads the answer.
pub(super) async fn patch_bytes<T: DeserializeOwned>(path: &str, bytes: JsValue) -> Result<T, ApiError> {
    let request = Request::patch(&url(path))
        .header("content-type", "application/octet-stream")
        .body(bytes)
        .map_err(|_| ApiError::Broken)?;
    read(send(request).await?).await
}

/// Sends a file, an `ArrayBuffer` of the browser, of this type and reads the answer.
pub(super) async fn post_bytes<T: DeserializeOwned>(
    path: &str,
    mime_type: &str,
    bytes: JsValue,
) -> Result<T, ApiError> {
    let request = Request::post(&url(path))
        .header("content-type", mime_type)
        .body(bytes)
        .map_err(|_| ApiError::Broken)?;
    read(send(request).await?).await
}

/// Sends what of something changes and reads the answer.
pub(super) async fn patch<T: DeserializeOwned>(path: &str, body: &impl Serialize) -> Result<T, ApiError> {
    with_body(Request::patch(&url(path)), body).await
}

/// Removes something; there is no answer to read.
pub(super) async fn delete(path: &str) -> Result<(), ApiError> {
    let request = Request::delete(&url(path))
        .build()
        .map_err(|_| ApiError::Broken)?;
    send(request).await.map(|_| ())
}

/// Removes something; the answer says what is left, if anything.
pub(super) async fn delete_for<T: DeserializeOwned>(path: &str) -> Result<Option<T>, ApiError> {
    let request = Request::delete(&url(path))
        .build()
        .map_err(|_| ApiError::Broken)?;
    read_if_any(send(request).await?).await
}

/// Does something without a body; the answer says what is there now, if anything.
pub(super) async fn post_for<T: DeserializeOwned>(path: &str) -> Result<Option<T>, ApiError> {
    let request = Request::post(&url(path))
        .json(&())
        .map_err(|_| ApiError::Broken)?;
    read_if_any(send(request).await?).await
}

async fn read_if_any<T: DeserializeOwned>(response: Response) -> Result<Option<T>, ApiError> {
    const NO_CONTENT: u16 = 204;
    if response.status() == NO_CONTENT {
        return Ok(None);
    }
    read(response).await.map(Some)
}

async fn with_body<T: DeserializeOwned>(
    builder: RequestBuilder,
    body: &impl Serialize,
) -> Result<T, ApiError> {
    let request = builder.json(body).map_err(|_| ApiError::Broken)?;
    read(send(request).await?).await
}

async fn send(request: Request) -> Result<Response, ApiError> {
    let response = request.send().await.map_err(|_| ApiError::Offline)?;
    if response.ok() {
        return Ok(response);
    }
    let status = response.status();
    let problem = match response.text().await {
        Ok(text) => serde_json::from_str(&text).ok(),
        Err(_) => return Err(ApiError::Offline),
    };
    Err(problem.map_or_else(|| by_status(status), ApiError::Refused))
}

async fn read<T: DeserializeOwned>(response: Response) -> Result<T, ApiError> {
    let text = response.text().await.map_err(|_| ApiError::Offline)?;
    serde_json::from_str(&text).map_err(|_| ApiError::Broken)
}

/// A refusal without our body comes from something between us and the server.
fn by_status(status: u16) -> ApiError {
    match status {
        502..=504 => ApiError::Offline,
        429 => ApiError::Refused(Problem::new(ErrorCode::TooManyRequests)),
        500.. => ApiError::Refused(Problem::new(ErrorCode::Internal)),
        _ => ApiError::Broken,
    }
}

fn url(path: &str) -> String {
    format!("{BASE}{path}")
}

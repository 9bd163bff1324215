//! Files on their way to the server.

use super::error::ApiError;
use super::request;
use domain::ids::MediaId;
use domain::upload::{BeginUpload, UploadState};
use wasm_bindgen::JsValue;

/// Begins an upload, or asks how far it is.
pub async fn begin_upload(upload: &BeginUpload) -> Result<UploadState, ApiError> {
    request::post("/uploads", upload).await
}

/// Sends a slice, an `ArrayBuffer`, that begins at `offset`.
pub async fn send_slice(id: MediaId, offset: u64, slice: JsValue) -> Result<UploadState, ApiError> {
    request::patch_bytes(&format!("/uploads/{id}?offset={offset}"), slice).await
}

/// Gives an upload up.
pub async fn drop_upload(id: MediaId) -> Result<(), ApiError> {
    request::delete(&format!("/uploads/{id}")).await
}

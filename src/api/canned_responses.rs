//! Answers that the team keeps ready.

use super::error::ApiError;
use super::request;
use domain::canned_response::{CannedResponse, PutCannedResponse};
use domain::ids::CannedResponseId;

/// Creates or replaces one. Twice is as good as once.
pub async fn put_canned_response(
    id: CannedResponseId,
    put: &PutCannedResponse,
) -> Result<CannedResponse, ApiError> {
    request::put(&format!("/canned-responses/{id}"), put).await
}

/// Removes one. Twice is as good as once.
pub async fn remove_canned_response(id: CannedResponseId) -> Result<(), ApiError> {
    request::delete(&format!("/canned-responses/{id}")).await
}

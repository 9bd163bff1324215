//! Templates: they come with the first screen and from the socket; here is asked for what is about them.

use super::error::ApiError;
use super::request;
use domain::ids::PhoneNumberId;
use domain::template::TemplateSync;

/// When each account's templates were asked for.
pub async fn template_syncs() -> Result<Vec<TemplateSync>, ApiError> {
    request::get("/template-syncs").await
}

/// Lets the server ask Meta for the templates of a number's account.
pub async fn sync_templates(number: PhoneNumberId) -> Result<TemplateSync, ApiError> {
    request::post(&format!("/phone-numbers/{number}/templates/sync"), &()).await
}

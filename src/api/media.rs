//! Files of messages.

use super::error::ApiError;
use super::request;
use domain::entities::Message;
use domain::ids::MessageId;

/// Asks the server to fetch a customer's file from Meta again, now.
pub async fn fetch_media(id: MessageId) -> Result<Message, ApiError> {
    request::post(&format!("/messages/{id}/fetch-media"), &()).await
}

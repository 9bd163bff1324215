//! Files of messages.

use super::error::ApiError;
use super::request;
use domain::command::PutWaveform;
use domain::entities::Message;
use domain::ids::{MediaId, MessageId};
use domain::media_address::media_url;
use domain::waveform::Waveform;

/// Asks the server to fetch a customer's file from Meta again, now.
pub async fn fetch_media(id: MessageId) -> Result<Message, ApiError> {
    request::post(&format!("/messages/{id}/fetch-media"), &()).await
}

/// The bytes of a file.
pub async fn media_bytes(id: MediaId) -> Result<Vec<u8>, ApiError> {
    request::get_bytes(&media_url(id)).await
}

/// Tells what a player draws of a customer's sound. The first one counts.
pub async fn put_waveform(id: MessageId, waveform: Waveform) -> Result<Message, ApiError> {
    request::put(&format!("/messages/{id}/waveform"), &PutWaveform { waveform }).await
}

/// Says that a customer's sound was played here. Twice is as good as once.
pub async fn mark_played(id: MessageId) -> Result<Message, ApiError> {
    request::post(&format!("/messages/{id}/played"), &()).await
}

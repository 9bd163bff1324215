//! Messages.

use super::error::ApiError;
use super::request;
use domain::command::{RetryMessage, SendMessage};
use domain::entities::Message;
use domain::ids::{ConversationId, MessageId};
use domain::wire::{MessageDetails, MessagePage, ThreadWindow};

/// A page of a thread, oldest first.
pub async fn message_page(
    id: ConversationId,
    window: ThreadWindow,
    limit: usize,
) -> Result<MessagePage, ApiError> {
    let window = match window {
        ThreadWindow::Newest => String::new(),
        ThreadWindow::Before(place) => format!("&before_at={}&before_id={}", place.at.as_millis(), place.id),
        ThreadWindow::After(place) => format!("&after_at={}&after_id={}", place.at.as_millis(), place.id),
    };
    request::get(&format!("/conversations/{id}/messages?limit={limit}{window}")).await
}

/// Sends a message. The same id twice has one effect and the same answer.
pub async fn send_message(command: &SendMessage) -> Result<Message, ApiError> {
    request::post(
        &format!("/conversations/{}/messages", command.conversation_id),
        command,
    )
    .await
}

/// Tries a message again, unless a later attempt than `after_attempt` exists.
pub async fn retry_message(id: MessageId, after_attempt: u32) -> Result<Message, ApiError> {
    request::post(&format!("/messages/{id}/retry"), &RetryMessage { after_attempt }).await
}

/// What became of an outgoing message: attempts, and when Meta told of each state.
pub async fn message_details(id: MessageId) -> Result<MessageDetails, ApiError> {
    request::get(&format!("/messages/{id}/details")).await
}

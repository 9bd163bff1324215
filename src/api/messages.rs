//! Messages.

use super::error::ApiError;
use super::request;
use domain::command::{React, RetryMessage, SendMessage};
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
        ThreadWindow::Around(place) => format!("&around_at={}&around_id={}", place.at.as_millis(), place.id),
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

/// Puts our reaction on a message, or takes it away.
pub async fn react(id: MessageId, emoji: Option<String>) -> Result<Message, ApiError> {
    request::put(&format!("/messages/{id}/reaction"), &React { emoji }).await
}

/// Takes back a message that has not left. `None`: the server has none with this id, and takes none any more.
pub async fn cancel_message(id: MessageId) -> Result<Option<Message>, ApiError> {
    request::post_for(&format!("/messages/{id}/cancel")).await
}

/// Removes what a message holds. `None`: the server has none with this id, and takes none any more.
pub async fn erase_message(id: MessageId) -> Result<Option<Message>, ApiError> {
    request::delete_for(&format!("/messages/{id}")).await
}

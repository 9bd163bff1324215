//! Conversations.

use super::error::ApiError;
use super::request;
use domain::command::{Assign, ChangeConversationState, MarkRead, StartConversation};
use domain::entities::{Conversation, ConversationState};
use domain::ids::{AgentId, ConversationId, MessageId};
use domain::wire::{
    Bootstrap, ConversationDetail, ConversationKey, ConversationPage, ConversationRow, VisibleConversations,
};

/// All that the first screen needs.
pub async fn bootstrap() -> Result<Bootstrap, ApiError> {
    request::get("/bootstrap").await
}

/// A page of the list, newest activity first.
pub async fn conversation_page(
    state: ConversationState,
    before: Option<ConversationKey>,
    limit: usize,
) -> Result<ConversationPage, ApiError> {
    let state = match state {
        ConversationState::Open => "open",
        ConversationState::Concluded => "concluded",
    };
    let before = before
        .map(|key| format!("&before_at={}&before_id={}", key.at.as_millis(), key.id))
        .unwrap_or_default();
    request::get(&format!("/conversations?state={state}&limit={limit}{before}")).await
}

/// Every conversation that the agent may see.
pub async fn visible_conversations() -> Result<VisibleConversations, ApiError> {
    request::get("/conversations/visible").await
}

/// A conversation with its newest messages.
pub async fn conversation(id: ConversationId, limit: usize) -> Result<ConversationDetail, ApiError> {
    request::get(&format!("/conversations/{id}?limit={limit}")).await
}

/// Says that an agent has seen everything up to a message.
pub async fn mark_read(id: ConversationId, up_to: MessageId) -> Result<Conversation, ApiError> {
    request::post(&format!("/conversations/{id}/read"), &MarkRead { up_to }).await
}

/// Says who answers.
pub async fn assign(id: ConversationId, agents: Vec<AgentId>) -> Result<Conversation, ApiError> {
    request::put(&format!("/conversations/{id}/assignees"), &Assign { agents }).await
}

/// Ends or opens a conversation.
pub async fn change_conversation_state(
    id: ConversationId,
    state: ConversationState,
) -> Result<Conversation, ApiError> {
    request::put(
        &format!("/conversations/{id}/state"),
        &ChangeConversationState { state },
    )
    .await
}

/// Opens the conversation of somebody with one of our numbers. Twice is as good as once.
pub async fn start_conversation(command: &StartConversation) -> Result<ConversationRow, ApiError> {
    request::post("/conversations", command).await
}

//! Conversations.

use super::error::ApiError;
use super::request;
use domain::command::{
    Assign, ChangeConversationState, MarkRead, MarkUnread, PinConversation, StartConversation,
};
use domain::conversation_filter::{ConversationFilter, ConversationScope, ConversationSort};
use domain::entities::{Conversation, ConversationState};
use domain::ids::{AgentId, ConversationId, MessageId};
use domain::wire::{
    Bootstrap, ConversationDetail, ConversationKey, ConversationPage, ConversationRow, Pins,
    VisibleConversations,
};
use serde::Serialize;

/// All that the first screen needs.
pub async fn bootstrap() -> Result<Bootstrap, ApiError> {
    request::get("/bootstrap").await
}

/// A page of the list. By closing window it has those only whose window is open.
pub async fn conversation_page(
    filter: &ConversationFilter,
    sort: ConversationSort,
    before: Option<ConversationKey>,
    limit: usize,
) -> Result<ConversationPage, ApiError> {
    let mut query = vec![format!("limit={limit}"), format!("state={}", word(&filter.state))];
    if filter.scope != ConversationScope::All {
        query.push(format!("scope={}", word(&filter.scope)));
    }
    if let Some(id) = filter.phone_number_id {
        query.push(format!("phone_number_id={id}"));
    }
    if let Some(stage) = filter.stage {
        query.push(format!("stage={}", word(&stage)));
    }
    if let Some(id) = filter.group {
        query.push(format!("group={id}"));
    }
    if sort != ConversationSort::Recent {
        query.push(format!("sort={}", word(&sort)));
    }
    if let Some(key) = before {
        query.push(format!("before_at={}&before_id={}", key.at.as_millis(), key.id));
    }
    request::get(&format!("/conversations?{}", query.join("&"))).await
}

/// A plain enum as the wire has it.
pub(super) fn word(value: &impl Serialize) -> String {
    let json = serde_json::to_string(value).unwrap_or_default();
    json.trim_matches('"').to_owned()
}

/// Pins a conversation or lets it go, unless a newer wish is known; all that is pinned then.
pub async fn pin_conversation(id: ConversationId, wish: &PinConversation) -> Result<Pins, ApiError> {
    request::put(&format!("/conversations/{id}/pin"), wish).await
}

/// Marks a conversation as unread, or takes the mark away.
pub async fn mark_unread(id: ConversationId, is_marked_unread: bool) -> Result<Conversation, ApiError> {
    let mark = MarkUnread { is_marked_unread };
    request::put(&format!("/conversations/{id}/unread-mark"), &mark).await
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

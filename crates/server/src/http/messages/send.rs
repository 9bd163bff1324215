//! Sending a message.

use super::template;
use crate::auth::current_session::CurrentSession;
use crate::http::body::JsonBody;
use crate::http::path_id::PathId;
use crate::http::refusal::Refusal;
use crate::http::to_the_end::to_the_end;
use crate::state::AppState;
use crate::store::{AcceptOutcome, NewOutbound};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::command::SendMessage;
use domain::content::MessageContent;
use domain::entities::Message;
use domain::error::{ErrorCode, Problem};
use domain::ids::ConversationId;
use domain::media_limit::{TEXT_CHARACTERS, TextLimitError, check_text};
use domain::permission::Permission;
use domain::time::Span;

/// Sends a message to the customer, once per id.
#[utoipa::path(post, path = "/conversations/{id}/messages", tag = "messages",
    params(("id" = ConversationId, Path)), request_body = SendMessage,
    responses(
        (status = 201, description = "Accepted", body = Message),
        (status = 200, description = "The same command was accepted before", body = Message),
        (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn send(
    State(state): State<AppState>,
    current: CurrentSession,
    PathId(id): PathId<ConversationId>,
    JsonBody(command): JsonBody<SendMessage>,
) -> Result<(StatusCode, Json<Message>), Refusal> {
    current.require(Permission::ChatSend)?;
    if command.conversation_id != id {
        return Err(Refusal::invalid("conversation_id"));
    }
    let content = match &command.content {
        MessageContent::Template {
            name,
            language,
            parts,
            ..
        } => template::filled(&state, &current.viewer(), id, (name, language, parts)).await?,
        content => sendable(content)?,
    };
    let now = state.clock.now();
    state.send_limits.take(current.session.agent.id, now)?;
    let message = NewOutbound {
        command,
        content,
        now,
        hold: Span::ZERO,
    };
    let viewer = current.viewer();
    let outcome = to_the_end(async move {
        let outcome = state.store.accept_message(&viewer, &message).await;
        state.outbound_wake.notify_one();
        outcome
    });
    match outcome.await?? {
        AcceptOutcome::Created(message) => Ok((StatusCode::CREATED, Json(message))),
        AcceptOutcome::Known(message) => Ok((StatusCode::OK, Json(message))),
        AcceptOutcome::IdConflict => Err(ErrorCode::IdConflict.into()),
        AcceptOutcome::NotFound => Err(Refusal::not_found()),
        AcceptOutcome::WindowClosed => Err(ErrorCode::WindowClosed.into()),
    }
}

/// What the customer gets of what is no template.
fn sendable(content: &MessageContent) -> Result<MessageContent, Refusal> {
    let MessageContent::Text { body } = content else {
        return Err(ErrorCode::ContentNotSendable.into());
    };
    match check_text(body) {
        Ok(()) => Ok(MessageContent::Text { body: body.clone() }),
        Err(TextLimitError::Empty) => Err(ErrorCode::TextEmpty.into()),
        Err(TextLimitError::TooLong) => Err(Refusal::text_too_long(TEXT_CHARACTERS)),
    }
}

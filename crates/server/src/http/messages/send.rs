//! Sending a message.

use super::template;
use crate::auth::current_session::CurrentSession;
use crate::http::body::JsonBody;
use crate::http::path_id::PathId;
use crate::http::refusal::Refusal;
use crate::http::to_the_end::to_the_end;
use crate::media::uploads;
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
use domain::media_limit::{TextLimitError, check_text};
use domain::permission::Permission;

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
    let hold = state.store.settings().await?.hold_of(content.kind());
    let message = NewOutbound {
        command,
        content,
        now,
        hold,
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
        AcceptOutcome::FileMissing => Err(ErrorCode::FileMissing.into()),
        AcceptOutcome::FileRefused(error) => Err(uploads::refusal(error)),
        AcceptOutcome::Withdrawn => Err(ErrorCode::MessageStateConflict.into()),
        AcceptOutcome::ColleagueAnswered => Err(ErrorCode::ColleagueAnswered.into()),
        AcceptOutcome::MergeFieldUnresolved(fields) => Err(Refusal::merge_field_unresolved(fields)),
        AcceptOutcome::TextTooLong { max_characters } => Err(Refusal::text_too_long(max_characters)),
    }
}

/// What goes of what is no template. How long it is shows when merge fields are replaced: the store measures what the customer gets.
fn sendable(content: &MessageContent) -> Result<MessageContent, Refusal> {
    match content {
        MessageContent::Text { body } => match check_text(body) {
            Ok(()) | Err(TextLimitError::TooLong) => Ok(content.clone()),
            Err(TextLimitError::Empty) => Err(ErrorCode::TextEmpty.into()),
        },
        MessageContent::Image(_) | MessageContent::Video(_) | MessageContent::Document(_) => {
            Ok(with_caption(content.clone(), true))
        }
        MessageContent::Audio(_) | MessageContent::VoiceNote(_) | MessageContent::Sticker(_) => {
            Ok(with_caption(content.clone(), false))
        }
        MessageContent::Location { .. }
        | MessageContent::ContactCards { .. }
        | MessageContent::Interactive { .. }
            if content.is_within_limits() =>
        {
            Ok(content.clone())
        }
        _ => Err(ErrorCode::ContentNotSendable.into()),
    }
}

/// A file with its caption, where its kind can have one; an empty one is none.
fn with_caption(mut content: MessageContent, can_have_one: bool) -> MessageContent {
    if let Some(file) = content.attachment_mut() {
        let caption = file.caption.take().filter(|_| can_have_one);
        file.caption = caption.filter(|caption| !caption.trim().is_empty());
    }
    content
}

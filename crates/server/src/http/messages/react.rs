//! Reacting to a message.

use crate::auth::current_session::CurrentSession;
use crate::http::body::JsonBody;
use crate::http::path_id::PathId;
use crate::http::refusal::Refusal;
use crate::http::to_the_end::to_the_end;
use crate::state::AppState;
use crate::store::ReactOutcome;
use axum::Json;
use axum::extract::State;
use domain::command::React;
use domain::emoji::is_emoji;
use domain::entities::Message;
use domain::error::{ErrorCode, Problem};
use domain::ids::MessageId;
use domain::permission::Permission;

/// Puts our reaction on a message, in place of the one that is there, or takes it away.
#[utoipa::path(put, path = "/messages/{id}/reaction", tag = "messages",
    params(("id" = MessageId, Path)), request_body = React,
    responses(
        (status = 200, body = Message),
        (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn react(
    State(state): State<AppState>,
    current: CurrentSession,
    PathId(id): PathId<MessageId>,
    JsonBody(command): JsonBody<React>,
) -> Result<Json<Message>, Refusal> {
    current.require(Permission::ChatSend)?;
    if command.emoji.as_deref().is_some_and(|emoji| !is_emoji(emoji)) {
        return Err(Refusal::invalid("emoji"));
    }
    let now = state.begin_change(current.session.agent.id)?;
    let viewer = current.viewer();
    let outcome = to_the_end(async move {
        let outcome = state
            .store
            .react(&viewer, id, command.emoji.as_deref(), now)
            .await;
        state.reaction_wake.notify_one();
        outcome
    });
    match outcome.await?? {
        ReactOutcome::Message(message) => Ok(Json(message)),
        ReactOutcome::NotFound => Err(Refusal::not_found()),
        ReactOutcome::NotReactable => Err(ErrorCode::NotReactable.into()),
        ReactOutcome::WindowClosed => Err(ErrorCode::WindowClosed.into()),
    }
}

//! Messages: reading a thread, sending, trying again, taking back, what became of them.

mod cancel;
mod details;
mod erase;
mod react;
mod send;
mod sounds;
mod template;

pub use cancel::*;
pub use details::*;
pub use erase::*;
pub use react::*;
pub use send::*;
pub use sounds::*;

use super::body::JsonBody;
use super::path_id::PathId;
use super::query::{Query, row_limit, whole_key};
use super::refusal::Refusal;
use super::to_the_end::to_the_end;
use crate::auth::current_session::CurrentSession;
use crate::state::AppState;
use crate::store::RetryOutcome;
use axum::Json;
use axum::extract::State;
use domain::command::RetryMessage;
use domain::entities::{Message, Position};
use domain::error::{ErrorCode, Problem};
use domain::ids::{ConversationId, MessageId};
use domain::permission::Permission;
use domain::time::Timestamp;
use domain::wire::{MessagePage, ThreadWindow};
use serde::Deserialize;

const DEFAULT_ROWS: u32 = 50;

/// Which part of the thread: the newest messages, those before a place, those after it or those around it.
#[derive(Clone, Copy, Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ThreadQuery {
    /// Time of the oldest message that is known; with `before_id`.
    before_at: Option<Timestamp>,
    /// Id of the oldest message that is known; with `before_at`.
    before_id: Option<MessageId>,
    /// Time of the newest message that is known; with `after_id`.
    after_at: Option<Timestamp>,
    /// Id of the newest message that is known; with `after_at`.
    after_id: Option<MessageId>,
    /// Time of the message in the middle; with `around_id`.
    around_at: Option<Timestamp>,
    /// Id of the message in the middle; with `around_at`.
    around_id: Option<MessageId>,
    /// How many messages: 1–200, 50 when not given.
    limit: Option<u32>,
}

impl ThreadQuery {
    fn window(&self) -> Result<ThreadWindow, Refusal> {
        let before = whole_key(self.before_at, self.before_id, "before_id")?;
        let after = whole_key(self.after_at, self.after_id, "after_id")?;
        let around = whole_key(self.around_at, self.around_id, "around_id")?;
        match (before, after, around) {
            (None, None, None) => Ok(ThreadWindow::Newest),
            (Some((at, id)), None, None) => Ok(ThreadWindow::Before(Position { at, id })),
            (None, Some((at, id)), None) => Ok(ThreadWindow::After(Position { at, id })),
            (None, None, Some((at, id))) => Ok(ThreadWindow::Around(Position { at, id })),
            (Some(_), Some(_), _) => Err(Refusal::invalid("after_id")),
            (_, _, Some(_)) => Err(Refusal::invalid("around_id")),
        }
    }
}

/// A part of a thread, oldest first.
#[utoipa::path(get, path = "/conversations/{id}/messages", tag = "messages",
    params(("id" = ConversationId, Path), ThreadQuery),
    responses(
        (status = 200, body = MessagePage),
        (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn page(
    State(state): State<AppState>,
    current: CurrentSession,
    PathId(id): PathId<ConversationId>,
    Query(query): Query<ThreadQuery>,
) -> Result<Json<MessagePage>, Refusal> {
    let limit = row_limit(query.limit, DEFAULT_ROWS)?;
    let page = state
        .store
        .message_page(&current.viewer(), id, query.window()?, limit)
        .await?;
    page.map(Json).ok_or_else(Refusal::not_found)
}

/// Tries a failed or unconfirmed message again.
#[utoipa::path(post, path = "/messages/{id}/retry", tag = "messages",
    params(("id" = MessageId, Path)), request_body = RetryMessage,
    responses(
        (status = 200, body = Message),
        (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn retry(
    State(state): State<AppState>,
    current: CurrentSession,
    PathId(id): PathId<MessageId>,
    JsonBody(command): JsonBody<RetryMessage>,
) -> Result<Json<Message>, Refusal> {
    current.require(Permission::ChatSend)?;
    let now = state.begin_change(current.session.agent.id)?;
    let viewer = current.viewer();
    let outcome = to_the_end(async move {
        let outcome = state
            .store
            .retry_message(&viewer, id, command.after_attempt, now)
            .await;
        state.outbound_wake.notify_one();
        outcome
    });
    match outcome.await?? {
        RetryOutcome::Message(message) => Ok(Json(message)),
        RetryOutcome::NotFound => Err(Refusal::not_found()),
        RetryOutcome::StateConflict => Err(ErrorCode::MessageStateConflict.into()),
        RetryOutcome::WindowClosed => Err(ErrorCode::WindowClosed.into()),
    }
}

//! Removing what a message holds.

use crate::auth::current_session::CurrentSession;
use crate::http::path_id::PathId;
use crate::http::refusal::Refusal;
use crate::http::to_the_end::to_the_end;
use crate::state::AppState;
use crate::store::EraseOutcome;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::entities::Message;
use domain::error::{ErrorCode, Problem};
use domain::ids::MessageId;
use domain::permission::Permission;

/// Removes what a message holds. What has not left the server is never sent then; what Meta has stays with the customer.
#[utoipa::path(delete, path = "/messages/{id}", tag = "messages",
    params(("id" = MessageId, Path)),
    responses(
        (status = 200, description = "What is left of it", body = Message),
        (status = 204, description = "There is none: a message of one's own that comes with this id later is refused"),
        (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn erase(
    State(state): State<AppState>,
    current: CurrentSession,
    PathId(id): PathId<MessageId>,
) -> Result<Response, Refusal> {
    let viewer = current.viewer();
    if !viewer.permissions.allows(Permission::ChatDelete) {
        current.require(Permission::ChatSend)?;
    }
    let now = state.begin_change(current.session.agent.id)?;
    let outcome = to_the_end(async move {
        let outcome = state.store.erase_message(&viewer, id, now).await;
        // Those behind it in the queue may go on.
        state.outbound_wake.notify_one();
        outcome
    });
    match outcome.await?? {
        EraseOutcome::Message(message) => Ok(Json(message).into_response()),
        EraseOutcome::Withdrawn => Ok(StatusCode::NO_CONTENT.into_response()),
        EraseOutcome::Denied => Err(ErrorCode::PermissionDenied.into()),
        EraseOutcome::StateConflict => Err(ErrorCode::MessageStateConflict.into()),
    }
}

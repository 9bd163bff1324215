//! Taking back what has not left.

use crate::auth::current_session::CurrentSession;
use crate::http::path_id::PathId;
use crate::http::refusal::Refusal;
use crate::http::to_the_end::to_the_end;
use crate::state::AppState;
use crate::store::CancelOutcome;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::entities::Message;
use domain::error::{ErrorCode, Problem};
use domain::ids::MessageId;

/// Takes a message back, for certain: what is answered as cancelled never leaves. For its author, whatever their role, and for who may
/// delete. It costs nothing of the sending limit: what was sent by mistake must not go because the agent wrote much.
#[utoipa::path(post, path = "/messages/{id}/cancel", tag = "messages",
    params(("id" = MessageId, Path)),
    responses(
        (status = 200, description = "What is left of it", body = Message),
        (status = 204, description = "There is none: a message that comes with this id within 24 hours is refused"),
        (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn cancel(
    State(state): State<AppState>,
    current: CurrentSession,
    PathId(id): PathId<MessageId>,
) -> Result<Response, Refusal> {
    let viewer = current.viewer();
    let now = state.begin_write(current.session.agent.id)?;
    let outcome = to_the_end(async move {
        let outcome = state.store.cancel_message(&viewer, id, now).await;
        if let Ok(CancelOutcome::Message(_) | CancelOutcome::Withdrawn) = &outcome {
            state.metrics.message_cancelled();
        }
        // Those behind it in the queue may go on.
        state.outbound_wake.notify_one();
        outcome
    });
    match outcome.await?? {
        CancelOutcome::Message(message) => Ok(Json(message).into_response()),
        CancelOutcome::Withdrawn => Ok(StatusCode::NO_CONTENT.into_response()),
        CancelOutcome::Denied => Err(ErrorCode::PermissionDenied.into()),
        CancelOutcome::AlreadySent => Err(ErrorCode::AlreadySent.into()),
        CancelOutcome::StateConflict => Err(ErrorCode::MessageStateConflict.into()),
    }
}

//! What an agent keeps on top of the list.

use super::body::JsonBody;
use super::path_id::PathId;
use super::refusal::Refusal;
use crate::auth::current_session::CurrentSession;
use crate::state::AppState;
use crate::store::PinOutcome;
use axum::Json;
use axum::extract::State;
use domain::command::PinConversation;
use domain::draft::is_possible;
use domain::error::{ErrorCode, Problem};
use domain::ids::ConversationId;
use domain::wire::Pins;

/// Pins a conversation to the top of the agent's own list, or lets it go, unless a newer wish is known; answers with all that is
/// pinned then. At most 50 can be.
#[utoipa::path(put, path = "/conversations/{id}/pin", tag = "conversations",
    params(("id" = ConversationId, Path)), request_body = PinConversation,
    responses(
        (status = 200, body = Pins),
        (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn put(
    State(state): State<AppState>,
    current: CurrentSession,
    PathId(id): PathId<ConversationId>,
    JsonBody(wish): JsonBody<PinConversation>,
) -> Result<Json<Pins>, Refusal> {
    let now = state.clock.now();
    state.list_limits.take(current.session.agent.id, now)?;
    if !is_possible(wish.revision, now) {
        return Err(Refusal::invalid("revision"));
    }
    match state.store.pin(&current.viewer(), id, wish).await? {
        PinOutcome::Pins(pins) => Ok(Json(pins)),
        PinOutcome::NotFound => Err(Refusal::not_found()),
        PinOutcome::Full => Err(ErrorCode::PinsFull.into()),
    }
}

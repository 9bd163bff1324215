//! What became of a message on its way to the customer.

use crate::auth::current_session::CurrentSession;
use crate::http::path_id::PathId;
use crate::http::refusal::Refusal;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use domain::error::Problem;
use domain::ids::MessageId;
use domain::wire::MessageDetails;

/// The attempts to give a message to Meta, and when Meta told of each state.
#[utoipa::path(get, path = "/messages/{id}/details", tag = "messages",
    params(("id" = MessageId, Path)),
    responses(
        (status = 200, body = MessageDetails),
        (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn details(
    State(state): State<AppState>,
    current: CurrentSession,
    PathId(id): PathId<MessageId>,
) -> Result<Json<MessageDetails>, Refusal> {
    let details = state.store.message_details(&current.viewer(), id).await?;
    details.map(Json).ok_or_else(Refusal::not_found)
}

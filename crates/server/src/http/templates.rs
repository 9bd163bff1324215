//! Templates of our accounts.

use super::path_id::PathId;
use super::refusal::Refusal;
use crate::auth::current_session::CurrentSession;
use crate::state::AppState;
use crate::templates::sync;
use axum::Json;
use axum::extract::State;
use domain::error::{ErrorCode, Problem};
use domain::ids::PhoneNumberId;
use domain::template::{NEEDED_PERMISSION, TemplateSync};

/// When each account's templates were asked for. The templates themselves come with the first screen and from the socket.
#[utoipa::path(get, path = "/template-syncs", tag = "templates", responses(
    (status = 200, body = Vec<TemplateSync>),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn syncs(
    State(state): State<AppState>,
    current: CurrentSession,
) -> Result<Json<Vec<TemplateSync>>, Refusal> {
    current.require(NEEDED_PERMISSION)?;
    Ok(Json(state.store.template_syncs().await?))
}

/// Asks Meta for the templates of a number's account. What Meta does not answer stands in the answer.
#[utoipa::path(post, path = "/phone-numbers/{id}/templates/sync", tag = "templates",
    params(("id" = PhoneNumberId, Path)), responses(
    (status = 200, body = TemplateSync),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn sync_now(
    State(state): State<AppState>,
    current: CurrentSession,
    PathId(id): PathId<PhoneNumberId>,
) -> Result<Json<TemplateSync>, Refusal> {
    current.require(NEEDED_PERMISSION)?;
    state.begin_write(current.session.agent.id)?;
    let secrets = state.store.phone_number_secrets().await?;
    let number = secrets.into_iter().find(|number| number.id == id);
    let number = number.ok_or_else(Refusal::not_found)?;
    if let Err(error) = sync::sync(&state, &number).await? {
        tracing::warn!(account = number.waba_id, %error, "Meta did not list the templates");
    }
    let syncs = state.store.template_syncs().await?;
    let done = syncs.into_iter().find(|sync| sync.waba_id == number.waba_id);
    done.map(Json).ok_or_else(|| ErrorCode::Internal.into())
}

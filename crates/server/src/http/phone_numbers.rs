//! Our numbers.

use super::body::JsonBody;
use super::path_id::PathId;
use super::refusal::Refusal;
use crate::auth::current_session::CurrentSession;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use domain::command::ChangePhoneNumber;
use domain::entities::PhoneNumber;
use domain::error::Problem;
use domain::ids::PhoneNumberId;
use domain::permission::Permission;

/// Changes what the team decides about a number; what is left out stays.
#[utoipa::path(patch, path = "/phone-numbers/{id}", tag = "settings",
    params(("id" = PhoneNumberId, Path)), request_body = ChangePhoneNumber,
    responses(
        (status = 200, body = PhoneNumber),
        (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn change(
    State(state): State<AppState>,
    current: CurrentSession,
    PathId(id): PathId<PhoneNumberId>,
    JsonBody(command): JsonBody<ChangePhoneNumber>,
) -> Result<Json<PhoneNumber>, Refusal> {
    current.require(Permission::NumbersManage)?;
    state.begin_write(current.session.agent.id)?;
    let number = state.store.change_phone_number(id, &command).await?;
    number.map(Json).ok_or_else(Refusal::not_found)
}

//! Settings of the installation.

use super::body::JsonBody;
use super::refusal::Refusal;
use crate::auth::current_session::CurrentSession;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use domain::command::ChangeSettings;
use domain::entities::Settings;
use domain::error::Problem;
use domain::hold::MOST_SECONDS;
use domain::permission::Permission;

/// The settings.
#[utoipa::path(get, path = "/settings", tag = "settings", responses(
    (status = 200, body = Settings),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn show(
    State(state): State<AppState>,
    _current: CurrentSession,
) -> Result<Json<Settings>, Refusal> {
    Ok(Json(state.store.settings().await?))
}

/// Changes settings; what is left out stays.
#[utoipa::path(patch, path = "/settings", tag = "settings", request_body = ChangeSettings, responses(
    (status = 200, body = Settings),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub async fn change(
    State(state): State<AppState>,
    current: CurrentSession,
    JsonBody(command): JsonBody<ChangeSettings>,
) -> Result<Json<Settings>, Refusal> {
    current.require(Permission::SettingsManage)?;
    let holds = [
        ("hold_voice_seconds", command.hold_voice_seconds),
        ("hold_text_seconds", command.hold_text_seconds),
    ];
    for (field, seconds) in holds {
        if seconds.is_some_and(|seconds| seconds > MOST_SECONDS) {
            return Err(Refusal::invalid(field));
        }
    }
    state.begin_write(current.session.agent.id)?;
    Ok(Json(state.store.change_settings(&command).await?))
}

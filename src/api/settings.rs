//! What counts for the whole team.

use super::error::ApiError;
use super::request;
use domain::command::ChangeSettings;
use domain::entities::Settings;

/// Changes settings; what is left out stays.
pub async fn change_settings(change: &ChangeSettings) -> Result<Settings, ApiError> {
    request::patch("/settings", change).await
}

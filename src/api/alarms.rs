//! What administrators should know: alarms, and what could not be understood.

use super::error::ApiError;
use super::request;
use domain::alarm::{Alarm, AlarmKey, AlarmPage, SetAsideKey, SetAsidePage};
use domain::ids::AlarmId;

/// A page of alarms in every state, newest first.
pub async fn alarm_page(before: Option<AlarmKey>, limit: usize) -> Result<AlarmPage, ApiError> {
    let before = before
        .map(|key| format!("&before_at={}&before_id={}", key.at.as_millis(), key.id))
        .unwrap_or_default();
    request::get(&format!("/alarms?limit={limit}{before}")).await
}

/// Says that an administrator has seen an alarm. Twice is as good as once.
pub async fn acknowledge_alarm(id: AlarmId) -> Result<Alarm, ApiError> {
    request::post(&format!("/alarms/{id}/acknowledge"), &()).await
}

/// A page of what could not be understood, newest first.
pub async fn set_aside_page(before: Option<SetAsideKey>, limit: usize) -> Result<SetAsidePage, ApiError> {
    let before = before
        .map(|key| {
            let name = String::from(js_sys::encode_uri_component(&key.key));
            format!("&before_at={}&before_key={name}", key.at.as_millis())
        })
        .unwrap_or_default();
    request::get(&format!("/set-aside?limit={limit}{before}")).await
}

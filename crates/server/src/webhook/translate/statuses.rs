//! News of messages that we sent.

use super::Translator;
use crate::store::StatusUpdate;
use cloud_api::webhook::{Status, StatusKind};
use domain::delivery_status::DeliveryState;
use domain::entities::DeliveryFailure;
use domain::ids::{MessageId, PhoneNumberId};

impl Translator<'_> {
    pub(super) fn status(&self, status: &Status, number: PhoneNumberId) -> StatusUpdate {
        let state = match status.status {
            StatusKind::Sent => Some(DeliveryState::Sent),
            StatusKind::Delivered => Some(DeliveryState::Delivered),
            StatusKind::Read => Some(DeliveryState::Read),
            StatusKind::Played => Some(DeliveryState::Played),
            StatusKind::Failed => Some(DeliveryState::Failed),
            StatusKind::Unknown(_) => None,
        };
        let failure = (state == Some(DeliveryState::Failed)).then(|| {
            let error = status.errors.first();
            DeliveryFailure {
                code: error.and_then(|error| error.code).unwrap_or(0),
                details: error.and_then(|error| error.details.clone().or_else(|| error.title.clone())),
            }
        });
        StatusUpdate {
            phone_number_id: Some(number),
            wamid: status.wamid.clone(),
            callback: status.callback_data.as_deref().and_then(parse_callback),
            state,
            status: status.status.as_str().to_owned(),
            failure,
            at: self.time(status.timestamp),
        }
    }
}

/// `<message>.<attempt>`, as the outbound worker writes it.
pub(super) fn parse_callback(text: &str) -> Option<(MessageId, u32)> {
    let (message, attempt) = text.split_once('.')?;
    Some((message.parse().ok()?, attempt.parse().ok()?))
}

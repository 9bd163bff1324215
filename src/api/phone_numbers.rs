//! Our numbers.

use super::error::ApiError;
use super::request;
use domain::command::ChangePhoneNumber;
use domain::entities::PhoneNumber;
use domain::ids::PhoneNumberId;

/// Changes what the team decides about a number.
pub async fn change_phone_number(
    id: PhoneNumberId,
    change: &ChangePhoneNumber,
) -> Result<PhoneNumber, ApiError> {
    request::patch(&format!("/phone-numbers/{id}"), change).await
}

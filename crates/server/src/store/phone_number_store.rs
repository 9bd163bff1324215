//! Our numbers and their secrets, which are kept encrypted.

use super::StoreResult;
use async_trait::async_trait;
use domain::command::ChangePhoneNumber;
use domain::entities::{PhoneNumber, PhoneNumberState};
use domain::ids::PhoneNumberId;

/// Our numbers and their secrets.
#[async_trait]
pub trait PhoneNumberStore {
    /// Connects a number, or renews the secrets of one that is known by its Meta id; it is connected afterwards.
    async fn put_phone_number(&self, number: &NewPhoneNumber) -> StoreResult<PhoneNumber>;
    /// All numbers.
    async fn phone_numbers(&self) -> StoreResult<Vec<PhoneNumber>>;
    /// All numbers with their secrets, for webhook and queue.
    async fn phone_number_secrets(&self) -> StoreResult<Vec<PhoneNumberSecrets>>;
    /// Changes what the team decides about a number and tells everyone; `None`: there is no such number.
    async fn change_phone_number(
        &self,
        id: PhoneNumberId,
        change: &ChangePhoneNumber,
    ) -> StoreResult<Option<PhoneNumber>>;
    /// Marks a number as connected or not and tells everyone.
    async fn set_phone_number_state(&self, id: PhoneNumberId, state: PhoneNumberState) -> StoreResult<()>;
}

/// A number to be connected.
#[derive(Clone)]
pub struct NewPhoneNumber {
    /// Key, used when the number is new.
    pub id: PhoneNumberId,
    /// Meta's id of the number.
    pub meta_id: String,
    /// Meta's id of the WhatsApp Business account.
    pub waba_id: String,
    /// E.164.
    pub phone: String,
    /// The name that customers see.
    pub display_name: String,
    /// Token for the Graph API.
    pub access_token: String,
    /// Signs the webhooks.
    pub app_secret: String,
    /// Proves the webhook's address to Meta.
    pub verify_token: String,
}

/// A number's secrets, decrypted. Its `Debug` shows none.
#[derive(Clone)]
pub struct PhoneNumberSecrets {
    /// Key.
    pub id: PhoneNumberId,
    /// Meta's id of the number.
    pub meta_id: String,
    /// Meta's id of the WhatsApp Business account.
    pub waba_id: String,
    /// E.164.
    pub phone: String,
    /// Token for the Graph API.
    pub access_token: String,
    /// Signs the webhooks.
    pub app_secret: String,
    /// Proves the webhook's address to Meta.
    pub verify_token: String,
}

impl std::fmt::Debug for PhoneNumberSecrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PhoneNumberSecrets")
            .field("meta_id", &self.meta_id)
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for NewPhoneNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewPhoneNumber")
            .field("meta_id", &self.meta_id)
            .finish_non_exhaustive()
    }
}

//! Business phone numbers, and subscribing the app to an account.

use reqwest::Method;
use serde_json::Value;

use super::call::{call, call_for_success};
use super::{Client, Credentials};
use crate::error::{SendError, Uncertainty};
use crate::lenient;

/// A business number (Meta: "Phone number"). Words such as the status are open lists and stay text.
#[derive(Debug, Clone, PartialEq)]
pub struct PhoneNumber {
    /// The phone number id, which is not the number.
    pub id: String,
    /// The number as shown: formatted here, digits in webhooks. Compare digits.
    pub display_phone_number: Option<String>,
    /// The display name.
    pub verified_name: Option<String>,
    /// Whether the display name is approved.
    pub name_status: Option<String>,
    /// `GREEN`, `YELLOW`, `RED`, `UNKNOWN`, `NA`.
    pub quality_rating: Option<String>,
    /// Only `CONNECTED` can send and receive.
    pub status: Option<String>,
    /// `VERIFIED`, `NOT_VERIFIED` …
    pub code_verification_status: Option<String>,
    /// `CLOUD_API`.
    pub platform_type: Option<String>,
    /// `STANDARD` or `HIGH`.
    pub throughput_level: Option<String>,
    /// `LIVE` or `SANDBOX`.
    pub account_mode: Option<String>,
    /// `TIER_250` … `TIER_UNLIMITED`, of the whole portfolio.
    pub messaging_limit: Option<String>,
    /// The answer as it came.
    pub raw: Value,
}

const FIELDS: &str = "id,display_phone_number,verified_name,name_status,quality_rating,status,\
                      code_verification_status,platform_type,throughput,account_mode,is_on_biz_app,\
                      whatsapp_business_manager_messaging_limit";

impl Client {
    /// One number.
    ///
    /// # Errors
    /// See [`SendError`]; safe to repeat.
    pub async fn phone_number(
        &self,
        credentials: &Credentials,
        phone_number_id: &str,
    ) -> Result<PhoneNumber, SendError> {
        let request = self
            .request(credentials, Method::GET, &[phone_number_id])?
            .query(&[("fields", FIELDS)]);
        let answer = call(request, "phone_number").await?;
        PhoneNumber::from_value(answer).ok_or(SendError::OutcomeUnknown(Uncertainty::UnreadableAnswer))
    }

    /// All numbers of an account.
    ///
    /// # Errors
    /// See [`SendError`]; safe to repeat.
    pub async fn phone_numbers(
        &self,
        credentials: &Credentials,
        waba_id: &str,
    ) -> Result<Vec<PhoneNumber>, SendError> {
        let path = [waba_id, "phone_numbers"];
        let numbers = self.listing(credentials, &path, FIELDS, "phone_numbers").await?;
        Ok(numbers.into_iter().filter_map(PhoneNumber::from_value).collect())
    }

    /// Subscribes the token's app to an account. Without it no webhooks come.
    ///
    /// # Errors
    /// See [`SendError`]; safe to repeat.
    pub async fn subscribe_app(&self, credentials: &Credentials, waba_id: &str) -> Result<(), SendError> {
        let request = self.request(credentials, Method::POST, &[waba_id, "subscribed_apps"])?;
        call_for_success(request, "subscribe_app").await
    }
}

impl PhoneNumber {
    /// How many messages a second the number may send and receive (Meta: "Throughput"); `None`: Meta does not tell, which means
    /// [`Self::USUAL_THROUGHPUT`].
    pub fn throughput(&self) -> Option<u32> {
        // A number that is also used in the WhatsApp Business app is slower, whatever its level.
        if lenient::flag(&self.raw, "is_on_biz_app") {
            return Some(20);
        }
        match self.throughput_level.as_deref()? {
            "HIGH" => Some(1_000),
            "STANDARD" => Some(Self::USUAL_THROUGHPUT),
            _ => None,
        }
    }

    /// What every number may send and receive, in messages a second.
    pub const USUAL_THROUGHPUT: u32 = 80;

    fn from_value(raw: Value) -> Option<Self> {
        let word = |key| lenient::id(&raw, key);
        Some(Self {
            id: word("id")?,
            display_phone_number: word("display_phone_number"),
            verified_name: word("verified_name"),
            name_status: word("name_status"),
            quality_rating: word("quality_rating"),
            status: word("status"),
            code_verification_status: word("code_verification_status"),
            platform_type: word("platform_type"),
            throughput_level: raw
                .get("throughput")
                .and_then(|throughput| lenient::id(throughput, "level")),
            account_mode: word("account_mode"),
            messaging_limit: word("whatsapp_business_manager_messaging_limit"),
            raw,
        })
    }
}

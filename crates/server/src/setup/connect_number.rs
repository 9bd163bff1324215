//! Connects one of our numbers: asks the Graph API at once whether everything fits, then keeps it.

use crate::state::Services;
use crate::store::{NewPhoneNumber, StoreError};
use cloud_api::{Client, ClientConfig, ConfigError, Credentials, ErrorClass, SendError};
use domain::entities::PhoneNumber;

/// What Meta's pages show of a number.
#[derive(Clone)]
pub struct NumberToConnect {
    /// "Phone number ID".
    pub meta_id: String,
    /// "WhatsApp Business Account ID".
    pub waba_id: String,
    /// A system user's access token.
    pub access_token: String,
    /// "App secret": signs the webhooks.
    pub app_secret: String,
    /// Chosen by us: proves the webhook's address to Meta.
    pub verify_token: String,
}

/// Why a number was not connected.
#[derive(Debug, thiserror::Error)]
pub enum ConnectNumberError {
    /// Something is missing.
    #[error("{0} is empty")]
    Empty(&'static str),
    /// The Graph API's address or version is wrong.
    #[error("the Graph API's settings: {0}")]
    Config(#[from] ConfigError),
    /// The access token is wrong or has expired.
    #[error("Meta refuses the access token ({0}): make one for a system user that may use this account")]
    TokenRefused(SendError),
    /// Meta refused something else, or could not be reached.
    #[error("Meta, asked for {question}: {error}")]
    Graph {
        /// What was asked.
        question: &'static str,
        /// What came back.
        error: SendError,
    },
    /// The number is not in this account.
    #[error("the WhatsApp Business account has no number with this id; it has: {0}")]
    NotInAccount(String),
    /// Meta tells no phone number.
    #[error("Meta tells no phone number for this id")]
    NoPhone,
    /// The store does not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Checks a number with the Graph API, subscribes the app to its account and keeps it.
///
/// # Errors
/// See [`ConnectNumberError`]; then nothing was kept.
pub async fn connect_number(
    services: &Services,
    number: NumberToConnect,
) -> Result<PhoneNumber, ConnectNumberError> {
    let required = [
        ("the phone number id", &number.meta_id),
        ("the account id", &number.waba_id),
        ("the access token", &number.access_token),
        ("the app secret", &number.app_secret),
        ("the verify token", &number.verify_token),
    ];
    for (name, value) in required {
        if value.trim().is_empty() {
            return Err(ConnectNumberError::Empty(name));
        }
    }
    let config = &services.config;
    let client = Client::new(ClientConfig::new(&config.graph_url, &config.graph_version))?;
    let credentials = Credentials::new(&number.access_token);
    let asked = |question| {
        move |error: SendError| match error.class() {
            Some(ErrorClass::TokenInvalid) => ConnectNumberError::TokenRefused(error),
            _ => ConnectNumberError::Graph { question, error },
        }
    };

    let numbers = client
        .phone_numbers(&credentials, &number.waba_id)
        .await
        .map_err(asked("the account's numbers"))?;
    let Some(found) = numbers.iter().find(|found| found.id == number.meta_id) else {
        let known: Vec<&str> = numbers.iter().map(|known| known.id.as_str()).collect();
        return Err(ConnectNumberError::NotInAccount(known.join(", ")));
    };
    client
        .subscribe_app(&credentials, &number.waba_id)
        .await
        .map_err(asked("a subscription to the account"))?;

    let digits: String = found
        .display_phone_number
        .iter()
        .flat_map(|shown| shown.chars())
        .filter(char::is_ascii_digit)
        .collect();
    if digits.is_empty() {
        return Err(ConnectNumberError::NoPhone);
    }
    let kept = NewPhoneNumber {
        id: services.ids.phone_number_id(),
        meta_id: number.meta_id,
        waba_id: number.waba_id,
        phone: format!("+{digits}"),
        display_name: found.verified_name.clone().unwrap_or_default(),
        access_token: number.access_token,
        app_secret: number.app_secret,
        verify_token: number.verify_token,
    };
    let throughput = found.throughput();
    let connected = services.store.put_phone_number(&kept).await?;
    services.store.set_throughput(connected.id, throughput).await?;
    // What waited for a new token may leave. A server in another process finds out by itself, a little later.
    services.outbound_wake.notify_one();
    Ok(connected)
}

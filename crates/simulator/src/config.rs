//! What a simulator is started with.

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::Value;

/// Tells the time in Unix milliseconds. Tests and demo data hand in a clock they move by hand.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// The clock of the machine.
pub fn system_clock() -> Clock {
    Arc::new(|| {
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX)
    })
}

/// A business number of the simulated account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhoneNumber {
    /// The phone number id used in paths; digits, but not the number itself.
    pub id: String,
    /// The number as people read it, with country code: `+55 11 4002-8922`.
    pub display_phone_number: String,
    /// The name customers see.
    pub verified_name: String,
}

/// The account, the secrets and the clock of a simulator.
///
/// [`Config::default`] has the values of the demonstration; tests change what they need.
#[derive(Clone)]
pub struct Config {
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The only Bearer token that is accepted.
    pub access_token: String,
    /// Signs the webhooks.
    pub app_secret: String,
    /// Sent in the verification of a callback address when the subscriber names no other.
    pub verify_token: String,
    /// The app that webhooks belong to.
    pub app_id: String,
    /// The WhatsApp Business Account.
    pub waba_id: String,
    /// The account's numbers.
    pub phone_numbers: Vec<PhoneNumber>,
    /// The time that stands in messages, and that windows, limits and expiries are judged by. Delays (statuses,
    /// retries of webhooks) pass in real time.
    pub clock: Clock,
    /// What [`crate::Simulator::export`] gave in an earlier life.
    pub restore: Option<Value>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            access_token: "simulator-token".to_owned(),
            app_secret: "simulator-secret".to_owned(),
            verify_token: "simulator-verify".to_owned(),
            app_id: "670812345678901".to_owned(),
            waba_id: "102290129340398".to_owned(),
            phone_numbers: vec![
                PhoneNumber {
                    id: "4400001111".to_owned(),
                    display_phone_number: "+55 11 4002-8922".to_owned(),
                    verified_name: "Escola Doce Arte".to_owned(),
                },
                PhoneNumber {
                    id: "4400002222".to_owned(),
                    display_phone_number: "+55 21 3003-4455".to_owned(),
                    verified_name: "Doce Arte Eventos".to_owned(),
                },
            ],
            clock: system_clock(),
            restore: None,
        }
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Config")
            .field("listen", &self.listen)
            .field("app_id", &self.app_id)
            .field("waba_id", &self.waba_id)
            .field("phone_numbers", &self.phone_numbers)
            .finish_non_exhaustive()
    }
}

//! What administrators should know and perhaps do: the account, its numbers and templates, and what could not be understood.
//!
//! An alarm is one row per matter (a number's token, a template's state …): when the matter comes again, the same row counts on and
//! opens again. The wire carries a code and parameters; the app has the words.

use crate::ids::{AlarmId, PhoneNumberId};
use crate::permission::Permission;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Who sees alarms and what was set aside.
pub const NEEDED_PERMISSION: Permission = Permission::NumbersManage;

/// Something that administrators should know.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Alarm {
    /// Key.
    pub id: AlarmId,
    /// Counts the changes.
    pub version: u64,
    /// What it is about.
    pub code: AlarmCode,
    /// Which of our numbers it concerns; `None`: the whole account, or the installation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_number_id: Option<PhoneNumberId>,
    /// What the words need, as Meta wrote it; the keys stand at each [`AlarmCode`].
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub parameters: BTreeMap<String, String>,
    /// When it happened, the last time.
    pub raised_at: Timestamp,
    /// How many times it happened.
    pub count: u64,
    /// Whether somebody has to look at it.
    pub state: AlarmState,
}

/// What an alarm is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AlarmCode {
    /// Meta refuses a number's access token: nothing goes out, the queue is kept. Ends when the number is connected again.
    TokenRefused,
    /// The account is restricted, violates a policy, or is disabled. `event`, `restriction`, `expires_at`.
    AccountRestricted,
    /// The account's review ended. `decision`.
    AccountReviewed,
    /// Other news of the account. `field`, `event`.
    AccountNews,
    /// A number's messaging limit or quality changed. `event`, `limit`, `quality`.
    NumberQuality,
    /// Meta decided about a number's display name. `name`, `decision`, `reason`.
    NumberName,
    /// Somebody changed a number's two-step verification. `event`.
    NumberSecurity,
    /// A template was approved, rejected, paused or disabled. `name`, `language`, `status`, `reason`.
    TemplateStatus,
    /// A template's quality changed. `name`, `language`, `quality`, `previous`.
    TemplateQuality,
    /// Meta moved a template to another category, which costs differently. `name`, `language`, `category`, `previous`.
    TemplateCategory,
    /// Deliveries or values could not be understood and were set aside. `field`, `reason` of the last one.
    SetAside,
    /// One that this version does not know.
    #[serde(other)]
    Unknown,
}

/// Whether somebody has to look at an alarm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AlarmState {
    /// Nobody has said "seen" yet.
    Open,
    /// An administrator has seen it.
    Acknowledged,
    /// What it was about is over.
    Ended,
}

/// Alarms, newest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AlarmPage {
    /// The alarms.
    pub alarms: Vec<Alarm>,
    /// Where the next page begins (`before_at`, `before_id`); `None`: this is the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<AlarmKey>,
}

/// A place among alarms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AlarmKey {
    /// Its `raised_at`.
    pub at: Timestamp,
    /// Its id.
    pub id: AlarmId,
}

/// A value of a webhook that could not be understood, or that is for nobody here. Its full text stays on the server.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetAsideItem {
    /// Key, unique among all.
    pub key: String,
    /// Meta's name of the field (`messages`, `account_update` …); empty for a whole body that is no delivery.
    pub field: String,
    /// Why, in English: for whoever looks into it.
    pub reason: String,
    /// The value as it came, at most [`SetAsideItem::VALUE_LENGTH`] characters.
    pub value: String,
    /// When it was set aside.
    pub at: Timestamp,
}

impl SetAsideItem {
    /// The longest part of a value that is shown, in characters.
    pub const VALUE_LENGTH: usize = 4_000;
}

/// What was set aside, newest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetAsidePage {
    /// The items.
    pub items: Vec<SetAsideItem>,
    /// How many there are in all.
    pub count: u64,
    /// Where the next page begins (`before_at`, `before_key`); `None`: this is the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<SetAsideKey>,
}

/// A place among what was set aside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetAsideKey {
    /// Its time.
    pub at: Timestamp,
    /// Its key.
    pub key: String,
}

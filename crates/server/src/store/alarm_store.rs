//! What administrators should know, and what could not be understood.

use super::StoreResult;
use async_trait::async_trait;
use domain::alarm::{Alarm, AlarmCode, AlarmKey, AlarmPage, SetAsideKey, SetAsidePage};
use domain::ids::{AlarmId, PhoneNumberId};
use domain::time::Timestamp;
use std::collections::BTreeMap;

/// What administrators should know, and what could not be understood. Who may read it is for the caller to decide
/// ([`domain::alarm::NEEDED_PERMISSION`]); the log decides for itself.
#[async_trait]
pub trait AlarmStore {
    /// Alarms in every state, newest first.
    async fn alarm_page(&self, before: Option<AlarmKey>, limit: u32) -> StoreResult<AlarmPage>;
    /// Notes that an administrator has seen an alarm; one that is not open stays as it is. `None`: there is no such alarm.
    async fn acknowledge_alarm(&self, id: AlarmId) -> StoreResult<Option<Alarm>>;
    /// Changes and deliveries that were set aside, newest first.
    async fn set_aside_page(&self, before: Option<SetAsideKey>, limit: u32) -> StoreResult<SetAsidePage>;
}

/// News about a matter that administrators should know.
#[derive(Clone, Debug, PartialEq)]
pub struct AlarmNews {
    /// What makes it the same alarm when it comes again (`token/<number>`, `template/<name>/<language>`).
    pub matter: String,
    /// What it is about.
    pub code: AlarmCode,
    /// Which of our numbers it concerns.
    pub phone_number_id: Option<PhoneNumberId>,
    /// What the words need; the keys stand at each [`AlarmCode`].
    pub parameters: BTreeMap<String, String>,
    /// When it happened.
    pub at: Timestamp,
    /// True: good news. The alarm ends, or stands there ended if there was none.
    pub is_over: bool,
}

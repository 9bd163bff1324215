//! What the setup pages say.

use crate::i18n::alarm_words::AlarmFacts;

/// The setup pages.
#[derive(Clone, Copy, Debug)]
pub struct SetupMessages {
    pub setup: &'static str,
    pub setup_with_alarms: fn(usize) -> String,
    pub sections: &'static str,
    pub back_to_setup: &'static str,

    pub alarms: &'static str,
    pub alarms_lead: &'static str,
    pub new_alarms: &'static str,
    pub earlier_alarms: &'static str,
    pub no_alarms: &'static str,
    pub no_alarms_text: &'static str,
    pub what_to_do: &'static str,
    pub times: fn(u64) -> String,
    pub acknowledge: &'static str,
    pub acknowledge_what: fn(&str) -> String,
    pub seen: &'static str,
    pub over: &'static str,
    pub whole_account: &'static str,
    pub show_earlier: &'static str,
    pub earlier_failed: &'static str,

    pub set_aside: &'static str,
    pub set_aside_lead: &'static str,
    pub set_aside_count: fn(u64) -> String,
    pub set_aside_first: fn(usize) -> String,
    pub nothing_set_aside: &'static str,
    pub nothing_set_aside_text: &'static str,
    pub set_aside_failed: &'static str,
    pub set_aside_failed_text: &'static str,
    pub whole_body: &'static str,
    pub show_value: &'static str,
    pub copy_value: &'static str,
    pub see_set_aside: &'static str,
    pub show_more: &'static str,

    pub app_settings: &'static str,
    pub app_settings_lead: &'static str,
    pub holds: &'static str,
    pub holds_text: &'static str,
    pub hold_voice_notes: &'static str,
    pub hold_others: &'static str,
    pub hold_length: fn(u32) -> String,
    pub settings_saved: &'static str,
    pub failed_change_settings: &'static str,
}

/// One kind of alarm.
#[derive(Clone, Copy, Debug)]
pub struct AlarmText {
    /// In a few words.
    pub title: fn(&AlarmFacts<'_>) -> String,
    /// What happened.
    pub happened: fn(&AlarmFacts<'_>) -> String,
    /// What to do; empty: nothing.
    pub to_do: fn(&AlarmFacts<'_>) -> String,
}

/// Every kind of alarm.
#[derive(Clone, Copy, Debug)]
pub struct AlarmMessages {
    /// Words for Meta's values (`APPROVED`); `None`: the value itself is shown.
    pub value: fn(&str) -> Option<&'static str>,
    pub token_refused: AlarmText,
    pub account_restricted: AlarmText,
    pub account_reviewed: AlarmText,
    pub account_news: AlarmText,
    pub number_quality: AlarmText,
    pub number_name: AlarmText,
    pub number_security: AlarmText,
    pub template_status: AlarmText,
    pub template_quality: AlarmText,
    pub template_category: AlarmText,
    pub set_aside: AlarmText,
    pub unknown: AlarmText,
}

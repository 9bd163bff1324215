//! What the app says of a message's way: its menu, its details, and why Meta did not deliver.

/// A message's menu and details.
#[derive(Clone, Copy, Debug)]
pub struct DetailsMessages {
    pub options: &'static str,
    pub rows_hint: &'static str,
    pub copied: &'static str,
    pub details: &'static str,
    pub title: &'static str,
    pub received: &'static str,
    pub written: &'static str,
    pub only_here: &'static str,
    pub way: &'static str,
    pub attempts: &'static str,
    pub attempt: fn(u32) -> String,
    pub no_attempt: &'static str,
    pub under_way: &'static str,
    pub accepted: &'static str,
    pub later: &'static str,
    pub failed: &'static str,
    pub unknown: &'static str,
    pub token_refused: &'static str,
    pub other: &'static str,
    pub of_attempt: fn(u32) -> String,
    pub code: fn(i64) -> String,
    pub meta_says: &'static str,
    pub could_not_load: &'static str,
}

/// Why a message was not delivered, and what to do now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// What is the case.
    pub what: &'static str,
    /// The next step.
    pub next: &'static str,
}

/// Why Meta did not deliver; the codes stand in `failure_words`.
#[derive(Clone, Copy, Debug)]
pub struct MetaMessages {
    pub no_reason: Trouble,
    pub fault: Trouble,
    pub unavailable: Trouble,
    pub maintenance: Trouble,
    pub token: Trouble,
    pub permission: Trouble,
    pub call_limit: Trouble,
    pub throughput: Trouble,
    pub pair_limit: Trouble,
    pub spam_limit: Trouble,
    pub wrong_categories: Trouble,
    pub number_gone: Trouble,
    pub registration: Trouble,
    pub display_name: Trouble,
    pub test_list: Trouble,
    pub account_locked: Trouble,
    pub policy: Trouble,
    pub payment: Trouble,
    pub not_verified: Trouble,
    pub window_closed: Trouble,
    pub undeliverable: Trouble,
    pub blocked_by_us: Trouble,
    pub to_itself: Trouble,
    pub country: Trouble,
    pub experiment: Trouble,
    pub marketing_cap: Trouble,
    pub marketing_stopped: Trouble,
    pub marketing_off: Trouble,
    pub identity_changed: Trouble,
    pub needs_number: Trouble,
    pub invalid: Trouble,
    pub method: Trouble,
    pub kind_not_supported: Trouble,
    pub their_file: Trouble,
    pub our_file: Trouble,
    pub only_on_phone: Trouble,
    pub phone_sync: Trouble,
    pub template_missing: Trouble,
    pub template_data: Trouble,
    pub template_too_long: Trouble,
    pub template_policy: Trouble,
    pub template_paused: Trouble,
    pub template_disabled: Trouble,
    pub flow: Trouble,
    pub other_what: fn(i64) -> String,
    pub other_next: &'static str,
}

/// Why WhatsApp does not give a message to business apps.
#[derive(Clone, Copy, Debug)]
pub struct UnsupportedMessages {
    pub look_on_phone: &'static str,
    pub poll: &'static str,
    pub event: &'static str,
    pub view_once: &'static str,
    pub edit: &'static str,
    pub too_large: &'static str,
    pub only_on_phone: &'static str,
}

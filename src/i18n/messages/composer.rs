//! What the composer says.

use domain::merge_field::MergeField;

/// The composer.
#[derive(Clone, Copy, Debug)]
pub struct ComposerMessages {
    pub fields: &'static str,
    pub field_name: fn(MergeField) -> &'static str,
    pub no_value: &'static str,
    pub customer_gets: &'static str,
    pub canned_responses: &'static str,

    pub gaps_title: &'static str,
    pub gaps_text: fn(&str) -> String,
    pub answered_title: fn(&str) -> String,
    pub answered_text: &'static str,
    pub send_anyway: &'static str,
    pub keep_editing: &'static str,
    pub failure_gaps: fn(&str) -> String,
    pub failure_answered: &'static str,
    pub they_wrote: fn(&str) -> String,

    pub cleared: &'static str,
    pub undo: &'static str,

    pub answering: fn(&str) -> String,
    pub answer_none: &'static str,
    pub answering_one: &'static str,
    pub with_buttons: &'static str,
    pub without_buttons: &'static str,

    pub emoji: &'static str,
    pub search_emoji: &'static str,
    pub no_emoji: &'static str,
    pub emoji_failed: &'static str,

    pub is_here: fn(&str) -> String,
    pub are_here: fn(&str) -> String,

    pub enter_key: &'static str,
    pub enter_sends: &'static str,
    pub enter_breaks: &'static str,

    pub numbers: &'static str,
    pub numbers_lead: &'static str,
    pub adds_signature: &'static str,
    pub adds_signature_text: fn(&str) -> String,
    pub failed_change_number: &'static str,
}

//! The composer in English.

use crate::i18n::messages::composer::ComposerMessages;
use domain::merge_field::MergeField;

pub(super) const COMPOSER: ComposerMessages = ComposerMessages {
    fields: "Merge fields",
    field_name,
    no_value: "no value",
    customer_gets: "The customer gets",
    canned_responses: "Canned responses",
    gaps_title: "Send with open fields?",
    gaps_text: |fields| {
        format!(
            "There is nothing to put in place of {fields}. An unknown field goes as typed; a field without a value stays empty."
        )
    },
    answered_title: |names| format!("{names} answered while you were writing"),
    answered_text: "Read this before you send your message:",
    send_anyway: "Send anyway",
    keep_editing: "Keep editing",
    failure_gaps: |fields| format!("There is nothing to put in place of {fields}."),
    failure_answered: "A colleague answered the customer while you were writing.",
    they_wrote: |name| format!("{name} wrote:"),
    cleared: "The text was cleared.",
    undo: "Undo",
    answering: |name| format!("Replying to {name}"),
    answer_none: "Do not reply to this message",
    answering_one: "Replying to a message",
    with_buttons: "Goes with buttons",
    without_buttons: "Send without buttons",
    emoji: "Emoji",
    search_emoji: "Search emoji",
    no_emoji: "No emoji with that name",
    emoji_failed: "The emoji could not be loaded.",
    is_here: |name| format!("{name} is in this conversation too"),
    are_here: |names| format!("{names} are in this conversation too"),
    enter_key: "Enter key",
    enter_sends: "Enter sends",
    enter_breaks: "Enter breaks the line, Ctrl + Enter sends",
    numbers: "Numbers",
    numbers_lead: "The company's WhatsApp numbers and how you answer from them.",
    adds_signature: "Sign with the agent's name",
    adds_signature_text: |name| {
        format!(
            "Each text message begins with a line like *{name}:*. Whoever writes sees the line before sending."
        )
    },
    failed_change_number: "The number was not changed.",
};

const fn field_name(field: MergeField) -> &'static str {
    match field {
        MergeField::StaffFirstname => "Your first name",
        MergeField::StaffLastname => "Your last name",
        MergeField::StaffEmail => "Your email",
        MergeField::ContactName => "The contact's name",
        MergeField::ContactFirstname => "The contact's first name",
        MergeField::ContactPhone => "The contact's phone",
        MergeField::ContactStatus => "The contact's status",
        MergeField::ContactSource => "The contact's source",
        MergeField::BusinessName => "The company's name",
        MergeField::BusinessPhone => "The company's phone",
        MergeField::Today => "Today's date",
        MergeField::Now => "The current time",
    }
}

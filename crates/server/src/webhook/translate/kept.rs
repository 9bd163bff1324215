//! What becomes no message: news for administrators, and what cannot be understood.

use crate::store::{AlarmNews, InboundChange};
use crate::webhook::account_alarm;
use crate::webhook::our_numbers::OurNumbers;
use cloud_api::webhook::{Change, MessagesChange, UnparsedItem, UnparsedReason};
use domain::ids::PhoneNumberId;
use domain::time::Timestamp;
use serde_json::Value;

/// News of the account, with the alarm that they make.
pub(super) fn news(change: &Change, numbers: &OurNumbers, at: Timestamp) -> InboundChange {
    keep(
        change,
        "",
        &change.value,
        account_alarm::of_change(change, numbers, at),
    )
}

/// Errors that came without messages, if there are any.
pub(super) fn errors(
    change: &Change,
    messages: &MessagesChange,
    number: PhoneNumberId,
    at: Timestamp,
) -> Option<InboundChange> {
    let alarm = account_alarm::of_errors(messages, number, at)?;
    let errors = messages.errors.iter().map(|error| error.raw.clone()).collect();
    Some(keep(change, "errors", &Value::Array(errors), Some(alarm)))
}

/// A part of a change that has no effect but is kept.
pub(super) fn account(change: &Change, part: &str, value: &Value) -> InboundChange {
    keep(change, part, value, None)
}

/// A whole change that cannot be applied.
pub(super) fn set_aside(change: &Change, reason: &str) -> InboundChange {
    item_set_aside(change, "", &change.value, reason)
}

/// A part of a change that cannot be applied: only that part is kept, for there may be a thousand in one change.
pub(super) fn item_set_aside(change: &Change, part: &str, raw: &Value, reason: &str) -> InboundChange {
    InboundChange::SetAside {
        key: key_of(change, part, raw),
        field: change.field.clone(),
        value: raw.to_string(),
        reason: reason.to_owned(),
    }
}

/// Elements of lists that cannot be read.
pub(super) fn unparsed(change: &Change, items: &[UnparsedItem]) -> Vec<InboundChange> {
    let items = items.iter().zip(0_usize..);
    items
        .map(|(item, index)| {
            let reason = match item.reason {
                UnparsedReason::NotAList => format!("{} that are no list", item.list),
                UnparsedReason::NoId => format!("an item of {} without id", item.list),
                UnparsedReason::NoStatus => "a status that names no status".to_owned(),
            };
            item_set_aside(change, &format!("unparsed/{index}"), &item.raw, &reason)
        })
        .collect()
}

fn keep(change: &Change, part: &str, value: &Value, alarm: Option<AlarmNews>) -> InboundChange {
    InboundChange::Account {
        key: key_of(change, part, value),
        field: change.field.clone(),
        value: value.to_string(),
        alarm: alarm.map(Box::new),
    }
}

fn key_of(change: &Change, part: &str, value: &Value) -> String {
    let key = change.dedup_key_of(value);
    if part.is_empty() {
        key
    } else {
        format!("{key}/{part}")
    }
}

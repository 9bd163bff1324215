//! Calls. They are not taken here, but the agent sees that the customer called, and a call opens the window as a message does.

use super::{Translator, account, item_set_aside, unparsed};
use crate::store::{CustomerIdentity, InboundChange, InboundMessage};
use cloud_api::webhook::{Call, CallsChange, Change};
use domain::content::MessageContent;
use domain::ids::PhoneNumberId;

impl Translator<'_> {
    pub(super) fn calls(
        &self,
        change: &Change,
        calls: &CallsChange,
        number: PhoneNumberId,
    ) -> Vec<InboundChange> {
        let mut changes: Vec<_> = calls
            .calls
            .iter()
            .map(|call| self.call(change, calls, call, number))
            .collect();
        if calls.calls.is_empty() && calls.unparsed.is_empty() {
            changes.push(account(change, "", &change.value));
        }
        changes.extend(unparsed(change, &calls.unparsed));
        changes
    }

    /// The beginning and the end of a call have the same id, so that it is one message.
    fn call(
        &self,
        change: &Change,
        calls: &CallsChange,
        call: &Call,
        phone_number_id: PhoneNumberId,
    ) -> InboundChange {
        if !call.is_from_customer {
            return account(change, &call.id, &call.raw);
        }
        let (from, from_user_id) = (call.from.as_deref(), call.from_user_id.as_deref());
        let contact = calls.contacts.iter().find(|one| one.is(from_user_id, from));
        let customer = CustomerIdentity {
            wa_id: call.from.clone(),
            user_id: call.from_user_id.clone(),
            ..CustomerIdentity::default()
        }
        .named_by(contact);
        if customer.is_nobody() {
            return item_set_aside(change, &call.id, &call.raw, "a call from nobody");
        }
        let content = MessageContent::Unsupported {
            type_name: "call".to_owned(),
            code: None,
        };
        let at = self.time(call.timestamp);
        InboundChange::Message(Box::new(InboundMessage::new(
            self.ids,
            phone_number_id,
            &call.id,
            customer,
            content,
            at,
        )))
    }
}

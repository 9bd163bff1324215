//! News about a customer.

use super::{Translator, account, item_set_aside, user_id};
use crate::store::{CustomerIdentity, InboundChange};
use cloud_api::webhook::{Change, InboundMessage as MetaMessage, SystemEvent};
use domain::content::SystemLine;
use domain::ids::PhoneNumberId;
use domain::time::Timestamp;

impl Translator<'_> {
    pub(super) fn system(
        &self,
        change: &Change,
        message: &MetaMessage,
        event: &SystemEvent,
        phone_number_id: PhoneNumberId,
        at: Timestamp,
    ) -> InboundChange {
        let key = message.dedup_key();
        let identity_changed = |from, to, line| InboundChange::IdentityChanged {
            phone_number_id: Some(phone_number_id),
            key: key.clone(),
            from: Box::new(from),
            to: Box::new(to),
            line,
            line_id: self.ids.message_id(),
            at,
        };
        // The old number and id; one of them, or both, can be missing.
        let previous = match event {
            SystemEvent::UserIdChanged { previous, .. } => previous.clone(),
            _ => None,
        };
        let who = CustomerIdentity {
            wa_id: message.from.clone(),
            user_id: previous.or_else(|| message.from_user_id.clone()),
            ..CustomerIdentity::default()
        };
        match event {
            SystemEvent::NumberChanged { .. } | SystemEvent::UserIdChanged { .. } if who.is_nobody() => {
                item_set_aside(change, &message.wamid, &message.raw, "a change of nobody")
            }
            SystemEvent::NumberChanged {
                new_wa_id: Some(new), ..
            } => identity_changed(
                who,
                CustomerIdentity {
                    wa_id: Some(new.clone()),
                    ..CustomerIdentity::default()
                },
                Some(SystemLine::NumberChanged { to: new.clone() }),
            ),
            SystemEvent::UserIdChanged {
                current: Some(current),
                ..
            } => identity_changed(who, user_id(current), None),
            _ => account(change, &message.wamid, &message.raw),
        }
    }
}

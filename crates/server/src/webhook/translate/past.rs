//! Chats from before the number came to the API: they stand in the thread, but are no news.

use super::{Translator, account, annotation, item_set_aside, translate_content, unparsed};
use crate::store::{Annotation, CustomerIdentity, InboundChange, InboundMessage};
use cloud_api::webhook::{Change, HistoryChange, InboundContent, PastMessage};
use domain::entities::Direction;
use domain::ids::PhoneNumberId;

impl Translator<'_> {
    pub(super) fn past(
        &self,
        change: &Change,
        history: &HistoryChange,
        number: PhoneNumberId,
    ) -> Vec<InboundChange> {
        let mut changes: Vec<_> = history
            .messages
            .iter()
            .map(|past| self.past_message(change, past, number))
            .collect();
        if history.messages.is_empty() && history.unparsed.is_empty() {
            // The business declined to share its chats, or the last part has none.
            changes.push(account(change, "", &change.value));
        }
        changes.extend(unparsed(change, &history.unparsed));
        changes
    }

    fn past_message(
        &self,
        change: &Change,
        past: &PastMessage,
        phone_number_id: PhoneNumberId,
    ) -> InboundChange {
        let message = &past.message;
        let at = self.time(message.timestamp);
        let by = if past.is_from_business {
            Direction::Outbound
        } else {
            Direction::Inbound
        };
        let aside = |reason| item_set_aside(change, &message.wamid, &message.raw, reason);
        match annotation(&message.content, &message.kind) {
            Err(reason) => return aside(reason),
            Ok(Some((target_wamid, kind))) => {
                return InboundChange::Annotation(Box::new(Annotation {
                    phone_number_id,
                    wamid: message.wamid.clone(),
                    target_wamid,
                    by,
                    kind,
                    at,
                }));
            }
            Ok(None) => {}
        }
        if matches!(
            message.content,
            InboundContent::System(_) | InboundContent::RequestWelcome
        ) {
            return account(change, &message.wamid, &message.raw);
        }
        let Some(customer) = &past.customer else {
            return aside("a past message of nobody");
        };
        let customer = CustomerIdentity {
            wa_id: Some(customer.clone()),
            ..CustomerIdentity::default()
        };
        let translated = translate_content(&message.content, &message.kind, &message.errors);
        let mut new = InboundMessage::new(
            self.ids,
            phone_number_id,
            &message.wamid,
            customer,
            translated.content,
            at,
        );
        new.is_past = true;
        new.is_echo = past.is_from_business;
        new.opens_window &= !past.is_from_business;
        InboundChange::Message(Box::new(
            new.with_media(translated.meta_media_id)
                .with_context(message.context.as_ref()),
        ))
    }
}

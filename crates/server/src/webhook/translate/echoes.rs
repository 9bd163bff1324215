//! What the business wrote and did in the WhatsApp Business app.

use super::{Translator, account, annotation, item_set_aside, translate_content, unparsed};
use crate::store::{Annotation, CustomerIdentity, InboundChange, InboundMessage};
use cloud_api::webhook::{Change, EchoesChange, InboundContent, MessageEcho};
use domain::entities::Direction;
use domain::ids::PhoneNumberId;

impl Translator<'_> {
    pub(super) fn echoes(
        &self,
        change: &Change,
        echoes: &EchoesChange,
        number: PhoneNumberId,
    ) -> Vec<InboundChange> {
        let mut changes: Vec<_> = echoes
            .echoes
            .iter()
            .map(|echo| self.echo(change, echoes, echo, number))
            .collect();
        changes.extend(unparsed(change, &echoes.unparsed));
        changes
    }

    fn echo(
        &self,
        change: &Change,
        echoes: &EchoesChange,
        echo: &MessageEcho,
        phone_number_id: PhoneNumberId,
    ) -> InboundChange {
        let at = self.time(echo.timestamp);
        let aside = |reason| item_set_aside(change, &echo.wamid, &echo.raw, reason);
        match annotation(&echo.content, &echo.kind) {
            Err(reason) => return aside(reason),
            Ok(Some((target_wamid, kind))) => {
                return InboundChange::Annotation(Box::new(Annotation {
                    phone_number_id,
                    wamid: echo.wamid.clone(),
                    target_wamid,
                    by: Direction::Outbound,
                    kind,
                    at: self.order(echo.timestamp),
                }));
            }
            Ok(None) => {}
        }
        if matches!(
            echo.content,
            InboundContent::System(_) | InboundContent::RequestWelcome
        ) {
            return account(change, &echo.wamid, &echo.raw);
        }
        let (to, to_user_id) = (echo.to.as_deref(), echo.to_user_id.as_deref());
        let contact = echoes.contacts.iter().find(|contact| contact.is(to_user_id, to));
        let customer = CustomerIdentity {
            wa_id: echo.to.clone(),
            user_id: echo.to_user_id.clone(),
            ..CustomerIdentity::default()
        }
        .named_by(contact);
        if customer.is_nobody() {
            return aside("an echo to nobody");
        }
        let translated = translate_content(&echo.content, &echo.kind, &[]);
        let mut message = InboundMessage::new(
            self.ids,
            phone_number_id,
            &echo.wamid,
            customer,
            translated.content,
            at,
        );
        message.is_echo = true;
        message.opens_window = false;
        InboundChange::Message(Box::new(
            message
                .with_media(translated.meta_media_id)
                .with_context(echo.context.as_ref()),
        ))
    }
}

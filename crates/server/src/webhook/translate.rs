//! A delivery in our words: Meta's shapes end here.

use super::content::{Translated, is_readable, translate as translate_content};
use super::our_numbers::{NotOurs, OurNumbers};
use crate::id_source::IdSource;
use crate::store::{CustomerIdentity, InboundChange, InboundMessage, StatusUpdate};
use cloud_api::webhook::{
    Change, ChangeContent, Delivery, EchoesChange, InboundContent, InboundMessage as MetaMessage,
    MessageEcho, MessagesChange, Status, StatusKind, SystemEvent, UserIdUpdate, WebhookContact,
};
use domain::content::{MessageContent, SystemLine};
use domain::customer_service_window::opens_window;
use domain::delivery_status::DeliveryState;
use domain::entities::DeliveryFailure;
use domain::ids::{MessageId, PhoneNumberId};
use domain::time::Timestamp;

/// What translation needs to know.
pub(super) struct Translator<'a> {
    /// Our numbers.
    pub numbers: &'a OurNumbers,
    /// The key of the app that signed the delivery.
    pub signed_by: Option<&'a str>,
    /// Ids for what may have to be created.
    pub ids: &'a IdSource,
    /// The time of processing, for what came without a time.
    pub now: Timestamp,
}

impl Translator<'_> {
    /// All changes of a delivery, in order.
    pub fn translate(&self, delivery: &Delivery) -> Vec<InboundChange> {
        delivery
            .changes
            .iter()
            .flat_map(|change| self.change(change))
            .collect()
    }

    fn change(&self, change: &Change) -> Vec<InboundChange> {
        match &change.content {
            ChangeContent::Messages(messages) => self
                .number(&messages.phone_number_id)
                .map(|number| self.messages(change, messages, number)),
            ChangeContent::Echoes(echoes) => self
                .number(&echoes.phone_number_id)
                .map(|number| self.echoes(change, echoes, number)),
            // These name a number only sometimes.
            ChangeContent::UserIdUpdates(updates) => change
                .phone_number_id()
                .map_or(Ok(()), |number| self.number(&number).map(drop))
                .map(|()| {
                    let updates = updates.iter().zip(0..);
                    updates
                        .map(|(update, index)| self.user_id_update(change, update, index))
                        .collect()
                }),
            ChangeContent::AccountEvent | ChangeContent::Other => Ok(vec![account(change, "")]),
            ChangeContent::Unparsed(reason) => Ok(vec![set_aside(change, "", reason)]),
        }
        .unwrap_or_else(|not_ours| vec![set_aside(change, "", &not_ours.to_string())])
    }

    fn number(&self, meta_id: &str) -> Result<PhoneNumberId, NotOurs> {
        self.numbers.get(meta_id, self.signed_by)
    }

    fn messages(
        &self,
        change: &Change,
        messages: &MessagesChange,
        number: PhoneNumberId,
    ) -> Vec<InboundChange> {
        let mut changes: Vec<_> = messages
            .messages
            .iter()
            .map(|message| self.message(change, &messages.contacts, message, number))
            .collect();
        changes.extend(
            messages
                .statuses
                .iter()
                .map(|one| InboundChange::Status(self.status(one))),
        );
        if !messages.errors.is_empty() {
            changes.push(account(change, "errors"));
        }
        changes.extend(unparsed(change, messages.unparsed.iter().map(|item| &item.raw)));
        changes
    }

    fn message(
        &self,
        change: &Change,
        contacts: &[WebhookContact],
        message: &MetaMessage,
        phone_number_id: PhoneNumberId,
    ) -> InboundChange {
        let at = self.time(message.timestamp);
        let wamid = message.wamid.clone();
        if message.group_id.is_some() {
            return set_aside(change, &wamid, "a message in a group");
        }
        let customer = identity(contacts, message);
        match &message.content {
            InboundContent::Reaction { message_id, emoji } => InboundChange::Reaction {
                phone_number_id,
                wamid,
                target_wamid: message_id.clone(),
                emoji: emoji.clone().filter(|emoji| !emoji.is_empty()),
                at,
            },
            InboundContent::Edit { content, .. } if !is_readable(content) => {
                set_aside(change, &wamid, "an edit that cannot be read")
            }
            InboundContent::Edit {
                original_message_id,
                content,
                ..
            } => InboundChange::Edit {
                phone_number_id,
                wamid,
                target_wamid: original_message_id.clone(),
                content: Box::new(translate_content(content, &message.kind).content),
            },
            InboundContent::Revoke { original_message_id } => InboundChange::Revoke {
                phone_number_id,
                wamid,
                target_wamid: original_message_id.clone(),
            },
            InboundContent::System(event) => self.system(change, message, event, phone_number_id, at),
            // It would change a message that it does not name: nothing that the customer wrote.
            InboundContent::Unknown { kind, .. }
                if matches!(kind.as_str(), "reaction" | "edit" | "revoke") =>
            {
                set_aside(change, &wamid, "a change of a message that cannot be read")
            }
            _ if customer.wa_id.is_none() && customer.user_id.is_none() => {
                set_aside(change, &wamid, "a message from nobody")
            }
            content => {
                let Translated {
                    content,
                    meta_media_id,
                } = translate_content(content, &message.kind);
                InboundChange::Message(Box::new(
                    self.inbound(phone_number_id, wamid, customer, content, at)
                        .with_media(meta_media_id)
                        .with_context(message.context.as_ref()),
                ))
            }
        }
    }

    fn system(
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
            from,
            to,
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
            _ if who.wa_id.is_none() && who.user_id.is_none() => account(change, &message.wamid),
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
            _ => account(change, &message.wamid),
        }
    }

    fn echoes(&self, change: &Change, echoes: &EchoesChange, number: PhoneNumberId) -> Vec<InboundChange> {
        let mut changes: Vec<_> = echoes
            .echoes
            .iter()
            .map(|echo| self.echo(change, echo, number))
            .collect();
        changes.extend(unparsed(change, echoes.unparsed.iter().map(|item| &item.raw)));
        changes
    }

    fn echo(&self, change: &Change, echo: &MessageEcho, phone_number_id: PhoneNumberId) -> InboundChange {
        let customer = CustomerIdentity {
            wa_id: echo.to.clone(),
            user_id: echo.to_user_id.clone(),
            ..CustomerIdentity::default()
        };
        match &echo.content {
            InboundContent::Edit { content, .. } if !is_readable(content) => {
                set_aside(change, &echo.wamid, "an edit that cannot be read")
            }
            InboundContent::Edit {
                original_message_id,
                content,
                ..
            } => InboundChange::Edit {
                phone_number_id,
                wamid: echo.wamid.clone(),
                target_wamid: original_message_id.clone(),
                content: Box::new(translate_content(content, &echo.kind).content),
            },
            InboundContent::Revoke { original_message_id } => InboundChange::Revoke {
                phone_number_id,
                wamid: echo.wamid.clone(),
                target_wamid: original_message_id.clone(),
            },
            InboundContent::Reaction { .. } | InboundContent::System(_) => account(change, &echo.wamid),
            _ if customer.wa_id.is_none() && customer.user_id.is_none() => {
                set_aside(change, &echo.wamid, "an echo to nobody")
            }
            content => {
                let Translated {
                    content,
                    meta_media_id,
                } = translate_content(content, &echo.kind);
                let mut message = self.inbound(
                    phone_number_id,
                    echo.wamid.clone(),
                    customer,
                    content,
                    self.time(echo.timestamp),
                );
                message.is_echo = true;
                message.opens_window = false;
                InboundChange::Message(Box::new(
                    message
                        .with_media(meta_media_id)
                        .with_context(echo.context.as_ref()),
                ))
            }
        }
    }

    fn inbound(
        &self,
        phone_number_id: PhoneNumberId,
        wamid: String,
        customer: CustomerIdentity,
        content: MessageContent,
        at: Timestamp,
    ) -> InboundMessage {
        InboundMessage {
            id: self.ids.message_id(),
            phone_number_id,
            wamid,
            customer,
            is_echo: false,
            opens_window: opens_window(&content),
            content,
            meta_media_id: None,
            quoted_wamid: None,
            is_forwarded: false,
            at,
            new_contact_id: self.ids.contact_id(),
            new_conversation_id: self.ids.conversation_id(),
            reopened_line_id: self.ids.message_id(),
        }
    }

    fn status(&self, status: &Status) -> StatusUpdate {
        let state = match status.status {
            StatusKind::Sent => Some(DeliveryState::Sent),
            StatusKind::Delivered => Some(DeliveryState::Delivered),
            StatusKind::Read => Some(DeliveryState::Read),
            StatusKind::Played => Some(DeliveryState::Played),
            StatusKind::Failed => Some(DeliveryState::Failed),
            StatusKind::Unknown(_) => None,
        };
        let failure = (state == Some(DeliveryState::Failed)).then(|| {
            let error = status.errors.first();
            DeliveryFailure {
                code: error.and_then(|error| error.code).unwrap_or(0),
                details: error.and_then(|error| error.details.clone().or_else(|| error.title.clone())),
            }
        });
        StatusUpdate {
            wamid: status.wamid.clone(),
            callback: status.callback_data.as_deref().and_then(parse_callback),
            state,
            status: status.status.as_str().to_owned(),
            failure,
            at: self.time(status.timestamp),
        }
    }

    fn user_id_update(&self, change: &Change, update: &UserIdUpdate, index: usize) -> InboundChange {
        let (Some(previous), Some(current)) = (&update.previous, &update.current) else {
            return account(change, &index.to_string());
        };
        InboundChange::IdentityChanged {
            phone_number_id: None,
            key: format!("{}/{index}", change.dedup_key()),
            from: user_id(previous),
            to: CustomerIdentity {
                wa_id: update.wa_id.clone(),
                ..user_id(current)
            },
            line: None,
            line_id: self.ids.message_id(),
            at: self.time(update.timestamp),
        }
    }

    /// Meta's time, or now where it is missing. A time from the future would hold the window open for too long.
    fn time(&self, unix_s: Option<i64>) -> Timestamp {
        unix_s.map_or(self.now, |seconds| Timestamp::from_seconds(seconds).min(self.now))
    }
}

impl InboundMessage {
    fn with_media(mut self, meta_media_id: Option<String>) -> Self {
        self.meta_media_id = meta_media_id;
        self
    }

    fn with_context(mut self, context: Option<&cloud_api::webhook::MessageContext>) -> Self {
        if let Some(context) = context {
            self.quoted_wamid.clone_from(&context.wamid);
            self.is_forwarded = context.is_forwarded || context.is_frequently_forwarded;
        }
        self
    }
}

/// `<message>.<attempt>`, as the outbound worker writes it.
pub(crate) fn parse_callback(text: &str) -> Option<(MessageId, u32)> {
    let (message, attempt) = text.split_once('.')?;
    Some((message.parse().ok()?, attempt.parse().ok()?))
}

fn identity(contacts: &[WebhookContact], message: &MetaMessage) -> CustomerIdentity {
    let from = message.from.as_deref();
    let from_user_id = message.from_user_id.as_deref();
    let contact = contacts
        .iter()
        .find(|contact| contact.is(from_user_id, from))
        // A single contact beside a single sender is that sender, also when neither id is told twice.
        .or_else(|| {
            contacts
                .first()
                .filter(|_| contacts.len() == 1 && from.is_none() && from_user_id.is_none())
        });
    CustomerIdentity {
        wa_id: message
            .from
            .clone()
            .or_else(|| contact.and_then(|contact| contact.wa_id.clone())),
        user_id: message
            .from_user_id
            .clone()
            .or_else(|| contact.and_then(|contact| contact.user_id.clone())),
        profile_name: contact.and_then(|contact| contact.name.clone()),
        username: contact
            .and_then(|contact| contact.username.as_deref())
            .map(|username| username.trim_start_matches('@').to_owned()),
    }
}

fn user_id(id: &str) -> CustomerIdentity {
    CustomerIdentity {
        user_id: Some(id.to_owned()),
        ..CustomerIdentity::default()
    }
}

fn key_of(change: &Change, part: &str) -> String {
    if part.is_empty() {
        change.dedup_key()
    } else {
        format!("{}/{part}", change.dedup_key())
    }
}

fn account(change: &Change, part: &str) -> InboundChange {
    InboundChange::Account {
        key: key_of(change, part),
        field: change.field.clone(),
        value: change.value.to_string(),
    }
}

fn set_aside(change: &Change, part: &str, reason: &str) -> InboundChange {
    InboundChange::SetAside {
        key: key_of(change, part),
        field: change.field.clone(),
        value: change.value.to_string(),
        reason: reason.to_owned(),
    }
}

fn unparsed<'a>(
    change: &Change,
    items: impl Iterator<Item = &'a serde_json::Value>,
) -> impl Iterator<Item = InboundChange> {
    items.zip(0_usize..).map(|(item, index)| InboundChange::SetAside {
        key: key_of(change, &format!("unparsed/{index}")),
        field: change.field.clone(),
        value: item.to_string(),
        reason: "an item that cannot be read".to_owned(),
    })
}

#[cfg(test)]
mod tests;

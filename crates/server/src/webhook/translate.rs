//! A delivery in our words: Meta's shapes end here.

mod calls;
mod echoes;
mod kept;
mod past;
mod statuses;
mod system;

use super::content::{Translated, is_readable, translate as translate_content};
use super::our_numbers::{NotOurs, OurNumbers};
use crate::id_source::IdSource;
use crate::store::{Annotation, AnnotationKind, CustomerIdentity, InboundChange, InboundMessage};
use cloud_api::webhook::{
    Change, ChangeContent, Delivery, InboundContent, InboundMessage as MetaMessage, MessageContext,
    MessagesChange, Referral as MetaReferral, UserIdUpdate, WebhookContact,
};
use domain::entities::{Direction, Referral};
use domain::ids::PhoneNumberId;
use domain::time::Timestamp;
use kept::{account, item_set_aside, news, set_aside, unparsed};

/// Before WhatsApp there were no messages: an older time, such as 0, is none.
const FIRST_MESSAGE_EVER: Timestamp = Timestamp::from_seconds(1_230_768_000);

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
            ChangeContent::Calls(calls) => self
                .number(&calls.phone_number_id)
                .map(|number| self.calls(change, calls, number)),
            ChangeContent::History(history) => self
                .number(&history.phone_number_id)
                .map(|number| self.past(change, history, number)),
            // These name a number only sometimes.
            ChangeContent::UserIdUpdates(_)
                if change.phone_number_id().is_none() && change.waba_id.is_none() =>
            {
                Err(NotOurs::Unknown)
            }
            ChangeContent::UserIdUpdates(updates) => self
                .require_ours(change)
                .map(|()| self.user_id_updates(change, updates)),
            ChangeContent::AccountEvent | ChangeContent::Other => self
                .require_ours(change)
                .map(|()| vec![news(change, self.numbers, self.time(change.time))]),
            ChangeContent::Unparsed(reason) => Ok(vec![set_aside(change, reason)]),
        }
        .unwrap_or_else(|not_ours| vec![set_aside(change, &not_ours.to_string())])
    }

    fn number(&self, meta_id: &str) -> Result<PhoneNumberId, NotOurs> {
        self.numbers.get(meta_id, self.signed_by)
    }

    /// That the app may speak about the number that a change names, or about the account where it names none.
    fn require_ours(&self, change: &Change) -> Result<(), NotOurs> {
        match (change.phone_number_id(), &change.waba_id) {
            (Some(number), _) => self.number(&number).map(drop),
            (None, Some(account)) => self.numbers.require_account(account, self.signed_by),
            (None, None) => Ok(()),
        }
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
        let statuses = messages.statuses.iter();
        changes.extend(statuses.map(|one| InboundChange::Status(self.status(one, number))));
        changes.extend(kept::errors(change, messages, number, self.time(change.time)));
        changes.extend(unparsed(change, &messages.unparsed));
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
        let wamid = &message.wamid;
        let aside = |reason| item_set_aside(change, wamid, &message.raw, reason);
        if message.group_id.is_some() {
            return aside("a message in a group");
        }
        match annotation(&message.content, &message.kind) {
            Err(reason) => return aside(reason),
            Ok(Some((target_wamid, kind))) => {
                return InboundChange::Annotation(Box::new(Annotation {
                    phone_number_id,
                    wamid: wamid.clone(),
                    target_wamid,
                    by: Direction::Inbound,
                    kind,
                    at: self.order(message.timestamp),
                }));
            }
            Ok(None) => {}
        }
        if let InboundContent::System(event) = &message.content {
            return self.system(change, message, event, phone_number_id, at);
        }
        let customer = identity(contacts, message);
        if customer.is_nobody() {
            return aside("a message from nobody");
        }
        let translated = translate_content(&message.content, &message.kind, &message.errors);
        InboundChange::Message(Box::new(
            InboundMessage::new(self.ids, phone_number_id, wamid, customer, translated.content, at)
                .with_media(translated.meta_media_id)
                .with_context(message.context.as_ref())
                .with_referral(message.referral.as_ref()),
        ))
    }

    fn user_id_updates(&self, change: &Change, updates: &[UserIdUpdate]) -> Vec<InboundChange> {
        let key = change.dedup_key();
        let updated = updates.iter().zip(0..);
        let mut changes: Vec<_> = updated
            .filter_map(|(update, index)| self.user_id_update(format!("{key}/{index}"), update))
            .collect();
        if changes.len() < updates.len() {
            changes.push(account(change, "", &change.value));
        }
        changes
    }

    /// `None`: it does not say which id became which.
    fn user_id_update(&self, key: String, update: &UserIdUpdate) -> Option<InboundChange> {
        let (previous, current) = (update.previous.as_ref()?, update.current.as_ref()?);
        Some(InboundChange::IdentityChanged {
            phone_number_id: None,
            key,
            from: Box::new(CustomerIdentity {
                parent_user_id: update.parent_previous.clone(),
                ..user_id(previous)
            }),
            to: Box::new(CustomerIdentity {
                wa_id: update.wa_id.clone(),
                parent_user_id: update.parent_current.clone(),
                ..user_id(current)
            }),
            line: None,
            line_id: self.ids.message_id(),
            at: self.time(update.timestamp),
        })
    }

    /// Meta's time as it is, or now where it is missing: what says which of two came later must not depend on our clock, which may be
    /// behind.
    fn order(&self, unix_s: Option<i64>) -> Timestamp {
        unix_s.map_or(self.now, Timestamp::from_seconds)
    }

    /// Meta's time, or now where it is missing. A time from the future would hold the window open for too long.
    fn time(&self, unix_s: Option<i64>) -> Timestamp {
        unix_s
            .map(Timestamp::from_seconds)
            .filter(|at| *at >= FIRST_MESSAGE_EVER)
            .map_or(self.now, |at| at.min(self.now))
    }
}

/// What a reaction, edit or revocation does, and to which message; `None`: it is a message of its own. An error says why it cannot be
/// applied: it names no message, or not what that holds now.
fn annotation(
    content: &InboundContent,
    meta_type: &str,
) -> Result<Option<(String, AnnotationKind)>, &'static str> {
    Ok(Some(match content {
        InboundContent::Reaction { message_id, emoji } => {
            let emoji = emoji.clone().filter(|emoji| !emoji.is_empty());
            (message_id.clone(), AnnotationKind::Reaction { emoji })
        }
        InboundContent::Edit { content, .. } if !is_readable(content) => {
            return Err("an edit that cannot be read");
        }
        InboundContent::Edit {
            original_message_id,
            content,
            ..
        } => {
            let Translated {
                content,
                meta_media_id,
            } = translate_content(content, meta_type, &[]);
            let kind = AnnotationKind::Edit {
                content,
                meta_media_id,
            };
            (original_message_id.clone(), kind)
        }
        InboundContent::Revoke { original_message_id } => {
            (original_message_id.clone(), AnnotationKind::Revoke)
        }
        // It would change a message that it does not name: nothing that anybody wrote.
        InboundContent::Unknown { kind, .. } if matches!(kind.as_str(), "reaction" | "edit" | "revoke") => {
            return Err("a change of a message that cannot be read");
        }
        _ => return Ok(None),
    }))
}

impl InboundMessage {
    fn with_media(mut self, meta_media_id: Option<String>) -> Self {
        self.meta_media_id = meta_media_id;
        self
    }

    fn with_context(mut self, context: Option<&MessageContext>) -> Self {
        if let Some(context) = context {
            self.quoted_wamid.clone_from(&context.wamid);
            self.is_forwarded = context.is_forwarded || context.is_frequently_forwarded;
        }
        self
    }

    /// What says nothing to people (ids of ads and clicks) is left out.
    fn with_referral(mut self, referral: Option<&MetaReferral>) -> Self {
        self.referral = referral.map(|referral| Referral {
            title: referral.headline.clone(),
            body: referral.body.clone(),
            url: referral.source_url.clone(),
        });
        self
    }
}

impl CustomerIdentity {
    /// Whether nothing is known by which the customer could be found again.
    const fn is_nobody(&self) -> bool {
        self.wa_id.is_none() && self.user_id.is_none()
    }

    /// Adds what the contacts beside a message say of the customer.
    fn named_by(mut self, contact: Option<&WebhookContact>) -> Self {
        if let Some(contact) = contact {
            self.wa_id = self.wa_id.or_else(|| contact.wa_id.clone());
            self.user_id = self.user_id.or_else(|| contact.user_id.clone());
            self.parent_user_id = self.parent_user_id.or_else(|| contact.parent_user_id.clone());
            self.profile_name = contact.name.clone();
            self.username = contact
                .username
                .as_deref()
                .map(|username| username.trim_start_matches('@').to_owned());
        }
        self
    }
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
        wa_id: message.from.clone(),
        user_id: message.from_user_id.clone(),
        parent_user_id: message.from_parent_user_id.clone(),
        ..CustomerIdentity::default()
    }
    .named_by(contact)
}

fn user_id(id: &str) -> CustomerIdentity {
    CustomerIdentity {
        user_id: Some(id.to_owned()),
        ..CustomerIdentity::default()
    }
}

#[cfg(test)]
mod tests;

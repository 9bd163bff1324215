//! Looking for somebody among the contacts.

use super::context::Chat;
use domain::entities::Contact;
use domain::phone::Phone;
use domain::text_matching::Query;
use leptos::prelude::*;

/// The contacts that this device knows, by name or by a part of their number, in the order of their names. An empty query finds all.
pub(super) fn contacts(chat: Chat, wanted: &str) -> Vec<Contact> {
    let query = Query::parse(wanted);
    let mut found: Vec<_> = chat.with(|state| {
        let rows = state.contacts.rows();
        let contacts = rows.iter().map(GetUntracked::get_untracked);
        contacts
            .filter(|contact| {
                let phone = contact.phone.as_ref().and_then(|phone| Phone::parse(phone).ok());
                query.is_empty()
                    || query.find(&contact.name).is_some()
                    || phone.is_some_and(|phone| phone.has_part(wanted))
            })
            .collect()
    });
    found.sort_by_cached_key(|contact| chat.contact_name(contact));
    found
}

//! What contacts are called.

use crate::i18n::messages::Messages;
use crate::state::contact_edits::known_name;
use domain::entities::Contact;
use domain::media_address::media_url;
use domain::phone;

/// Name, else phone, else username.
pub(super) fn name_of(contact: &Contact, text: &Messages) -> String {
    known_name(contact).unwrap_or_else(|| text.unnamed_contact.to_owned())
}

/// By what WhatsApp reaches them, as people read it.
pub(super) fn address_of(contact: &Contact) -> Option<String> {
    let phone = contact.phone.as_deref().map(phone::readable);
    phone.or_else(|| contact.username.as_ref().map(|name| format!("@{name}")))
}

/// Where their picture is, if there is one.
pub(super) fn picture_of(contact: &Contact) -> Option<String> {
    contact.avatar.map(media_url)
}

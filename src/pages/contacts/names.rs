//! What contacts are called.

use crate::i18n::messages::Messages;
use domain::entities::Contact;
use domain::media_address::media_url;
use domain::phone;

/// Name, else phone, else username.
pub(super) fn name_of(contact: &Contact, text: &Messages) -> String {
    let name = contact.name.trim();
    if !name.is_empty() {
        return name.to_owned();
    }
    address_of(contact).unwrap_or_else(|| text.unnamed_contact.to_owned())
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

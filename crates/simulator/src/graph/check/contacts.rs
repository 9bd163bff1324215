//! Contact cards.

use super::{GraphError, Object};

const CONTACTS_MAX: usize = 257;
/// At least one of these must stand beside `formatted_name`.
const NAME_PARTS: [&str; 5] = ["first_name", "last_name", "middle_name", "suffix", "prefix"];

pub(super) fn contacts(message: &Object<'_>) -> Result<(), GraphError> {
    let contacts = message.objects("contacts")?;
    if contacts.len() > CONTACTS_MAX {
        return Err(message.invalid("contacts", "must be at most 257 contacts"));
    }
    contacts.iter().try_for_each(contact)
}

fn contact(contact: &Object<'_>) -> Result<(), GraphError> {
    contact.only(&["name", "phones", "emails", "addresses", "org", "urls", "birthday"])?;
    name(&contact.object("name")?)?;
    strings(contact, "phones", &["phone", "type", "wa_id"])?;
    strings(contact, "emails", &["email", "type"])?;
    let address = [
        "street",
        "city",
        "state",
        "zip",
        "country",
        "country_code",
        "type",
    ];
    strings(contact, "addresses", &address)?;
    strings(contact, "urls", &["url", "type"])?;
    if let Some(org) = contact.maybe_object("org")? {
        only_strings(&org, &["company", "department", "title"])?;
    }
    if let Some(birthday) = contact.maybe_string("birthday")?
        && !is_date(birthday)
    {
        return Err(contact.invalid("birthday", "must be YYYY-MM-DD"));
    }
    Ok(())
}

fn name(name: &Object<'_>) -> Result<(), GraphError> {
    let mut allowed = NAME_PARTS.to_vec();
    allowed.push("formatted_name");
    only_strings(name, &allowed)?;
    name.string("formatted_name")?;
    if NAME_PARTS.iter().all(|part| name.get(part).is_none()) {
        return Err(name.missing("first_name"));
    }
    Ok(())
}

fn strings(contact: &Object<'_>, list: &str, allowed: &[&str]) -> Result<(), GraphError> {
    contact
        .maybe_objects(list)?
        .iter()
        .try_for_each(|entry| only_strings(entry, allowed))
}

fn only_strings(object: &Object<'_>, allowed: &[&str]) -> Result<(), GraphError> {
    object.only(allowed)?;
    allowed
        .iter()
        .try_for_each(|name| object.maybe_string(name).map(drop))
}

fn is_date(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| {
            if at == 4 || at == 7 {
                byte == b'-'
            } else {
                byte.is_ascii_digit()
            }
        })
}

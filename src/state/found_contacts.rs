//! Whom the server found where one looks for somebody: a device does not know everybody. Pure.

use domain::entities::Contact;
use domain::ids::ContactId;
use std::collections::HashSet;

/// What was looked for, and who was found. The contacts of the text before stay until the server has answered.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FoundContacts {
    /// What is looked for now; empty: nothing.
    pub wanted: String,
    answered: String,
    contacts: Vec<Contact>,
    /// Who went since the server was asked: the answer may be older than that.
    gone: HashSet<ContactId>,
}

impl FoundContacts {
    /// Another text is looked for.
    pub(crate) fn begin(&mut self, wanted: String) {
        if wanted.trim().is_empty() {
            *self = Self::default();
        } else {
            self.wanted = wanted;
            self.gone.clear();
        }
    }

    /// The server answered for a text; too late when another one is looked for.
    pub(crate) fn put(&mut self, wanted: &str, contacts: Vec<Contact>) {
        if self.wanted == wanted {
            wanted.clone_into(&mut self.answered);
            self.contacts = contacts;
            self.contacts.retain(|contact| !self.gone.contains(&contact.id));
        }
    }

    /// A contact is gone, or out of sight. Says whether they were among those who were found.
    pub(super) fn forget(&mut self, id: ContactId) -> bool {
        if !self.wanted.is_empty() {
            self.gone.insert(id);
        }
        let count = self.contacts.len();
        self.contacts.retain(|contact| contact.id != id);
        self.contacts.len() != count
    }

    /// Those who were found, besides whom the device knows; nobody for a blank text. Of an answer for another text those who fit this one
    /// too.
    #[must_use]
    pub fn besides(
        &self,
        wanted: &str,
        is_known: impl Fn(ContactId) -> bool,
        fits: impl Fn(&Contact) -> bool,
    ) -> Vec<Contact> {
        if wanted.trim().is_empty() {
            return Vec::new();
        }
        let is_answer = self.answered == wanted;
        let others = self.contacts.iter().filter(|contact| !is_known(contact.id));
        others
            .filter(|contact| is_answer || fits(contact))
            .cloned()
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::examples;

    fn contact(number: u8, name: &str) -> Contact {
        Contact {
            name: name.to_owned(),
            ..examples::contact(ContactId::from_parts(1, &[number; 10]))
        }
    }

    fn names(found: &FoundContacts, wanted: &str) -> Vec<String> {
        let knows = |id| id == ContactId::from_parts(1, &[9; 10]);
        let others = found.besides(wanted, knows, |contact| contact.name.starts_with(wanted));
        others.into_iter().map(|contact| contact.name).collect()
    }

    #[test]
    fn whom_the_server_found_stands_beside_whom_the_device_knows() {
        let mut found = FoundContacts::default();
        found.begin("ma".to_owned());
        // Who is found by the username need not be called so.
        found.put(
            "ma",
            vec![contact(1, "Marina"), contact(2, "Otávio"), contact(9, "Maria")],
        );
        assert_eq!(names(&found, "ma"), ["Marina", "Otávio"]);
        // Until the answer for what is typed now has come, those of before who fit it.
        found.begin("Mari".to_owned());
        assert_eq!(names(&found, "Mari"), ["Marina"]);
        found.put("ma", Vec::new());
        assert_eq!(names(&found, "Mari"), ["Marina"], "too late");
        found.put("Mari", Vec::new());
        assert!(names(&found, "Mari").is_empty());
    }

    #[test]
    fn who_is_gone_is_offered_no_more() {
        let mut found = FoundContacts::default();
        let [marina, mario] = [contact(1, "Marina"), contact(2, "Mário")];
        found.begin("ma".to_owned());
        found.put("ma", vec![marina.clone(), mario.clone()]);
        assert!(found.forget(marina.id));
        assert!(!found.forget(marina.id), "told twice");
        assert_eq!(names(&found, "ma"), ["Mário"]);
        // Nor does an answer bring them that was under way.
        found.begin("mar".to_owned());
        assert!(found.forget(mario.id));
        found.put("mar", vec![marina, mario]);
        assert_eq!(names(&found, "mar"), ["Marina"], "a later answer knows better");
    }

    #[test]
    fn whoever_looks_for_nothing_is_offered_nobody_else() {
        let mut found = FoundContacts::default();
        found.begin("ma".to_owned());
        found.put("ma", vec![contact(1, "Marina")]);
        // A list that is opened anew begins with whom the device knows.
        assert!(names(&found, "").is_empty());
        found.begin("  ".to_owned());
        assert_eq!(found, FoundContacts::default());
    }
}

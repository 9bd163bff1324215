//! The page "Contatos": the list as far as it is loaded, adding somebody, a file on its way in.
//!
//! The server says who is in the list and in which order. What the log tells of a contact shows at once; whether it changes the list
//! cannot be said here, so the list is asked for anew soon after ([`ContactBook::is_stale`]). None of it is kept on the device.

use super::phase::{PageLoad, RequestFailure};
use domain::contact_file::{ColumnKind, ImportReport};
use domain::contact_list::{ContactFilter, ContactPage, ContactPlace, ListedContact};
use domain::entities::{Contact, Conversation};
use domain::ids::ContactId;
use std::collections::HashMap;

/// What one wishes of the page.
#[derive(Clone, Debug, PartialEq)]
pub enum BookIntent {
    /// Shows the list, narrowed down so.
    Show(ContactFilter),
    /// Loads what follows; after a failure, what was asked for in vain.
    More,
    /// The list may be another by now.
    Refresh,
    /// The page is not on screen any more.
    Close,
    /// Adds a contact.
    Create {
        /// What to call them; may be empty.
        name: String,
        /// Their number as typed.
        phone: String,
    },
    /// The outcome of adding was seen.
    ForgetCreate,
    /// A file was chosen: the server looks through it.
    ChooseFile {
        /// Finds it on this device.
        key: u32,
        /// What it is called.
        name: String,
        /// How large it is.
        byte_size: u64,
    },
    /// Its columns hold something else than thought.
    MapColumns(Vec<ColumnKind>),
    /// What the file says is taken in.
    Import,
    /// The file is not wanted any more, or done with.
    CloseFile,
}

/// What the page knows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ContactBook {
    /// What the list is narrowed down to; `None`: the page is not on screen.
    pub filter: Option<ContactFilter>,
    /// Who is in it, in order.
    pub ids: Vec<ContactId>,
    rows: HashMap<ContactId, ListedContact>,
    /// Where the next page begins.
    pub next: Option<ContactPlace>,
    /// How many there are in all.
    pub total: Option<u64>,
    /// Whether the list is that of the filter; else it is the one before.
    pub is_loaded: bool,
    /// Loading it.
    pub load: PageLoad,
    /// Something has changed since it was loaded.
    pub is_stale: bool,
    /// Adding somebody.
    pub create: CreateProgress,
    /// The file that was chosen.
    pub file: Option<ContactFile>,
}

/// How adding somebody goes.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum CreateProgress {
    /// Nothing was asked.
    #[default]
    Idle,
    /// The server is asked.
    Busy,
    /// They are a contact now.
    Created(Box<Contact>),
    /// They were one already.
    Known(Box<Contact>),
    /// It did not work.
    Failed(RequestFailure),
}

/// A file that is to be taken in.
#[derive(Clone, Debug, PartialEq)]
pub struct ContactFile {
    /// Finds it on this device.
    pub key: u32,
    /// What it is called.
    pub name: String,
    /// How large it is.
    pub byte_size: u64,
    /// What its columns hold, when somebody has said so.
    pub columns: Option<Vec<ColumnKind>>,
    /// What the server said of it last.
    pub report: Option<ImportReport>,
    /// What is done with it.
    pub phase: ImportPhase,
}

/// What is done with a file.
#[derive(Clone, Debug, PartialEq)]
pub enum ImportPhase {
    /// The server looks through it.
    Checking,
    /// It was looked through.
    Checked,
    /// What it says is being taken in.
    Importing,
    /// It was.
    Done,
    /// It came to nothing.
    Failed(RequestFailure),
}

impl ContactBook {
    /// A contact of the list.
    #[must_use]
    pub fn row(&self, id: ContactId) -> Option<&ListedContact> {
        self.rows.get(&id)
    }

    /// Whether the page is on screen.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.filter.is_some()
    }

    /// Whether a file is being taken in: what was said of it is settled.
    #[must_use]
    pub fn is_importing(&self) -> bool {
        let file = self.file.as_ref();
        file.is_some_and(|file| file.phase == ImportPhase::Importing)
    }

    /// Another list is wanted; the one before stays on screen until it is here.
    pub(crate) fn begin(&mut self, filter: ContactFilter) {
        self.filter = Some(filter);
        self.is_loaded = false;
        self.is_stale = false;
        self.load = PageLoad::Busy;
    }

    /// The list from its beginning.
    pub(crate) fn replace(&mut self, page: ContactPage) {
        self.ids.clear();
        self.rows.clear();
        self.total = page.total;
        self.is_loaded = true;
        self.append(page);
    }

    /// What follows.
    pub(crate) fn append(&mut self, page: ContactPage) {
        self.next = page.next;
        self.load = PageLoad::Idle;
        for listed in page.contacts {
            let id = listed.contact.id;
            if self.rows.insert(id, listed).is_none() {
                self.ids.push(id);
            }
        }
    }

    /// The log tells of a contact. Says whether anything on screen is another.
    pub(super) fn hear_contact(&mut self, contact: &Contact) -> bool {
        if !self.is_open() {
            return false;
        }
        match self.rows.get_mut(&contact.id) {
            Some(row) if row.contact.version >= contact.version => return false,
            Some(row) => row.contact = contact.clone(),
            None => {}
        }
        // It may have another place now, or none, or one for the first time.
        self.is_stale = true;
        true
    }

    /// The log tells of a conversation. Says whether anything on screen is another.
    pub(super) fn hear_conversation(&mut self, conversation: &Conversation, contact: &Contact) -> bool {
        if !self.is_open() {
            return false;
        }
        let at = conversation.last_activity_at;
        let Some(row) = self.rows.get_mut(&contact.id) else {
            // Of somebody who is not in the list only the beginning can bring them there.
            let is_new = conversation.created_at >= at;
            let is_news = is_new && !self.is_stale;
            self.is_stale |= is_new;
            return is_news;
        };
        let is_newest = row.last_activity_at.is_none_or(|known| at > known);
        if is_newest {
            row.last_activity_at = Some(at);
            row.conversation_id = Some(conversation.id);
        }
        let is_renamed = row.contact.version < contact.version;
        if is_renamed {
            row.contact = contact.clone();
            self.is_stale = true;
        }
        is_newest || is_renamed
    }

    /// The log says that a contact is gone. Says whether anything on screen is another.
    pub(super) fn hear_removed(&mut self, id: ContactId) -> bool {
        if self.rows.remove(&id).is_none() {
            return false;
        }
        self.ids.retain(|known| *known != id);
        self.total = self.total.map(|total| total.saturating_sub(1));
        true
    }

    /// The log says that what may be seen is another.
    pub(super) fn hear_scope(&mut self) -> bool {
        let is_news = self.is_open() && !self.is_stale;
        self.is_stale |= self.is_open();
        is_news
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::entities::{ConversationState, Stage};
    use domain::ids::{ConversationId, PhoneNumberId};
    use domain::time::Timestamp;

    fn contact(n: u8, version: u64, name: &str) -> Contact {
        Contact {
            id: ContactId::from_parts(1, &[n; 10]),
            version,
            name: name.to_owned(),
            phone: None,
            username: None,
            stage: Stage::New,
            source_id: None,
            group_ids: Vec::new(),
            avatar: None,
            is_blocked: false,
            created_at: Timestamp::default(),
        }
    }

    fn listed(n: u8, name: &str) -> ListedContact {
        ListedContact {
            contact: contact(n, 1, name),
            conversation_id: None,
            last_activity_at: None,
        }
    }

    fn conversation(n: u8, begun_s: i64, at_s: i64) -> Conversation {
        Conversation {
            id: ConversationId::from_parts(1, &[n; 10]),
            version: 1,
            contact_id: contact(n, 1, "").id,
            phone_number_id: PhoneNumberId::from_parts(1, &[1; 10]),
            state: ConversationState::Open,
            assignees: Vec::new(),
            unread_count: 0,
            is_marked_unread: false,
            read_up_to: None,
            last_message: None,
            last_activity_at: Timestamp::from_seconds(at_s),
            window_expires_at: None,
            created_at: Timestamp::from_seconds(begun_s),
        }
    }

    fn book() -> ContactBook {
        let mut book = ContactBook::default();
        book.begin(ContactFilter::default());
        book.replace(ContactPage {
            contacts: vec![listed(1, "Ana"), listed(2, "Bia")],
            next: None,
            total: Some(2),
        });
        book
    }

    #[test]
    fn a_page_that_overlaps_adds_nobody_twice() {
        let mut book = book();
        book.append(ContactPage {
            contacts: vec![listed(2, "Bia"), listed(3, "Caio")],
            ..ContactPage::default()
        });
        assert_eq!(book.ids.len(), 3);
        assert_eq!(book.total, Some(2), "only the first page counts");
    }

    #[test]
    fn a_change_shows_at_once_and_the_list_is_asked_for_again() {
        let mut book = book();
        let renamed = contact(1, 2, "Zoé");
        assert!(book.hear_contact(&renamed));
        assert_eq!(
            book.row(renamed.id).map(|row| row.contact.name.as_str()),
            Some("Zoé")
        );
        assert!(book.is_stale);
        assert!(!book.hear_contact(&renamed), "told twice");
        assert!(!book.hear_contact(&contact(1, 1, "Ana")), "told late");
    }

    #[test]
    fn a_message_moves_the_time_and_asks_for_nothing() {
        let mut book = book();
        let of_ana = conversation(1, 10, 20);
        assert!(book.hear_conversation(&of_ana, &contact(1, 1, "Ana")));
        let row = book.row(of_ana.contact_id).expect("she is in the list");
        assert_eq!(row.conversation_id, Some(of_ana.id));
        assert_eq!(row.last_activity_at, Some(of_ana.last_activity_at));
        assert!(!book.is_stale);
        // An older conversation of hers does not take its place.
        let mut older = conversation(1, 5, 6);
        older.id = ConversationId::from_parts(1, &[9; 10]);
        assert!(!book.hear_conversation(&older, &contact(1, 1, "Ana")));
        // Nor does one of somebody further down, unless it has just begun.
        assert!(!book.hear_conversation(&conversation(7, 5, 30), &contact(7, 1, "Gil")));
        assert!(!book.is_stale);
        assert!(book.hear_conversation(&conversation(7, 30, 30), &contact(7, 1, "Gil")));
        assert!(book.is_stale);
    }

    #[test]
    fn who_is_gone_leaves_the_list_and_a_closed_page_hears_nothing() {
        let mut book = book();
        let ana = contact(1, 1, "Ana").id;
        assert!(book.hear_removed(ana));
        assert!(!book.hear_removed(ana));
        assert_eq!((book.ids.len(), book.total), (1, Some(1)));
        let mut closed = ContactBook::default();
        assert!(!closed.hear_contact(&contact(1, 2, "Ana")));
        assert!(!closed.hear_conversation(&conversation(1, 1, 1), &contact(1, 2, "Ana")));
        assert!(!closed.hear_scope());
        assert_eq!(closed, ContactBook::default());
    }

    #[test]
    fn what_is_said_of_a_file_is_settled_while_it_is_taken_in() {
        let mut book = book();
        assert!(!book.is_importing());
        for (phase, is_importing) in [
            (ImportPhase::Checked, false),
            (ImportPhase::Importing, true),
            (ImportPhase::Done, false),
        ] {
            book.file = Some(ContactFile {
                key: 1,
                name: "lista.csv".to_owned(),
                byte_size: 10,
                columns: None,
                report: None,
                phase,
            });
            assert_eq!(book.is_importing(), is_importing);
        }
    }
}

//! The page "Contatos": the list as far as it is loaded, adding somebody, a file on its way in.
//!
//! The server says who is in the list and in which order. What the log tells of a contact shows at once; whether it changes the list
//! cannot be said here, so the list is asked for anew soon after ([`ContactBook::is_stale`]). None of it is kept on the device.

use super::phase::{PageLoad, RequestFailure};
use domain::contact_file::{ColumnKind, ImportReport};
use domain::contact_list::{ContactFilter, ContactPage, ContactPlace, ListedContact};
use domain::entities::{Contact, Conversation};
use domain::ids::{ContactId, ConversationId};
use domain::time::Timestamp;
use std::collections::{HashMap, HashSet};

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
    /// Who went since the server was asked: the answer may be older than that.
    gone: HashSet<ContactId>,
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
    /// The server is asked to add them by this id.
    Busy(ContactId),
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
        self.ask();
    }

    /// The server is asked for a part of the list.
    pub(crate) fn ask(&mut self) {
        self.load = PageLoad::Busy;
        self.gone.clear();
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
            if !self.gone.contains(&id) && self.rows.insert(id, listed).is_none() {
                self.ids.push(id);
            }
        }
    }

    /// How adding somebody by this id ended, unless nobody waits for it any more: the dialog may have gone, or the page.
    pub(crate) fn end_create(&mut self, id: ContactId, end: CreateProgress) {
        if self.create == CreateProgress::Busy(id) {
            self.create = end;
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

    /// A contact is gone, or out of sight. Says whether anything on screen is another.
    pub(super) fn hear_removed(&mut self, id: ContactId) -> bool {
        let is_awaited = self.load == PageLoad::Busy && self.gone.insert(id);
        let is_news = is_awaited && !self.is_stale;
        self.is_stale |= is_awaited;
        if self.rows.remove(&id).is_none() {
            return is_news;
        }
        self.ids.retain(|known| *known != id);
        self.total = self.total.map(|total| total.saturating_sub(1));
        true
    }

    /// A conversation is out of sight; `next`: the newest that the contact still has here. Whom no other leads to leaves the list at
    /// once, and comes back with the list if the server knows of one. Says whether anything on screen is another.
    pub(super) fn hear_sight_lost(
        &mut self,
        contact: ContactId,
        lost: ConversationId,
        next: Option<(Timestamp, ConversationId)>,
    ) -> bool {
        let is_news = self.hear_scope();
        let leads_elsewhere = |row: &ListedContact| row.conversation_id != Some(lost);
        if self.rows.get(&contact).is_some_and(leads_elsewhere) {
            return is_news;
        }
        let Some((at, id)) = next else {
            return self.hear_removed(contact) || is_news;
        };
        let Some(row) = self.rows.get_mut(&contact) else {
            return is_news;
        };
        row.conversation_id = Some(id);
        row.last_activity_at = Some(at);
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
mod tests;

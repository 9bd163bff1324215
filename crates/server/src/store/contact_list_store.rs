//! All contacts: a page of them, and new ones by hand or from a file.

use super::StoreResult;
use async_trait::async_trait;
use domain::contact_file::{FileLine, Refused};
use domain::contact_list::{ContactFilter, ContactPage, ContactPlace};
use domain::entities::{Contact, Group, Source};
use domain::ids::ContactId;
use domain::phone::Phone;
use domain::time::Timestamp;
use domain::visibility::Viewer;

/// All contacts that the viewer sees. Who may add any is for the caller to decide ([`domain::contact_list::NEEDED_PERMISSION`]); whoever
/// does must see conversations, or they would not see what they added.
#[async_trait]
pub trait ContactListStore {
    /// A page, in the order of names. A text finds what a search for contacts finds.
    async fn contact_page(&self, viewer: &Viewer, wanted: &ContactsWanted) -> StoreResult<ContactPage>;
    /// Every source and group, by name.
    async fn contact_labels(&self) -> StoreResult<(Vec<Source>, Vec<Group>)>;
    /// Adds a contact with a number, unless there is one. The id of one that was erased adds nobody again.
    async fn create_contact(
        &self,
        viewer: &Viewer,
        new: &NewListedContact,
        now: Timestamp,
    ) -> StoreResult<CreateContactOutcome>;
    /// What would become of the contacts of some lines. Nothing changes.
    async fn try_contact_lines(
        &self,
        viewer: &Viewer,
        lines: &[FileLine],
        now: Timestamp,
    ) -> StoreResult<Vec<LineOutcome>>;
    /// Adds and changes the contacts of some lines, in one transaction; each new one gets the id beside its line.
    async fn take_contact_lines(
        &self,
        viewer: &Viewer,
        lines: &[(ContactId, FileLine)],
        now: Timestamp,
    ) -> StoreResult<Vec<LineOutcome>>;
    /// Keeps that contacts went out, or came in, as a file.
    async fn note_contact_file(
        &self,
        viewer: &Viewer,
        way: ContactFileWay,
        now: Timestamp,
    ) -> StoreResult<()>;
}

/// Which page of the list.
#[derive(Clone, Debug)]
pub struct ContactsWanted {
    /// What it is narrowed to.
    pub filter: ContactFilter,
    /// The last contact that is known.
    pub after: Option<ContactPlace>,
    /// How many.
    pub limit: u32,
    /// Whether all are counted.
    pub counts: bool,
}

/// A contact to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewListedContact {
    /// Its id.
    pub id: ContactId,
    /// What to call them.
    pub name: Option<String>,
    /// How to reach them.
    pub phone: Phone,
}

/// What became of a contact to be added.
#[derive(Clone, Debug, PartialEq)]
pub enum CreateContactOutcome {
    /// It is new.
    Created(Contact),
    /// There was one with this number: it is as it was.
    Known(Contact),
    /// There is one with this number, whom the viewer does not see; or the id is that of one that was erased.
    NotFound,
    /// The id is that of a contact with another number.
    IdConflict,
}

/// What becomes of the contact of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineOutcome {
    /// It is new.
    Created,
    /// It was there, and something of it is another now.
    Changed,
    /// It was so already.
    Unchanged,
    /// The line is not taken.
    Refused(Refused),
}

/// The way of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContactFileWay {
    /// Contacts were exported.
    Out,
    /// Contacts were imported.
    In,
}

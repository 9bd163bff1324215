//! What agents do to contacts.

use super::StoreResult;
use async_trait::async_trait;
use domain::command::ChangeContact;
use domain::entities::Contact;
use domain::ids::{ContactId, PhoneNumberId};
use domain::media_limit::MediaLimitError;
use domain::time::Timestamp;
use domain::visibility::Viewer;
use domain::wire::ContactExport;

/// What agents do to contacts. A contact is there for who sees any of its conversations, and one without any for who sees those that are
/// assigned to nobody; whether somebody may change what they see is
/// for the caller to decide ([`domain::contact::EDITING`], [`domain::contact::ERASING`]). An id that was joined to another one stands
/// for that one.
#[async_trait]
pub trait ContactStore {
    /// Changes a contact, field by field: the later time wins. All of a command counts, or nothing of it.
    async fn change_contact(
        &self,
        viewer: &Viewer,
        id: ContactId,
        change: &ChangeContact,
        now: Timestamp,
    ) -> StoreResult<ChangeContactOutcome>;
    /// How Meta knows a contact, and at which of our numbers; `None`: there is no such contact.
    async fn contact_reach(&self, viewer: &Viewer, id: ContactId) -> StoreResult<Option<ContactReach>>;
    /// Keeps what Meta has done: the contact is blocked at these of our numbers from now on, or no more.
    async fn note_blocked(
        &self,
        viewer: &Viewer,
        id: ContactId,
        at: &[PhoneNumberId],
        is_blocked: bool,
        now: Timestamp,
    ) -> StoreResult<Option<Contact>>;
    /// Makes `other` a part of a contact. Two conversations with the same number become one; all that `other` had is the contact's.
    async fn merge_contacts(
        &self,
        viewer: &Viewer,
        id: ContactId,
        other: ContactId,
        now: Timestamp,
    ) -> StoreResult<MergeOutcome>;
    /// All that is kept of a contact, as far as the viewer sees it; that it was asked for is kept too.
    async fn export_contact(
        &self,
        viewer: &Viewer,
        id: ContactId,
        now: Timestamp,
    ) -> StoreResult<Option<ContactExport>>;
    /// Removes a contact and all that is kept of it, what Meta delivered included. That it was done is all that stays.
    async fn erase_contact(
        &self,
        viewer: &Viewer,
        id: ContactId,
        now: Timestamp,
    ) -> StoreResult<EraseContactOutcome>;
}

/// What became of a change.
#[derive(Clone, Debug, PartialEq)]
pub enum ChangeContactOutcome {
    /// The contact as it is now.
    Contact(Contact),
    /// There is no such contact for the viewer.
    NotFound,
    /// There is no such source.
    SourceMissing,
    /// There is no such group.
    GroupMissing,
    /// There is no such file for the viewer.
    FileMissing,
    /// The file is no picture that can be shown here.
    FileRefused(MediaLimitError),
}

/// How Meta knows a contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactReach {
    /// The contact that the id stands for.
    pub id: ContactId,
    /// Digits of the WhatsApp number; `None`: only a username is known.
    pub wa_id: Option<String>,
    /// Our numbers with which it has conversations, and whether it is blocked there.
    pub numbers: Vec<(PhoneNumberId, bool)>,
}

/// What became of two contacts.
#[derive(Clone, Debug, PartialEq)]
pub enum MergeOutcome {
    /// They are this one.
    Contact(Contact),
    /// One of them is not there for the viewer.
    NotFound,
    /// There are conversations of theirs that the viewer does not see.
    Denied,
    /// They are one already: the ids are the same.
    Same,
}

/// What became of a contact to be erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EraseContactOutcome {
    /// It is gone; the viewer has erased it now or before.
    Gone,
    /// There is no such contact for the viewer.
    NotFound,
    /// There are conversations with it that the viewer does not see.
    Denied,
}

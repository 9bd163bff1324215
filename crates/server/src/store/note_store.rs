//! What agents note of contacts.

use super::StoreResult;
use async_trait::async_trait;
use domain::command::PutNote;
use domain::entities::Note;
use domain::ids::{ContactId, NoteId};
use domain::time::Timestamp;
use domain::visibility::Viewer;
use domain::wire::NotePage;

/// What agents note of contacts. Who sees a contact reads its notes; whether somebody may write any is for the caller to decide
/// ([`domain::contact::NOTING`]), whose a note is, is decided here.
#[async_trait]
pub trait NoteStore {
    /// Writes a note, or changes one of the viewer's own. The later time wins, a time to come counts as now, the same again changes
    /// nothing. The text comes as [`domain::contact::tidy_note`] gives it.
    async fn put_note(
        &self,
        viewer: &Viewer,
        contact: ContactId,
        id: NoteId,
        put: &PutNote,
        now: Timestamp,
    ) -> StoreResult<PutNoteOutcome>;
    /// Removes one of the viewer's own; one that is gone stays so.
    async fn remove_note(
        &self,
        viewer: &Viewer,
        contact: ContactId,
        id: NoteId,
        now: Timestamp,
    ) -> StoreResult<RemoveNoteOutcome>;
    /// Notes of a contact that the viewer sees, newest first, before a note; `None`: there is no such contact.
    async fn note_page(
        &self,
        viewer: &Viewer,
        contact: ContactId,
        before: Option<(Timestamp, NoteId)>,
        limit: usize,
    ) -> StoreResult<Option<NotePage>>;
}

/// What became of a note to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PutNoteOutcome {
    /// It is new.
    Created(Note),
    /// It was there: it is changed now, was the same, or has been changed later.
    Kept(Note),
    /// The contact is not there for the viewer, or the note was removed.
    NotFound,
    /// It is somebody else's.
    Denied,
    /// The id is that of a note of another contact.
    IdConflict,
}

/// What became of a note to be removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RemoveNoteOutcome {
    /// It is gone.
    Gone,
    /// The contact is not there for the viewer.
    NotFound,
    /// It is somebody else's.
    Denied,
}

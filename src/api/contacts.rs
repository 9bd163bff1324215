//! Contacts and what the team keeps of them.

use super::error::ApiError;
use super::request;
use domain::command::{ChangeContact, MergeContact, PutGroup, PutNote, PutSource};
use domain::entities::{Contact, Group, Note, Source};
use domain::ids::{ContactId, GroupId, NoteId, SourceId};
use domain::time::Timestamp;
use domain::wire::NotePage;

/// Changes a contact. Of two changes of a field the later one wins; twice is as good as once.
pub async fn change_contact(id: ContactId, change: &ChangeContact) -> Result<Contact, ApiError> {
    request::patch(&format!("/contacts/{id}"), change).await
}

/// The notes of a contact just before a place, newest first.
pub async fn note_page(
    id: ContactId,
    before: (Timestamp, NoteId),
    limit: usize,
) -> Result<NotePage, ApiError> {
    let (at, note_id) = before;
    request::get(&format!(
        "/contacts/{id}/notes?limit={limit}&before_at={}&before_id={note_id}",
        at.as_millis()
    ))
    .await
}

/// Writes a note, or another text for one's own. Twice is as good as once.
pub async fn put_note(contact_id: ContactId, id: NoteId, note: &PutNote) -> Result<Note, ApiError> {
    request::put(&format!("/contacts/{contact_id}/notes/{id}"), note).await
}

/// Removes one's own note. Twice is as good as once.
pub async fn remove_note(contact_id: ContactId, id: NoteId) -> Result<(), ApiError> {
    request::delete(&format!("/contacts/{contact_id}/notes/{id}")).await
}

/// The agent has seen that a note mentions them. Twice is as good as once.
pub async fn see_mention(note_id: NoteId) -> Result<(), ApiError> {
    request::delete(&format!("/mentions/{note_id}")).await
}

/// Blocks a contact at Meta, or not any more.
pub async fn block_contact(id: ContactId, is_blocked: bool) -> Result<Contact, ApiError> {
    let path = format!("/contacts/{id}/block");
    let contact = if is_blocked {
        request::post_for(&path).await?
    } else {
        request::delete_for(&path).await?
    };
    contact.ok_or(ApiError::Broken)
}

/// Joins another contact to one.
pub async fn merge_contacts(id: ContactId, other: ContactId) -> Result<Contact, ApiError> {
    request::post(&format!("/contacts/{id}/merge"), &MergeContact { other }).await
}

/// Erases a contact with all that is kept of it.
pub async fn erase_contact(id: ContactId) -> Result<(), ApiError> {
    request::delete(&format!("/contacts/{id}")).await
}

/// Creates or renames a source. Twice is as good as once.
pub async fn put_source(id: SourceId, put: &PutSource) -> Result<Source, ApiError> {
    request::put(&format!("/sources/{id}"), put).await
}

/// Removes a source. Twice is as good as once.
pub async fn remove_source(id: SourceId) -> Result<(), ApiError> {
    request::delete(&format!("/sources/{id}")).await
}

/// Creates or renames a group. Twice is as good as once.
pub async fn put_group(id: GroupId, put: &PutGroup) -> Result<Group, ApiError> {
    request::put(&format!("/groups/{id}"), put).await
}

/// Removes a group. Twice is as good as once.
pub async fn remove_group(id: GroupId) -> Result<(), ApiError> {
    request::delete(&format!("/groups/{id}")).await
}

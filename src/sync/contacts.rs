//! What is done with a contact as a whole: asked once, at once; what fails is told. What becomes of it comes by the log too.

use super::core::Core;
use super::events::values;
use super::requests::tell;
use super::{attachments, contact_edits, session};
use crate::api::{self, ApiError};
use crate::browser;
use crate::browser::files;
use crate::cache::Batch;
use crate::state::FailedRequest;
use domain::command::ChangeContact;
use domain::contact_list::ContactFilter;
use domain::content::MessageKind;
use domain::entities::Note;
use domain::error::ErrorCode;
use domain::event::Change;
use domain::ids::{ContactId, ConversationId};
use domain::upload::BeginUpload;
use leptos::prelude::*;
use std::rc::Rc;

/// A picture's name, where files have names.
const PICTURE: &str = "contact.jpg";
/// How many contacts are asked for where one looks for somebody: who looks for another one types.
const FOUND: usize = 30;
/// What is typed is asked for when this long nothing more was.
const TYPED_MS: u32 = 150;
/// How many older notes come at a time.
const OLDER_NOTES: usize = 50;

/// Brings a picture to the server and puts it up.
pub(super) async fn put_picture(core: &Rc<Core>, contact_id: ContactId, key: u32, byte_size: u64) {
    let progress = &core.state.picture_of;
    progress.set(Some(contact_id));
    let era = core.era.get();
    let id = attachments::new_media_id(core);
    let upload = BeginUpload {
        id,
        conversation_id: None,
        kind: MessageKind::Image,
        mime_type: "image/jpeg".to_owned(),
        file_name: Some(PICTURE.to_owned()),
        byte_size,
    };
    let answer = bring(&upload, key).await;
    files::release(key);
    if core.era.get() != era {
        return;
    }
    progress.set(None);
    match answer {
        Ok(()) => {
            let change = ChangeContact {
                avatar: Some(Some(id)),
                ..ChangeContact::default()
            };
            contact_edits::change(core, contact_id, change);
        }
        Err(error) => tell(core, FailedRequest::ContactPicture, error).await,
    }
}

/// All of a small file.
async fn bring(upload: &BeginUpload, key: u32) -> Result<(), ApiError> {
    let mut state = api::begin_upload(upload).await?;
    while state.attachment.is_none() {
        let slice = files::slice(key, state.offset, upload.byte_size)
            .await
            .map_err(|_| ApiError::Broken)?;
        state = match api::send_slice(upload.id, state.offset, slice).await {
            // An answer was lost: the server says where it stands.
            Err(ApiError::Refused(problem)) if problem.code == ErrorCode::UploadOffset => {
                api::begin_upload(upload).await?
            }
            answer => answer?,
        };
    }
    Ok(())
}

/// Blocks a contact, or not any more.
pub(super) async fn block(core: &Rc<Core>, id: ContactId, is_blocked: bool) {
    let era = core.era.get();
    let answer = api::block_contact(id, is_blocked).await;
    if core.era.get() != era {
        return;
    }
    match answer {
        Ok(contact) => core.state.renew_contact(contact),
        Err(error) => tell(core, FailedRequest::BlockContact, error).await,
    }
}

/// Joins another contact to one. The log tells what becomes of their conversations.
pub(super) async fn merge(core: &Rc<Core>, id: ContactId, other: ContactId) {
    let era = core.era.get();
    let answer = api::merge_contacts(id, other).await;
    if core.era.get() != era {
        return;
    }
    match answer {
        Ok(contact) => core.state.renew_contact(contact),
        Err(error) => tell(core, FailedRequest::MergeContacts, error).await,
    }
}

/// Erases a contact. The log takes it off every screen and device, this one too.
pub(super) async fn erase(core: &Rc<Core>, id: ContactId) {
    let era = core.era.get();
    let answer = api::erase_contact(id).await;
    if core.era.get() != era {
        return;
    }
    if let Err(error) = answer {
        tell(core, FailedRequest::EraseContact, error).await;
    }
}

/// The notes of a conversation's contact as the device kept them.
pub(super) async fn restore_notes(core: &Core, id: ConversationId, is_all: bool) {
    let Some(contact_id) = contact_of(core, id) else {
        return;
    };
    let era = core.era.get();
    let notes: Vec<Note> = core.cache.notes(contact_id).await.unwrap_or_default();
    if core.era.get() == era {
        core.state.restore_notes(contact_id, &notes, is_all);
    }
}

/// The server told the notes of a conversation's contact: the device keeps them beside the thread.
pub(super) async fn keep_notes(core: &Core, id: ConversationId) {
    if let Some(contact_id) = contact_of(core, id) {
        let (notes, all_after) = core.state.notes_to_keep(contact_id);
        // Another tab may have kept what this one has not heard yet.
        let all_after = all_after.filter(|_| core.writer.is_appointed());
        // Off: they are in memory, which is enough for now.
        let _ = core.cache.put_notes(contact_id, &notes, all_after).await;
    }
}

/// Loads the notes of a contact before those that are here.
pub(super) async fn load_older_notes(core: &Core, id: ContactId) {
    let Some(before) = core.state.begin_older_notes(id) else {
        return;
    };
    let era = core.era.get();
    let n = core.cursor.get().map_or(0, |cursor| cursor.n);
    let answer = api::note_page(id, before, OLDER_NOTES).await;
    if core.era.get() == era {
        core.state.put_older_notes(id, answer.ok().as_ref(), n);
    }
}

fn contact_of(core: &Core, id: ConversationId) -> Option<ContactId> {
    core.state.conversations.with_untracked(id, |row| row.contact_id)
}

/// What of these events the device keeps beside conversations and messages.
pub(super) fn keep_change(core: &Core, change: &Change, batch: &mut Batch) {
    let state = &core.state;
    match change {
        Change::NoteChanged { note } => batch.notes.push(note.clone()),
        Change::NoteRemoved { id, contact_id } => {
            batch.notes.retain(|note| note.id != *id);
            batch.gone_notes.push((*contact_id, *id));
        }
        Change::SourceChanged { .. } | Change::SourceRemoved { .. } => {
            batch.sources = Some(values(&state.sources));
        }
        Change::GroupChanged { .. } | Change::GroupRemoved { .. } => {
            batch.groups = Some(values(&state.groups));
        }
        _ => {}
    }
}

/// Asks the server who else is called so, or has such a number. Without an answer those whom this device knows are all that is offered.
pub(super) async fn find(core: &Rc<Core>, wanted: String) {
    let found = &core.state.found_contacts;
    found.update(|found| found.begin(wanted.clone()));
    let era = core.era.get();
    let is_wanted = || core.era.get() == era && found.with_untracked(|found| found.wanted == wanted);
    browser::sleep(TYPED_MS).await;
    if wanted.trim().is_empty() || !is_wanted() {
        return;
    }
    let filter = ContactFilter {
        q: wanted.clone(),
        ..ContactFilter::default()
    };
    let answer = api::contact_page(&filter, None, FOUND).await;
    if !is_wanted() {
        return;
    }
    match answer {
        Ok(page) => {
            let contacts = page.contacts.into_iter().map(|listed| listed.contact);
            found.update(|found| found.put(&wanted, contacts.collect()));
        }
        Err(error) if error.is_session_required() => session::expired(core).await,
        Err(_) => {}
    }
}

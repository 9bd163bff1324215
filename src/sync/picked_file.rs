//! The file that was chosen in a dialog: for a template's message, or for a canned response.

use super::core::Core;
use super::preparing;
use crate::api::{self, ApiError};
use crate::browser::files;
use crate::state::tray::{TrayItem, TrayPhase};
use domain::content::{Attachment, MessageKind};
use domain::error::ErrorCode;
use domain::ids::MediaId;
use domain::upload::BeginUpload;
use leptos::prelude::*;

/// How much goes in one request, in bytes.
const SLICE: u64 = 512 * 1024;

/// A file was chosen; it takes the place of the one before it. `wanted`: only this kind will do.
pub(super) async fn pick(core: &Core, item: TrayItem, wanted: Option<MessageKind>) {
    drop_it(core);
    let key = item.key;
    let picked = &core.state.picked_file;
    picked.set(Some(item.clone()));
    let looked = preparing::look(&item, wanted).await;
    let new_key = looked.key;
    let is_there = picked.with_untracked(|now| now.as_ref().is_some_and(|now| now.key == key));
    if is_there {
        picked.update(|now| {
            if let Some(item) = now {
                looked.settle(item);
            }
        });
    }
    if new_key != key {
        files::release(if is_there { key } else { new_key });
    }
}

/// It is not wanted any more.
pub(super) fn drop_it(core: &Core) {
    if let Some(item) = take(core) {
        files::release(item.key);
    }
}

/// Takes it out of the dialog, for whoever sends it.
pub(super) fn take(core: &Core) -> Option<TrayItem> {
    let picked = &core.state.picked_file;
    let item = picked.get_untracked();
    if item.is_some() {
        picked.set(None);
    }
    item
}

/// The file, if it can be used.
pub(super) fn ready(core: &Core) -> Option<TrayItem> {
    let item = core.state.picked_file.get_untracked();
    item.filter(|item| item.phase == TrayPhase::Ready)
}

/// Brings a file to the server that belongs to no conversation. The same id again goes on where it was cut off.
pub(super) async fn upload(item: &TrayItem, id: MediaId) -> Result<Attachment, ApiError> {
    let file = BeginUpload {
        id,
        conversation_id: None,
        kind: item.kind.unwrap_or(MessageKind::Document),
        mime_type: item.mime_type.clone(),
        file_name: item.attachment(None).file_name,
        byte_size: item.byte_size,
    };
    let mut state = api::begin_upload(&file).await?;
    loop {
        if let Some(attachment) = state.attachment {
            return Ok(attachment);
        }
        let slice = files::slice(item.key, state.offset, state.offset + SLICE)
            .await
            .map_err(|_| ApiError::Broken)?;
        state = match api::send_slice(id, state.offset, slice).await {
            // An answer was lost: the server says where it stands.
            Err(ApiError::Refused(problem)) if problem.code == ErrorCode::UploadOffset => {
                api::begin_upload(&file).await?
            }
            answer => answer?,
        };
    }
}

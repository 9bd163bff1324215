//! What the device has of a file whose message never went.

use super::{FileToSend, SLICE, copy};
use crate::browser::files;
use crate::cache::{OutboxStatus, SetAsideCause};
use crate::state::phase::RequestFailure;
use crate::state::{FailedRequest, Notice};
use crate::sync::core::Core;
use crate::sync::outbox::show;
use crate::sync::tabs::News;
use domain::ids::{MediaId, MessageId};
use domain::media_limit::fitting_name;
use domain::upload::BeginUpload;
use leptos::prelude::Set;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

/// Keeps files apart that were not sent when their conversation went out of sight. `tray`: what the tray was called on the device in which they lay.
pub(in crate::sync) fn set_apart(core: &Rc<Core>, mut files: Vec<FileToSend>, tray: Option<MediaId>) {
    for file in &mut files {
        file.record.status = OutboxStatus::SetAside {
            cause: SetAsideCause::SightLost { said: None },
        };
        if file.upload.is_some() {
            let id = file.record.command.id;
            core.uploading.held.borrow_mut().insert(id, file.key);
        }
        show(core, &file.record);
    }
    let core = Rc::clone(core);
    spawn_local(async move {
        let records: Vec<_> = files
            .iter()
            .map(|file| (file.record.clone(), file.upload.clone()))
            .collect();
        // Off: they live as long as the page.
        if core.cache.enqueue_files(&records, tray).await.is_ok() {
            for file in &files {
                if let Some(upload) = &file.upload {
                    copy(&core, file.record.command.id, file.key, upload.byte_size).await;
                }
            }
        }
        core.tabs.tell(News::Outbox);
    });
}

/// Saves the file of a message that never went to the downloads of this device.
pub(in crate::sync) async fn save(core: &Core, id: MessageId) {
    let file = core.cache.upload(id).await.ok().flatten();
    let key = match &file {
        Some(file) => kept_here(core, id, file).await,
        None => None,
    };
    let (Some(file), Some(key)) = (file, key) else {
        return tell_gone(core);
    };
    let name = fitting_name(file.file_name.as_deref(), &file.mime_type, "audio");
    files::save(key, &name);
}

/// A file of its own with what the device has, for whoever asks to release; `None`: it has nothing of it any more.
pub(in crate::sync) async fn copy_of(core: &Core, id: MessageId) -> Option<u32> {
    let file = core.cache.upload(id).await.ok().flatten()?;
    let held = core.uploading.held.borrow().get(&id).copied();
    let slices = match held {
        Some(key) => vec![files::slice(key, 0, file.byte_size).await.ok()?],
        None => kept_slices(core, id, &file).await?,
    };
    files::of_slices(&slices, &file.mime_type).map(|file| file.key)
}

/// The agent hears that the device has nothing of a file any more.
pub(in crate::sync) fn tell_gone(core: &Core) {
    core.state.notice.set(Some(Notice {
        request: FailedRequest::SaveSetAside,
        failure: RequestFailure::Broken,
    }));
}

/// A file where it is, else the whole copy of it.
async fn kept_here(core: &Core, id: MessageId, file: &BeginUpload) -> Option<u32> {
    let held = core.uploading.held.borrow().get(&id).copied();
    if held.is_some() {
        return held;
    }
    let slices = kept_slices(core, id, file).await?;
    files::of_slices(&slices, &file.mime_type).map(|file| file.key)
}

async fn kept_slices(core: &Core, id: MessageId, file: &BeginUpload) -> Option<Vec<JsValue>> {
    let mut slices = Vec::new();
    for place in 0..file.byte_size.div_ceil(SLICE) {
        slices.push(core.cache.slice(id, place).await?);
    }
    Some(slices)
}

//! Files of messages that wait: safe on the device first, then with the server slice by slice, then their messages go.
//!
//! A message with a file lies in the outbox like any other; a record beside it says that its file is still to be uploaded. While that
//! is there the outbox passes the message, and those behind it in its conversation, by. One file at a time goes up, under a Web Lock.
//! Where the device has no room for a copy, the file goes up from where it is.

mod never_sent;

pub(super) use self::never_sent::{copy_of, save, set_apart, tell_gone};

use super::core::Core;
use super::outbox::{drain, hide_waiting, show_waiting};
use super::outbox_plan::{Plan, plan};
use super::{session, set_aside, threads};
use crate::api::{self, ApiError};
use crate::browser::{self, files, lock};
use crate::cache::{OutboxRecord, SetAsideCause};
use domain::error::ErrorCode;
use domain::ids::{ConversationId, MediaId, MessageId};
use domain::time::Span;
use domain::upload::BeginUpload;
use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

const LOCK: &str = "perfectchat.upload";
/// How much goes in one request, in bytes: small enough to go on soon after a break, and to see it move.
const SLICE: u64 = 512 * 1024;

/// A file that is to be sent.
pub(super) struct FileToSend {
    pub key: u32,
    /// An address to show it by until the server has it.
    pub preview: Option<String>,
    pub record: OutboxRecord,
    /// `None`: the server has it already.
    pub upload: Option<BeginUpload>,
}

/// What is under way.
#[derive(Default)]
pub(super) struct Uploading {
    is_running: Cell<bool>,
    failures: Cell<u32>,
    /// Files that the device keeps no copy of, by message.
    held: RefCell<HashMap<MessageId, u32>>,
    /// Messages whose files are being copied.
    copying: RefCell<HashSet<MessageId>>,
    given_up: RefCell<HashSet<MessageId>>,
    /// Files that are shown from here until the server has their messages.
    shown: RefCell<HashMap<MessageId, u32>>,
}

/// What became of an upload.
enum Outcome {
    Done,
    GivenUp,
    Vanished,
    Failed(ApiError),
}

/// Sends files: their messages show at once. `tray`: what the tray was called on the device in which they lay.
pub(super) fn send(
    core: &Rc<Core>,
    conversation_id: ConversationId,
    to_send: Vec<FileToSend>,
    tray: Option<MediaId>,
) {
    for file in &to_send {
        let id = file.record.command.id;
        if let Some(address) = &file.preview {
            core.uploading.shown.borrow_mut().insert(id, file.key);
            core.state.uploads.put_preview(id, address.clone());
        }
        if file.upload.is_some() {
            core.uploading.held.borrow_mut().insert(id, file.key);
            core.uploading.copying.borrow_mut().insert(id);
            core.state.uploads.put(id, 0, 1);
        }
        show_waiting(core, &file.record);
    }
    threads::jump_to_newest(core, conversation_id);
    let core = Rc::clone(core);
    spawn_local(async move {
        let records: Vec<_> = to_send
            .iter()
            .map(|file| (file.record.clone(), file.upload.clone()))
            .collect();
        let is_kept = core.cache.enqueue_files(&records, tray).await.is_ok();
        for (record, _) in &records {
            threads::answered(&core, record);
        }
        for file in to_send {
            let id = file.record.command.id;
            let is_readable = match &file.upload {
                Some(upload) if is_kept => copy(&core, id, file.key, upload.byte_size).await,
                _ => true,
            };
            core.uploading.copying.borrow_mut().remove(&id);
            if !is_readable {
                lost(&core, file.record).await;
            } else if is_kept {
                drain(&core).await;
            } else {
                send_straight(&core, file).await;
            }
        }
    });
}

/// Sends a recording: its message and its file are safe in the transaction that takes it out of the recordings.
pub(super) async fn send_recording(core: &Rc<Core>, record: OutboxRecord, upload: BeginUpload, bytes: &[u8]) {
    let conversation_id = record.command.conversation_id;
    core.state.uploads.put(record.command.id, 0, 1);
    show_waiting(core, &record);
    threads::jump_to_newest(core, conversation_id);
    threads::answered(core, &record);
    let slice = usize::try_from(SLICE).unwrap_or(usize::MAX);
    let slices = bytes
        .chunks(slice)
        .map(|slice| js_sys::Uint8Array::from(slice).buffer().into())
        .collect();
    if core.cache.enqueue_take(upload.id, &record, &upload, slices).await {
        drain(core).await;
        return;
    }
    // No room for it: it goes up from memory. The recording stays until that is under way.
    let Some(file) = files::of_bytes(bytes, &upload.mime_type) else {
        return lost(core, record).await;
    };
    let take = upload.id;
    let file = FileToSend {
        key: file.key,
        preview: None,
        record,
        upload: Some(upload),
    };
    send(core, conversation_id, vec![file], None);
    let _ = core.cache.remove_take(take).await;
}

/// Keeps a copy of a file, so that it may change, vanish or wait for a reload. False: it cannot be read any more.
async fn copy(core: &Core, id: MessageId, key: u32, byte_size: u64) -> bool {
    let mut at = 0;
    while at < byte_size {
        if is_given_up(core, id) {
            return true;
        }
        let Ok(slice) = files::slice(key, at, at + SLICE).await else {
            return false;
        };
        if !core.cache.put_slice(id, at / SLICE, slice).await {
            // No room: it stays where it is.
            return true;
        }
        at += SLICE;
    }
    core.uploading.held.borrow_mut().remove(&id);
    if !core.uploading.shown.borrow().contains_key(&id) {
        files::release(key);
    }
    true
}

/// The server has a message, or it never goes: nothing of it is shown from here any more.
pub(super) fn end_preview(core: &Core, id: MessageId) {
    core.state.uploads.remove_preview(id);
    if let Some(key) = core.uploading.shown.borrow_mut().remove(&id) {
        files::release(key);
    }
}

/// The device keeps nothing: the file and then its message go up from here.
async fn send_straight(core: &Rc<Core>, file: FileToSend) {
    let id = file.record.command.id;
    while let Some(wanted) = &file.upload {
        match upload(core, id, wanted).await {
            Outcome::Done => break,
            Outcome::GivenUp => return,
            Outcome::Vanished => return lost(core, file.record).await,
            Outcome::Failed(error) => match next(core, &error) {
                Plan::WaitAll(pause) | Plan::WaitConversation(pause) => wait(pause).await,
                Plan::SetAside(problem) => {
                    return set_aside::set_aside(core, file.record, SetAsideCause::Refused { problem }).await;
                }
                Plan::Stop => return session::expired(core).await,
            },
        }
    }
    core.state.uploads.remove(id);
    match api::send_message(&file.record.command).await {
        Ok(message) => {
            core.state.apply_message(&message);
        }
        Err(error) => match next(core, &error) {
            Plan::SetAside(problem) => {
                set_aside::set_aside(core, file.record, SetAsideCause::Refused { problem }).await;
            }
            _ => lost(core, file.record).await,
        },
    }
    end_preview(core, id);
    files::release(file.key);
}

/// Whether a message waits for its file; then its upload is begun, if none is under way.
pub(super) async fn holds_back(core: &Rc<Core>, record: &OutboxRecord) -> bool {
    let id = record.command.id;
    if record.command.content.attachment().is_none() {
        return false;
    }
    if core.uploading.copying.borrow().contains(&id) {
        return true;
    }
    let Ok(Some(file)) = core.cache.upload(id).await else {
        return false;
    };
    if !core.uploading.is_running.replace(true) {
        let (core, record) = (Rc::clone(core), record.clone());
        spawn_local(async move { run(&core, record, file).await });
    }
    true
}

async fn run(core: &Rc<Core>, record: OutboxRecord, file: BeginUpload) {
    let id = record.command.id;
    let era = core.era.get();
    let held = lock::acquire(LOCK).await;
    // Another tab may have done it meanwhile.
    let outcome = match core.cache.upload(id).await {
        Ok(Some(_)) => upload(core, id, &file).await,
        _ => Outcome::Done,
    };
    drop(held);
    core.uploading.is_running.set(false);
    if core.era.get() != era {
        return;
    }
    if set_aside::is_out_of_sight(core, id) {
        // Its file stays on the device: nothing else is left of it.
        core.state.uploads.remove(id);
        return drain(core).await;
    }
    match outcome {
        Outcome::Done => {
            core.uploading.failures.set(0);
            let _ = core.cache.remove_upload(id).await;
            core.state.uploads.remove(id);
            drain(core).await;
        }
        Outcome::GivenUp => drain(core).await,
        Outcome::Vanished => {
            lost(core, record).await;
            drain(core).await;
        }
        Outcome::Failed(error) => match next(core, &error) {
            Plan::SetAside(problem) => {
                core.state.uploads.remove(id);
                end_preview(core, id);
                // Chosen again it is another file; this copy only takes room.
                let _ = core.cache.remove_upload(id).await;
                set_aside::set_aside(core, record, SetAsideCause::Refused { problem }).await;
                drain(core).await;
            }
            Plan::WaitAll(pause) | Plan::WaitConversation(pause) => {
                wait(pause).await;
                if core.era.get() == era {
                    drain(core).await;
                }
            }
            Plan::Stop => session::expired(core).await,
        },
    }
}

/// Uploads a file from where the server stands. Whatever becomes of one that is given up meanwhile is nobody's business any more: the
/// server refuses its next slice.
async fn upload(core: &Core, id: MessageId, file: &BeginUpload) -> Outcome {
    let outcome = upload_slices(core, id, file).await;
    if is_given_up(core, id) {
        Outcome::GivenUp
    } else {
        outcome
    }
}

async fn upload_slices(core: &Core, id: MessageId, file: &BeginUpload) -> Outcome {
    let mut state = match api::begin_upload(file).await {
        Ok(state) => state,
        Err(error) => return Outcome::Failed(error),
    };
    while state.attachment.is_none() {
        if is_given_up(core, id) {
            return Outcome::GivenUp;
        }
        core.state.uploads.put(id, state.offset, file.byte_size);
        let Some(slice) = slice_at(core, id, state.offset).await else {
            return Outcome::Vanished;
        };
        state = match api::send_slice(file.id, state.offset, slice).await {
            Ok(state) => state,
            Err(ApiError::Refused(problem)) if problem.code == ErrorCode::UploadOffset => {
                match problem.offset {
                    Some(offset) => domain::upload::UploadState {
                        offset,
                        attachment: None,
                    },
                    None => return Outcome::Failed(ApiError::Broken),
                }
            }
            Err(error) => return Outcome::Failed(error),
        };
    }
    core.state.uploads.put(id, 1, 1);
    Outcome::Done
}

/// The bytes from a place to the end of its slice.
async fn slice_at(core: &Core, id: MessageId, offset: u64) -> Option<JsValue> {
    let held = core.uploading.held.borrow().get(&id).copied();
    if let Some(key) = held {
        let slice = files::slice(key, offset, (offset / SLICE + 1) * SLICE).await;
        return slice.ok();
    }
    let slice = core.cache.slice(id, offset / SLICE).await?;
    // The server stands within a slice only when another version of the app began.
    let skipped = u32::try_from(offset % SLICE).unwrap_or_default();
    Some(js_sys::ArrayBuffer::from(slice).slice(skipped).into())
}

/// Gives up a message whose file is not with the server yet.
pub(super) async fn cancel(core: &Rc<Core>, id: MessageId) {
    core.uploading.given_up.borrow_mut().insert(id);
    hide_waiting(core, id);
    core.state.uploads.remove(id);
    let held = core.uploading.held.borrow_mut().remove(&id);
    if let Some(key) = held {
        files::release(key);
    }
    end_preview(core, id);
    let file = core.cache.upload(id).await.ok().flatten();
    let _ = core.cache.remove_outbox(&[id]).await;
    let _ = core.cache.remove_upload(id).await;
    if let Some(file) = file {
        // Unreachable: the server forgets what comes to no end.
        let _ = api::drop_upload(file.id).await;
    }
}

/// A file cannot be read any more.
async fn lost(core: &Rc<Core>, record: OutboxRecord) {
    let id = record.command.id;
    core.state.uploads.remove(id);
    end_preview(core, id);
    let _ = core.cache.remove_upload(id).await;
    set_aside::set_aside(core, record, SetAsideCause::FileLost).await;
}

fn next(core: &Core, error: &ApiError) -> Plan {
    let failures = core.uploading.failures.get().saturating_add(1);
    core.uploading.failures.set(failures);
    plan(error, failures)
}

async fn wait(pause: Span) {
    browser::sleep(u32::try_from(pause.as_millis()).unwrap_or(u32::MAX)).await;
}

fn is_given_up(core: &Core, id: MessageId) -> bool {
    core.uploading.given_up.borrow().contains(&id)
}

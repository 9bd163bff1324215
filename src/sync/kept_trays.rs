//! Trays on the device: files that were chosen, and the words below them, outlive the page.
//!
//! What lies in a tray is kept a moment after something of it changed: first the record that says what there is, then the bytes of each
//! file, so that after an end in between it is known what is missing. A tab that has a tray holds a Web Lock of its name, so that no
//! other tab offers the same one.

use super::core::{Core, beside};
use super::{attachments, set_aside};
use crate::api;
use crate::browser::lock::{self, Lock};
use crate::browser::{self, connectivity, files};
use crate::cache::{TrayFile, TrayRecord};
use crate::state::tray::{Keeping, TrayItem, TrayPhase, TrayProblem};
use domain::ids::{ConversationId, MediaId};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

const KEPT_AFTER_MS: u32 = 400;
/// How much is written at once, in bytes.
const SLICE: u64 = 512 * 1024;

/// What the device keeps of this tab's trays.
#[derive(Default)]
pub(super) struct KeptTrays {
    own: RefCell<HashMap<ConversationId, Own>>,
    /// The files that the device keeps, or is about to, by their keys.
    copies: RefCell<HashMap<u32, Copied>>,
    changed: RefCell<BTreeSet<ConversationId>>,
    is_waiting: Cell<bool>,
}

/// A tray of this tab.
struct Own {
    id: MediaId,
    _lock: Lock,
}

#[derive(Clone, Copy)]
struct Copied {
    file: MediaId,
    conversation_id: ConversationId,
    byte_size: u64,
    is_whole: bool,
}

impl KeptTrays {
    /// What a conversation's tray is called on the device, if it is there.
    pub fn id_of(&self, id: ConversationId) -> Option<MediaId> {
        self.own.borrow().get(&id).map(|own| own.id)
    }

    /// Whoever was signed in leaves. What the device keeps stays there, until it is wiped.
    pub fn leave(&self) {
        self.own.borrow_mut().clear();
        self.copies.borrow_mut().clear();
        self.changed.borrow_mut().clear();
    }

    /// How much the device has, or is about to have, of what lies in a tray now: what has left it makes room.
    fn kept_bytes(&self, items: &[TrayItem]) -> u64 {
        let copies = self.copies.borrow();
        let here = items.iter().filter_map(|item| copies.get(&item.key));
        here.map(|copied| copied.byte_size).sum()
    }
}

/// Keeps what changed when the page is left.
pub(super) fn watch(core: &Rc<Core>) {
    let leaving = Rc::downgrade(core);
    connectivity::on_leave(move || {
        if let Some(core) = leaving.upgrade() {
            beside(&core, async |core| save_all(core).await);
        }
    });
}

/// A tray changed, or the words below it.
pub(super) fn note(core: &Rc<Core>, id: ConversationId) {
    core.kept_trays.changed.borrow_mut().insert(id);
    if core.kept_trays.is_waiting.replace(true) {
        return;
    }
    beside(core, async |core| {
        loop {
            browser::sleep(KEPT_AFTER_MS).await;
            let changed = core.kept_trays.changed.take();
            if changed.is_empty() {
                break;
            }
            // First what there is of all of them: the bytes of one may take long, and the page may end meanwhile.
            for id in &changed {
                begin_copies(core, *id);
                put_record(core, *id).await;
            }
            for id in changed {
                keep_files(core, id).await;
            }
        }
        core.kept_trays.is_waiting.set(false);
    });
}

/// Keeps now which files there are and what is written below them.
pub(super) async fn save_all(core: &Rc<Core>) {
    let changed = core.kept_trays.changed.borrow().clone();
    for id in changed {
        put_record(core, id).await;
    }
}

/// Makes the device have the bytes of what lies in a tray, and of nothing else of it.
async fn keep_files(core: &Rc<Core>, id: ConversationId) {
    let era = core.era.get();
    let unfinished: Vec<_> = core
        .kept_trays
        .copies
        .borrow()
        .iter()
        .filter(|(_, copied)| copied.conversation_id == id && !copied.is_whole)
        .map(|(key, copied)| (*key, *copied))
        .collect();
    for (key, copied) in unfinished {
        let has_room = copy(core, key, copied, era).await;
        if core.era.get() != era {
            return;
        }
        if !has_room {
            core.kept_trays.copies.borrow_mut().remove(&key);
            cannot_keep(core, id, key);
            put_record(core, id).await;
            let _ = core.cache.remove_tray_file(copied.file).await;
        }
    }
    remove_what_left(core, id).await;
}

/// Notes which files are to be copied. What finds no room says so.
fn begin_copies(core: &Core, id: ConversationId) {
    let items = core.state.trays.of_untracked(id);
    for item in &items {
        let is_known = core.kept_trays.copies.borrow().contains_key(&item.key);
        let needs_copy = item.kept.is_none() && item.is_worth_keeping();
        if is_known || !needs_copy || item.keeping == Keeping::Impossible {
            continue;
        }
        if item.finds_room_beside(core.kept_trays.kept_bytes(&items)) {
            let copied = Copied {
                file: attachments::new_media_id(core),
                conversation_id: id,
                byte_size: item.byte_size,
                is_whole: false,
            };
            core.kept_trays.copies.borrow_mut().insert(item.key, copied);
        } else {
            cannot_keep(core, id, item.key);
        }
    }
}

fn cannot_keep(core: &Core, id: ConversationId, key: u32) {
    core.state
        .trays
        .change(id, key, |item| item.keeping = Keeping::Impossible);
}

/// Copies a file, for as long as it is in its tray. False: there is no room, or it cannot be read.
async fn copy(core: &Core, key: u32, copied: Copied, era: u32) -> bool {
    let is_here = || {
        let items = core.state.trays.of_untracked(copied.conversation_id);
        core.era.get() == era && items.iter().any(|item| item.key == key)
    };
    let mut at = 0;
    while at < copied.byte_size {
        let slice = files::slice(key, at, at + SLICE).await;
        // The device may have been wiped meanwhile: nothing is written any more.
        if !is_here() {
            return true;
        }
        let Ok(slice) = slice else { return false };
        if !core.cache.put_tray_slice(copied.file, at / SLICE, slice).await {
            return false;
        }
        at += SLICE;
    }
    if let Some(copied) = core.kept_trays.copies.borrow_mut().get_mut(&key) {
        copied.is_whole = true;
    }
    true
}

/// Keeps what lies in a tray now.
async fn put_record(core: &Rc<Core>, id: ConversationId) {
    if core.state.trays.of_untracked(id).is_empty() {
        let own = core.kept_trays.own.borrow_mut().remove(&id);
        if let Some(own) = own {
            let _ = core.cache.remove_tray(own.id).await;
        }
        return;
    }
    let era = core.era.get();
    let tray = tray_id(core, id).await;
    if core.era.get() == era
        && let Some(record) = record(core, id, tray)
    {
        // No room: it lives as long as the page.
        core.cache.put_tray(&record).await;
    }
}

/// What a conversation's tray is called on the device.
async fn tray_id(core: &Core, id: ConversationId) -> MediaId {
    if let Some(known) = core.kept_trays.id_of(id) {
        return known;
    }
    let tray = attachments::new_media_id(core);
    let made = Own {
        id: tray,
        _lock: lock::acquire(&lock_name(tray)).await,
    };
    // It may have got one meanwhile.
    core.kept_trays.own.borrow_mut().entry(id).or_insert(made).id
}

/// What lies in a tray; `None`: nobody is signed in, or it is empty.
fn record(core: &Core, id: ConversationId, tray: MediaId) -> Option<TrayRecord> {
    let trays = &core.state.trays;
    let items = trays.of_untracked(id);
    if items.is_empty() {
        return None;
    }
    let copies = core.kept_trays.copies.borrow();
    let files = items
        .into_iter()
        // What the device has is not forgotten while it is looked at again.
        .filter(|item| item.is_worth_keeping() || copies.contains_key(&item.key))
        .map(|item| TrayFile {
            id: copies.get(&item.key).map(|copied| copied.file),
            name: item.name,
            mime_type: item.mime_type,
            byte_size: item.byte_size,
            kind: item.kind,
            kept: item.kept,
        })
        .collect();
    Some(TrayRecord {
        id: tray,
        conversation_id: id,
        author: core.state.me_untracked()?,
        caption: trays.caption_untracked(id),
        files,
    })
}

/// Removes the bytes of files that are not in their tray any more.
async fn remove_what_left(core: &Core, id: ConversationId) {
    let items = core.state.trays.of_untracked(id);
    let left: Vec<_> = core
        .kept_trays
        .copies
        .borrow()
        .iter()
        .filter(|(key, copied)| copied.conversation_id == id && items.iter().all(|item| item.key != **key))
        .map(|(key, copied)| (*key, copied.file))
        .collect();
    for (key, file) in left {
        core.kept_trays.copies.borrow_mut().remove(&key);
        let _ = core.cache.remove_tray_file(file).await;
    }
}

/// Offers what this agent had chosen and not sent when a page ended.
pub(super) fn recover(core: &Rc<Core>) {
    beside(core, async |core| offer_all(core).await);
}

async fn offer_all(core: &Rc<Core>) {
    let era = core.era.get();
    let me = core.state.me_untracked();
    let found = core.cache.trays().await.unwrap_or_default();
    if core.era.get() != era {
        return;
    }
    for left in found.into_iter().filter(|tray| Some(tray.author) == me) {
        if core.kept_trays.id_of(left.conversation_id) != Some(left.id) {
            beside(core, async move |core| take_over(core, left.id, era).await);
        }
    }
    let _ = core.cache.remove_stray_tray_files().await;
}

/// Offers a tray here as soon as no other tab has it: that may be when that one ends.
async fn take_over(core: &Rc<Core>, tray: MediaId, era: u32) {
    let lock = lock::acquire(&lock_name(tray)).await;
    if core.era.get() != era {
        return;
    }
    // It may have been sent, or changed, while this tab waited.
    let Some(left) = core.cache.tray(tray).await else {
        return;
    };
    let found = read_all(core, &left).await;
    let is_lost = is_out_of_sight(core, left.conversation_id).await;
    if core.era.get() != era {
        for (item, _) in found {
            files::release(item.key);
        }
        return;
    }
    offer(core, &left, found, lock).await;
    if is_lost {
        set_aside::keep_what_lost_its_conversation(core, &BTreeSet::from([left.conversation_id]));
    }
}

/// Puts back what lay in a tray. Where this tab has begun another one meanwhile, it is joined to that.
async fn offer(core: &Rc<Core>, left: &TrayRecord, found: Vec<(TrayItem, Option<MediaId>)>, lock: Lock) {
    let id = left.conversation_id;
    let is_joined = core.kept_trays.id_of(id).is_some();
    let mut former = Some(Own {
        id: left.id,
        _lock: lock,
    });
    if !is_joined && let Some(own) = former.take() {
        core.kept_trays.own.borrow_mut().insert(id, own);
    }
    let mut items = Vec::new();
    for (item, file) in found {
        if let Some(file) = file {
            let copied = Copied {
                file,
                conversation_id: id,
                byte_size: item.byte_size,
                is_whole: true,
            };
            core.kept_trays.copies.borrow_mut().insert(item.key, copied);
        }
        items.push(item);
    }
    attachments::put_back(core, id, items, &left.caption);
    note(core, id);
    if let Some(former) = former {
        put_record(core, id).await;
        let _ = core.cache.remove_tray(former.id).await;
    }
}

/// The files of a tray, each with the id of its bytes on the device. What is not whole says so in the tray.
async fn read_all(core: &Core, left: &TrayRecord) -> Vec<(TrayItem, Option<MediaId>)> {
    let mut found = Vec::new();
    for file in &left.files {
        if let Some(kept) = &file.kept {
            found.extend(TrayItem::of_kept(files::new_key(), kept).map(|item| (item, None)));
            continue;
        }
        let key = match file.id {
            Some(id) => read_file(core, id, file).await,
            None => None,
        };
        if let (None, Some(id)) = (key, file.id) {
            let _ = core.cache.remove_tray_file(id).await;
        }
        found.push((restored(key, file), key.and(file.id)));
    }
    found
}

async fn read_file(core: &Core, id: MediaId, file: &TrayFile) -> Option<u32> {
    let mut slices = Vec::new();
    for place in 0..file.byte_size.div_ceil(SLICE) {
        slices.push(core.cache.tray_slice(id, place).await?);
    }
    files::of_slices(&slices, &file.mime_type).map(|file| file.key)
}

/// A file as it is put back. `key`: finds its bytes, if they are here.
fn restored(key: Option<u32>, file: &TrayFile) -> TrayItem {
    let is_picture = file.mime_type.starts_with("image/");
    let phase = match (key, file.kind) {
        (None, _) => TrayPhase::Refused(TrayProblem::Vanished),
        // Its author had not decided what becomes of it.
        (Some(_), None) => TrayPhase::Looking,
        (Some(_), Some(_)) => TrayPhase::Ready,
    };
    let item = TrayItem::new(
        key.unwrap_or_else(files::new_key),
        file.name.clone(),
        file.mime_type.clone(),
        file.byte_size,
    );
    TrayItem {
        kind: file.kind.filter(|_| key.is_some()),
        preview: key.filter(|_| is_picture).and_then(files::url),
        phase,
        keeping: Keeping::Restored,
        ..item
    }
}

/// Whether the agent may not see a conversation any more. A device that begins anew knows only some of them, so the server says it.
async fn is_out_of_sight(core: &Core, id: ConversationId) -> bool {
    if core.cache.has_conversation(id).await.unwrap_or(true) {
        return false;
    }
    let visible = api::visible_conversations().await;
    visible.is_ok_and(|visible| !visible.ids.contains(&id))
}

fn lock_name(tray: MediaId) -> String {
    format!("perfectchat.tray.{tray}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_left_a_tray_takes_no_room_from_what_comes() {
        let kept = KeptTrays::default();
        let item = |key| TrayItem::new(key, String::new(), "image/jpeg".to_owned(), 40);
        let copied = Copied {
            file: MediaId::from_parts(1, &[1; 10]),
            conversation_id: ConversationId::from_parts(1, &[1; 10]),
            byte_size: 40,
            is_whole: true,
        };
        kept.copies.borrow_mut().insert(1, copied);
        kept.copies.borrow_mut().insert(2, copied);
        assert_eq!(kept.kept_bytes(&[item(1), item(2), item(3)]), 80);
        assert_eq!(kept.kept_bytes(&[item(2), item(3)]), 40);
        assert_eq!(kept.kept_bytes(&[]), 0);
    }
}

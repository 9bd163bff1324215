//! Recording: the microphone's pieces go into memory and onto the device as they come.

use super::on;
use crate::browser;
use crate::browser::lock::{self, Lock};
use crate::browser::microphone::{self, Heard, Microphone, NoMicrophone};
use crate::browser::ticker::Ticker;
use crate::cache::TakeRecord;
use crate::state::voice::level_meter::LevelMeter;
use crate::state::voice::recorder::{Happened, Phase, Take, TroubleKind};
use crate::sync::core::Core;
use domain::ids::MediaId;
use futures::StreamExt;
use futures::channel::mpsc::unbounded;
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

/// How often the level is looked at, in milliseconds.
const LEVEL_EVERY_MS: u32 = 100;
/// How often the recorder's length is told, in levels.
const TELL_EVERY: u32 = 10;
/// How long the last piece may take, in milliseconds: a recorder that never gives it must not stand in the way for ever.
const LAST_PIECE_MS: u32 = 3_000;

/// What is recorded and what was recorded in this tab.
#[derive(Default)]
pub(in crate::sync) struct Recordings {
    microphone: RefCell<Option<Rc<Microphone>>>,
    /// When the recording began, by the steady clock.
    began: Cell<f64>,
    held: RefCell<HashMap<MediaId, Held>>,
    locks: RefCell<HashMap<MediaId, Lock>>,
}

/// A recording in memory.
#[derive(Clone)]
pub(super) struct Held {
    pub record: TakeRecord,
    /// `ArrayBuffer`s, in order.
    pub pieces: Vec<JsValue>,
}

impl Recordings {
    pub(super) fn held(&self, id: MediaId) -> Option<Held> {
        self.held.borrow().get(&id).cloned()
    }

    pub(super) fn hold(&self, held: Held) {
        self.held.borrow_mut().insert(held.record.id, held);
    }

    pub(super) fn forget(&self, id: MediaId) {
        self.held.borrow_mut().remove(&id);
        self.locks.borrow_mut().remove(&id);
    }

    pub(super) fn keep_lock(&self, id: MediaId, lock: Lock) {
        self.locks.borrow_mut().insert(id, lock);
    }

    pub(super) fn leave(&self) {
        if let Some(microphone) = self.microphone.borrow_mut().take() {
            let _ = microphone.stop();
        }
        self.held.borrow_mut().clear();
        self.locks.borrow_mut().clear();
    }

    fn elapsed_ms(&self) -> u64 {
        whole(browser::now() - self.began.get())
    }
}

/// The name of the lock of a recording.
pub(super) fn lock_name(id: MediaId) -> String {
    format!("perfectchat.take.{id}")
}

/// Asks for the microphone.
pub(super) async fn ask(core: &Rc<Core>, take: Take) {
    let answer = microphone::open().await;
    if phase(core) != Phase::Asking(take) {
        // Nobody waits for it any more: it is let go of.
        return;
    }
    match answer {
        Ok(microphone) => {
            core.recordings.microphone.replace(Some(Rc::new(microphone)));
            on(core, Happened::Granted);
        }
        Err(why) => on(
            core,
            Happened::Refused(match why {
                NoMicrophone::Denied => TroubleKind::Denied,
                NoMicrophone::Missing => TroubleKind::NoMicrophone,
                NoMicrophone::Busy => TroubleKind::Busy,
                NoMicrophone::Unsupported => TroubleKind::Unsupported,
            }),
        ),
    }
}

/// Records until the end.
pub(super) async fn record(core: &Rc<Core>, take: Take) {
    let era = core.era.get();
    let microphone = core.recordings.microphone.borrow().clone();
    let (Some(microphone), Some(author)) = (microphone, core.state.me_untracked()) else {
        return;
    };
    let record = TakeRecord {
        id: take.id,
        conversation_id: take.conversation_id,
        reply_to: take.reply_to,
        author,
        mime_type: microphone.mime_type().to_owned(),
        at: core.now(),
    };
    core.recordings.hold(Held {
        record: record.clone(),
        pieces: Vec::new(),
    });
    core.state.voice.meter.set(LevelMeter::default());
    core.recordings.began.set(browser::now());
    let (tell, mut heard) = unbounded();
    if !microphone.begin(&tell) {
        core.recordings.microphone.take();
        on(core, Happened::EndedItself(TroubleKind::Broke));
        on(core, Happened::Finished);
        return;
    }
    keep_lock(core, take.id);
    let meter = measure(core, &microphone);
    let is_kept = core.cache.put_take(&record).await;
    let mut place = 0;
    while let Some(one) = heard.next().await {
        if core.era.get() != era {
            break;
        }
        match one {
            Heard::Piece(piece) => {
                let Some(bytes) = microphone::bytes_of(&piece).await else {
                    continue;
                };
                if core.era.get() != era {
                    break;
                }
                if let Some(held) = core.recordings.held.borrow_mut().get_mut(&take.id) {
                    held.pieces.push(bytes.clone());
                }
                if is_kept && !core.cache.put_piece(take.id, place, bytes).await {
                    on(core, Happened::EndedItself(TroubleKind::StorageFull));
                }
                place += 1;
            }
            Heard::Gone => on(core, Happened::EndedItself(TroubleKind::DeviceGone)),
            Heard::Broke => on(core, Happened::EndedItself(TroubleKind::Broke)),
            Heard::End => break,
        }
    }
    drop(meter);
    if core.era.get() != era {
        return;
    }
    core.recordings.microphone.take();
    // A recorder whose microphone went ends by itself.
    on(core, Happened::EndedItself(TroubleKind::DeviceGone));
    on(core, Happened::Finished);
}

/// Ends the recording; what is left of it still comes.
pub(super) fn halt(core: &Rc<Core>) {
    let microphone = core.recordings.microphone.borrow().clone();
    let Some(microphone) = microphone else { return };
    // One that has ended by itself has told so, or is about to.
    let _ = microphone.stop();
    let Phase::Finishing { take, .. } = phase(core) else {
        return;
    };
    let core = Rc::clone(core);
    spawn_local(async move {
        browser::sleep(LAST_PIECE_MS).await;
        if matches!(phase(&core), Phase::Finishing { take: still, .. } if still == take) {
            core.recordings.microphone.take();
            on(&core, Happened::Finished);
        }
    });
}

/// Tells the recorder how long the recording is now.
pub(super) fn tell_length(core: &Rc<Core>) {
    on(core, Happened::Grew(core.recordings.elapsed_ms()));
}

fn keep_lock(core: &Rc<Core>, id: MediaId) {
    let core = Rc::clone(core);
    spawn_local(async move {
        let lock = lock::acquire(&lock_name(id)).await;
        // It may be over already.
        if core.recordings.held.borrow().contains_key(&id) {
            core.recordings.keep_lock(id, lock);
        }
    });
}

/// Moves the meter while it is kept.
fn measure(core: &Rc<Core>, microphone: &Rc<Microphone>) -> Ticker {
    let (core, microphone) = (Rc::downgrade(core), Rc::downgrade(microphone));
    let mut count = 0_u32;
    Ticker::start(LEVEL_EVERY_MS, move || {
        let (Some(core), Some(microphone)) = (core.upgrade(), microphone.upgrade()) else {
            return;
        };
        let elapsed_ms = core.recordings.elapsed_ms();
        let level = microphone.level();
        core.state
            .voice
            .meter
            .update(|meter| meter.push(level, elapsed_ms));
        count = count.wrapping_add(1);
        if count.is_multiple_of(TELL_EVERY) {
            tell_length(&core);
        }
    })
}

fn phase(core: &Core) -> Phase {
    core.state
        .voice
        .recorder
        .with_untracked(|recorder| recorder.phase())
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "milliseconds of a recording"
)]
fn whole(ms: f64) -> u64 {
    ms.max(0.0) as u64
}

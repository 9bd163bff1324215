//! Recordings that have ended: sent, offered, listened to, thrown away, and found again after a crash.

use super::on;
use super::playing::{self, Heard};
use super::recording::{Held, lock_name};
use super::sendable::{NotSendable, Sendable, sendable};
use crate::browser::{self, lock, sound};
use crate::cache::{OutboxRecord, OutboxStatus};
use crate::state::voice::VoiceNews;
use crate::state::voice::kept_takes::{self, KeptTake};
use crate::state::voice::recorder::{Happened, Take, Trouble, TroubleKind};
use crate::sync::core::Core;
use crate::sync::outbox::new_message_id;
use crate::sync::uploads;
use domain::command::SendMessage;
use domain::content::{Attachment, MessageContent, MessageKind};
use domain::ids::MediaId;
use domain::media_limit::fitting_name;
use domain::upload::BeginUpload;
use domain::waveform::{BARS, Waveform};
use js_sys::Uint8Array;
use leptos::prelude::*;
use std::rc::Rc;
use wasm_bindgen::JsValue;

/// Sends a recording that has ended.
pub(super) async fn send(core: &Rc<Core>, take: Take) {
    let Some(held) = find(core, take).await else {
        return unusable(core, take, TroubleKind::TooShort).await;
    };
    match sendable(joined(&held.pieces), &held.record.mime_type) {
        Ok(made) => enqueue(core, &held, take, made).await,
        Err(NotSendable::TooShort) => unusable(core, take, TroubleKind::TooShort).await,
        Err(NotSendable::Type) => {
            // It can still be listened to.
            offer(core, take).await;
            tell(core, take, TroubleKind::CannotSend);
        }
    }
}

/// Sends a recording that was offered.
pub(super) async fn send_kept(core: &Rc<Core>, id: MediaId) {
    let Some(take) = kept(core, id)
        .filter(|kept| !kept.is_leaving)
        .map(|kept| kept.take)
    else {
        return;
    };
    core.playback.stop_listening(core, Heard::Take(id));
    core.state
        .voice
        .kept
        .update(|all| kept_takes::change(all, id, |kept| kept.is_leaving = true));
    send(core, take).await;
    core.state
        .voice
        .kept
        .update(|all| kept_takes::change(all, id, |kept| kept.is_leaving = false));
}

/// Offers a recording to listen to, send or discard.
pub(super) async fn offer(core: &Rc<Core>, take: Take) {
    let Some(held) = find(core, take).await else {
        return unusable(core, take, TroubleKind::TooShort).await;
    };
    let duration_ms = media::duration_ms(&joined(&held.pieces));
    core.recordings.hold(held);
    let offered = KeptTake {
        take,
        duration_ms,
        is_leaving: false,
        is_playing: false,
    };
    core.state.voice.kept.update(|all| kept_takes::add(all, offered));
}

/// Plays a recording that was offered, or stops it.
pub(super) async fn listen(core: &Rc<Core>, id: MediaId) {
    let Some(kept) = kept(core, id) else { return };
    if kept.is_playing {
        core.playback.stop_listening(core, Heard::Take(id));
        return;
    }
    let Some(held) = find(core, kept.take).await else {
        return;
    };
    playing::listen(core, id, &joined(&held.pieces), &held.record.mime_type);
}

/// Throws away a recording that was offered.
pub(super) async fn discard(core: &Rc<Core>, id: MediaId) {
    core.playback.stop_listening(core, Heard::Take(id));
    forget(core, id).await;
}

/// A recording is nowhere any more.
pub(super) async fn forget(core: &Rc<Core>, id: MediaId) {
    core.state.voice.kept.update(|all| kept_takes::remove(all, id));
    let _ = core.cache.remove_take(id).await;
    core.recordings.forget(id);
}

/// Offers what this agent recorded before the page ended, but for what another tab records or offers.
pub(super) async fn recover(core: &Rc<Core>) {
    let era = core.era.get();
    let me = core.state.me_untracked();
    let found = core.cache.takes().await.unwrap_or_default();
    for record in found.into_iter().filter(|record| Some(record.author) == me) {
        let id = record.id;
        if core.recordings.held(id).is_some() {
            continue;
        }
        let Some(lock) = lock::acquire_if_free(&lock_name(id)).await else {
            continue;
        };
        // It may have been sent while this tab waited.
        let pieces = core.cache.pieces(id).await;
        if core.era.get() != era {
            return;
        }
        let take = Take {
            id,
            conversation_id: record.conversation_id,
            reply_to: record.reply_to,
        };
        if media::duration_ms(&joined(&pieces)).is_none() && pieces.len() < 2 {
            // It ended before anything was said.
            let _ = core.cache.remove_take(id).await;
            continue;
        }
        core.recordings.keep_lock(id, lock);
        core.recordings.hold(Held { record, pieces });
        offer(core, take).await;
    }
}

async fn enqueue(core: &Rc<Core>, held: &Held, take: Take, made: Sendable) {
    let waveform = waveform_of(&made.bytes).await;
    let is_note = made.kind == MessageKind::VoiceNote;
    let file_name = (!is_note).then(|| fitting_name(None, &made.mime_type, "audio"));
    let byte_size = u64::try_from(made.bytes.len()).unwrap_or(u64::MAX);
    let attachment = Attachment {
        media_id: Some(take.id),
        mime_type: made.mime_type.clone(),
        file_name: file_name.clone(),
        byte_size: Some(byte_size),
        duration_ms: made.duration_ms,
        waveform,
        ..Attachment::default()
    };
    let content = if is_note {
        MessageContent::VoiceNote(attachment)
    } else {
        MessageContent::Audio(attachment)
    };
    let command = SendMessage {
        reply_to: take.reply_to,
        ..SendMessage::new(new_message_id(core), take.conversation_id, content)
    };
    let record = OutboxRecord {
        command,
        author: held.record.author,
        at: core.now(),
        status: OutboxStatus::Waiting,
    };
    let upload = BeginUpload {
        id: take.id,
        conversation_id: Some(take.conversation_id),
        kind: made.kind,
        mime_type: made.mime_type,
        file_name,
        byte_size,
    };
    uploads::send_recording(core, record, upload, &made.bytes).await;
    core.state
        .voice
        .kept
        .update(|all| kept_takes::remove(all, take.id));
    core.recordings.forget(take.id);
    if !is_note {
        core.state.voice.news.set(Some(VoiceNews::SentAsAudio));
    }
}

/// What a player draws of a sound; `None`: this browser cannot open it.
pub(super) async fn waveform_of(file: &[u8]) -> Option<Waveform> {
    let samples = sound::decode(file).await?;
    Waveform::from_heights(&media::peaks(&samples, BARS))
}

/// A recording, from memory or from the device.
async fn find(core: &Core, take: Take) -> Option<Held> {
    if let Some(held) = core.recordings.held(take.id) {
        return Some(held).filter(|held| !held.pieces.is_empty());
    }
    let all = core.cache.takes().await.ok()?;
    let record = all.into_iter().find(|record| record.id == take.id)?;
    let pieces = core.cache.pieces(take.id).await;
    // Between the end of a recording and what it becomes the screen is painted.
    browser::sleep(0).await;
    Some(Held { record, pieces }).filter(|held| !held.pieces.is_empty())
}

fn joined(pieces: &[JsValue]) -> Vec<u8> {
    pieces
        .iter()
        .flat_map(|piece| Uint8Array::new(piece).to_vec())
        .collect()
}

async fn unusable(core: &Rc<Core>, take: Take, kind: TroubleKind) {
    forget(core, take.id).await;
    tell(core, take, kind);
}

fn tell(core: &Rc<Core>, take: Take, kind: TroubleKind) {
    let trouble = Trouble {
        conversation_id: take.conversation_id,
        kind,
    };
    on(core, Happened::Unusable(trouble));
}

fn kept(core: &Core, id: MediaId) -> Option<KeptTake> {
    core.state
        .voice
        .kept
        .with_untracked(|all| all.iter().find(|kept| kept.take.id == id).cloned())
}

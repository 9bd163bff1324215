//! Voice: the recorder's orders are carried out, recordings are kept and sent, voice notes are played and taken back.
//!
//! A recording goes piece by piece into IndexedDB while it is made ([`recording`]). When it is sent, it leaves that store and enters the
//! outbox in one transaction ([`takes`]); from there on it is a message with a file like any other. A tab that records, or that offers a
//! recording, holds a Web Lock of its name, so that no other tab offers the same one.

mod cancelling;
mod playing;
mod recording;
mod sendable;
mod takes;
mod waveforms;

pub(super) use self::playing::Playback;
pub(super) use self::recording::Recordings;
pub(super) use self::waveforms::Waveforms;

use self::playing::Heard;
use super::core::{Core, beside};
use crate::browser::{self, connectivity};
use crate::state::voice::VoiceIntent;
use crate::state::voice::recorder::{Happened, Order, Phase, Take, TroubleKind, UNDO_FOR_MS};
use domain::ids::{ConversationId, MediaId, MessageId};
use leptos::prelude::*;
use std::rc::Rc;

/// Does what the agent wants.
pub(super) fn fulfil(core: &Rc<Core>, intent: VoiceIntent) {
    match intent {
        VoiceIntent::Record {
            conversation_id,
            reply_to,
        } => press(core, conversation_id, reply_to),
        VoiceIntent::Stop => on(core, Happened::Stopped),
        VoiceIntent::Cancel => {
            recording::tell_length(core);
            on(core, Happened::Cancelled);
        }
        VoiceIntent::Undo => on(core, Happened::Undone),
        VoiceIntent::CloseTrouble => on(core, Happened::TroubleRead),
        VoiceIntent::Listen(id) => beside(core, async move |core| takes::listen(core, id).await),
        VoiceIntent::ListenSetAside(id) => {
            beside(core, async move |core| playing::hear_set_aside(core, id).await);
        }
        VoiceIntent::SendTake(id) => beside(core, async move |core| takes::send_kept(core, id).await),
        VoiceIntent::DiscardTake(id) => beside(core, async move |core| takes::discard(core, id).await),
        VoiceIntent::CancelMessage(id) => beside(core, async move |core| cancelling::cancel(core, id).await),
        VoiceIntent::NewsSaid => core.state.voice.news.set(None),
        VoiceIntent::Play(id) => playing::play(core, id),
        VoiceIntent::Seek { message_id, to_ms } => playing::seek(core, message_id, to_ms),
        VoiceIntent::ChangeSpeed => playing::change_speed(core),
        VoiceIntent::WantWaveform(id) => waveforms::want(core, id),
    }
}

/// Hears the player and the page, for as long as the page lives.
pub(super) fn watch(core: &Rc<Core>) {
    playing::watch(core);
    let hearing = Rc::downgrade(core);
    connectivity::on_leave(move || {
        if let Some(core) = hearing.upgrade() {
            on(&core, Happened::EndedItself(TroubleKind::PageHidden));
        }
    });
}

/// Offers what was recorded before the page ended, however it ended.
pub(super) fn recover(core: &Rc<Core>) {
    beside(core, async |core| takes::recover(core).await);
}

/// How many recordings would be lost by signing out. One that is under way ends.
pub(super) fn unsent(core: &Rc<Core>) -> usize {
    on(core, Happened::EndedItself(TroubleKind::PageHidden));
    let phase = core
        .state
        .voice
        .recorder
        .with_untracked(|recorder| recorder.phase());
    let under_way = usize::from(matches!(phase, Phase::Recording { .. } | Phase::Finishing { .. }));
    core.state.voice.kept.with_untracked(Vec::len) + under_way
}

/// Sends every recording that was kept.
pub(super) async fn send_all(core: &Rc<Core>) {
    let kept = core.state.voice.kept.get_untracked();
    for one in kept {
        takes::send_kept(core, one.take.id).await;
    }
}

/// A recording that was set aside is thrown away.
pub(super) fn stop_hearing(core: &Core, id: MessageId) {
    core.playback.stop_listening(core, Heard::SetAside(id));
}

/// Whoever was signed in leaves.
pub(super) fn leave(core: &Core) {
    core.playback.stop();
    core.recordings.leave();
}

fn press(core: &Rc<Core>, conversation_id: ConversationId, reply_to: Option<MessageId>) {
    let (unix_ms, random) = core.new_id_parts();
    let take = Take {
        id: MediaId::from_parts(unix_ms, &random),
        conversation_id,
        reply_to,
    };
    on(core, Happened::Pressed(take));
}

/// Tells the recorder what happened and does what it says.
fn on(core: &Rc<Core>, happened: Happened) {
    let mut orders = Vec::new();
    // Whoever looks hears of what changed, not of what was late or twice.
    core.state.voice.recorder.maybe_update(|recorder| {
        let before = recorder.clone();
        orders = recorder.on(happened);
        *recorder != before
    });
    for order in orders {
        obey(core, order);
    }
}

fn obey(core: &Rc<Core>, order: Order) {
    match order {
        Order::Ask(take) => {
            // What plays would be heard in the recording.
            playing::pause(core);
            beside(core, async move |core| recording::ask(core, take).await);
        }
        Order::Begin(take) => beside(core, async move |core| recording::record(core, take).await),
        Order::Halt => recording::halt(core),
        Order::Send(take) => beside(core, async move |core| takes::send(core, take).await),
        Order::Discard(take) => beside(core, async move |core| takes::forget(core, take.id).await),
        Order::StartUndo(take) => beside(core, async move |core| {
            browser::sleep(UNDO_FOR_MS).await;
            on(core, Happened::UndoOver(take.id));
        }),
        Order::Offer(take) => beside(core, async move |core| takes::offer(core, take).await),
    }
}

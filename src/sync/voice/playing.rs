//! Playing voice notes, and recordings that were not sent.

use crate::api;
use crate::browser::files;
use crate::browser::local_storage;
use crate::browser::sound::{Sound, Told};
use crate::state::voice::kept_takes;
use crate::state::voice::player::{Playing, Speed, is_playable, next_note};
use crate::sync::core::Core;
use crate::sync::uploads;
use domain::content::MessageContent;
use domain::entities::{Direction, Message};
use domain::ids::{MediaId, MessageId};
use domain::media_address::media_url;
use domain::permission::Permission;
use futures::StreamExt;
use futures::channel::mpsc::UnboundedReceiver;
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

const SPEED: &str = "perfectchat.voice_speed";
/// So near its end a voice note begins anew, in milliseconds.
const NEAR_END_MS: u64 = 200;

/// The player of this tab.
pub(in crate::sync) struct Playback {
    sound: Sound,
    told: RefCell<Option<UnboundedReceiver<Told>>>,
    /// A recording that was not sent and that is listened to, and its file.
    listening: Cell<Option<(Heard, u32)>>,
}

/// A recording that was not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// One that is offered.
    Take(MediaId),
    /// One whose message was set aside.
    SetAside(MessageId),
}

impl Default for Playback {
    fn default() -> Self {
        let (sound, told) = Sound::new();
        Self {
            sound,
            told: RefCell::new(Some(told)),
            listening: Cell::new(None),
        }
    }
}

impl Playback {
    /// Nothing plays any more.
    pub(super) fn stop(&self) {
        self.sound.pause();
        if let Some((_, key)) = self.listening.take() {
            files::release(key);
        }
    }

    fn is_listening_to(&self, heard: Heard) -> bool {
        self.listening
            .get()
            .is_some_and(|(listening, _)| listening == heard)
    }

    /// A recording that was not sent is not listened to any more.
    pub(super) fn stop_listening(&self, core: &Core, heard: Heard) {
        if self.is_listening_to(heard) {
            self.stop();
            show_listening(core, heard, false);
        }
    }
}

/// Hears the player, for as long as the page lives.
pub(super) fn watch(core: &Rc<Core>) {
    let kept = local_storage::get(SPEED).map(|name| Speed::named(&name));
    core.state.voice.player.speed.set(kept.unwrap_or_default());
    let told = core.playback.told.borrow_mut().take();
    let (Some(mut told), core) = (told, Rc::clone(core)) else {
        return;
    };
    spawn_local(async move {
        while let Some(one) = told.next().await {
            hear(&core, one);
        }
    });
}

/// Plays a voice note from where it stands, or stops it there.
pub(super) fn play(core: &Rc<Core>, id: MessageId) {
    let current = core.state.voice.player.current.get_untracked();
    if current.is_some_and(|playing| playing.message_id == id && !playing.is_paused) {
        pause(core);
    } else {
        start(core, id);
    }
}

/// What plays stops where it stands.
pub(super) fn pause(core: &Core) {
    if let Some((heard, _)) = core.playback.listening.get() {
        core.playback.stop_listening(core, heard);
    }
    core.playback.sound.pause();
    set_paused(core, true);
}

/// Goes to a place in a voice note, whether it plays or not.
pub(super) fn seek(core: &Core, id: MessageId, to_ms: u64) {
    let player = &core.state.voice.player;
    let is_current = player
        .current
        .with_untracked(|current| current.is_some_and(|playing| playing.message_id == id));
    if is_current {
        core.playback.sound.seek(to_ms);
        player.position_ms.set(to_ms);
    } else {
        player.rest_at(id, to_ms);
    }
}

/// The next speed, from now on and on this device for ever.
pub(super) fn change_speed(core: &Core) {
    let speed = core.state.voice.player.speed.get_untracked().next();
    core.state.voice.player.speed.set(speed);
    core.playback.sound.set_speed(speed.factor());
    local_storage::set(SPEED, speed.name());
}

/// Plays a recording that was not sent.
pub(super) fn listen(core: &Rc<Core>, id: MediaId, recording: &[u8], mime_type: &str) {
    if let Some(file) = files::of_bytes(recording, mime_type) {
        listen_to(core, Heard::Take(id), file.key);
    }
}

/// Plays a recording whose message was set aside, or stops it.
pub(super) async fn hear_set_aside(core: &Rc<Core>, id: MessageId) {
    let heard = Heard::SetAside(id);
    if core.playback.is_listening_to(heard) {
        core.playback.stop_listening(core, heard);
        return;
    }
    let era = core.era.get();
    let copy = uploads::copy_of(core, id).await;
    let is_left = core
        .state
        .set_aside
        .with_untracked(|items| items.iter().all(|item| item.id != id));
    match copy {
        // Signed out, or thrown away meanwhile.
        Some(key) if core.era.get() != era || is_left => files::release(key),
        Some(key) => listen_to(core, heard, key),
        None if core.era.get() != era => {}
        None => uploads::tell_gone(core),
    }
}

fn listen_to(core: &Rc<Core>, heard: Heard, key: u32) {
    pause(core);
    core.state.voice.player.put_away();
    let Some(url) = files::url(key) else {
        files::release(key);
        return;
    };
    core.playback.listening.set(Some((heard, key)));
    show_listening(core, heard, true);
    core.playback.sound.play(&url, 0, Speed::Normal.factor());
}

fn start(core: &Rc<Core>, id: MessageId) {
    let player = &core.state.voice.player;
    let Some(message) = core.state.messages.value_untracked(id) else {
        return;
    };
    let MessageContent::VoiceNote(file) = &message.content else {
        return;
    };
    let Some(media_id) = file.media_id else { return };
    let at = player.position_untracked(id);
    let is_over = file.duration_ms.is_some_and(|length| at + NEAR_END_MS >= length);
    let at = if is_over { 0 } else { at };
    if let Some((listening, _)) = core.playback.listening.get() {
        core.playback.stop_listening(core, listening);
    }
    player.put_away();
    player.failed.set(None);
    player.position_ms.set(at);
    player.current.set(Some(Playing {
        message_id: id,
        conversation_id: message.conversation_id,
        is_paused: false,
    }));
    let factor = player.speed.get_untracked().factor();
    core.playback.sound.play(&media_url(media_id), at, factor);
    mark_played(core, &message);
}

fn hear(core: &Rc<Core>, told: Told) {
    if let Some((heard, _)) = core.playback.listening.get() {
        if matches!(told, Told::Ended | Told::Failed | Told::Paused) {
            core.playback.stop_listening(core, heard);
        }
        return;
    }
    let player = &core.state.voice.player;
    let Some(playing) = player.current.get_untracked() else {
        return;
    };
    match told {
        Told::At(position_ms) => player.position_ms.set(position_ms),
        Told::Paused => {
            player.position_ms.set(core.playback.sound.position_ms());
            set_paused(core, true);
        }
        Told::Failed => {
            player.put_away();
            player.failed.set(Some(playing.message_id));
        }
        Told::Ended => {
            player.position_ms.set(0);
            player.put_away();
            if let Some(next) = next_in_thread(core, playing) {
                start(core, next);
            }
        }
    }
}

fn next_in_thread(core: &Core, playing: Playing) -> Option<MessageId> {
    let ids = core.state.thread(playing.conversation_id).ids.get_untracked();
    let messages: Vec<Message> = ids
        .into_iter()
        .skip_while(|id| *id != playing.message_id)
        .filter_map(|id| core.state.messages.value_untracked(id))
        .collect();
    next_note(&messages, playing.message_id)
}

/// The team has heard it: told once, by who may answer.
fn mark_played(core: &Rc<Core>, message: &Message) {
    let is_news =
        message.direction == Direction::Inbound && !message.is_played && is_playable(&message.content);
    if !is_news || !core.state.can_untracked(Permission::ChatSend) {
        return;
    }
    let (core, id) = (Rc::clone(core), message.id);
    spawn_local(async move {
        // Unreachable: whoever plays it again tells it again.
        if let Ok(message) = api::mark_played(id).await {
            core.state.apply_message(&message);
        }
    });
}

fn set_paused(core: &Core, is_paused: bool) {
    let current = &core.state.voice.player.current;
    if current.with_untracked(|current| current.is_some_and(|playing| playing.is_paused != is_paused)) {
        current.update(|current| {
            if let Some(playing) = current {
                playing.is_paused = is_paused;
            }
        });
    }
}

fn show_listening(core: &Core, heard: Heard, is_playing: bool) {
    let voice = &core.state.voice;
    match heard {
        Heard::Take(id) => voice
            .kept
            .update(|all| kept_takes::change(all, id, |kept| kept.is_playing = is_playing)),
        Heard::SetAside(id) => voice.heard.set(is_playing.then_some(id)),
    }
}

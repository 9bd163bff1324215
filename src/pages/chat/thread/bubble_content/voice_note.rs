//! A voice note: its waveform, where it stands, playing, seeking by pointer and keys, and how fast.

use super::file::{FileView, MissingFile};
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::state::AppState;
use crate::state::intent::Intent;
use crate::state::voice::VoiceIntent;
use crate::ui::icon::{Icon, IconView};
use crate::ui::waveform::{WaveformView, bars_before};
use domain::content::{Attachment, MessageKind};
use domain::date_wording::playing_time;
use domain::delivery_status::DeliveryState;
use domain::entities::Direction;
use domain::ids::MessageId;
use domain::waveform::BARS;
use leptos::ev;
use leptos::prelude::*;

/// How far an arrow key goes, in milliseconds, in a long and in a short one.
const STEP_MS: u64 = 5_000;
const SHORT_STEP_MS: u64 = 1_000;
/// From how long on a voice note is long, in milliseconds.
const LONG_MS: u64 = 20_000;

/// The voice note.
#[component]
pub(super) fn VoiceNoteView(
    /// Of which message.
    id: MessageId,
    file: Attachment,
) -> impl IntoView {
    let chat = Chat::here();
    let is_here = file.media_id.is_some();
    let is_ours = chat.with(|state| {
        let direction = state.messages.with_untracked(id, |message| message.direction);
        direction == Some(Direction::Outbound)
    });
    // One of ours that is on its way is shown as it will be.
    if !is_here && !is_ours {
        return view! { <MissingFile id kind=MessageKind::VoiceNote file /> }.into_any();
    }
    if !file.mime_type.starts_with("audio/") {
        return view! { <FileView id kind=MessageKind::VoiceNote file /> }.into_any();
    }
    if is_here && file.waveform.is_none() {
        chat.emit(Intent::Voice(VoiceIntent::WantWaveform(id)));
    }
    let failed =
        Memo::new(move |_| chat.with(|state| state.voice.player.failed.with(|failed| *failed == Some(id))));
    let kept = StoredValue::new(file.clone());
    view! {
        <Player id file is_here />
        <Show when=move || failed.get()>
            <CannotPlay id file=kept.get_value() />
        </Show>
    }
    .into_any()
}

#[component]
fn Player(id: MessageId, file: Attachment, is_here: bool) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let length_ms = file.duration_ms.unwrap_or(0);
    let heights = file
        .waveform
        .as_ref()
        .map_or_else(|| vec![0; BARS], |waveform| waveform.heights().to_vec());
    let is_playing = Memo::new(move |_| chat.with(|state| state.voice.player.is_playing(id)));
    let place_ms = Memo::new(move |_| chat.with(|state| state.voice.player.position(id)));
    let marked = Memo::new(move |_| bars_before(place_ms.get(), length_ms, BARS));
    let was_heard = Memo::new(move |_| chat.with(|state| was_heard(state, id)));
    let play = move |_| chat.emit(Intent::Voice(VoiceIntent::Play(id)));
    let seek = move |to_ms: u64| {
        chat.emit(Intent::Voice(VoiceIntent::Seek {
            message_id: id,
            to_ms: to_ms.min(length_ms),
        }));
    };
    let on_keydown = move |event: ev::KeyboardEvent| {
        let step = if length_ms >= LONG_MS {
            STEP_MS
        } else {
            SHORT_STEP_MS
        };
        let now = place_ms.get_untracked();
        match event.key().as_str() {
            "ArrowLeft" | "ArrowDown" => seek(now.saturating_sub(step)),
            "ArrowRight" | "ArrowUp" => seek(now + step),
            "Home" => seek(0),
            "End" => seek(length_ms),
            " " | "Enter" => chat.emit(Intent::Voice(VoiceIntent::Play(id))),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let name = move || {
        let text = &i18n.text().voice;
        if is_playing.get() { text.pause } else { text.play }
    };
    let icon = Signal::derive(move || if is_playing.get() { Icon::Pause } else { Icon::Play });
    let time = move || match place_ms.get() {
        0 => playing_time(length_ms),
        place => playing_time(place),
    };
    let place_words = move || {
        let place = playing_time(place_ms.get());
        (i18n.text().voice.place_of)(&place, &playing_time(length_ms))
    };
    view! {
        <span class="visually-hidden">{move || i18n.text().voice_note}</span>
        <div class="voice-note" data-was-heard=move || was_heard.get().map(|was| was.to_string())>
            <button type="button" class="voice-note__play" aria-label=name disabled=!is_here on:click=play>
                <IconView icon />
            </button>
            <div class="voice-note__wave">
                <WaveformView heights=Signal::stored(heights) marked />
                <input
                    type="range"
                    class="voice-note__seek"
                    min="0"
                    max=length_ms.to_string()
                    step="10"
                    disabled=!is_here
                    aria-label=move || i18n.text().voice.place
                    aria-valuetext=place_words
                    prop:value=move || place_ms.get().to_string()
                    on:input=move |event| {
                        if let Ok(to_ms) = event_target_value(&event).parse() {
                            seek(to_ms);
                        }
                    }
                    on:keydown=on_keydown
                />
            </div>
            <div class="voice-note__foot">
                <span class="voice-note__mark">
                    <IconView icon=Icon::Microphone size="small" />
                    <span class="visually-hidden">
                        {move || {
                            let text = &i18n.text().voice;
                            was_heard.get().map(|was| if was { text.played } else { text.not_played })
                        }}
                    </span>
                </span>
                <span class="voice-note__time">{time}</span>
                {is_here.then(|| view! { <SpeedButton id /> })}
            </div>
        </div>
    }
    .into_any()
}

/// The speed; only what is in the player shows it.
#[component]
fn SpeedButton(id: MessageId) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let is_current = Memo::new(move |_| {
        let current = chat.with(|state| state.voice.player.current.get());
        current.is_some_and(|playing| playing.message_id == id)
    });
    let factor = move || {
        let text = i18n.text();
        let speed = chat.with(|state| state.voice.player.speed.get());
        speed.name().replace('.', &text.decimal_mark.to_string())
    };
    view! {
        <Show when=move || is_current.get()>
            <button
                type="button"
                class="voice-note__speed"
                aria-label=move || (i18n.text().voice.speed)(&factor())
                on:click=move |_| chat.emit(Intent::Voice(VoiceIntent::ChangeSpeed))
            >
                {move || format!("{}×", factor())}
            </button>
        </Show>
    }
    .into_any()
}

#[component]
fn CannotPlay(id: MessageId, file: Attachment) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <p class="message-bubble__why" role="alert">
            {move || i18n.text().voice.cannot_play}
        </p>
        <FileView id kind=MessageKind::VoiceNote file />
    }
    .into_any()
}

/// Whether the team has heard the customer's, or the customer ours; `None`: that is not known of this one.
fn was_heard(state: &AppState, id: MessageId) -> Option<bool> {
    state.messages.find(id)?.with(|message| match message.direction {
        Direction::Inbound => Some(message.is_played),
        Direction::Outbound => {
            let state = message.delivery.as_ref()?.state;
            Some(state == DeliveryState::Played)
        }
        Direction::Internal => None,
    })
}

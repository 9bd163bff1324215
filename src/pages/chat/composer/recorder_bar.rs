//! Recording: how long, how loud, stopping (which sends at once) and giving up. It stands in the place of the entry.

use crate::browser::element;
use crate::i18n::messages::voice::VoiceMessages;
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::state::intent::Intent;
use crate::state::voice::VoiceIntent;
use crate::state::voice::recorder::{LONGEST_MS, NEARLY_LONGEST_MS, Phase};
use crate::ui::button::IconButton;
use crate::ui::icon::{Icon, IconView};
use crate::ui::waveform::WaveformView;
use domain::date_wording::playing_time;
use domain::ids::ConversationId;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;

/// The microphone. It stands where the button that sends stood a moment ago.
#[component]
pub(super) fn MicrophoneButton(
    /// For which conversation.
    id: ConversationId,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let record = move |event: ev::MouseEvent| {
        // The second click of a double click was for the other button.
        if event.detail() > 1 {
            return;
        }
        let reply_to = chat.with(|state| state.thread(id).reply_to.get_untracked());
        chat.emit(Intent::Voice(VoiceIntent::Record {
            conversation_id: id,
            reply_to,
        }));
    };
    let name = move || i18n.text().voice.record;
    view! {
        <button type="button" class="icon-button" data-tip="above" aria-label=name on:click=record>
            <IconView icon=Icon::Microphone />
            <span class="icon-button__tip" aria-hidden="true">
                {name}
            </span>
        </button>
    }
    .into_any()
}

/// The bar of a recording.
#[component]
pub(super) fn RecorderBar() -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let bar = NodeRef::<html::Div>::new();
    let phase = Memo::new(move |_| chat.with(|state| state.voice.recorder.with(|recorder| recorder.phase())));
    let is_recording = Memo::new(move |_| matches!(phase.get(), Phase::Recording { .. }));
    let heights =
        Signal::derive(move || chat.with(|state| state.voice.meter.with(|meter| meter.heights().to_vec())));
    let seconds =
        Memo::new(move |_| chat.with(|state| state.voice.meter.with(|meter| meter.elapsed_ms() / 1_000)));
    let act = move |intent: VoiceIntent| Callback::new(move |()| chat.emit(Intent::Voice(intent)));
    // The entry that had the focus is gone. While it records, Enter and the space bar stop.
    Effect::new(move |_| {
        let wanted = if is_recording.get() { STOP } else { BUTTON };
        if let Some(bar) = bar.get() {
            element::before_paint(move || element::focus_inside(&bar, wanted));
        }
    });
    view! {
        <div class="recorder" node_ref=bar role="group" aria-label=move || i18n.text().voice.recording>
            <IconButton
                icon=Icon::Trash
                tip="above"
                name=Signal::derive(move || i18n.text().voice.cancel_recording.to_owned())
                on_click=act(VoiceIntent::Cancel)
            />
            <Show
                when=move || is_recording.get()
                fallback=move || view! { <p class="recorder__words">{move || i18n.text().voice.asking}</p> }
            >
                <span class="recorder__dot" aria-hidden="true"></span>
                <span class="recorder__time" role="timer">
                    {move || time_words(seconds.get() * 1_000)}
                </span>
                <div class="recorder__levels">
                    <WaveformView heights marked=Signal::stored(0_usize) />
                </div>
                <IconButton
                    icon=Icon::Stop
                    look="main"
                    tip="above"
                    name=Signal::derive(move || i18n.text().voice.stop_and_send.to_owned())
                    on_click=act(VoiceIntent::Stop)
                />
            </Show>
        </div>
    }
    .into_any()
}

/// How long it is; near the limit the limit too.
fn time_words(elapsed_ms: u64) -> String {
    let time = playing_time(elapsed_ms);
    if elapsed_ms < NEARLY_LONGEST_MS {
        return time;
    }
    format!("{time} / {}", playing_time(LONGEST_MS))
}

/// What screen readers hear of a recording. It is there before there is one, so that they listen.
#[component]
pub(super) fn RecorderStatus() -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let words = Memo::new(move |_| {
        let phase = chat.with(|state| state.voice.recorder.with(|recorder| recorder.phase()));
        spoken(phase, &i18n.text().voice)
    });
    view! {
        <div class="visually-hidden" role="status">
            {move || words.get()}
        </div>
    }
}

const fn spoken(phase: Phase, text: &VoiceMessages) -> &'static str {
    match phase {
        Phase::Idle => "",
        Phase::Asking(_) => text.asking,
        Phase::Recording { elapsed_ms, .. } if elapsed_ms >= NEARLY_LONGEST_MS => text.nearly_over,
        Phase::Recording { .. } => text.recording,
        Phase::Finishing { .. } => text.finishing,
    }
}

/// The button that stops.
const STOP: &str = "[data-look=\"main\"]";
/// The first one.
const BUTTON: &str = "button";

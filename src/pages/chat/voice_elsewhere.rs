//! What voice has to say while its conversation is not on screen: a recording that goes on, one that was not sent, and news.

use super::context::Chat;
use crate::i18n::use_i18n;
use crate::state::intent::Intent;
use crate::state::voice::kept_takes;
use crate::state::voice::recorder::Phase;
use crate::state::voice::{VoiceIntent, VoiceNews};
use crate::ui::icon::{Icon, IconView};
use crate::ui::part::when_wanted;
use crate::ui::toast::Toasts;
use domain::date_wording::playing_time;
use domain::ids::ConversationId;
use leptos::prelude::*;

/// Of which of them, and where it belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Elsewhere {
    Recording(ConversationId),
    NotSent(ConversationId),
}

/// A strip that leads to the conversation; nothing when there is nothing elsewhere.
#[component]
pub(super) fn VoiceElsewhere() -> impl IntoView {
    let chat = Chat::here();
    let shown = Memo::new(move |_| {
        let here = chat.current();
        chat.with(|state| {
            let recording = state.voice.recorder.with(|recorder| recorder.conversation());
            let recording = recording.filter(|id| Some(*id) != here).map(Elsewhere::Recording);
            recording.or_else(|| {
                let kept = state.voice.kept.with(|all| kept_takes::elsewhere(all, here));
                kept.map(Elsewhere::NotSent)
            })
        })
    });
    when_wanted(
        chat.tools(),
        move || shown.get().is_some(),
        move |tools| (tools.voice_elsewhere)(shown),
    )
}

/// The strip itself: a part of the program.
#[component]
pub(super) fn ElsewhereStrip(
    /// What goes on elsewhere.
    shown: Memo<Option<Elsewhere>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    move || {
        shown.get().map(|shown| {
            let (Elsewhere::Recording(id) | Elsewhere::NotSent(id)) = shown;
            let is_recording = matches!(shown, Elsewhere::Recording(_));
            let words = move || {
                let name = chat.name_in(id).unwrap_or_default();
                let text = &i18n.text().voice;
                if is_recording {
                    (text.recording_for)(&name)
                } else {
                    (text.not_sent_for)(&name)
                }
            };
            view! {
                <section class="voice-elsewhere" aria-label=words>
                    <a class="voice-elsewhere__words" href=move || chat.path(Some(id))>
                        <IconView icon=Icon::Microphone size="small" />
                        <span>{words}</span>
                        <Show when=move || is_recording>
                            <Length />
                        </Show>
                    </a>
                    <Show when=move || is_recording>
                        <button
                            type="button"
                            class="text-button voice-notice__action"
                            on:click=move |_| chat.emit(Intent::Voice(VoiceIntent::Cancel))
                        >
                            {move || i18n.text().voice.cancel_recording}
                        </button>
                        <button
                            type="button"
                            class="text-button voice-notice__action"
                            on:click=move |_| chat.emit(Intent::Voice(VoiceIntent::Stop))
                        >
                            {move || i18n.text().voice.stop_and_send}
                        </button>
                    </Show>
                </section>
            }
        })
    }
}

#[component]
fn Length() -> impl IntoView {
    let chat = Chat::here();
    let seconds =
        Memo::new(move |_| chat.with(|state| state.voice.meter.with(|meter| meter.elapsed_ms() / 1_000)));
    view! { <span class="recorder__time">{move || playing_time(seconds.get() * 1_000)}</span> }
}

/// Says what became of voice notes.
pub(super) fn tell_news(chat: Chat) {
    let i18n = use_i18n();
    let toasts = expect_context::<Toasts>();
    Effect::new(move |_| {
        let text = &i18n.text_untracked().voice;
        match chat.with(|state| state.voice.news.get()) {
            Some(VoiceNews::Cancelled) => toasts.say(text.cancelled),
            Some(VoiceNews::SentAsAudio) => toasts.say(text.sent_as_audio),
            // Its thread asks what to do now.
            Some(VoiceNews::AlreadySent(_)) | None => return,
        }
        chat.emit(Intent::Voice(VoiceIntent::NewsSaid));
    });
}

/// Whether Esc gives a recording up: one that is on screen.
pub(super) fn takes_escape(chat: Chat) -> bool {
    let here = chat.current_untracked();
    chat.with(|state| {
        state.voice.recorder.with_untracked(|recorder| {
            let is_going = matches!(recorder.phase(), Phase::Asking(_) | Phase::Recording { .. });
            is_going && recorder.conversation() == here
        })
    })
}

//! Above the entry: why a recording failed or ended, giving up taken back, and recordings that were not sent.

use crate::i18n::messages::voice::VoiceMessages;
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::state::intent::Intent;
use crate::state::voice::VoiceIntent;
use crate::state::voice::kept_takes::{self, KeptTake};
use crate::state::voice::recorder::TroubleKind;
use domain::date_wording::playing_time;
use domain::ids::ConversationId;
use leptos::prelude::*;

/// Everything about voice that its conversation should know.
#[component]
pub(super) fn VoiceNotices(
    /// Which.
    id: ConversationId,
    /// Whether a recording can be sent now.
    #[prop(into)]
    can_send: Signal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let trouble =
        Memo::new(move |_| chat.with(|state| state.voice.recorder.with(|recorder| recorder.trouble_in(id))));
    let is_undoable =
        Memo::new(move |_| chat.with(|state| state.voice.recorder.with(|recorder| recorder.undoable_in(id))));
    let kept = Memo::new(move |_| chat.with(|state| state.voice.kept.with(|all| kept_takes::of(all, id))));
    view! {
        <div role="alert">
            {move || {
                trouble
                    .get()
                    .map(|kind| {
                        view! {
                            <div class="voice-notice" data-kind="warning">
                                <p class="voice-notice__words">{move || trouble_words(kind, &i18n.text().voice)}</p>
                                <Act name=Signal::derive(move || i18n.text().close) intent=VoiceIntent::CloseTrouble />
                            </div>
                        }
                    })
            }}
        </div>
        <div role="status">
            <Show when=move || is_undoable.get()>
                <div class="voice-notice">
                    <p class="voice-notice__words">{move || i18n.text().voice.given_up}</p>
                    <Act name=Signal::derive(move || i18n.text().voice.undo) intent=VoiceIntent::Undo />
                </div>
            </Show>
        </div>
        {move || kept.get().into_iter().map(|kept| view! { <Kept kept can_send /> }).collect_view()}
    }
    .into_any()
}

/// A recording that was not sent.
#[component]
fn Kept(kept: KeptTake, can_send: Signal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let id = kept.take.id;
    let KeptTake {
        duration_ms,
        is_leaving,
        is_playing,
        ..
    } = kept;
    let words = move || {
        let text = &i18n.text().voice;
        duration_ms.map_or_else(
            || text.recover_unmeasured.to_owned(),
            |length| (text.recover)(&playing_time(length)),
        )
    };
    let listen = Signal::derive(move || {
        let text = &i18n.text().voice;
        if is_playing {
            text.stop_listening
        } else {
            text.listen
        }
    });
    view! {
        <section class="voice-notice" aria-label=words>
            <p class="voice-notice__words">{words}</p>
            <Show
                when=move || !is_leaving
                fallback=move || view! { <span>{move || i18n.text().voice.finishing}</span> }
            >
                <Act name=listen intent=VoiceIntent::Listen(id) />
                <Show when=move || can_send.get()>
                    <Act name=Signal::derive(move || i18n.text().voice.send) intent=VoiceIntent::SendTake(id) />
                </Show>
                <Act
                    name=Signal::derive(move || i18n.text().voice.discard)
                    intent=VoiceIntent::DiscardTake(id)
                    look="danger"
                />
            </Show>
        </section>
    }
    .into_any()
}

#[component]
fn Act(
    name: Signal<&'static str>,
    intent: VoiceIntent,
    #[prop(optional)] look: &'static str,
) -> impl IntoView {
    let chat = Chat::here();
    view! {
        <button
            type="button"
            class="text-button voice-notice__action"
            data-look=look
            on:click=move |_| chat.emit(Intent::Voice(intent))
        >
            {move || name.get()}
        </button>
    }
}

const fn trouble_words(kind: TroubleKind, text: &VoiceMessages) -> &'static str {
    match kind {
        TroubleKind::Denied => text.denied,
        TroubleKind::NoMicrophone => text.no_microphone,
        TroubleKind::Busy => text.busy,
        TroubleKind::Unsupported => text.unsupported,
        TroubleKind::DeviceGone => text.device_gone,
        TroubleKind::PageHidden => text.page_hidden,
        TroubleKind::Limit => text.limit,
        TroubleKind::StorageFull => text.storage_full,
        TroubleKind::Broke => text.broke,
        TroubleKind::TooShort => text.too_short,
        TroubleKind::CannotSend => text.cannot_send,
    }
}

//! "Precisa de você": text that was written and will never go out by itself.

use super::context::Chat;
use crate::i18n::failure_words::problem_words;
use crate::i18n::use_i18n;
use crate::state::intent::Intent;
use crate::state::outbox::{SetAside, SetAsideReason};
use crate::state::voice::VoiceIntent;
use crate::ui::part::when_wanted;
use crate::ui::toast::Toasts;
use domain::error::ErrorCode;
use domain::ids::MessageId;
use leptos::prelude::*;

/// The texts that a place is about, each with its reason and what can be done; nothing when there are none.
#[component]
pub(super) fn SetAsideList(
    /// Whether this place is about a text.
    #[prop(into)]
    belongs: Callback<SetAside, bool>,
    /// Whether there is a composer where a text can be put back.
    #[prop(into)]
    can_edit: Signal<bool>,
) -> impl IntoView {
    let chat = Chat::here();
    let items = Memo::new(move |_| {
        let mut items = chat.with(|state| state.set_aside.get());
        items.retain(|item| belongs.run(item.clone()));
        items
    });
    when_wanted(
        chat.tools(),
        move || items.with(|items| !items.is_empty()),
        move |tools| (tools.set_aside)(items, can_edit),
    )
}

/// The list itself: a part of the program.
#[component]
pub(super) fn SetAsideItems(
    /// What is in it.
    items: Memo<Vec<SetAside>>,
    /// Whether there is a composer where a text can be put back.
    can_edit: Signal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Show when=move || items.with(|items| !items.is_empty())>
            <section class="set-aside" aria-label=move || i18n.text().needs_you>
                <h3 class="set-aside__title">{move || i18n.text().needs_you}</h3>
                <For each=move || items.get() key=|item| item.id children=move |item| view! { <Item item can_edit /> } />
            </section>
        </Show>
    }
    .into_any()
}

#[component]
fn Item(item: SetAside, can_edit: Signal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let toasts = expect_context::<Toasts>();
    let can_send_anyway = item.can_be_sent_anyway();
    let SetAside {
        id,
        conversation_id,
        text,
        is_recording,
        has_file,
        reason,
        ..
    } = item;
    // Nothing else is left of it: there is no conversation that it could go to.
    let can_be_saved = reason == SetAsideReason::SightLost && (is_recording || has_file);
    // What the colleague wrote stands beside it: one need not look for it.
    let answer = match &reason {
        SetAsideReason::Refused { problem } if problem.code == ErrorCode::ColleagueAnswered => {
            chat.with(|state| state.newest_answer(conversation_id))
        }
        SetAsideReason::Refused { .. } | SetAsideReason::SightLost | SetAsideReason::FileLost => None,
    };
    let answer = answer.map(|answer| {
        let author_id = answer.author;
        let author = move || {
            let name = author_id.and_then(|author| chat.agent_name(author));
            name.unwrap_or_else(|| i18n.text().somebody.to_owned())
        };
        let words = answer.content.text().to_owned();
        view! {
            <blockquote class="quote">
                <span class="quote__author">{move || (i18n.text().composer.they_wrote)(&author())}</span>
                <span class="quote__text" dir="auto">{words}</span>
            </blockquote>
        }
    });
    let words = text.clone();
    let copy = move |_| toasts.copy(words.clone(), i18n.text_untracked().copied);
    let reason = move || match &reason {
        SetAsideReason::Refused { problem } => problem_words(i18n.text(), problem),
        SetAsideReason::SightLost => i18n.text().sight_lost_text.to_owned(),
        SetAsideReason::FileLost => i18n.text().media.vanished.to_owned(),
    };
    view! {
        <div class="set-aside__item">
            <p class="set-aside__text">{text}</p>
            <p class="set-aside__reason">{reason}</p>
            {answer}
            <div class="set-aside__actions">
                <Show when=move || can_send_anyway && can_edit.get()>
                    <button
                        type="button"
                        class="text-button set-aside__action"
                        on:click=move |_| chat.emit(Intent::SendSetAside(id))
                    >
                        {move || i18n.text().composer.send_anyway}
                    </button>
                </Show>
                {(can_be_saved && is_recording).then(|| view! { <Listen id /> })}
                {can_be_saved
                    .then(|| {
                        view! {
                            <button
                                type="button"
                                class="text-button set-aside__action"
                                on:click=move |_| chat.emit(Intent::SaveSetAside(id))
                            >
                                {move || i18n.text().thread.download}
                            </button>
                        }
                    })}
                {(!is_recording)
                    .then(|| {
                        view! {
                            <button type="button" class="text-button set-aside__action" on:click=copy>
                                {move || i18n.text().copy}
                            </button>
                        }
                    })}
                <Show when=move || !is_recording && !has_file && can_edit.get()>
                    <button
                        type="button"
                        class="text-button set-aside__action"
                        on:click=move |_| chat.emit(Intent::EditSetAside(id))
                    >
                        {move || i18n.text().edit_again}
                    </button>
                </Show>
                <button
                    type="button"
                    class="text-button set-aside__action"
                    data-look="danger"
                    on:click=move |_| chat.emit(Intent::DiscardSetAside(id))
                >
                    {move || i18n.text().discard}
                </button>
            </div>
        </div>
    }
}

/// Plays a recording, or stops it.
#[component]
fn Listen(id: MessageId) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let is_heard = Memo::new(move |_| chat.with(|state| state.voice.heard.get()) == Some(id));
    view! {
        <button
            type="button"
            class="text-button set-aside__action"
            on:click=move |_| chat.emit(Intent::Voice(VoiceIntent::ListenSetAside(id)))
        >
            {move || {
                let text = &i18n.text().voice;
                if is_heard.get() { text.stop_listening } else { text.listen }
            }}
        </button>
    }
}

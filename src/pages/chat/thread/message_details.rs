//! "Detalhes": a message's way, its attempts, and what Meta said.

use super::bubble_content::WordsView;
use crate::i18n::failure_words::delivery_failure_words;
use crate::i18n::messages::Messages;
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::pages::chat::words::delivery_name;
use crate::shell::failure_words;
use crate::state::intent::Intent;
use crate::state::message_details::DetailsAnswer;
use crate::ui::dialog::{Dialog, DialogClose};
use domain::entities::{DeliveryFailure, Direction, Message};
use domain::ids::MessageId;
use domain::time::Timestamp;
use domain::wire::{AttemptDetails, AttemptResult, EarlierContent, MessageDetails};
use leptos::prelude::*;

/// The dialog.
#[component]
pub(in crate::pages::chat) fn MessageDetailsDialog(
    /// Whose details are on screen.
    of: RwSignal<Option<MessageId>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let message = Memo::new(move |_| chat.with(|state| state.messages.value(of.get()?)));
    // Each change of the message may have another attempt or status: the server is asked again.
    let asked = Memo::new(move |_| {
        message.with(|message| {
            let message = message.as_ref()?;
            let has_more = message.direction == Direction::Outbound || message.is_edited;
            (has_more && message.version > 0).then_some((message.id, message.version))
        })
    });
    Effect::new(move |_| {
        if let Some((id, _)) = asked.get() {
            chat.emit(Intent::ShowMessageDetails(id));
        }
    });
    let close = move || {
        // The thread may have gone with the dialog open.
        if of.try_set(None).is_none() {
            chat.emit(Intent::CloseMessageDetails);
        }
    };
    view! {
        <Dialog
            is_open=Signal::derive(move || message.with(Option::is_some))
            title=Signal::derive(move || i18n.text().details.title.to_owned())
            on_close=Callback::new(move |()| close())
        >
            {move || message.get().map(|message| view! { <Body message /> })}
            <DialogClose on_close=Callback::new(move |()| close()) />
        </Dialog>
    }
    .into_any()
}

#[component]
fn Body(message: Message) -> impl IntoView {
    let i18n = use_i18n();
    let at = message.at;
    match message.direction {
        Direction::Inbound | Direction::Internal => view! {
            <dl class="way">
                <Step name=Signal::derive(move || i18n.text().details.received.to_owned()) at />
            </dl>
            {message.is_edited.then(|| view! { <Earlier id=message.id /> })}
        }
        .into_any(),
        Direction::Outbound => {
            let is_only_here = message.version == 0;
            let failure = message.delivery.and_then(|delivery| delivery.failure);
            view! {
                {failure.map(|failure| view! { <FailureBox failure /> })}
                {if is_only_here {
                    view! {
                        <dl class="way">
                            <Step name=Signal::derive(move || i18n.text().details.written.to_owned()) at />
                        </dl>
                        <p class="dialog__text">{move || i18n.text().details.only_here}</p>
                    }
                        .into_any()
                } else {
                    view! { <Outgoing id=message.id at /> }.into_any()
                }}
            }
            .into_any()
        }
    }
}

/// Why it did not arrive, what to do, and what exactly Meta said.
#[component]
fn FailureBox(failure: DeliveryFailure) -> impl IntoView {
    let i18n = use_i18n();
    let words = Memo::new(move |_| delivery_failure_words(i18n.text(), failure.code));
    view! {
        <div class="failure-box">
            <p class="failure-box__what">{move || words.get().what}</p>
            <p class="failure-box__next">{move || words.get().next}</p>
            <RawFailure failure />
        </div>
    }
}

/// The code and Meta's own words.
#[component]
fn RawFailure(failure: DeliveryFailure) -> impl IntoView {
    let i18n = use_i18n();
    let DeliveryFailure { code, details } = failure;
    view! {
        <p class="raw-failure">
            {(code != 0)
                .then(|| view! { <span class="raw-failure__code">{move || (i18n.text().details.code)(code)}</span> })}
            {details
                .map(|details| {
                    view! {
                        <span>{move || i18n.text().details.meta_says}</span>
                        <q class="raw-failure__details" lang="en">
                            {details}
                        </q>
                    }
                })}
        </p>
    }
}

/// What the message held before the customer changed it.
#[component]
fn Earlier(id: MessageId) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let earlier = Memo::new(move |_| {
        chat.with(|state| {
            state.details.with(|shown| match shown {
                Some(shown) if shown.message_id == id => match &shown.answer {
                    DetailsAnswer::Ready(details) => details.earlier.clone(),
                    _ => Vec::new(),
                },
                _ => Vec::new(),
            })
        })
    });
    let item = move |earlier: EarlierContent| {
        view! {
            <li class="attempts__item">
                <span class="way__time">
                    {move || (i18n.text().thread.earlier_until)(&chat.desk().day_and_second(earlier.until))}
                </span>
                <WordsView text=earlier.text />
            </li>
        }
    };
    view! {
        <Show when=move || !earlier.with(Vec::is_empty)>
            <section class="details-part" aria-label=move || i18n.text().thread.earlier>
                <h3 class="details-part__title">{move || i18n.text().thread.earlier}</h3>
                <ol class="attempts">{move || earlier.get().into_iter().map(item).collect_view()}</ol>
            </section>
        </Show>
    }
    .into_any()
}

/// What the server knows of an outgoing message.
#[component]
fn Outgoing(id: MessageId, at: Timestamp) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let answer = Memo::new(move |_| {
        chat.with(|state| {
            state.details.with(|shown| {
                shown
                    .as_ref()
                    .filter(|shown| shown.message_id == id)
                    .map_or(DetailsAnswer::Loading, |shown| shown.answer.clone())
            })
        })
    });
    move || match answer.get() {
        DetailsAnswer::Loading => {
            view! { <p class="dialog__text" role="status">{move || i18n.text().loading}</p> }.into_any()
        }
        DetailsAnswer::Ready(details) => view! { <Known details at /> }.into_any(),
        DetailsAnswer::Failed(failure) => {
            let words = move || {
                format!(
                    "{} {}",
                    i18n.text().details.could_not_load,
                    failure_words(i18n.text(), &failure)
                )
            };
            view! {
                <p class="dialog__text" role="alert">
                    {words}
                </p>
                <button
                    type="button"
                    class="button way__retry"
                    data-look="quiet"
                    on:click=move |_| chat.emit(Intent::ShowMessageDetails(id))
                >
                    {move || i18n.text().try_again}
                </button>
            }
            .into_any()
        }
    }
}

#[component]
fn Known(details: MessageDetails, at: Timestamp) -> impl IntoView {
    let i18n = use_i18n();
    let MessageDetails {
        attempts, statuses, ..
    } = details;
    // News of the last attempt need not say so.
    let last = attempts.iter().map(|attempt| attempt.attempt).max();
    let has_attempts = !attempts.is_empty();
    view! {
        <section class="details-part" aria-label=move || i18n.text().details.way>
            <h3 class="details-part__title">{move || i18n.text().details.way}</h3>
            <dl class="way">
                <Step name=Signal::derive(move || i18n.text().details.written.to_owned()) at />
                {statuses
                    .into_iter()
                    .map(|status| {
                        let name = Signal::derive(move || {
                            let text = i18n.text();
                            let name = delivery_name(text, status.state);
                            if last.is_some_and(|last| status.attempt < last) {
                                format!("{name} · {}", (text.details.of_attempt)(status.attempt))
                            } else {
                                name.to_owned()
                            }
                        });
                        view! { <Step name at=status.at /> }
                    })
                    .collect_view()}
            </dl>
        </section>
        <section class="details-part" aria-label=move || i18n.text().details.attempts>
            <h3 class="details-part__title">{move || i18n.text().details.attempts}</h3>
            {if has_attempts {
                view! {
                    <ol class="attempts">
                        {attempts.into_iter().map(|attempt| view! { <Attempt attempt /> }).collect_view()}
                    </ol>
                }
                    .into_any()
            } else {
                view! { <p class="dialog__text">{move || i18n.text().details.no_attempt}</p> }.into_any()
            }}
        </section>
    }
    .into_any()
}

#[component]
fn Step(name: Signal<String>, at: Timestamp) -> impl IntoView {
    let chat = Chat::here();
    view! {
        <div class="way__step">
            <dt class="way__name">{move || name.get()}</dt>
            <dd class="way__time">{move || chat.desk().day_and_second(at)}</dd>
        </div>
    }
}

#[component]
fn Attempt(attempt: AttemptDetails) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let AttemptDetails {
        attempt: number,
        started_at,
        result,
        failure,
        ..
    } = attempt;
    let code = failure.as_ref().map(|failure| failure.code);
    let words = move || {
        let text = i18n.text();
        let reason = code
            .map(|code| delivery_failure_words(text, code).what)
            .unwrap_or_default();
        format!("{} {reason}", result_words(text, result))
            .trim()
            .to_owned()
    };
    view! {
        <li class="attempts__item">
            <div class="way__step">
                <span class="attempts__number">{move || (i18n.text().details.attempt)(number)}</span>
                <span class="way__time">{move || chat.desk().day_and_second(started_at)}</span>
            </div>
            <p class="attempts__result">{words}</p>
            {failure.map(|failure| view! { <RawFailure failure /> })}
        </li>
    }
}

const fn result_words(text: &Messages, result: Option<AttemptResult>) -> &'static str {
    let text = &text.details;
    match result {
        None => text.under_way,
        Some(AttemptResult::Accepted) => text.accepted,
        Some(AttemptResult::Later) => text.later,
        Some(AttemptResult::Failed) => text.failed,
        Some(AttemptResult::Unknown) => text.unknown,
        Some(AttemptResult::TokenRefused) => text.token_refused,
        Some(AttemptResult::Other) => text.other,
    }
}

//! "Me conte o que achou": one vote on the release that runs, with a comment if one likes. It may be changed.

use crate::i18n::use_i18n;
use crate::shell::{Desk, failure_words};
use crate::state::feedback::{FeedbackEntry, Giving, left_unsent};
use crate::state::intent::Intent;
use crate::ui::icon::{Icon, IconView};
use crate::ui::trouble::Trouble;
use domain::feedback::{COMMENT_CHARACTERS, Mood, PutFeedback};
use leptos::ev;
use leptos::prelude::*;

/// The face of a mood.
pub(super) const fn face(mood: Mood) -> Icon {
    match mood {
        Mood::Happy => Icon::Emoji,
        Mood::Neutral => Icon::Neutral,
        Mood::Sad => Icon::Sad,
    }
}

/// The form.
#[component]
pub(super) fn FeedbackForm() -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk::here();
    desk.emit(Intent::LoadFeedback);
    let own = Memo::new(move |_| desk.with(|state| state.feedback.with(|page| page.own.clone())));
    let giving = Memo::new(move |_| desk.with(|state| state.feedback.with(|page| page.giving.clone())));
    // What was entered and the server does not have; none: what it has shows.
    let unsent = RwSignal::new(desk.with(|state| state.feedback.with_untracked(|page| page.unsent.clone())));
    let under_way = StoredValue::new(None::<PutFeedback>);
    let shown = Memo::new(move |_| {
        let entered = unsent.get();
        entered.unwrap_or_else(|| own.with(|own| FeedbackEntry::of(own.as_ref())))
    });
    let enter = move |entry: FeedbackEntry| {
        unsent.set(Some(entry.clone()));
        desk.emit(Intent::WriteFeedback(entry));
    };
    let is_mood_missing = RwSignal::new(false);
    Effect::new(move |_| {
        if giving.get() == Giving::Done
            && let Some(voted) = under_way.try_update_value(Option::take).flatten()
        {
            unsent.update(|unsent| *unsent = left_unsent(unsent.take(), &voted));
        }
    });
    let is_busy = Memo::new(move |_| giving.get() == Giving::Busy);
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let vote = shown.with_untracked(FeedbackEntry::vote);
        is_mood_missing.set(vote.is_none());
        if let Some(vote) = vote.filter(|_| !is_busy.get_untracked()) {
            under_way.set_value(Some(vote.clone()));
            desk.emit(Intent::GiveFeedback(vote));
        }
    };
    let good_news = move || {
        let words = &i18n.help().feedback;
        if giving.get() == Giving::Done && unsent.with(Option::is_none) {
            return Some(words.thanks.to_owned());
        }
        own.with(|own| {
            let own = own.as_ref().filter(|own| own.feedback.is_some())?;
            Some((words.given)(&own.release))
        })
    };
    let trouble = move || {
        let words = &i18n.help().feedback;
        if is_mood_missing.get() {
            return Some(words.choose_first.to_owned());
        }
        giving.with(|giving| match giving {
            Giving::Failed(failure) => Some(format!(
                "{} {}",
                words.not_sent,
                failure_words(i18n.text(), failure)
            )),
            Giving::Idle | Giving::Busy | Giving::Done => None,
        })
    };
    view! {
        <form class="feedback" on:submit=send>
            <p class="help__text" id="feedback-lead">
                {move || i18n.help().feedback.lead}
            </p>
            <fieldset class="feedback__moods" aria-describedby="feedback-lead">
                <legend class="visually-hidden">{move || i18n.help().feedback.title}</legend>
                {Mood::ALL
                    .into_iter()
                    .enumerate()
                    .map(|(place, one)| {
                        view! {
                            <label class="feedback__mood">
                                <input
                                    type="radio"
                                    name="feedback-mood"
                                    prop:checked=move || shown.with(|shown| shown.mood == Some(one))
                                    on:change=move |_| {
                                        is_mood_missing.set(false);
                                        enter(FeedbackEntry {
                                            mood: Some(one),
                                            ..shown.get_untracked()
                                        });
                                    }
                                />
                                <IconView icon=face(one) class="feedback__face" />
                                {move || i18n.help().feedback.moods[place]}
                            </label>
                        }
                    })
                    .collect_view()}
            </fieldset>
            <label class="field">
                <span class="field__label">{move || i18n.help().feedback.comment}</span>
                <textarea
                    class="field__input feedback__comment"
                    rows="3"
                    dir="auto"
                    maxlength=COMMENT_CHARACTERS.to_string()
                    aria-describedby="feedback-hint"
                    prop:value=move || shown.with(|shown| shown.comment.clone())
                    on:input=move |event| {
                        enter(FeedbackEntry {
                            comment: event_target_value(&event),
                            ..shown.get_untracked()
                        });
                    }
                ></textarea>
            </label>
            <p class="field__hint" id="feedback-hint">
                {move || i18n.help().feedback.comment_hint}
            </p>
            <Trouble words=Signal::derive(trouble) />
            <div role="status">
                {move || good_news().map(|words| view! { <p class="feedback__note">{words}</p> })}
            </div>
            <button
                type="submit"
                class="button feedback__send"
                data-look="main"
                aria-disabled=move || is_busy.get().to_string()
            >
                {move || {
                    let words = &i18n.help().feedback;
                    if is_busy.get() { words.sending } else { words.send }
                }}
            </button>
        </form>
    }
    .into_any()
}

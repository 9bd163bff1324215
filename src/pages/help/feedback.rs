//! "Me conte o que achou": one vote on the release that runs, with a comment if one likes. It may be changed.

use crate::i18n::use_i18n;
use crate::shell::{Desk, failure_words};
use crate::state::feedback::Giving;
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
    let mood = RwSignal::new(None::<Mood>);
    let comment = RwSignal::new(String::new());
    // What is being changed here is not replaced by what the server has.
    let is_touched = RwSignal::new(false);
    let is_mood_missing = RwSignal::new(false);
    Effect::new(move |_| {
        if giving.get() == Giving::Done {
            is_touched.set(false);
        }
        let given = own.with(|own| own.as_ref().and_then(|own| own.feedback.clone()));
        if let Some(given) = given.filter(|_| !is_touched.get_untracked()) {
            mood.set(Some(given.mood));
            comment.set(given.comment);
        }
    });
    let is_busy = Memo::new(move |_| giving.get() == Giving::Busy);
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        is_mood_missing.set(mood.get_untracked().is_none());
        if let Some(mood) = mood.get_untracked().filter(|_| !is_busy.get_untracked()) {
            desk.emit(Intent::GiveFeedback(PutFeedback {
                mood,
                comment: comment.get_untracked(),
            }));
        }
    };
    let good_news = move || {
        let words = &i18n.help().feedback;
        if giving.get() == Giving::Done && !is_touched.get() {
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
                                    prop:checked=move || mood.get() == Some(one)
                                    on:change=move |_| {
                                        is_touched.set(true);
                                        is_mood_missing.set(false);
                                        mood.set(Some(one));
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
                    prop:value=move || comment.get()
                    on:input=move |event| {
                        is_touched.set(true);
                        comment.set(event_target_value(&event));
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

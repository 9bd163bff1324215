//! What everybody said, for administrators: counts and comments by release, and no names.

use super::feedback::face;
use crate::i18n::use_i18n;
use crate::shell::Desk;
use crate::state::intent::Intent;
use crate::state::phase::PageLoad;
use crate::ui::icon::IconView;
use domain::feedback::{Feedback, Mood, NEEDED_PERMISSION, ReleaseFeedback};
use leptos::prelude::*;

/// The tally; nothing for who may not see it.
#[component]
pub(super) fn FeedbackTallyView() -> impl IntoView {
    let desk = Desk::here();
    let may = Memo::new(move |_| desk.can(NEEDED_PERMISSION));
    view! {
        <Show when=move || may.get()>
            <Tally />
        </Show>
    }
    .into_any()
}

#[component]
fn Tally() -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk::here();
    desk.emit(Intent::LoadFeedbackTally);
    let tally = Memo::new(move |_| desk.with(|state| state.feedback.with(|page| page.tally.clone())));
    let load = Memo::new(move |_| desk.with(|state| state.feedback.with(|page| page.tally_load)));
    let body = move || match (tally.get(), load.get()) {
        (Some(tally), _) if tally.releases.is_empty() => {
            view! { <p class="help__text">{move || i18n.help().feedback.no_votes}</p> }.into_any()
        }
        (Some(tally), _) => {
            let releases = tally.releases.into_iter();
            releases
                .map(|release| view! { <Release release /> })
                .collect_view()
                .into_any()
        }
        (None, PageLoad::Failed) => view! {
            <p class="help__text">{move || i18n.help().feedback.tally_failed}</p>
            <button
                type="button"
                class="button"
                data-look="quiet"
                on:click=move |_| desk.emit(Intent::LoadFeedbackTally)
            >
                {move || i18n.text().try_again}
            </button>
        }
        .into_any(),
        (None, PageLoad::Busy | PageLoad::Idle) => {
            view! { <p class="help__text" role="status">{move || i18n.text().loading}</p> }.into_any()
        }
    };
    view! {
        <section class="tally">
            <h3 class="guide__chapter">{move || i18n.help().feedback.tally}</h3>
            <p class="help__text">{move || i18n.help().feedback.tally_lead}</p>
            {body}
        </section>
    }
    .into_any()
}

#[component]
fn Release(release: ReleaseFeedback) -> impl IntoView {
    let i18n = use_i18n();
    let votes = release.votes();
    let counts = Mood::ALL.map(|mood| (mood, release.count(mood)));
    let ReleaseFeedback {
        release: name,
        comments,
        ..
    } = release;
    let heading = move || {
        let words = &i18n.help().feedback;
        format!("{} · {}", (words.release)(&name), (words.votes)(votes))
    };
    let counts = counts
        .into_iter()
        .enumerate()
        .map(|(place, (mood, count))| {
            view! {
                <li class="tally__count">
                    <IconView icon=face(mood) class="feedback__face" />
                    <span>{move || i18n.help().feedback.moods[place]}</span>
                    <span class="tally__number">{count}</span>
                </li>
            }
        })
        .collect_view();
    let has_comments = !comments.is_empty();
    let comments = comments
        .into_iter()
        .map(|said| view! { <Comment said /> })
        .collect_view();
    view! {
        <h4 class="tally__release">{heading}</h4>
        <ul class="tally__counts">{counts}</ul>
        {has_comments
            .then(|| {
                view! {
                    <h5 class="tally__comments-title">{move || i18n.help().feedback.comments}</h5>
                    <ul class="tally__comments">{comments}</ul>
                }
            })}
    }
    .into_any()
}

#[component]
fn Comment(said: Feedback) -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk::here();
    let place = Mood::ALL
        .iter()
        .position(|mood| *mood == said.mood)
        .unwrap_or_default();
    view! {
        <li class="tally__comment">
            <IconView icon=face(said.mood) class="feedback__face" />
            <div class="tally__said">
                <span class="visually-hidden">{move || i18n.help().feedback.moods[place]}</span>
                <p dir="auto">{said.comment}</p>
                <p class="tally__time">{move || desk.day_and_time(said.given_at)}</p>
            </div>
        </li>
    }
    .into_any()
}

//! The guide, and the question at its end.

use super::feedback::FeedbackForm;
use super::pictures::PictureView;
use super::section::HelpSection;
use crate::i18n::help::guide::{Block, Link};
use crate::i18n::use_i18n;
use leptos::prelude::*;

/// The guide.
#[component]
pub(super) fn GuideView() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <article class="guide">{move || in_groups(i18n.help().blocks)}</article>
        <section class="guide__feedback">
            <h3 class="guide__chapter">{move || i18n.help().feedback.title}</h3>
            <FeedbackForm />
        </section>
    }
    .into_any()
}

/// The blocks one after the other; points that follow each other are one list, parts are numbered.
fn in_groups(blocks: &'static [Block]) -> AnyView {
    let mut views = Vec::new();
    let mut part = 0;
    let mut rest = blocks;
    while let Some((first, after)) = rest.split_first() {
        let points = rest.iter().map_while(point).collect::<Vec<_>>();
        if points.is_empty() {
            if matches!(first, Block::Part(_)) {
                part += 1;
            }
            views.push(one(*first, part));
            rest = after;
        } else {
            rest = &rest[points.len()..];
            views.push(list(points));
        }
    }
    views.collect_view().into_any()
}

fn point(block: &Block) -> Option<&'static str> {
    match *block {
        Block::Point(text) => Some(text),
        _ => None,
    }
}

fn list(points: Vec<&'static str>) -> AnyView {
    let items = points
        .into_iter()
        .map(|text| view! { <li>{text}</li> })
        .collect_view();
    view! { <ul class="guide__list">{items}</ul> }.into_any()
}

fn one(block: Block, part: usize) -> AnyView {
    match block {
        Block::Title(text) => view! { <p class="guide__title">{text}</p> }.into_any(),
        Block::ReadingTime(text) => view! { <p class="guide__reading-time">{text}</p> }.into_any(),
        Block::Chapter(text) => view! { <h3 class="guide__chapter">{text}</h3> }.into_any(),
        Block::Section(text) => view! { <h4 class="guide__section">{text}</h4> }.into_any(),
        Block::Part(text) => {
            let numbered = format!("{part}. {text}");
            view! { <h4 class="guide__section">{numbered}</h4> }.into_any()
        }
        Block::Text(text) => view! { <p class="guide__text">{text}</p> }.into_any(),
        Block::TextTo(text, to) => view! { <p class="guide__text">{text}{link(to)}</p> }.into_any(),
        // Alone it is a list all the same.
        Block::Point(text) => list(vec![text]),
        Block::Tip(title, text, to) => view! {
            <div class="guide__box" data-kind="tip">
                <p class="guide__box-title">{title}</p>
                <p>{text}{to.map(link)}</p>
            </div>
        }
        .into_any(),
        Block::Note(title, text) => view! {
            <div class="guide__box" data-kind="note">
                <p class="guide__box-title">{title}</p>
                <p>{text}</p>
            </div>
        }
        .into_any(),
        Block::Added(text) => view! { <p class="guide__text">{text}</p> }.into_any(),
        Block::Picture(picture, words) => view! { <PictureView picture words /> }.into_any(),
    }
}

fn link(to: Link) -> AnyView {
    let path = HelpSection::from(to.to).path();
    view! {
        <a class="guide__link" href=path>
            {to.words}
        </a>
    }
    .into_any()
}

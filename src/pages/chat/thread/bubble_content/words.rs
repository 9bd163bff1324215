//! The words of a message: large when they are a few emojis, cut when they are very many.

use crate::i18n::use_i18n;
use crate::ui::rich_text::{Marks, RichText};
use domain::emoji;
use domain::message_text::beginning;
use leptos::prelude::*;

/// A longer text is cut, in characters and lines.
const LONG: (usize, usize) = (900, 22);

/// The words.
#[component]
pub(in crate::pages::chat::thread) fn WordsView(
    text: String,
    /// What of them is marked.
    #[prop(optional_no_strip)]
    marks: Option<Marks>,
) -> impl IntoView {
    let (characters, lines) = LONG;
    if let Some(beginning) = beginning(&text, characters, lines) {
        let beginning = beginning.to_owned();
        return view! { <LongWords beginning text marks /> }.into_any();
    }
    let emojis = emoji::count(&text).filter(|count| *count <= emoji::MOST_LARGE);
    view! {
        <span class="message-bubble__text" dir="auto" data-emojis=emojis>
            <RichText text marks />
        </span>
    }
    .into_any()
}

/// A text of which the beginning shows first.
#[component]
fn LongWords(beginning: String, text: String, marks: Option<Marks>) -> impl IntoView {
    let i18n = use_i18n();
    // What is marked may stand further down.
    let is_whole = RwSignal::new(marks.is_some());
    view! {
        <span class="message-bubble__text" dir="auto">
            {move || {
                let text = if is_whole.get() { text.clone() } else { format!("{beginning}…") };
                view! { <RichText text marks=marks.clone() /> }
            }}
        </span>
        <Show when=move || !is_whole.get()>
            <button type="button" class="text-button message-bubble__more" on:click=move |_| is_whole.set(true)>
                {move || i18n.text().thread.read_more}
            </button>
        </Show>
    }
    .into_any()
}

//! Links and documents: each with who sent it, when, and the way to its message.

use super::facts::Facts;
use super::shelf_name;
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::pages::chat::thread::over::FileView;
use domain::entities::Position;
use domain::ids::MessageId;
use domain::message_text::{beginning, pieces};
use domain::shelf::{Shelf, WebLink, web_links};
use leptos::prelude::*;

/// How much of a message's words stands below its links, in characters and lines.
const WORDS: (usize, usize) = (140, 3);

/// A row for each message.
#[component]
pub(super) fn LinksOrDocuments(
    /// Which of the two.
    shelf: Shelf,
    /// Newest first.
    places: Memo<Vec<Position>>,
    /// Leads to a message in the thread.
    go_to: Callback<Position>,
) -> impl IntoView {
    let i18n = use_i18n();
    let inside: fn(&Facts) -> AnyView = if shelf == Shelf::Links { links } else { document };
    view! {
        <ul class="shelf-rows" aria-label=move || shelf_name(i18n.text(), shelf)>
            <For
                each=move || places.get()
                key=|place| place.id
                children=move |place| view! { <Row id=place.id go_to inside /> }
            />
        </ul>
    }
    .into_any()
}

/// A row: what it is, whose, since when.
#[component]
fn Row(id: MessageId, go_to: Callback<Position>, inside: fn(&Facts) -> AnyView) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let facts = Facts::memo(chat, id);
    let from = move || {
        let facts = facts.get()?;
        Some((i18n.text().shelves.from)(&facts.who(chat), &facts.when(chat)))
    };
    let go = move |_| {
        if let Some(facts) = facts.get_untracked() {
            go_to.run(facts.place);
        }
    };
    view! {
        <li class="shelf-row">
            {move || {
                facts
                    .with(|facts| {
                        let facts = facts.as_ref()?;
                        Some(if facts.is_revoked { revoked() } else { inside(facts) })
                    })
            }}
            <div class="shelf-row__foot">
                <span class="shelf-row__from">{from}</span>
                <button
                    type="button"
                    class="text-button"
                    aria-label=move || from().map(|from| (i18n.text().shelves.go_to_of)(&from))
                    on:click=go
                >
                    {move || i18n.text().shelves.go_to}
                </button>
            </div>
        </li>
    }
    .into_any()
}

fn revoked() -> AnyView {
    let i18n = use_i18n();
    view! { <p class="info__none">{move || i18n.text().shelves.revoked}</p> }.into_any()
}

fn links(facts: &Facts) -> AnyView {
    let links = web_links(&facts.content);
    // Words that are nothing but the link say it once.
    let is_alone = matches!(links.as_slice(), [link] if facts.content.text().trim() == link.text);
    let words: String = pieces(facts.content.text())
        .iter()
        .map(|piece| piece.text)
        .collect();
    let (characters, lines) = WORDS;
    let words = match beginning(&words, characters, lines) {
        Some(cut) => format!("{cut}…"),
        None => words,
    };
    view! {
        {links.into_iter().map(link).collect_view()}
        {(!is_alone)
            .then(|| {
                view! {
                    <p class="shelf-row__words" dir="auto">
                        {words}
                    </p>
                }
            })}
    }
    .into_any()
}

fn link(WebLink { text, address }: WebLink) -> AnyView {
    view! {
        <a
            class="rich-text__link shelf-row__link"
            href=address
            target="_blank"
            rel="noopener noreferrer nofollow"
            dir="ltr"
        >
            {text}
        </a>
    }
    .into_any()
}

fn document(facts: &Facts) -> AnyView {
    let Some(file) = facts.content.attachment().cloned() else {
        return ().into_any();
    };
    let caption = file.caption.clone().filter(|caption| !caption.trim().is_empty());
    view! {
        <FileView id=facts.place.id kind=facts.content.file_kind() file />
        {caption
            .map(|caption| {
                view! {
                    <p class="shelf-row__words" dir="auto">
                        {caption}
                    </p>
                }
            })}
    }
    .into_any()
}

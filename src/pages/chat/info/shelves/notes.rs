//! How loading a shelf goes, who told what is on it, and what to do when it failed.

use crate::i18n::messages::Messages;
use crate::i18n::use_i18n;
use crate::pages::chat::context::Chat;
use crate::shell::failure_words;
use crate::state::intent::Intent;
use crate::state::phase::{PageLoad, RequestFailure};
use crate::state::shelves::{ShelfIntent, ShelfRows, Teller};
use domain::shelf::Shelf;
use leptos::prelude::*;

/// What is said below a shelf, and what can be done there.
#[component]
pub(super) fn ShelfNotes(
    /// Which.
    shelf: Memo<Shelf>,
    /// What is on it; `None`: nobody has asked yet.
    rows: Memo<Option<ShelfRows>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = Chat::here();
    let is_indexing = Memo::new(move |_| chat.with(|state| state.shelves.is_indexing()));
    let said = Memo::new(move |_| rows.with(|rows| Said::of(rows.as_ref(), is_indexing.get())));
    let words = move || {
        let text = i18n.text();
        said.with(|said| words(text, said, shelf.get()))
    };
    let has_more = Memo::new(move |_| rows.with(|rows| rows.as_ref().is_some_and(has_more)));
    let can_ask_again = Memo::new(move |_| rows.with(|rows| rows.as_ref().is_some_and(can_ask_again)));
    let more = move |_| chat.emit(Intent::Shelf(ShelfIntent::More(shelf.get_untracked())));
    let again = move |_| chat.emit(Intent::Shelf(ShelfIntent::AskAgain(shelf.get_untracked())));
    view! {
        <div class="shelf-notes">
            <p class="info__none" role="status">
                {words}
            </p>
            <Show when=move || has_more.get()>
                <button type="button" class="text-button" on:click=more>
                    {move || i18n.text().shelves.more}
                </button>
            </Show>
            <Show when=move || can_ask_again.get()>
                <button type="button" class="text-button" on:click=again>
                    {move || i18n.text().try_again}
                </button>
            </Show>
        </div>
    }
    .into_any()
}

/// What is to be said.
#[derive(Clone, Debug, PartialEq)]
enum Said {
    Nothing,
    Loading,
    /// There is nothing on it.
    Empty,
    /// The device keeps nothing of it, and the server could not be asked.
    NoneHere,
    OnDevice,
    Indexing,
    Failed(RequestFailure),
}

impl Said {
    fn of(rows: Option<&ShelfRows>, is_indexing: bool) -> Self {
        let Some(rows) = rows else { return Self::Loading };
        match (rows.load, &rows.failure) {
            (PageLoad::Failed, Some(failure)) => return Self::Failed(failure.clone()),
            (PageLoad::Busy, _) => return Self::Loading,
            _ if !rows.is_here() => return Self::Loading,
            _ => {}
        }
        let is_empty = rows.places.is_empty();
        match rows.teller {
            Teller::Device if is_empty => Self::NoneHere,
            Teller::Device => Self::OnDevice,
            Teller::Server if is_indexing => Self::Indexing,
            Teller::Server if is_empty && !rows.has_more() => Self::Empty,
            Teller::Server => Self::Nothing,
        }
    }
}

/// Whether the next page can be asked for, once more if it did not come.
fn has_more(rows: &ShelfRows) -> bool {
    rows.load != PageLoad::Busy && rows.has_more()
}

/// Whether the server may know more than what is here.
fn can_ask_again(rows: &ShelfRows) -> bool {
    let is_first_missing = rows.load == PageLoad::Failed && !rows.has_more();
    rows.load != PageLoad::Busy && (rows.teller == Teller::Device || is_first_missing)
}

fn words(text: &Messages, said: &Said, shelf: Shelf) -> String {
    let why = match said {
        Said::Nothing => return String::new(),
        Said::Loading => return text.loading.to_owned(),
        Said::Empty => {
            let none = match shelf {
                Shelf::Media => text.shelves.no_media,
                Shelf::Links => text.shelves.no_links,
                Shelf::Documents => text.shelves.no_documents,
            };
            return none.to_owned();
        }
        Said::NoneHere => return text.shelves.none_here.to_owned(),
        Said::OnDevice => return text.shelves.on_device.to_owned(),
        Said::Indexing => return text.shelves.indexing.to_owned(),
        Said::Failed(failure) => failure_words(text, failure),
    };
    format!("{} {why}", text.shelves.failed)
}

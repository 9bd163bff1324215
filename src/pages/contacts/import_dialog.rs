//! "Importar": a file is chosen, looked through, and taken in when somebody says so.

use super::import_check::ImportCheck;
use crate::browser::element;
use crate::browser::files::LocalFile;
use crate::i18n::contact_page::ContactPageWords;
use crate::i18n::failure_words::limit_words;
use crate::i18n::messages::Messages;
use crate::i18n::use_i18n;
use crate::shell::{Desk, failure_words};
use crate::state::contact_book::{BookIntent, ContactFile, ImportPhase};
use crate::state::intent::Intent;
use crate::state::phase::RequestFailure;
use crate::ui::dialog::{Dialog, DialogClose, DialogEnd};
use crate::ui::file_button::FileButton;
use crate::ui::trouble::Trouble;
use domain::contact_file::MOST_ROWS;
use domain::error::ErrorCode;
use leptos::prelude::*;

/// What the browser's dialog offers first.
const ACCEPTED: &str = ".csv,.txt,text/csv";

/// The dialog.
#[component]
pub(super) fn ImportDialog(
    /// Whether it is open.
    is_open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk::here();
    let close = move || {
        // The page may have gone with the dialog open.
        is_open.try_set(false);
        desk.emit(Intent::Book(BookIntent::CloseFile));
    };
    view! {
        <Dialog
            is_open
            size="wide"
            title=Signal::derive(move || i18n.contact_page().import.to_owned())
            on_close=Callback::new(move |()| close())
        >
            <ImportSteps on_close=Callback::new(move |()| close()) />
        </Dialog>
    }
    .into_any()
}

#[component]
fn ImportSteps(on_close: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let desk = Desk::here();
    let file = Memo::new(move |_| desk.with(|state| state.contact_book.with(|book| book.file.clone())));
    let name = Memo::new(move |_| file.with(|file| file.as_ref().map(|file| file.name.clone())));
    let is_done = Memo::new(move |_| is_in(&file.read(), &ImportPhase::Done));
    let is_checking = Memo::new(move |_| is_in(&file.read(), &ImportPhase::Checking));
    let is_importing = Memo::new(move |_| is_in(&file.read(), &ImportPhase::Importing));
    let has_report =
        Memo::new(move |_| file.with(|file| file.as_ref().is_some_and(|file| file.report.is_some())));
    // How many would be taken in.
    let to_import = Memo::new(move |_| {
        file.with(|file| {
            let report = file.as_ref().and_then(|file| file.report.as_ref());
            report.map_or(0, |report| report.created + report.changed)
        })
    });
    let is_busy = Memo::new(move |_| is_checking.get() || is_importing.get());
    let import = move || {
        if !is_busy.get_untracked() {
            desk.emit(Intent::Book(BookIntent::Import));
        }
    };
    // The button that was pressed goes with what it did.
    Effect::new(move |_| {
        if is_done.get() {
            element::after_next_paint(|| element::focus_if_lost(CLOSE));
        }
    });
    let choose = Callback::new(move |file: LocalFile| {
        let LocalFile {
            key, name, byte_size, ..
        } = file;
        desk.emit(Intent::Book(BookIntent::ChooseFile { key, name, byte_size }));
    });
    let trouble = move || {
        file.with(|file| match file.as_ref().map(|file| &file.phase) {
            Some(ImportPhase::Failed(failure)) => Some(why(i18n.contact_page(), i18n.text(), failure)),
            _ => None,
        })
    };
    let progress = move || {
        let words = i18n.contact_page();
        if is_checking.get() {
            Some(words.checking)
        } else if is_importing.get() {
            Some(words.importing)
        } else if is_done.get() {
            Some(words.done)
        } else {
            None
        }
    };
    view! {
        <Show when=move || name.with(Option::is_none)>
            <p class="dialog__text">{move || i18n.contact_page().import_lead}</p>
            <ul class="contact-import__rules">
                {move || i18n.contact_page().import_rules.map(|rule| view! { <li>{rule}</li> }).collect_view()}
            </ul>
        </Show>
        <Show when=move || !is_done.get() && !is_importing.get()>
            <div class="contact-import__file">
                <FileButton
                    name=Signal::derive(move || {
                        let words = i18n.contact_page();
                        let said = if name.with(Option::is_some) { words.other_file } else { words.choose_file };
                        said.to_owned()
                    })
                    accept=ACCEPTED
                    on_choose=choose
                />
                <span class="contact-import__name" dir="auto">{move || name.get()}</span>
            </div>
        </Show>
        <p class="contact-import__progress" role="status">{progress}</p>
        <Trouble words=Signal::derive(trouble) />
        <Show when=move || has_report.get()>
            <ImportCheck file />
        </Show>
        {move || {
            if is_done.get() {
                view! { <DialogClose on_close /> }.into_any()
            } else if has_report.get() {
                view! {
                    <DialogEnd
                        on_leave=on_close
                        on_confirm=Callback::new(move |()| import())
                        is_disabled=Signal::derive(move || to_import.get() == 0)
                        is_busy
                    >
                        {move || (i18n.contact_page().import_now)(to_import.get())}
                    </DialogEnd>
                }
                    .into_any()
            } else {
                view! { <DialogEnd on_leave=on_close /> }.into_any()
            }
        }}
    }
    .into_any()
}

const CLOSE: &str = "dialog[open] .dialog__actions button";

fn is_in(file: &Option<ContactFile>, phase: &ImportPhase) -> bool {
    file.as_ref().is_some_and(|file| file.phase == *phase)
}

/// Why a file came to nothing.
fn why(words: &ContactPageWords, text: &Messages, failure: &RequestFailure) -> String {
    let problem = match failure {
        RequestFailure::Refused(problem) => problem,
        // The file was moved or changed since it was chosen.
        RequestFailure::Broken => return words.vanished.to_owned(),
        RequestFailure::Offline => return failure_words(text, failure),
    };
    match problem.code {
        ErrorCode::FileNotUtf8 => words.not_utf8.to_owned(),
        ErrorCode::FileEmpty => words.empty.to_owned(),
        ErrorCode::PhoneColumnMissing => words.needs_phone.to_owned(),
        ErrorCode::TooManyRows => (words.too_many_rows)(MOST_ROWS),
        ErrorCode::BodyTooLarge => (words.too_large)(&limit_words(problem.max_bytes)),
        _ => failure_words(text, failure),
    }
}

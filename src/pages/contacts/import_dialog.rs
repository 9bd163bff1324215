//! "Importar": a file is chosen, looked through, and taken in when somebody says so.

use super::import_check::ImportCheck;
use crate::browser::files::LocalFile;
use crate::i18n::contact_page::ContactPageWords;
use crate::i18n::failure_words::limit_words;
use crate::i18n::messages::Messages;
use crate::i18n::use_i18n;
use crate::shell::{Desk, failure_words};
use crate::state::contact_book::{BookIntent, ContactFile, ImportPhase};
use crate::state::intent::Intent;
use crate::state::phase::RequestFailure;
use crate::ui::dialog::Dialog;
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
    // What would be taken in, when it is known and holds numbers.
    let to_import = Memo::new(move |_| {
        file.with(|file| {
            let report = file.as_ref()?.report.as_ref()?;
            Some(report.created + report.changed)
        })
    });
    let can_import = Memo::new(move |_| {
        let is_busy = is_checking.get() || is_importing.get();
        !is_busy && to_import.get().is_some_and(|count| count > 0)
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
        <div class="dialog__actions">
            <button type="button" class="button" data-look="quiet" on:click=move |_| on_close.run(())>
                {move || if is_done.get() { i18n.text().close } else { i18n.text().cancel }}
            </button>
            <Show when=move || has_report.get() && !is_done.get()>
                <button
                    type="button"
                    class="button"
                    data-look="main"
                    aria-disabled=move || (!can_import.get()).to_string()
                    on:click=move |_| {
                        if can_import.get_untracked() {
                            desk.emit(Intent::Book(BookIntent::Import));
                        }
                    }
                >
                    {move || (i18n.contact_page().import_now)(to_import.get().unwrap_or_default())}
                </button>
            </Show>
        </div>
    }
    .into_any()
}

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

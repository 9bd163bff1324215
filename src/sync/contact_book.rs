//! The page "Contatos": asked for while it is on screen. Only the server knows the list as a whole, so without a connection it says so.

use super::core::Core;
use super::session;
use crate::api::{self, ApiError};
use crate::browser;
use crate::browser::files;
use crate::state::contact_book::{BookIntent, ContactBook, ContactFile, CreateProgress, ImportPhase};
use crate::state::phase::{PageLoad, RequestFailure};
use domain::contact_file::{ColumnKind, ImportReport, MOST_BYTES};
use domain::contact_list::{ContactFilter, ContactPage, CreateContact};
use domain::error::{ErrorCode, Problem};
use domain::ids::ContactId;
use leptos::prelude::*;
use std::rc::Rc;

/// How many contacts a page has.
const PAGE: usize = 100;
/// The most that one answer holds.
const MOST: usize = 200;
/// What is typed is asked for when this long nothing more was.
const TYPED_MS: u32 = 150;
/// Changes are gathered this long before the list is asked for again: an import tells of thousands.
const GATHERED_MS: u32 = 1_500;

/// Does what the agent wants of the page.
pub(super) async fn fulfil(core: &Rc<Core>, wish: BookIntent) {
    match wish {
        BookIntent::Show(filter) => show(core, filter).await,
        BookIntent::More => load_more(core).await,
        BookIntent::Refresh => refresh(core).await,
        BookIntent::Close => close(core),
        BookIntent::Create { name, phone } => create(core, name, phone).await,
        BookIntent::ForgetCreate => update(core, |book| book.create = CreateProgress::Idle),
        BookIntent::ChooseFile { key, name, byte_size } => choose(core, key, name, byte_size).await,
        BookIntent::MapColumns(columns) => map(core, columns).await,
        BookIntent::Import => import(core).await,
        BookIntent::CloseFile => close_file(core),
    }
}

fn update(core: &Core, change: impl FnOnce(&mut ContactBook)) {
    core.state.contact_book.update(change);
}

fn look<T>(core: &Core, look: impl FnOnce(&ContactBook) -> T) -> T {
    core.state.contact_book.with_untracked(look)
}

async fn show(core: &Rc<Core>, filter: ContactFilter) {
    let is_typing = look(core, |book| {
        book.filter.as_ref().is_some_and(|before| before.q != filter.q)
    });
    update(core, |book| book.begin(filter.clone()));
    let era = core.era.get();
    if is_typing {
        browser::sleep(TYPED_MS).await;
    }
    load_first(core, era, &filter).await;
}

/// The first page, unless another list is wanted by now.
async fn load_first(core: &Rc<Core>, era: u32, filter: &ContactFilter) {
    let is_wanted =
        |core: &Core| core.era.get() == era && look(core, |book| book.filter.as_ref() == Some(filter));
    if !is_wanted(core) {
        return;
    }
    update(core, |book| {
        book.is_stale = false;
        book.ask();
    });
    let answer = api::contact_page(filter, None, PAGE).await;
    if is_wanted(core) {
        put(core, answer, ContactBook::replace).await;
    }
}

async fn put(
    core: &Rc<Core>,
    answer: Result<ContactPage, ApiError>,
    put: impl FnOnce(&mut ContactBook, ContactPage),
) {
    match answer {
        Ok(page) => update(core, |book| put(book, page)),
        Err(error) if error.is_session_required() => session::expired(core).await,
        Err(_) => update(core, |book| book.load = PageLoad::Failed),
    }
}

async fn load_more(core: &Rc<Core>) {
    let (filter, next, is_loaded) = look(core, |book| {
        let is_busy = book.load == PageLoad::Busy;
        let filter = book.filter.clone().filter(|_| !is_busy);
        (filter, book.next.clone(), book.is_loaded)
    });
    let Some(filter) = filter else { return };
    if is_loaded && next.is_none() {
        return;
    }
    update(core, ContactBook::ask);
    let era = core.era.get();
    if !is_loaded {
        load_first(core, era, &filter).await;
        return;
    }
    let answer = api::contact_page(&filter, next.as_ref(), PAGE).await;
    // Another list, or the same anew, has another end.
    let is_wanted = look(core, |book| {
        book.filter.as_ref() == Some(&filter) && book.next == next && book.is_loaded
    });
    if core.era.get() == era && is_wanted {
        put(core, answer, ContactBook::append).await;
    }
}

/// Asks for all that is loaded once more, and puts it in place of what is there when it is complete.
async fn refresh(core: &Rc<Core>) {
    let era = core.era.get();
    let (filter, loaded) = loop {
        browser::sleep(GATHERED_MS).await;
        if core.era.get() != era {
            return;
        }
        let (filter, is_due, is_busy, loaded) = look(core, |book| {
            let is_due = book.is_stale && (book.is_loaded || book.load == PageLoad::Busy);
            let is_busy = book.load == PageLoad::Busy;
            (book.filter.clone(), is_due, is_busy, book.ids.len())
        });
        match filter.filter(|_| is_due) {
            None => return,
            Some(_) if is_busy || !core.is_connected.get() => {}
            Some(filter) => break (filter, loaded),
        }
    };
    update(core, |book| {
        book.is_stale = false;
        book.ask();
    });
    let answer = load_as_many(&filter, loaded.max(PAGE)).await;
    let is_wanted = look(core, |book| book.filter.as_ref() == Some(&filter));
    if core.era.get() != era || !is_wanted {
        return;
    }
    match answer {
        Ok(page) => update(core, |book| book.replace(page)),
        Err(error) if error.is_session_required() => session::expired(core).await,
        // What is there stays. Without the server it is as old as it was; else the next change asks again.
        Err(error) => update(core, |book| {
            book.load = PageLoad::Idle;
            book.is_stale |= error == ApiError::Offline;
        }),
    }
}

async fn load_as_many(filter: &ContactFilter, wanted: usize) -> Result<ContactPage, ApiError> {
    let mut all = api::contact_page(filter, None, wanted.min(MOST)).await?;
    while let Some(place) = all.next.take() {
        let missing = wanted.saturating_sub(all.contacts.len());
        if missing == 0 {
            all.next = Some(place);
            break;
        }
        let page = api::contact_page(filter, Some(&place), missing.min(MOST)).await?;
        all.contacts.extend(page.contacts);
        all.next = page.next;
    }
    Ok(all)
}

fn close(core: &Core) {
    close_file(core);
    core.state.contact_book.set(ContactBook::default());
}

async fn create(core: &Rc<Core>, name: String, phone: String) {
    if look(core, |book| matches!(book.create, CreateProgress::Busy(_))) {
        return;
    }
    let (unix_ms, random) = core.new_id_parts();
    let id = ContactId::from_parts(unix_ms, &random);
    update(core, |book| book.create = CreateProgress::Busy(id));
    let era = core.era.get();
    let answer = api::create_contact(&CreateContact { id, name, phone }).await;
    if core.era.get() != era {
        return;
    }
    let create = match answer {
        Ok(contact) if contact.id == id => CreateProgress::Created(Box::new(contact)),
        Ok(contact) => CreateProgress::Known(Box::new(contact)),
        Err(error) if error.is_session_required() => {
            session::expired(core).await;
            return;
        }
        Err(error) => CreateProgress::Failed(session::failure(error)),
    };
    update(core, |book| book.end_create(id, create));
}

async fn choose(core: &Rc<Core>, key: u32, name: String, byte_size: u64) {
    if look(core, ContactBook::is_importing) {
        files::release(key);
        return;
    }
    close_file(core);
    let is_too_large = usize::try_from(byte_size).map_or(true, |size| size > MOST_BYTES);
    let phase = if is_too_large {
        ImportPhase::Failed(RequestFailure::Refused(Problem {
            max_bytes: u64::try_from(MOST_BYTES).ok(),
            ..Problem::new(ErrorCode::BodyTooLarge)
        }))
    } else {
        ImportPhase::Checking
    };
    let file = ContactFile {
        key,
        name,
        byte_size,
        columns: None,
        report: None,
        phase,
    };
    update(core, |book| book.file = Some(file));
    if !is_too_large {
        send(core, false).await;
    }
}

async fn map(core: &Rc<Core>, columns: Vec<ColumnKind>) {
    if look(core, ContactBook::is_importing) {
        return;
    }
    update_file(core, |file| {
        file.columns = Some(columns);
        file.phase = ImportPhase::Checking;
    });
    send(core, false).await;
}

async fn import(core: &Rc<Core>) {
    let is_under_way = look(core, |book| {
        let file = book.file.as_ref();
        file.is_some_and(|file| matches!(file.phase, ImportPhase::Checking | ImportPhase::Importing))
    });
    if !is_under_way {
        update_file(core, |file| file.phase = ImportPhase::Importing);
        send(core, true).await;
    }
}

/// Brings the file to the server, which looks through it or takes it in.
async fn send(core: &Rc<Core>, applies: bool) {
    let Some(file) = look(core, |book| book.file.clone()) else {
        return;
    };
    let era = core.era.get();
    let answer = bring(&file, applies).await;
    // Another file, or other columns of it: their own answer comes.
    let is_wanted = look(core, |book| {
        let now = book.file.as_ref();
        now.is_some_and(|now| now.key == file.key && now.columns == file.columns && now.phase == file.phase)
    });
    if core.era.get() != era || !is_wanted {
        return;
    }
    match answer {
        Ok(report) => update_file(core, |file| {
            file.phase = if report.is_applied {
                ImportPhase::Done
            } else {
                ImportPhase::Checked
            };
            file.report = Some(report);
        }),
        Err(error) if error.is_session_required() => session::expired(core).await,
        Err(error) => update_file(core, |file| {
            file.phase = ImportPhase::Failed(session::failure(error));
        }),
    }
}

async fn bring(file: &ContactFile, applies: bool) -> Result<ImportReport, ApiError> {
    let bytes = files::slice(file.key, 0, file.byte_size)
        .await
        .map_err(|_| ApiError::Broken)?;
    api::import_contacts(bytes, file.columns.as_deref(), applies).await
}

fn update_file(core: &Core, change: impl FnOnce(&mut ContactFile)) {
    update(core, |book| {
        if let Some(file) = &mut book.file {
            change(file);
        }
    });
}

fn close_file(core: &Core) {
    if let Some(key) = look(core, |book| book.file.as_ref().map(|file| file.key)) {
        files::release(key);
        update(core, |book| book.file = None);
    }
}

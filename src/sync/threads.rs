//! Filling threads: from the device where it has all, else from the server.

mod filling;
mod first_page;
mod one_message;

pub(super) use self::first_page::{open_soon, read_newest, show_first};
pub(super) use self::one_message::{Attention, show_message, tell_gone};

use self::filling::{Filling, is_lacking, under_way};
use self::first_page::{Soon, first_page, newest_page};
use super::core::Core;
use super::{contacts, deeds, drafts, events, presence, search};
use crate::api::{self, ApiError};
use crate::cache::{Batch, CachedPage, CachedThread, OutboxRecord, PageOf};
use crate::state::apply::PageAt;
use crate::state::phase::PageLoad;
use crate::state::thread::{Thread, ThreadPhase, set_if_other};
use crate::state::thread_window::PAGE;
use domain::command::SendMessage;
use domain::entities::Position;
use domain::error::ErrorCode;
use domain::ids::{ConversationId, MessageId};
use domain::wire::{MessagePage, ThreadWindow};
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// How many threads stay in memory after they were left, so that going back costs nothing.
const KEPT: usize = 8;
#[allow(clippy::cast_possible_truncation, reason = "50")]
const LIMIT: u32 = PAGE as u32;

/// Which threads are on screen, and which were lately.
#[derive(Default)]
pub(super) struct OpenThreads {
    shown: RefCell<Vec<ConversationId>>,
    /// Oldest first.
    left: RefCell<Vec<ConversationId>>,
    /// The one that was painted with the list, before its view asked for it.
    first: Cell<Option<ConversationId>>,
    /// The one that was painted with the list and is now asked for anew.
    anew: Cell<Option<ConversationId>>,
    /// The one that is about to be opened.
    soon: RefCell<Option<Soon>>,
    filling: Filling,
    /// Counts the messages that were gone to: whoever wants another one meanwhile is not taken back.
    showing: Cell<u32>,
}

impl OpenThreads {
    pub fn clear(&self) {
        self.shown.borrow_mut().clear();
        self.left.borrow_mut().clear();
        self.first.set(None);
        self.anew.set(None);
        self.soon.take();
        self.filling.clear();
    }

    /// Whether a thread that is shown begins anew in a moment: who goes to one of its messages has to wait for that.
    pub fn is_to_begin_anew(&self, id: ConversationId) -> bool {
        [self.first.get(), self.anew.get()].contains(&Some(id))
    }

    fn begins_anew_no_more(&self, id: ConversationId) {
        if self.anew.get() == Some(id) {
            self.anew.set(None);
        }
    }

    /// The thread that is on screen.
    pub fn newest_shown(&self) -> Option<ConversationId> {
        self.shown.borrow().last().copied()
    }

    fn shown(&self) -> Vec<ConversationId> {
        self.shown.borrow().clone()
    }
}

/// Shows a thread.
pub(super) fn open(core: &Rc<Core>, id: ConversationId) {
    core.open_threads.left.borrow_mut().retain(|known| *known != id);
    core.open_threads.shown.borrow_mut().push(id);
    presence::tell(core);
    super::list_wishes::opened(core, id);
    core.state.begin_thread(id);
    let is_painted = core.open_threads.first.take() == Some(id);
    if core.state.thread(id).phase.get_untracked() != ThreadPhase::Ready {
        fill(core, id);
    } else if is_painted {
        core.open_threads.anew.set(Some(id));
        let core = Rc::clone(core);
        spawn_local(async move { complete_soon(&core, id, true).await });
    }
}

/// A thread left the screen.
pub(super) fn close(core: &Core, id: ConversationId) {
    let mut shown = core.open_threads.shown.borrow_mut();
    if let Some(at) = shown.iter().position(|known| *known == id) {
        shown.remove(at);
    }
    drop(shown);
    presence::tell(core);
    let thread = core.state.thread(id);
    thread.set_newest_in_view(false);
    // What was looked for here is not looked for when it is opened again.
    set_if_other(&thread.target, None);
    let mut left = core.open_threads.left.borrow_mut();
    left.retain(|known| *known != id);
    if !core.open_threads.shown.borrow().contains(&id) {
        left.push(id);
    }
    if left.len() > KEPT {
        core.state.evict_thread(left.remove(0));
    }
}

/// The server is there: threads on screen that could not be filled are tried again.
pub(super) fn fill_open_threads(core: &Rc<Core>) {
    for id in core.open_threads.shown() {
        if is_lacking(core, id) && !core.open_threads.filling.asks_again(id) {
            fill(core, id);
        }
    }
}

/// The state began anew: threads on screen are loaded again, the others go.
pub(super) fn reload_open_threads(core: &Rc<Core>) {
    for id in core.open_threads.left.take() {
        core.state.evict_thread(id);
    }
    for id in core.open_threads.shown() {
        reload(core, id);
    }
}

/// Other conversations may be seen now: threads on screen are loaded again, but for those out of sight that say so, or will in a moment.
pub(super) fn reload_seen_threads(core: &Rc<Core>, visible: &[ConversationId]) {
    for id in core.open_threads.left.take() {
        core.state.evict_thread(id);
    }
    for id in core.open_threads.shown() {
        let phase = core.state.thread(id).phase.get_untracked();
        let says_so = matches!(phase, ThreadPhase::NotFound | ThreadPhase::Loading);
        if !says_so || visible.contains(&id) {
            reload(core, id);
        }
    }
}

fn reload(core: &Rc<Core>, id: ConversationId) {
    under_way(core, id, async move |core| {
        load_from_server(core, id).await;
    });
}

fn fill(core: &Rc<Core>, id: ConversationId) {
    under_way(core, id, async move |core| {
        let era = core.era.get();
        let cached = first_page(core, id).await;
        if core.era.get() != era {
            return;
        }
        let has_row = core.state.conversations.get(id).is_some();
        let is_complete = cached.thread.is_some() && has_row;
        if is_complete || (has_row && !cached.messages.is_empty() && !core.is_connected.get()) {
            core.state
                .apply_message_page(id, &newest_page(cached), PageAt::Newest);
            core.state.thread(id).set_gaps(!is_complete);
            seek_unread(core, id).await;
        }
        complete_soon(core, id, is_complete).await;
    });
}

/// What the device lacks of a thread comes when the part of the program is here that asks for it.
async fn complete_soon(core: &Rc<Core>, id: ConversationId, is_whole: bool) {
    let era = core.era.get();
    let doer = deeds::here(core).await;
    if core.era.get() != era {
        return;
    }
    match doer {
        Some(doer) => (doer.complete)(Rc::clone(core), id, is_whole).await,
        None => {
            core.open_threads.begins_anew_no_more(id);
            let thread = core.state.thread(id);
            if is_whole {
                core.state.show_thread(id);
            } else if thread.phase.get_untracked() == ThreadPhase::Loading {
                set_if_other(&thread.phase, ThreadPhase::Unreachable);
            }
        }
    }
}

/// Brings what a thread lacks that was opened from the device, all of it or some: the notes of its contact, what only the server has,
/// and the message that is wanted.
pub(super) async fn complete(core: &Rc<Core>, id: ConversationId, is_whole: bool) {
    let beside = Rc::clone(core);
    spawn_local(async move { contacts::restore_notes(&beside, id, is_whole).await });
    let era = core.era.get();
    // Another tab keeps what events bring, perhaps not yet all that this one has read.
    if !is_whole || !core.writer.is_appointed() {
        load_from_server(core, id).await;
    }
    if core.era.get() == era {
        core.open_threads.begins_anew_no_more(id);
        search::show_wanted(core, id).await;
    }
}

/// A thread that is being opened goes up to its first unread message, page by page, before it shows.
async fn seek_unread(core: &Rc<Core>, id: ConversationId) {
    let era = core.era.get();
    let is_opening =
        || core.state.has_thread(id) && core.state.thread(id).phase.get_untracked() == ThreadPhase::Loading;
    // Whoever goes to a message does not want the first unread one.
    let is_sought = || core.state.thread(id).seeks_unread() && !search::has_wanted(core, id);
    while core.era.get() == era && is_opening() && is_sought() {
        let thread = core.state.thread(id);
        let oldest = thread.window(crate::state::thread_window::ThreadWindow::oldest);
        Box::pin(load_older(core, id)).await;
        if core.era.get() == era && thread.window(crate::state::thread_window::ThreadWindow::oldest) == oldest
        {
            core.state.show_thread(id);
            return;
        }
    }
}

/// Loads a conversation with its newest messages. Says whether the server answered.
pub(super) async fn load_from_server(core: &Rc<Core>, id: ConversationId) -> bool {
    let era = core.era.get();
    let answer = api::conversation(id, PAGE).await;
    if core.era.get() != era {
        return false;
    }
    let thread = core.state.thread(id);
    match answer {
        Ok(detail) => {
            core.state.apply_detail(&detail);
            thread.set_gaps(false);
            if let Some(row) = events::row(core, id) {
                core.writer.put(Batch {
                    conversations: vec![row],
                    ..Batch::default()
                });
            }
            let oldest = detail
                .messages
                .messages
                .first()
                .map(domain::entities::Message::position);
            let complete = CachedThread {
                oldest,
                has_older: detail.messages.has_older,
            };
            contacts::keep_notes(core, id).await;
            keep_page(core, id, &detail.messages, Some(complete)).await;
            seek_unread(core, id).await;
            true
        }
        Err(ApiError::Refused(problem)) if problem.code == ErrorCode::NotFound => {
            set_if_other(&thread.phase, ThreadPhase::NotFound);
            true
        }
        Err(_) => {
            if thread.phase.get_untracked() == ThreadPhase::Loading {
                set_if_other(&thread.phase, ThreadPhase::Unreachable);
            }
            false
        }
    }
}

/// The page above the window.
pub(super) async fn load_older(core: &Rc<Core>, id: ConversationId) {
    let thread = core.state.thread(id);
    let Some(oldest) = thread.window(crate::state::thread_window::ThreadWindow::oldest) else {
        return;
    };
    if !begin(&thread, Side::Older) {
        return;
    }
    let era = core.era.get();
    let cached = core
        .cache
        .load_thread_page(id, PageOf::Before(oldest), LIMIT)
        .await
        .unwrap_or_default();
    if core.era.get() != era {
        return;
    }
    // Only what lies above the beginning of the run without gaps counts.
    let mut page = cached.messages;
    page.retain(|message| {
        cached
            .thread
            .and_then(|thread| thread.oldest)
            .is_some_and(|oldest| message.position() >= oldest)
    });
    if !page.is_empty() {
        let has_older = cached.has_more || cached.thread.is_some_and(|thread| thread.has_older);
        let page = MessagePage {
            messages: page,
            has_older,
            has_newer: true,
        };
        core.state.apply_message_page(id, &page, PageAt::Older);
        return;
    }
    let doer = deeds::here(core).await;
    if core.era.get() != era {
        return;
    }
    match doer {
        Some(doer) => (doer.load_older)(Rc::clone(core), id, oldest, cached.thread).await,
        None => set_if_other(&thread.older, PageLoad::Failed),
    }
}

/// The page above a place, from the server. The device's run without gaps grows by it where it begins there.
pub(super) async fn load_older_from_server(
    core: &Rc<Core>,
    id: ConversationId,
    oldest: Position,
    run: Option<CachedThread>,
) {
    let era = core.era.get();
    match api::message_page(id, ThreadWindow::Before(oldest), PAGE).await {
        _ if core.era.get() != era => {}
        Ok(page) => {
            core.state.apply_message_page(id, &page, PageAt::Older);
            let begins_at_run = run
                .and_then(|run| run.oldest)
                .is_some_and(|begin| begin >= oldest);
            let grown = begins_at_run.then(|| CachedThread {
                oldest: page
                    .messages
                    .first()
                    .map_or(Some(oldest), |message| Some(message.position())),
                has_older: page.has_older,
            });
            keep_page(core, id, &page, grown).await;
        }
        Err(_) => set_if_other(&core.state.thread(id).older, PageLoad::Failed),
    }
}

/// The page below the window.
pub(super) async fn load_newer(core: &Rc<Core>, id: ConversationId) {
    let thread = core.state.thread(id);
    let Some(newest) = thread.window(crate::state::thread_window::ThreadWindow::newest) else {
        return;
    };
    if !begin(&thread, Side::Newer) {
        return;
    }
    let era = core.era.get();
    let Some(cached) = page_here(core, id, PageOf::After(newest)).await else {
        return;
    };
    let is_in_run = cached
        .thread
        .and_then(|thread| thread.oldest)
        .is_some_and(|oldest| newest >= oldest);
    if is_in_run && core.writer.is_appointed() {
        let page = MessagePage {
            messages: cached.messages,
            has_older: true,
            has_newer: cached.has_more,
        };
        core.state.apply_message_page(id, &page, PageAt::Newer);
        return;
    }
    match api::message_page(id, ThreadWindow::After(newest), PAGE).await {
        _ if core.era.get() != era => {}
        Ok(page) => {
            core.state.apply_message_page(id, &page, PageAt::Newer);
            keep_page(core, id, &page, None).await;
        }
        Err(_) => set_if_other(&thread.newer, PageLoad::Failed),
    }
}

/// What is written next in the message's thread answers it.
pub(super) fn reply_to(core: &Rc<Core>, message_id: Option<MessageId>) {
    match message_id {
        Some(id) => {
            let conversation_id = core
                .state
                .messages
                .with_untracked(id, |message| message.conversation_id);
            if let Some(conversation_id) = conversation_id {
                drafts::answer(core, conversation_id, Some(id));
            }
        }
        None => {
            for id in core.open_threads.shown() {
                drafts::answer(core, id, None);
            }
        }
    }
}

/// An answer is safe: the next message answers nothing.
pub(super) fn answered(core: &Rc<Core>, record: &OutboxRecord) {
    let SendMessage {
        conversation_id,
        reply_to,
        ..
    } = record.command;
    if reply_to.is_some() && core.state.drafts.reply_to(conversation_id).get_untracked() == reply_to {
        drafts::answer(core, conversation_id, None);
    }
}

/// Shows the newest messages.
pub(super) fn jump_to_newest(core: &Rc<Core>, id: ConversationId) {
    let core = Rc::clone(core);
    spawn_local(async move {
        let thread = core.state.thread(id);
        if thread.has_newer.get_untracked() {
            let Some(cached) = page_here(&core, id, PageOf::Newest).await else {
                return;
            };
            if cached.thread.is_some() && core.writer.is_appointed() {
                core.state
                    .apply_message_page(id, &newest_page(cached), PageAt::Newest);
            } else {
                load_from_server(&core, id).await;
            }
        }
        thread.jumps.update(|jumps| *jumps += 1);
    });
}

#[derive(Clone, Copy)]
enum Side {
    Older,
    Newer,
}

/// Whether there is a page to load on this side and nobody loads it yet; notes that it is being loaded.
fn begin(thread: &Thread, side: Side) -> bool {
    let (has_more, load) = match side {
        Side::Older => (&thread.has_older, &thread.older),
        Side::Newer => (&thread.has_newer, &thread.newer),
    };
    let begins = has_more.get_untracked() && load.get_untracked() != PageLoad::Busy;
    if begins {
        load.set(PageLoad::Busy);
    }
    begins
}

/// A page of a thread as the device has it, with what is on its way there; `None`: all began anew meanwhile.
async fn page_here(core: &Core, id: ConversationId, of: PageOf) -> Option<CachedPage> {
    let era = core.era.get();
    core.writer.flushed().await;
    let cached = core.cache.load_thread_page(id, of, LIMIT).await;
    (core.era.get() == era).then(|| cached.unwrap_or_default())
}

/// Keeps a page that the server gave.
pub(super) async fn keep_page(
    core: &Rc<Core>,
    id: ConversationId,
    page: &MessagePage,
    thread: Option<CachedThread>,
) {
    if core.state.conversations.get(id).is_some() {
        for message in &page.messages {
            search::hear_message(core, message);
        }
        // Off: the page is in memory, which is enough for now.
        let _ = core.cache.put_page(id, &page.messages, thread).await;
    }
}

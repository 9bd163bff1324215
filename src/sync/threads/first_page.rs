//! The newest page of a thread that is opened, from the device: read before its view asks for it.

use super::LIMIT;
use crate::cache::{CachedPage, PageOf};
use crate::state::apply::PageAt;
use crate::sync::core::Core;
use domain::event::Cursor;
use domain::ids::ConversationId;
use domain::wire::MessagePage;
use futures::FutureExt;
use futures::future::{LocalBoxFuture, Shared};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// A newest page that is being read, and how far the device had read the log then: afterwards it may lack messages.
pub(super) struct Soon {
    pub id: ConversationId,
    cursor: Option<Cursor>,
    page: Shared<LocalBoxFuture<'static, CachedPage>>,
}

/// A thread is about to be opened: what the device has of it is read while its view is made.
pub(in crate::sync) fn open_soon(core: &Rc<Core>, id: ConversationId) {
    let is_known = core.state.has_thread(id)
        || core
            .open_threads
            .soon
            .borrow()
            .as_ref()
            .is_some_and(|soon| soon.id == id && soon.cursor == core.cursor.get());
    if is_known {
        return;
    }
    let reader = Rc::clone(core);
    let page = async move {
        reader.writer.flushed().await;
        read_newest(&reader, id).await
    };
    let page = page.boxed_local().shared();
    spawn_local(page.clone().map(drop));
    let cursor = core.cursor.get();
    core.open_threads.soon.replace(Some(Soon { id, cursor, page }));
}

/// The newest page of a thread that is opened.
pub(super) async fn first_page(core: &Core, id: ConversationId) -> CachedPage {
    let soon = core.open_threads.soon.take();
    if let Some(soon) = soon.filter(|soon| soon.id == id && soon.cursor == core.cursor.get()) {
        return soon.page.await;
    }
    core.writer.flushed().await;
    read_newest(core, id).await
}

/// The newest page of a thread as the device has it.
pub(in crate::sync) async fn read_newest(core: &Core, id: ConversationId) -> CachedPage {
    let page = core.cache.load_thread_page(id, PageOf::Newest, LIMIT).await;
    page.unwrap_or_default()
}

/// Shows the thread that the page is opened with, if the device has it without gaps; else its view's wish fills it.
pub(in crate::sync) fn show_first(core: &Core, id: ConversationId, cached: CachedPage) {
    if cached.thread.is_some() && core.state.conversations.get(id).is_some() {
        core.state.begin_thread(id);
        core.state
            .apply_message_page(id, &newest_page(cached), PageAt::Newest);
        core.open_threads.first.set(Some(id));
    }
}

/// The newest page of a thread, as if the server had given it.
pub(super) fn newest_page(cached: CachedPage) -> MessagePage {
    MessagePage {
        has_older: cached.has_more || cached.thread.is_none_or(|thread| thread.has_older),
        messages: cached.messages,
        has_newer: false,
    }
}

//! Reading ahead: the newest messages of the latest conversations, and the notes of their contacts, come onto the device while nothing else is to be done, so that
//! they open at once and can be read while the server is away.

use super::contacts;
use super::core::Core;
use super::threads::keep_page;
use crate::api;
use crate::browser;
use crate::cache::CachedThread;
use crate::state::conversation_filter::ConversationFilter;
use crate::state::thread_window::PAGE;
use domain::entities::Message;
use leptos::prelude::WithUntracked;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// How many of the latest conversations.
const CONVERSATIONS: usize = 20;
/// How long the start has for itself.
const BEGINS_AFTER_MS: u32 = 3_000;
const PAUSE_MS: u32 = 100;

/// Reads ahead, in the tab that keeps what events bring.
pub(super) fn read_ahead(core: &Rc<Core>) {
    if !core.writer.is_appointed() {
        return;
    }
    let core = Rc::clone(core);
    let era = core.era.get();
    spawn_local(async move {
        browser::sleep(BEGINS_AFTER_MS).await;
        let Ok(have) = core.cache.complete_threads().await else {
            return;
        };
        let latest = core
            .state
            .conversation_list
            .with_untracked(|list| list.ids(&ConversationFilter::default()));
        for id in latest.into_iter().take(CONVERSATIONS) {
            if have.contains(&id) || core.state.has_thread(id) {
                continue;
            }
            let answer = api::conversation(id, PAGE).await;
            let (Ok(detail), true) = (answer, core.era.get() == era && core.is_connected.get()) else {
                return;
            };
            core.state.apply_detail(&detail);
            contacts::keep_notes(&core, id).await;
            let page = detail.messages;
            let complete = CachedThread {
                oldest: page.messages.first().map(Message::position),
                has_older: page.has_older,
            };
            keep_page(&core, id, &page, Some(complete)).await;
            browser::sleep(PAUSE_MS).await;
        }
    });
}

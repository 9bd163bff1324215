//! Media, links and documents of a conversation: from the server, which has all of them, else what this device keeps.

use super::core::Core;
use super::session;
use crate::api::{self, ApiError};
use crate::cache::PageOf;
use crate::state::phase::RequestFailure;
use crate::state::shelves::{AskedPage, PageWish, ShelfIntent, Teller};
use domain::entities::Message;
use domain::ids::ConversationId;
use domain::shelf::{Shelf, ShelfPage};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// How many messages come at a time.
const PAGE: usize = 30;
/// How many of a thread's messages the device looks through at once.
const LOOKED_THROUGH: u32 = 100;
/// How often it does so for one page.
const MOST_LOOKS: usize = 20;

/// Does what one wishes.
pub(super) fn fulfil(core: &Rc<Core>, wish: ShelfIntent) {
    match wish {
        ShelfIntent::Open {
            conversation_id,
            shelf,
        } => {
            core.state.shelves.open(conversation_id);
            ask(core, shelf, PageWish::First);
        }
        ShelfIntent::More(shelf) => ask(core, shelf, PageWish::Next),
        ShelfIntent::AskAgain(shelf) => ask(core, shelf, PageWish::Anew),
        ShelfIntent::Count => {
            if let Some(id) = core.state.shelves.begin_count() {
                let core = Rc::clone(core);
                spawn_local(async move { count(&core, id).await });
            }
        }
        ShelfIntent::Close(id) => core.state.shelves.close(id),
    }
}

fn ask(core: &Rc<Core>, shelf: Shelf, wish: PageWish) {
    let Some(asked) = core.state.shelves.begin_page(shelf, wish) else {
        return;
    };
    let core = Rc::clone(core);
    spawn_local(async move {
        match asked.teller {
            Teller::Server => ask_server(&core, asked).await,
            Teller::Device => look_here(&core, asked).await,
        }
    });
}

async fn ask_server(core: &Rc<Core>, asked: AskedPage) {
    let era = core.era.get();
    let answer = api::shelf_page(asked.conversation_id, asked.shelf, asked.before, PAGE).await;
    if core.era.get() != era {
        return;
    }
    let shelves = &core.state.shelves;
    match answer {
        Ok(page) => shelves.hear_page(&asked, Teller::Server, &page),
        Err(error) if error.is_session_required() => session::expired(core).await,
        // What the server told so far is better than what the device keeps.
        Err(ApiError::Offline) if asked.before.is_none() => look_here(core, asked).await,
        Err(error) => shelves.fail_page(&asked, session::failure(error)),
    }
}

/// The counts alone. In vain: there are none until the shelves are opened again.
async fn count(core: &Core, id: ConversationId) {
    let era = core.era.get();
    let answer = api::shelf_page(id, Shelf::Media, None, 1).await;
    if core.era.get() == era
        && let Ok(ShelfPage {
            counts: Some(counts), ..
        }) = answer
    {
        core.state.shelves.hear_count(id, counts);
    }
}

/// Looks through what the device keeps of the thread, newest first, until it is enough for a page.
async fn look_here(core: &Core, asked: AskedPage) {
    let era = core.era.get();
    core.writer.flushed().await;
    let mut page = ShelfPage {
        next: asked.before,
        ..ShelfPage::default()
    };
    for _ in 0..MOST_LOOKS {
        let part = page.next.map_or(PageOf::Newest, PageOf::Before);
        let kept = core
            .cache
            .load_thread_page(asked.conversation_id, part, LOOKED_THROUGH)
            .await;
        if core.era.get() != era {
            return;
        }
        let Ok(kept) = kept else {
            core.state.shelves.fail_page(&asked, RequestFailure::Offline);
            return;
        };
        let oldest = kept.messages.first().map(Message::position);
        page.next = oldest.filter(|_| kept.has_more);
        let of_shelf = kept.messages.into_iter().rev();
        page.messages
            .extend(of_shelf.filter(|message| asked.shelf.holds(&message.content)));
        if page.next.is_none() || page.messages.len() >= PAGE {
            break;
        }
    }
    core.state.shelves.hear_page(&asked, Teller::Device, &page);
}

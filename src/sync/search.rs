//! Searching: on this device first, then on the server, across everything or in one conversation.
//!
//! Each tab that searches reads the folded words of all that the device keeps into an [`Arena`] of its own, when its search box is first
//! entered, and adds what events bring from then on. That takes a tenth of a second and some megabytes where one searches, and needs no
//! word between tabs; asking the tab that writes would cost a message there and back at each key.
//!
//! What does all this is a part of the program that comes when it is first needed ([`split`]). Here stands only what hands things on to it.

mod device;
mod everything;
mod finder;
mod records;
mod split;
mod wanted;

use self::split::Engine;
use super::core::Core;
use crate::browser;
use crate::state::phase::BootPhase;
use crate::state::search::{DeviceSearch, Search, SearchIntent, ServerSearch};
use crate::state::search_arena::Arena;
use domain::entities::{Message, Position};
use domain::event::{Change, Event};
use domain::ids::{ConversationId, MessageId};
use futures::channel::oneshot;
use leptos::prelude::{GetUntracked, Update, WithUntracked};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

pub(super) use self::wanted::{has_wanted, show_wanted};

/// How long the start has for itself before what changed is folded, and how long is between two looks for more.
const FIRST_FOLD_MS: u32 = 10_000;
const NEXT_FOLD_MS: u32 = 60_000;

/// How far searching is.
#[derive(Default)]
pub(super) struct Searching {
    engine: Cell<Option<Engine>>,
    /// Counts what one asked for before the part was here: only the latest is done.
    asked: Cell<u32>,
    finder_asked: Cell<u32>,
    /// What the device keeps, as soon as somebody is about to search.
    arena: RefCell<Option<Arena>>,
    filling: RefCell<Filling>,
    /// Counts the times at which what the device keeps became another.
    age: Cell<u32>,
    /// Counts the searches: a late answer to an earlier one is dropped.
    turn: Cell<u32>,
    finder_turn: Cell<u32>,
    /// Counts what went out of sight or was erased: an answer to an older question may still hold it.
    losses: Cell<u32>,
    /// Where the next page of the server's hits begins.
    next: Cell<Option<Position>>,
    /// The same, of the search in a conversation.
    finder_next: Cell<Option<Position>>,
    /// The message that is to be shown when its conversation is there.
    wanted: Cell<Option<(ConversationId, MessageId)>>,
}

/// Reading what the device keeps into the arena.
#[derive(Default)]
enum Filling {
    #[default]
    NotBegun,
    /// Who waits for it.
    Busy(Vec<oneshot::Sender<()>>),
    Done,
    /// The device keeps nothing.
    Off,
}

/// Does what one wishes of a search.
pub(super) async fn fulfil(core: &Rc<Core>, intent: SearchIntent) {
    if let SearchIntent::Show {
        conversation_id,
        message_id,
    } = intent
    {
        return wanted::show(core, conversation_id, message_id).await;
    }
    let counter = match &intent {
        SearchIntent::Find(_) => Some(&core.search.asked),
        SearchIntent::FindIn { .. } => Some(&core.search.finder_asked),
        _ => None,
    };
    let asked = counter.map(|counter| {
        counter.set(counter.get().wrapping_add(1));
        counter.get()
    });
    let engine = engine(core).await;
    if counter.map(Cell::get) != asked {
        return;
    }
    match engine {
        Some(engine) => (engine.fulfil)(Rc::clone(core), intent).await,
        None => {
            if let SearchIntent::Find(text) = intent {
                core.state.search.update(|search| {
                    search.text = text;
                    search.is_looking_here = false;
                    search.device = DeviceSearch::Off;
                    search.server = ServerSearch::Offline;
                });
            }
        }
    }
}

/// The server is there again: what it could not be asked is asked now, so that nobody has to search twice.
pub(super) fn try_again(core: &Rc<Core>) {
    let has_engine = core.search.engine.get().is_some();
    let everything = core.state.search.with_untracked(|search| {
        search.lacks_server().then(|| {
            if has_engine {
                SearchIntent::AskAgain
            } else {
                // Not even the program for it could come.
                SearchIntent::Find(search.text.clone())
            }
        })
    });
    let in_conversation = core.state.finder.with_untracked(|finder| {
        let finder = finder.as_ref().filter(|finder| finder.lacks_server())?;
        Some(SearchIntent::FindIn {
            conversation_id: finder.conversation_id,
            text: finder.text.clone(),
        })
    });
    for intent in everything.into_iter().chain(in_conversation) {
        let core = Rc::clone(core);
        spawn_local(async move { fulfil(&core, intent).await });
    }
}

/// A change of the log was applied.
pub(super) fn hear(core: &Rc<Core>, event: &Event) {
    if let Change::MessageChanged { message } = &event.change {
        hear_message(core, message);
    }
}

/// Messages came onto the device.
pub(super) fn hear_message(core: &Rc<Core>, message: &Message) {
    if let Some(engine) = core.search.engine.get() {
        (engine.hear)(core, message);
    }
}

/// Conversations are not to be seen any more.
pub(super) fn forget(core: &Core, ids: &BTreeSet<ConversationId>) {
    if ids.is_empty() {
        return;
    }
    note_loss(core);
    if let Some(engine) = core.search.engine.get() {
        ids.iter().for_each(|id| (engine.forget)(core, *id));
    }
}

/// These alone may be seen. What was found may stand in others, of which this device knows nothing else.
pub(super) fn forget_all_but(core: &Core, visible: &[ConversationId]) {
    let found = core.state.search.with_untracked(Search::conversations);
    let visible: BTreeSet<_> = visible.iter().copied().collect();
    forget(core, &found.difference(&visible).copied().collect());
    // What is asked for just now may hold some too.
    note_loss(core);
}

/// How often something went out of sight or was erased: an answer to a question of before may still hold it.
pub(super) fn losses(core: &Core) -> u32 {
    core.search.losses.get()
}

fn note_loss(core: &Core) {
    let losses = &core.search.losses;
    losses.set(losses.get().wrapping_add(1));
}

/// What the device keeps is another now: it is read again when somebody searches.
pub(super) fn begin_anew(core: &Core) {
    let search = &core.search;
    search.age.set(search.age.get().wrapping_add(1));
    search.turn.set(search.turn.get().wrapping_add(1));
    search.finder_turn.set(search.finder_turn.get().wrapping_add(1));
    search.arena.replace(None);
    // Whoever waits looks again.
    drop(search.filling.take());
    search.next.set(None);
    search.finder_next.set(None);
    search.wanted.set(None);
}

/// Folds what changed, now and then, in the tab that keeps what events bring: so that a search need not wait for it.
pub(super) fn fold_now_and_then(core: &Rc<Core>) {
    let core = Rc::clone(core);
    spawn_local(async move {
        browser::sleep(FIRST_FOLD_MS).await;
        loop {
            let is_signed_in = core.state.boot.get_untracked() == BootPhase::Ready;
            if is_signed_in
                && core.writer.is_appointed()
                && let Some(engine) = engine(&core).await
            {
                (engine.fold)(Rc::clone(&core)).await;
            }
            browser::sleep(NEXT_FOLD_MS).await;
        }
    });
}

/// Folds all that changed, before something is measured.
#[cfg(feature = "bench")]
pub(super) async fn fold(core: &Rc<Core>) {
    if let Some(engine) = engine(core).await {
        (engine.fold)(Rc::clone(core)).await;
    }
}

/// Makes what the device keeps ready to be searched, and says how many milliseconds that took.
#[cfg(feature = "bench")]
pub(super) async fn measure_ready(core: &Rc<Core>) -> f64 {
    let began = browser::now();
    fulfil(core, SearchIntent::Prepare).await;
    browser::now() - began
}

/// Looks for a text on this device, and says how many milliseconds that took.
#[cfg(feature = "bench")]
pub(super) async fn measure(core: &Rc<Core>, text: String) -> f64 {
    match engine(core).await {
        Some(engine) => (engine.measure)(Rc::clone(core), text).await,
        None => f64::NAN,
    }
}

/// The same with all that the search box would show.
#[cfg(feature = "bench")]
pub(super) async fn measure_found(core: &Rc<Core>, text: String) -> f64 {
    match engine(core).await {
        Some(engine) => (engine.measure_found)(Rc::clone(core), text).await,
        None => f64::NAN,
    }
}

/// The part that searches; `None`: it did not come.
async fn engine(core: &Rc<Core>) -> Option<Engine> {
    if core.search.engine.get().is_none() {
        core.search.engine.set(split::search_engine().await.ok());
    }
    core.search.engine.get()
}

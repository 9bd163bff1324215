//! What the agent does, what sends it, and what talks with the server: a part of the program that comes right after the first screen,
//! because showing what the device kept needs none of it.
//!
//! Until it is here, what is to be done waits for it. When it does not come, the agent is told what was not done (a text stays in its
//! composer until it is safe), and it is asked for again with the next wish, and every few seconds while somebody is signed in.

mod waiting;

use super::connection::SocketOrder;
use super::core::Core;
use super::split;
use super::tabs::Heard;
use crate::browser::{self, element};
use crate::cache::{CachedThread, Later};
use crate::state::intent::Intent;
use crate::state::phase::{RequestFailure, SignInProgress};
use crate::state::{FailedRequest, Notice};
use domain::entities::Position;
use domain::ids::ConversationId;
use futures::channel::mpsc::UnboundedReceiver;
use futures::channel::oneshot;
use leptos::prelude::Set;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::pin::Pin;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

const TRY_AGAIN_MS: u32 = 5_000;

/// Something that takes its time.
pub(super) type Task = Pin<Box<dyn Future<Output = ()>>>;
/// What the connection is asked to do.
type Orders = UnboundedReceiver<SocketOrder>;

/// What is in the part.
#[derive(Clone, Copy)]
pub(super) struct Doer {
    /// It is here now.
    pub begin: fn(&Rc<Core>),
    /// Offers recordings and files that were not sent.
    pub recover: fn(&Rc<Core>),
    /// Shows what the device kept besides the first screen, as of a number of the log.
    pub restore: fn(&Rc<Core>, &Later, u64),
    /// Connects, for as long as someone is signed in.
    pub connect: fn(Rc<Core>, Orders),
    /// Another tab has news.
    pub hear: fn(Rc<Core>, Heard) -> Task,
    /// Brings what a thread lacks that was opened from the device, all of it or some.
    pub complete: fn(Rc<Core>, ConversationId, bool) -> Task,
    /// Brings the page above a place from the server; the device's run without gaps may grow by it.
    pub load_older: fn(Rc<Core>, ConversationId, Position, Option<CachedThread>) -> Task,
    /// Shows the message that is wanted of a conversation.
    pub show_wanted: fn(Rc<Core>, ConversationId) -> Task,
    /// Tells the server up to which message the agent has read.
    pub send_read: fn(Rc<Core>, ConversationId) -> Task,
    /// Tells the server a draft.
    pub tell_draft: fn(Rc<Core>, ConversationId) -> Task,
    /// Does what the agent wants.
    pub fulfil: fn(&Rc<Core>, Intent),
    /// Takes in the text of a frame, as if the socket had brought it.
    #[cfg(feature = "bench")]
    pub receive: fn(Rc<Core>, String) -> Task,
}

/// The part, and what waits for it.
#[derive(Default)]
pub(super) struct Deeds {
    doer: Cell<Option<Doer>>,
    is_coming: Cell<bool>,
    recovers: Cell<bool>,
    kept: RefCell<Option<(Later, u64)>>,
    orders: RefCell<Option<Orders>>,
    intents: RefCell<VecDeque<Intent>>,
    /// Who hears that it is here, or did not come.
    waiting: RefCell<Vec<oneshot::Sender<()>>>,
}

impl Deeds {
    /// Whoever was signed in leaves: nothing of theirs is done any more.
    pub fn forget(&self) {
        self.recovers.set(false);
        self.kept.take();
        self.orders.take();
        self.intents.borrow_mut().clear();
    }

    /// The part, if it is here. Without it there is no connection.
    pub fn doer(&self) -> Option<Doer> {
        self.doer.get()
    }
}

/// The part, as soon as it is here; `None`: it did not come.
pub(super) async fn here(core: &Rc<Core>) -> Option<Doer> {
    if core.deeds.doer().is_none() {
        let (told, is_told) = oneshot::channel();
        core.deeds.waiting.borrow_mut().push(told);
        bring(core);
        // Cancelled only with the page.
        let _ = is_told.await;
    }
    core.deeds.doer()
}

/// Does what the agent wants, as soon as the part is here.
pub(super) fn fulfil(core: &Rc<Core>, intent: Intent) {
    if let Some(doer) = core.deeds.doer.get() {
        (doer.fulfil)(core, intent);
        return;
    }
    waiting::add(&mut core.deeds.intents.borrow_mut(), intent);
    bring(core);
}

/// Shows what the device kept besides the first screen.
pub(super) fn restore(core: &Rc<Core>, kept: Later, n: u64) {
    if let Some(doer) = core.deeds.doer.get() {
        (doer.restore)(core, &kept, n);
        return;
    }
    core.deeds.kept.replace(Some((kept, n)));
    bring(core);
}

/// Connects, for as long as someone is signed in.
pub(super) fn connect(core: &Rc<Core>, orders: Orders) {
    if let Some(doer) = core.deeds.doer.get() {
        (doer.connect)(Rc::clone(core), orders);
        return;
    }
    core.deeds.orders.replace(Some(orders));
    bring(core);
}

/// There is reason to try at once what the connection waits for.
pub(super) fn check_now(core: &Rc<Core>) {
    if core.deeds.orders.borrow().is_some() {
        bring(core);
    }
}

/// Offers what was recorded or chosen before the page ended.
pub(super) fn recover(core: &Rc<Core>) {
    if let Some(doer) = core.deeds.doer.get() {
        (doer.recover)(core);
        return;
    }
    core.deeds.recovers.set(true);
    bring(core);
}

/// Asks for the part, unless it is here or on its way.
pub(super) fn bring(core: &Rc<Core>) {
    if core.deeds.doer.get().is_some() || core.deeds.is_coming.replace(true) {
        return;
    }
    let core = Rc::clone(core);
    spawn_local(async move {
        // What can be painted without it is painted first.
        element::painted().await;
        loop {
            if let Ok(doer) = split::fetch().await {
                core.deeds.doer.set(Some(doer));
                do_what_waits(&core, doer);
                return;
            }
            give_up_what_waits(&core);
            core.deeds.is_coming.set(false);
            tell_who_waits(&core);
            // It may have been a fault of the moment, and without it there is no connection.
            browser::sleep(TRY_AGAIN_MS).await;
            let is_needed = core.deeds.orders.borrow().is_some();
            if !is_needed || core.deeds.is_coming.replace(true) {
                return;
            }
        }
    });
}

fn do_what_waits(core: &Rc<Core>, doer: Doer) {
    (doer.begin)(core);
    // Before anything that the server may say of it.
    if let Some((kept, n)) = core.deeds.kept.take() {
        (doer.restore)(core, &kept, n);
    }
    if let Some(orders) = core.deeds.orders.take() {
        (doer.connect)(Rc::clone(core), orders);
    }
    if core.deeds.recovers.replace(false) {
        (doer.recover)(core);
    }
    loop {
        let next = core.deeds.intents.borrow_mut().pop_front();
        let Some(intent) = next else { break };
        (doer.fulfil)(core, intent);
    }
    tell_who_waits(core);
}

fn tell_who_waits(core: &Core) {
    for waiting in core.deeds.waiting.take() {
        // Whoever waited may have gone on.
        let _ = waiting.send(());
    }
}

/// The agent hears what was not done; what the app does by itself, and notes that are written, go on waiting.
fn give_up_what_waits(core: &Core) {
    let (kept, given_up): (VecDeque<_>, VecDeque<_>) =
        core.deeds.intents.take().into_iter().partition(waiting::is_ours);
    core.deeds.intents.replace(kept);
    if given_up
        .iter()
        .any(|intent| matches!(intent, Intent::SignIn { .. }))
    {
        core.state
            .sign_in
            .set(SignInProgress::Failed(RequestFailure::Offline));
    } else if !given_up.is_empty() {
        core.state.notice.set(Some(Notice {
            request: FailedRequest::LoadPart,
            failure: RequestFailure::Offline,
        }));
    }
}

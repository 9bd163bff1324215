//! What the agent does, and what sends it: a part of the program that comes right after the first screen, because reading needs none
//! of it.
//!
//! Until it is here, what is to be done waits for it. When it does not come, the agent is told what was not done (a text stays in its
//! composer until it is safe), and it is asked for again with the next wish and the next greeting.

use super::core::Core;
use super::split;
use crate::browser::{self, element};
use crate::state::intent::Intent;
use crate::state::phase::{RequestFailure, SignInProgress};
use crate::state::voice::VoiceIntent;
use crate::state::{FailedRequest, Notice};
use leptos::prelude::Set;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

const TRY_AGAIN_MS: u32 = 5_000;

/// What is in the part.
#[derive(Clone, Copy)]
pub(super) struct Doer {
    /// It is here now.
    pub begin: fn(&Rc<Core>),
    /// Offers recordings that were not sent.
    pub recover: fn(&Rc<Core>),
    /// Sends what waits.
    pub greeted: fn(&Rc<Core>),
    /// Does what the agent wants.
    pub fulfil: fn(&Rc<Core>, Intent),
}

/// The part, and what waits for it.
#[derive(Default)]
pub(super) struct Deeds {
    doer: Cell<Option<Doer>>,
    is_coming: Cell<bool>,
    recovers: Cell<bool>,
    was_greeted: Cell<bool>,
    intents: RefCell<VecDeque<Intent>>,
}

impl Deeds {
    /// Whoever was signed in leaves: nothing of theirs is done any more.
    pub fn forget(&self) {
        self.recovers.set(false);
        self.was_greeted.set(false);
        self.intents.borrow_mut().clear();
    }
}

/// Does what the agent wants, as soon as the part is here.
pub(super) fn fulfil(core: &Rc<Core>, intent: Intent) {
    if let Some(doer) = core.deeds.doer.get() {
        (doer.fulfil)(core, intent);
        return;
    }
    core.deeds.intents.borrow_mut().push_back(intent);
    bring(core);
}

/// The server has greeted: what waits is sent.
pub(super) fn greeted(core: &Rc<Core>) {
    if let Some(doer) = core.deeds.doer.get() {
        (doer.greeted)(core);
        return;
    }
    core.deeds.was_greeted.set(true);
    bring(core);
}

/// Offers what was recorded before the page ended.
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
            // Unreachable: the next greeting asks again. Else it may have been a fault of the moment.
            browser::sleep(TRY_AGAIN_MS).await;
            if !core.is_connected.get() || core.deeds.is_coming.replace(true) {
                return;
            }
        }
    });
}

fn do_what_waits(core: &Rc<Core>, doer: Doer) {
    (doer.begin)(core);
    if core.deeds.recovers.replace(false) {
        (doer.recover)(core);
    }
    if core.deeds.was_greeted.replace(false) {
        (doer.greeted)(core);
    }
    loop {
        let next = core.deeds.intents.borrow_mut().pop_front();
        let Some(intent) = next else { break };
        (doer.fulfil)(core, intent);
    }
}

/// The agent hears what was not done; what the app does by itself goes on waiting.
fn give_up_what_waits(core: &Core) {
    let given_up = core.deeds.intents.take();
    let is_sign_in = |intent: &Intent| matches!(intent, Intent::SignIn { .. });
    // Nobody asked for this: what is on screen did.
    let is_ours = |intent: &Intent| matches!(intent, Intent::Voice(VoiceIntent::WantWaveform(_)));
    if given_up.iter().any(is_sign_in) {
        core.state
            .sign_in
            .set(SignInProgress::Failed(RequestFailure::Offline));
    } else if !given_up.iter().all(is_ours) {
        core.state.notice.set(Some(Notice {
            request: FailedRequest::LoadPart,
            failure: RequestFailure::Offline,
        }));
    }
}

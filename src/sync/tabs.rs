//! The other tabs of this browser.

use super::connection::SocketOrder;
use super::core::Core;
use super::{contact_edits, deeds, session, set_aside};
use crate::browser;
use crate::browser::broadcast::Broadcast;
use crate::browser::lock;
use crate::state::phase::BootPhase;
use futures::future::{Either, select};
use leptos::prelude::GetUntracked;
use std::cell::{Cell, RefCell};
use std::pin::pin;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

const CHANNEL: &str = "perfectchat";
const WRITER_LOCK: &str = "perfectchat.writer";
/// How long the start waits for the writer's lock: longer than the browser needs to grant a free one.
const APPOINTMENT_MS: u32 = 50;
const TRY_AGAIN_MS: u32 = 5_000;

/// What tabs tell each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum News {
    /// Someone signed in.
    SignedIn,
    /// The person signed out: the device is wiped.
    SignedOut,
    /// The outbox changed in a way that no event will tell.
    Outbox,
}

impl News {
    const ALL: [Self; 3] = [Self::SignedIn, Self::SignedOut, Self::Outbox];

    const fn text(self) -> &'static str {
        match self {
            Self::SignedIn => "signed_in",
            Self::SignedOut => "signed_out",
            Self::Outbox => "outbox",
        }
    }
}

/// What another tab told, and when.
#[derive(Clone, Copy, Debug)]
pub(super) struct Heard {
    news: News,
    /// How often somebody had signed in by then.
    sign_ins: u32,
}

/// The way to the other tabs.
#[derive(Default)]
pub(super) struct Tabs {
    channel: RefCell<Option<Broadcast>>,
    is_seeking: Cell<bool>,
    /// How often another tab signed in.
    sign_ins: Cell<u32>,
}

impl Tabs {
    /// Tells the other tabs.
    pub fn tell(&self, news: News) {
        if let Some(channel) = &*self.channel.borrow() {
            channel.tell(news.text());
        }
    }
}

/// Hears the other tabs, for as long as the page lives.
pub(super) fn watch(core: &Rc<Core>) {
    let hearing = Rc::downgrade(core);
    let channel = Broadcast::join(CHANNEL, move |text| {
        let Some(core) = hearing.upgrade() else { return };
        let Some(news) = News::ALL.into_iter().find(|news| news.text() == text) else {
            return;
        };
        let sign_ins = &core.tabs.sign_ins;
        if news == News::SignedIn {
            sign_ins.set(sign_ins.get().wrapping_add(1));
        }
        let heard = Heard {
            news,
            sign_ins: sign_ins.get(),
        };
        if news == News::SignedOut && core.deeds.doer().is_none() {
            // The part that follows may be long in coming, or never come.
            session::hide(&core);
        }
        spawn_local(async move {
            if news == News::SignedIn {
                return session::signed_in_elsewhere(&core).await;
            }
            loop {
                if let Some(doer) = deeds::here(&core).await {
                    return (doer.hear)(core, heard).await;
                }
                browser::sleep(TRY_AGAIN_MS).await;
            }
        });
    });
    core.tabs.channel.replace(Some(channel));
}

/// Another tab has news that concern what the part about deeds does.
pub(super) async fn hear(core: &Rc<Core>, heard: Heard) {
    match heard.news {
        // Painting what the device kept needs no part.
        News::SignedIn => {}
        // The part came late: what the device keeps by now is the next person's.
        News::SignedOut if heard.sign_ins != core.tabs.sign_ins.get() => session::signed_in_anew(core).await,
        News::SignedOut => session::signed_out(core).await,
        News::Outbox => {
            set_aside::reconcile(core).await;
            contact_edits::reconcile(core).await;
        }
    }
}

/// Seeks to become the tab that keeps what events bring; waits a moment for it, then goes on without.
pub(super) async fn seek_appointment(core: &Rc<Core>) {
    if core.tabs.is_seeking.replace(true) {
        return;
    }
    let appointed = Rc::clone(core);
    let (told, is_told) = futures::channel::oneshot::channel();
    spawn_local(async move {
        let lock = lock::acquire(WRITER_LOCK).await;
        appointed.writer.appoint();
        // Too late: the start has gone on, so this tab may have read further than what is kept.
        if told.send(()).is_err() {
            go_back_to_what_is_kept(&appointed).await;
        }
        // Held until the page ends.
        std::mem::forget(lock);
    });
    if let Either::Right(_) = select(pin!(is_told), pin!(browser::sleep(APPOINTMENT_MS))).await {}
}

async fn go_back_to_what_is_kept(core: &Rc<Core>) {
    if core.state.boot.get_untracked() != BootPhase::Ready {
        return;
    }
    let kept = core.cache.cursor().await.ok().flatten();
    let own = core.cursor.get();
    let is_behind = match (kept, own) {
        (Some(kept), Some(own)) => kept.epoch != own.epoch || kept.n < own.n,
        (None, Some(_)) => true,
        (_, None) => false,
    };
    if is_behind {
        core.cursor.set(kept);
        core.order(SocketOrder::Restart);
    }
}

//! Moves things between the server, the device and the screen, and owns every long-running task.
//!
//! The start: cache → paint → socket. With a cursor the socket goes on from it; without one, and after `reset`, `/bootstrap`
//! comes first. What the socket brings is applied to the state in one batch and then kept, cursor and rows in one transaction
//! ([`writer`]). While something must still be loaded because of an event ([`follow_up`]), the kept cursor stands still: after a
//! crash the event comes again.
//!
//! What is written is in IndexedDB before the composer clears and before the first byte leaves ([`outbox`]). What was chosen and is not
//! sent yet lies there too ([`kept_trays`]).
//!
//! What the agent does ([`intents`]) and what talks with the server ([`connection`], [`threads`], [`writer`]) is a part of the program
//! that comes right after the first screen ([`deeds`]); what shows what the device kept ([`boot`], [`reading`]) is there from the
//! beginning.
//!
//! Several tabs of one browser, the simple sound way: each tab has its own socket and its own state. *One* tab, the holder of
//! the Web Lock `perfectchat.writer`, keeps what events bring, so the kept rows are always those of one consistent reader; a
//! tab that inherits the lock goes back to the kept cursor first. Pages that any tab asked for are kept by that tab, never over
//! a newer version. The outbox is one for all: whoever holds the Web Lock `perfectchat.outbox` sends what waits, in order, so a
//! message leaves once; where Web Locks are missing, the server's idempotency is the second net. A `BroadcastChannel` tells the
//! other tabs of signing in and out and of changes in the outbox.

mod ahead;
mod alarms;
mod attachments;
#[cfg(feature = "bench")]
pub mod bench;
mod boot;
mod canned_responses;
mod connection;
mod contact_book;
mod contact_edits;
mod contacts;
mod core;
mod deeds;
mod drafts;
mod events;
mod feedback;
mod follow_up;
mod intents;
mod kept_trays;
mod labels;
mod list;
mod list_wishes;
mod mentions;
mod message_details;
mod messages;
mod outbox;
mod outbox_plan;
mod picked_file;
mod pill;
mod preparing;
mod presence;
mod reading;
mod reconnect_plan;
mod requests;
mod search;
mod session;
mod set_aside;
mod shelves;
mod split;
mod tabs;
mod templates;
mod threads;
mod uploads;
mod voice;
mod writer;

use self::core::Core;
use crate::browser;
use crate::cache::Cache;
use crate::state::AppState;
use crate::state::intent::Intents;
use crate::state::thread_layout::CivilDay;
use domain::ids::ConversationId;
use domain::time::Timestamp;
use futures::StreamExt;
use wasm_bindgen_futures::spawn_local;

/// Starts everything. The app's `main` provides both by context and mounts; the state fills as the cache answers. `first` is the
/// conversation that the page is opened with: its thread is read beside the list, so that both are painted in one frame.
#[must_use]
pub fn start(first: Option<ConversationId>) -> (AppState, Intents) {
    let state = AppState::new(|at, time_zone| CivilDay(browser::intl::day_number(at, time_zone)));
    #[allow(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit")]
    let device_time = Timestamp::from_millis(browser::now_by_device() as i64);
    state.server_clock.learn(device_time, browser::now());
    let (intents, mut wishes) = Intents::channel();
    let core_state = state.clone();
    spawn_local(async move {
        let core = Core::new(core_state, Cache::open().await);
        pill::watch(&core);
        drafts::watch(&core);
        presence::watch(&core);
        tabs::watch(&core);
        #[cfg(feature = "bench")]
        if bench::is_bench() {
            bench::prepare(&core).await;
        }
        boot::boot(&core, first).await;
        search::fold_now_and_then(&core);
        #[cfg(feature = "bench")]
        if bench::is_bench() {
            bench::offer(&core);
        }
        spawn_local(browser::service_worker::register());
        while let Some(intent) = wishes.next().await {
            if let Some(deed) = reading::fulfil(&core, intent) {
                deeds::fulfil(&core, deed);
            }
        }
    });
    (state, intents)
}

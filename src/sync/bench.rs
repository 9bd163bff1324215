//! The bench build (`--features bench`, never in a release): `/bench?n=N&mode=all|tail` puts 300 conversations and a thread of
//! N messages onto the device, opens that thread without a server, and offers `window.peer` to whoever measures.
//!
//! `mode=all`: the device has all N messages; `tail`: only the newest, as after a first visit. What is on the device already is
//! not written again, so a reload measures the start alone. The app around it is the app that is shipped: the same cache, state,
//! views and socket frames.

mod sample;

use super::core::Core;
use super::deeds;
use crate::browser;
use crate::browser::bench::{Measured, Peer, memory_bytes};
use crate::browser::local_storage;
use crate::cache::{Batch, CachedThread, ListEnd};
use domain::entities::{Message, Position};
use domain::event::{Change, Cursor, Event};
use domain::ids::LogEpoch;
use domain::wire::ServerFrame;
use futures::StreamExt;
use futures::channel::mpsc::unbounded;
use sample::{Sample, Wanted};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// The address of the bench.
pub const PATH: &str = "/bench";
const NOTE: &str = "perfectchat.bench";
/// How many messages go into one transaction.
const SLICE: usize = 2_000;

#[derive(Clone, Debug, PartialEq, Eq)]
struct Order {
    count: usize,
    is_whole: bool,
}

/// Whether this page is a bench: nobody answers, so nobody is asked.
pub(super) fn is_bench() -> bool {
    browser::bench::address().0 == PATH
}

/// Puts onto the device what the address asks for, unless it is there.
pub(super) async fn prepare(core: &Rc<Core>) {
    let order = order();
    let note = format!("{}/{}", order.count, order.is_whole);
    if local_storage::get(NOTE).as_ref() == Some(&note) {
        return;
    }
    fill(core, &order).await;
    super::search::fold(core).await;
    local_storage::set(NOTE, &note);
    super::session::note_for_bench();
}

/// Offers `window.peer`.
pub(super) fn offer(core: &Rc<Core>) {
    let order = order();
    let ids = Rc::new(RefCell::new(HashMap::new()));
    let preparing = Rc::clone(core);
    let known = Rc::clone(&ids);
    let newest = RefCell::new(sample::place(order.count.saturating_sub(1)).at);
    let number = Cell::new(core.cursor.get().map_or(0, |cursor| cursor.n));
    let prepare = move |json: &str| {
        let wanted: Vec<Wanted> = serde_json::from_str(json).unwrap_or_default();
        let mut newest = newest.borrow_mut();
        let messages = wanted.into_iter().map(|wanted| {
            let (name, conversation) = (wanted.id.clone(), wanted.conversation);
            *newest = sample::after(*newest).max(preparing.now());
            let message = sample::new_message(wanted, *newest, preparing.new_id_parts());
            let id = message.id.to_string();
            known.borrow_mut().insert(name.unwrap_or_else(|| id.clone()), id);
            (conversation, message)
        });
        let text = frame(&preparing, number.get(), messages.collect());
        number.set(text.1);
        text.0
    };
    let (read, mut frames) = unbounded::<String>();
    let receiving = Rc::clone(core);
    // One after the other, as a socket gives them: a long frame pauses, and the next must not overtake it. Each is read when its turn
    // has come.
    spawn_local(async move {
        while let Some(text) = frames.next().await {
            if let Some(doer) = deeds::here(&receiving).await {
                (doer.receive)(Rc::clone(&receiving), text).await;
            }
        }
    });
    let receive = move |frame: &str| {
        // The task lives as long as the page.
        let _ = read.unbounded_send(frame.to_owned());
    };
    let (readying, searching, finding) = (Rc::clone(core), Rc::clone(core), Rc::clone(core));
    let search_ready = move || -> Measured {
        let core = Rc::clone(&readying);
        Box::pin(async move { super::search::measure_ready(&core).await })
    };
    let search = move |text: String| -> Measured {
        let core = Rc::clone(&searching);
        Box::pin(async move { super::search::measure(&core, text).await })
    };
    let find = move |text: String| -> Measured {
        let core = Rc::clone(&finding);
        Box::pin(async move { super::search::measure_found(&core, text).await })
    };
    let row_id = move |name: &str| ids.borrow().get(name).cloned().unwrap_or_else(|| name.to_owned());
    browser::bench::offer(Peer {
        prepare: Box::new(prepare),
        receive: Box::new(receive),
        row_id: Box::new(row_id),
        wasm: Box::new(memory_bytes),
        search_ready: Box::new(search_ready),
        search: Box::new(search),
        find: Box::new(find),
    });
}

fn order() -> Order {
    let (_, query) = browser::bench::address();
    let value = |key: &str| {
        let mut pairs = query.trim_start_matches('?').split('&');
        pairs.find_map(|pair| pair.strip_prefix(key)?.strip_prefix('='))
    };
    Order {
        count: value("n").and_then(|n| n.parse().ok()).unwrap_or(200),
        is_whole: value("mode") != Some("tail"),
    }
}

/// The text of a frame that brings messages and what they make of their conversations, after number `follows`; and its own
/// number.
fn frame(core: &Core, follows: u64, messages: Vec<(usize, Message)>) -> (String, u64) {
    let now = core.now();
    let rows: BTreeMap<_, _> = messages
        .iter()
        .map(|(conversation, last)| (*conversation, sample::row_after(*conversation, last, now)))
        .collect();
    let messages = messages.into_iter().map(|(_, message)| Change::MessageChanged {
        message: Box::new(message),
    });
    let rows = rows.into_values().map(|row| Change::ConversationChanged {
        conversation: row.conversation,
        contact: row.contact,
    });
    let events: Vec<_> = (follows + 1..)
        .zip(messages.chain(rows))
        .map(|(n, change)| Event { n, change })
        .collect();
    let n = events.last().map_or(follows, |event| event.n);
    let frame = ServerFrame::Events { follows, n, events };
    (serde_json::to_string(&frame).unwrap_or_default(), n)
}

async fn fill(core: &Rc<Core>, order: &Order) {
    let cache = &core.cache;
    let sample = Sample::new(order.count, core.now());
    // A device that keeps nothing shows nothing here, and whoever measures sees that.
    let _ = cache.wipe().await;
    let first = Batch {
        cursor: Some(Cursor {
            epoch: LogEpoch::from_parts(0, &[7; 10]),
            n: 1_000_000,
        }),
        session: Some(sample.session()),
        settings: Some(sample.settings()),
        agents: Some(vec![sample.session().agent]),
        phone_numbers: Some(vec![sample.phone_number()]),
        // There are none; a device that does not know so asks the server for all anew (`cache::start`).
        roles: Some(Vec::new()),
        alarms: Some(Vec::new()),
        templates: Some(Vec::new()),
        canned_responses: Some(Vec::new()),
        sources: Some(Vec::new()),
        groups: Some(Vec::new()),
        pins: Some(Vec::new()),
        list_end: Some(ListEnd { after: None }),
        conversations: (0..sample::CONVERSATIONS).map(|i| sample.row(i)).collect(),
        ..Batch::default()
    };
    let _ = cache.put_batch(&first).await;
    let from = if order.is_whole {
        0
    } else {
        order.count.saturating_sub(crate::state::thread_window::PAGE)
    };
    let mut at = from;
    while at < order.count {
        let to = order.count.min(at + SLICE);
        let messages = (at..to).map(|i| sample.message(i)).collect();
        let _ = cache
            .put_batch(&Batch {
                messages,
                ..Batch::default()
            })
            .await;
        at = to;
    }
    let oldest = (order.count > 0).then(|| sample::place(from));
    complete(core, sample::MAIN, oldest, from > 0).await;
    for i in 1..sample::WITH_THREADS {
        let messages = sample.short_thread(i);
        let oldest = messages.first().map(Message::position);
        let _ = cache
            .put_batch(&Batch {
                messages,
                ..Batch::default()
            })
            .await;
        complete(core, i, oldest, false).await;
    }
}

async fn complete(core: &Core, conversation: usize, oldest: Option<Position>, has_older: bool) {
    let complete = CachedThread { oldest, has_older };
    let _ = core
        .cache
        .put_page(sample::conversation_id(conversation), &[], Some(complete))
        .await;
}

/// The conversation with the long thread, which the bench shows.
#[must_use]
pub fn conversation() -> domain::ids::ConversationId {
    sample::conversation_id(sample::MAIN)
}

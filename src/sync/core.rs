//! What all tasks of `sync` share.

use super::connection::SocketOrder;
use super::contact_edits::Editing;
use super::deeds::Deeds;
use super::events::Pace;
use super::kept_trays::KeptTrays;
use super::list_wishes::Telling;
use super::search::Searching;
use super::tabs::Tabs;
use super::threads::OpenThreads;
use super::uploads::Uploading;
use super::voice::{Playback, Recordings, Waveforms};
use super::writer::Writer;
use super::{drafts::UnsavedDrafts, follow_up::Pending, outbox::Sending};
use crate::browser;
use crate::cache::Cache;
use crate::state::AppState;
use domain::event::Cursor;
use domain::ids::DeviceId;
use domain::time::Timestamp;
use futures::channel::mpsc::UnboundedSender;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// What all tasks of `sync` share; one a tab.
pub(super) struct Core {
    pub state: AppState,
    pub cache: Cache,
    /// Keeps what events bring.
    pub writer: Writer,
    pub tabs: Tabs,
    pub device_id: Cell<DeviceId>,
    /// How far this tab has read.
    pub cursor: Cell<Option<Cursor>>,
    /// Orders to the connection; `None`: there is none.
    pub socket: RefCell<Option<UnboundedSender<SocketOrder>>>,
    /// Whether the server has greeted this connection.
    pub is_connected: Cell<bool>,
    /// What events ask to load, not yet done.
    pub pending: Pending,
    pub open_threads: OpenThreads,
    /// What the agent does, a part of the program.
    pub deeds: Deeds,
    pub sending: Sending,
    pub editing: Editing,
    pub uploading: Uploading,
    pub kept_trays: KeptTrays,
    pub recordings: Recordings,
    pub playback: Playback,
    pub waveforms: Waveforms,
    pub unsaved_drafts: UnsavedDrafts,
    pub search: Searching,
    /// The file of the canned response that is being saved, and what the server calls it.
    pub canned_upload: Cell<Option<(u32, domain::ids::MediaId)>>,
    /// The conversation that is in view, as the server was told.
    pub in_view: Cell<Option<domain::ids::ConversationId>>,
    /// What was read while the server was away, by conversation: told when it is back.
    pub unsent_reads: RefCell<HashMap<domain::ids::ConversationId, domain::ids::MessageId>>,
    pub telling: Telling,
    /// How events share the page.
    pub pace: Pace,
    /// When a sign of typing was last sent, by conversation (steady clock, ms).
    pub typing_sent: RefCell<HashMap<domain::ids::ConversationId, f64>>,
    /// Counts sign-ins and sign-outs: an answer to another person's question is dropped.
    pub era: Cell<u32>,
    /// The time in the newest id that was made here.
    newest_id_ms: Cell<u64>,
}

impl Core {
    pub fn new(state: AppState, cache: Cache) -> Rc<Self> {
        Rc::new(Self {
            state,
            cache,
            writer: Writer::new(),
            tabs: Tabs::default(),
            device_id: Cell::new(DeviceId::from_parts(
                unix_ms(Timestamp::default()),
                &browser::random::ten_bytes(),
            )),
            cursor: Cell::new(None),
            socket: RefCell::default(),
            is_connected: Cell::new(false),
            pending: Pending::default(),
            open_threads: OpenThreads::default(),
            deeds: Deeds::default(),
            sending: Sending::default(),
            editing: Editing::default(),
            uploading: Uploading::default(),
            kept_trays: KeptTrays::default(),
            recordings: Recordings::default(),
            playback: Playback::default(),
            waveforms: Waveforms::default(),
            unsaved_drafts: UnsavedDrafts::default(),
            search: Searching::default(),
            canned_upload: Cell::new(None),
            in_view: Cell::new(None),
            unsent_reads: RefCell::default(),
            telling: Telling::default(),
            pace: Pace::default(),
            typing_sent: RefCell::default(),
            era: Cell::new(0),
            newest_id_ms: Cell::new(0),
        })
    }

    /// The server's time.
    pub fn now(&self) -> Timestamp {
        self.state.server_clock.at(browser::now())
    }

    /// The parts of a new id. Ids stand in the order in which they were made: what is written in one moment (several files) is sent in
    /// their order.
    pub fn new_id_parts(&self) -> (u64, [u8; 10]) {
        let at = unix_ms(self.now()).max(self.newest_id_ms.get() + 1);
        self.newest_id_ms.set(at);
        (at, browser::random::ten_bytes())
    }

    /// Notes how far this tab has read.
    pub fn advance(&self, n: u64) {
        if let Some(cursor) = self.cursor.get() {
            self.cursor.set(Some(Cursor {
                n: cursor.n.max(n),
                ..cursor
            }));
        }
    }

    /// The cursor to keep with rows: none while something is still to be loaded because of an event.
    pub fn cursor_to_keep(&self) -> Option<Cursor> {
        if self.pending.is_empty() {
            self.cursor.get()
        } else {
            None
        }
    }

    /// Gives the connection an order, if there is one.
    pub fn order(&self, order: SocketOrder) {
        if let Some(socket) = &*self.socket.borrow() {
            // The connection's end is noticed elsewhere.
            let _ = socket.unbounded_send(order);
        }
    }
}

/// Does something that takes time beside everything else.
pub(super) fn beside(core: &Rc<Core>, act: impl AsyncFnOnce(&Rc<Core>) + 'static) {
    let core = Rc::clone(core);
    spawn_local(async move { act(&core).await });
}

fn unix_ms(at: Timestamp) -> u64 {
    u64::try_from(at.as_millis()).unwrap_or(0)
}

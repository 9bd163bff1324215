//! The threads in memory: each a bounded window with the signals that its view reads.
//!
//! Changes go into the window first; [`Thread::publish`] then tells the views, once a batch and only what differs.

use super::phase::PageLoad;
use super::thread_layout::{RowLayout, albums, row_layout};
use super::thread_window::ThreadWindow;
use super::unread_divider::UnreadAtOpening;
use domain::entities::{Message, Position};
use domain::ids::{ConversationId, MessageId};
use leptos::prelude::*;
use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How far opening a thread got.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ThreadPhase {
    /// Nothing is there yet: a skeleton, after 150 ms.
    #[default]
    Loading,
    /// The window can be shown.
    Ready,
    /// Neither the device has it nor can the server be reached.
    Unreachable,
    /// There is no such conversation, or the agent may not see it.
    NotFound,
}

/// A message that was looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// Which.
    pub id: MessageId,
    /// Counts the searches: the same message may be looked for again.
    pub count: u32,
    /// Whether it takes the focus.
    pub takes_focus: bool,
}

/// One thread in memory. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Thread {
    /// How far opening it got.
    pub phase: ArcRwSignal<ThreadPhase>,
    /// The rows, oldest first; the messages are in `AppState::messages`.
    pub ids: ArcRwSignal<Vec<MessageId>>,
    /// Whether there are older messages than the first row.
    pub has_older: ArcRwSignal<bool>,
    /// Whether there are newer messages than the last row.
    pub has_newer: ArcRwSignal<bool>,
    /// Loading a page above.
    pub older: ArcRwSignal<PageLoad>,
    /// Loading a page below.
    pub newer: ArcRwSignal<PageLoad>,
    /// How many of the customer's messages came while the newest one was out of view: the count on "jump to newest".
    pub unseen_below: ArcRwSignal<u32>,
    /// The message below the unread divider, as it stood when the thread was opened.
    pub unread_from: ArcRwSignal<Option<MessageId>>,
    /// Counts the jumps to the newest message: a view that sees it grow scrolls to the end.
    pub jumps: ArcRwSignal<u32>,
    /// The message that the agent answers: the composer shows it and sends it along. A part of the draft ([`super::drafts`]).
    pub reply_to: ArcRwSignal<Option<MessageId>>,
    /// The message that was looked for last, when it is in the window: the view goes there and marks it for a moment.
    pub target: ArcRwSignal<Option<Target>>,
    inner: Arc<Mutex<Inner>>,
}

#[derive(Debug, Default)]
struct Inner {
    window: ThreadWindow,
    layouts: HashMap<MessageId, ArcRwSignal<RowLayout>>,
    is_newest_in_view: bool,
    is_dirty: bool,
    unread: Option<UnreadAtOpening>,
    /// The newest place that was in view, or was there at opening.
    seen_up_to: Option<Position>,
    unseen: HashSet<MessageId>,
    /// The latest messages that came by events, for a page that was read before they came.
    recent: VecDeque<Message>,
    has_gaps: bool,
}

/// Up to how many unread messages a thread opens at the first of them; beyond that at the newest.
const MOST_SOUGHT: usize = 2_000;
/// How many of the latest messages a thread remembers beside its window.
const RECENT: usize = 50;

impl Default for Thread {
    fn default() -> Self {
        Self {
            phase: ArcRwSignal::new(ThreadPhase::Loading),
            ids: ArcRwSignal::new(Vec::new()),
            has_older: ArcRwSignal::new(false),
            has_newer: ArcRwSignal::new(false),
            older: ArcRwSignal::new(PageLoad::Idle),
            newer: ArcRwSignal::new(PageLoad::Idle),
            unseen_below: ArcRwSignal::new(0),
            unread_from: ArcRwSignal::new(None),
            jumps: ArcRwSignal::new(0),
            reply_to: ArcRwSignal::new(None),
            target: ArcRwSignal::new(None),
            inner: Arc::default(),
        }
    }
}

impl Thread {
    /// What a row shows besides its message.
    #[must_use]
    pub fn layout(&self, id: MessageId) -> ArcRwSignal<RowLayout> {
        self.lock().layouts.entry(id).or_default().clone()
    }

    /// Looks at the window, untracked. `look` must not write signals.
    pub(crate) fn window<T>(&self, look: impl FnOnce(&ThreadWindow) -> T) -> T {
        look(&self.lock().window)
    }

    /// Changes the window; [`Self::publish`] tells the views.
    pub(crate) fn change<T>(&self, change: impl FnOnce(&mut ThreadWindow) -> T) -> T {
        let mut inner = self.lock();
        inner.is_dirty = true;
        change(&mut inner.window)
    }

    pub(crate) fn is_newest_in_view(&self) -> bool {
        self.lock().is_newest_in_view
    }

    /// While the newest message is in view nothing counts as unseen.
    pub(crate) fn set_newest_in_view(&self, is_in_view: bool) {
        {
            let mut inner = self.lock();
            inner.is_newest_in_view = is_in_view;
            inner.see_all();
        }
        self.publish_unseen();
    }

    /// A page came: what it holds counts as seen when the thread has just been opened.
    pub(crate) fn note_page(&self) {
        {
            let mut inner = self.lock();
            if inner.seen_up_to.is_none() {
                inner.seen_up_to = inner.window.newest();
            }
            inner.see_all();
        }
        self.publish_unseen();
    }

    /// A message of the customer came.
    pub(crate) fn note_arrival(&self, place: Position) {
        {
            let mut inner = self.lock();
            if inner.is_newest_in_view {
                inner.see_all();
            } else if inner.seen_up_to.is_some_and(|seen| place > seen) {
                inner.unseen.insert(place.id);
            }
        }
        self.publish_unseen();
    }

    /// A message that was looked for is in the window.
    pub(crate) fn aim(&self, id: MessageId, takes_focus: bool) {
        let count = self
            .target
            .with_untracked(|target| target.map_or(0, |target| target.count));
        self.target.set(Some(Target {
            id,
            count: count.wrapping_add(1),
            takes_focus,
        }));
    }

    /// Whether what is shown may lack messages in between, because only the device could be asked.
    pub(crate) fn has_gaps(&self) -> bool {
        self.lock().has_gaps
    }

    pub(crate) fn set_gaps(&self, has_gaps: bool) {
        self.lock().has_gaps = has_gaps;
    }

    /// Empties the thread; it is loading again. Gives the ids that are gone.
    pub(crate) fn begin_anew(&self) -> Vec<MessageId> {
        let gone = {
            let mut inner = self.lock();
            inner.recent.clear();
            inner.seen_up_to = None;
            inner.unseen.clear();
            inner.is_dirty = true;
            inner.window.replace(Vec::new(), false, false)
        };
        self.publish();
        self.publish_unseen();
        set_if_other(&self.phase, ThreadPhase::Loading);
        set_if_other(&self.target, None);
        set_if_other(&self.older, PageLoad::Idle);
        set_if_other(&self.newer, PageLoad::Idle);
        gone
    }

    /// Keeps a message that came by an event, for a page that is under way.
    pub(crate) fn remember(&self, message: &Message) {
        let mut inner = self.lock();
        inner
            .recent
            .retain(|known| known.id != message.id || known.version > message.version);
        if !inner.recent.iter().any(|known| known.id == message.id) {
            inner.recent.push_back(message.clone());
        }
        if inner.recent.len() > RECENT {
            inner.recent.pop_front();
        }
    }

    /// The latest messages that came by events.
    pub(crate) fn recent(&self) -> Vec<Message> {
        self.lock().recent.iter().cloned().collect()
    }

    /// The thread is opened: what is unread now decides where the divider stands until it is opened again.
    pub(crate) fn freeze_unread(&self, unread: Option<UnreadAtOpening>) {
        {
            let mut inner = self.lock();
            inner.unread = unread;
            inner.is_dirty = true;
        }
        set_if_other(&self.unread_from, None);
    }

    /// How much was unread when the thread was opened.
    #[must_use]
    pub fn unread_at_opening(&self) -> Option<usize> {
        self.lock().unread.map(|unread| unread.count())
    }

    /// Whether the first unread message lies above the window, and near enough to go there.
    pub(crate) fn seeks_unread(&self) -> bool {
        let inner = self.lock();
        inner.window.has_older()
            && inner.unread.is_some_and(|unread| {
                unread.count() <= MOST_SOUGHT && unread.first_unread(&inner.window).is_none()
            })
    }

    fn resolve_unread(&self) {
        if self.unread_from.with_untracked(Option::is_some) {
            return;
        }
        let first = {
            let inner = self.lock();
            inner.unread.and_then(|unread| unread.first_unread(&inner.window))
        };
        set_if_other(&self.unread_from, first);
    }

    fn publish_unseen(&self) {
        let count = u32::try_from(self.lock().unseen.len()).unwrap_or(u32::MAX);
        set_if_other(&self.unseen_below, count);
    }

    /// Tells the views what differs from what they were told last.
    pub(crate) fn publish(&self) {
        self.resolve_unread();
        let (ids, has_older, has_newer, layouts) = {
            let mut inner = self.lock();
            if !std::mem::take(&mut inner.is_dirty) {
                return;
            }
            let unread_from = self.unread_from.get_untracked();
            let inner = &mut *inner;
            let rows = inner.window.rows();
            let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
            let albums = albums(rows, unread_from);
            let mut layouts = Vec::new();
            for (i, row) in rows.iter().enumerate() {
                let layout = inner.layouts.entry(row.id).or_default();
                let now = RowLayout {
                    album: albums[i],
                    ..row_layout(i.checked_sub(1).map(|i| &rows[i]), row, unread_from)
                };
                if layout.with_untracked(|old| *old != now) {
                    layouts.push((layout.clone(), now));
                }
            }
            if inner.layouts.len() > rows.len() {
                let here: HashSet<_> = ids.iter().collect();
                inner.layouts.retain(|id, _| here.contains(id));
            }
            (ids, inner.window.has_older(), inner.window.has_newer(), layouts)
        };
        for (signal, layout) in layouts {
            signal.set(layout);
        }
        set_if_other(&self.has_older, has_older);
        set_if_other(&self.has_newer, has_newer);
        if self.ids.with_untracked(|old| *old != ids) {
            self.ids.set(ids);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    /// What the window holds has been seen, if its newest row is in view.
    fn see_all(&mut self) {
        if self.is_newest_in_view {
            self.seen_up_to = self.seen_up_to.max(self.window.newest());
            self.unseen.clear();
        }
    }
}

/// Sets a signal only when the value differs, so that nobody runs for nothing.
pub(crate) fn set_if_other<T: PartialEq + Send + Sync + 'static>(signal: &ArcRwSignal<T>, value: T) {
    if signal.with_untracked(|old| *old != value) {
        signal.set(value);
    }
}

/// The threads in memory, by conversation.
#[derive(Clone, Debug, Default)]
pub struct Threads {
    threads: Arc<Mutex<HashMap<ConversationId, Thread>>>,
}

impl Threads {
    /// The thread of a conversation; an empty one that is loading when it was not there.
    #[must_use]
    pub fn thread(&self, id: ConversationId) -> Thread {
        self.lock().entry(id).or_default().clone()
    }

    /// The thread of a conversation, if it is in memory.
    #[must_use]
    pub fn resident(&self, id: ConversationId) -> Option<Thread> {
        self.lock().get(&id).cloned()
    }

    /// All threads in memory.
    #[must_use]
    pub(crate) fn all(&self) -> Vec<(ConversationId, Thread)> {
        self.lock()
            .iter()
            .map(|(id, thread)| (*id, thread.clone()))
            .collect()
    }

    pub(crate) fn remove(&self, id: ConversationId) -> Option<Thread> {
        self.lock().remove(&id)
    }

    pub(crate) fn clear(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<ConversationId, Thread>> {
        self.threads.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

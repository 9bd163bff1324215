//! Keeps what events bring, one transaction after the other, beside the work on the screen.
//!
//! Batches that pile up are joined into one transaction, and a batch waits a little before it is kept: what it brought is painted
//! first. Whoever closes the page meanwhile loses nothing, because the cursor waits with its rows. Only the tab that holds the writer's lock keeps anything here; see the
//! overview in `sync`.

use crate::browser;
use crate::cache::{Batch, Cache};
use futures::StreamExt;
use futures::channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures::channel::oneshot;
use futures::future::{Either, select};
use std::cell::{Cell, RefCell};
use std::pin::pin;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// How long a batch waits to be kept: more than a frame.
const LINGER_MS: u32 = 25;
/// A batch with so many messages waits no longer.
const FULL: usize = 1_000;

enum Job {
    Put(Batch),
    BeginAnew(Batch),
    Flush(oneshot::Sender<()>),
}

/// The queue of what is to be kept.
pub(super) struct Writer {
    jobs: UnboundedSender<Job>,
    /// Waits for the part of the program that keeps it.
    queue: RefCell<Option<UnboundedReceiver<Job>>>,
    is_appointed: Rc<Cell<bool>>,
}

impl Writer {
    pub fn new() -> Self {
        let (jobs, queue) = unbounded();
        Self {
            jobs,
            queue: RefCell::new(Some(queue)),
            is_appointed: Rc::default(),
        }
    }

    /// The part that keeps it is here.
    pub fn begin(&self, cache: &Cache) {
        if let Some(queue) = self.queue.take() {
            spawn_local(work(cache.clone(), queue));
        }
    }

    /// Whether this tab keeps what events bring.
    pub fn is_appointed(&self) -> bool {
        self.is_appointed.get()
    }

    /// This tab holds the writer's lock.
    pub fn appoint(&self) {
        self.is_appointed.set(true);
    }

    /// Keeps a batch after all earlier ones.
    pub fn put(&self, batch: Batch) {
        self.add(Job::Put(batch));
    }

    /// Begins anew with a batch, after all earlier ones.
    pub fn begin_anew(&self, batch: Batch) {
        self.add(Job::BeginAnew(batch));
    }

    /// Waits until everything so far is kept, so that a read finds it.
    pub async fn flushed(&self) {
        // What keeps comes with what brings something to keep.
        if self.queue.borrow().is_some() {
            return;
        }
        let (done, is_done) = oneshot::channel();
        if self.jobs.unbounded_send(Job::Flush(done)).is_ok() {
            // Cancelled only with the page.
            let _ = is_done.await;
        }
    }

    fn add(&self, job: Job) {
        if self.is_appointed.get() {
            let _ = self.jobs.unbounded_send(job);
        }
    }
}

async fn work(cache: Cache, mut queue: UnboundedReceiver<Job>) {
    let mut next = None;
    loop {
        let job = match next.take() {
            Some(job) => job,
            None => match queue.next().await {
                Some(job) => job,
                None => return,
            },
        };
        // A cache that is off has nothing to say here: the app goes on without.
        match job {
            Job::Put(mut batch) => {
                next = linger(&mut batch, &mut queue).await;
                let _ = cache.put_batch(&batch).await;
            }
            Job::BeginAnew(batch) => {
                let _ = cache.begin_anew(&batch).await;
            }
            Job::Flush(done) => {
                let _ = done.send(());
            }
        }
    }
}

/// Joins what comes within the next frame. Says which other job ended the wait.
async fn linger(batch: &mut Batch, queue: &mut UnboundedReceiver<Job>) -> Option<Job> {
    let mut pause = pin!(browser::sleep(LINGER_MS));
    while batch.messages.len() < FULL {
        match select(pause.as_mut(), queue.next()).await {
            Either::Left(_) => break,
            Either::Right((Some(Job::Put(later)), _)) => join(batch, later),
            Either::Right((other, _)) => return other,
        }
    }
    None
}

/// Adds a later batch. What it forgets is not in the earlier one any more, and what it brings again is not forgotten.
fn join(batch: &mut Batch, later: Batch) {
    if !later.forget.is_empty() {
        batch
            .conversations
            .retain(|row| !later.forget.contains(&row.conversation.id));
        batch
            .messages
            .retain(|message| !later.forget.contains(&message.conversation_id));
    }
    batch.notes.retain(|note| {
        !later.forget_contacts.contains(&note.contact_id)
            && !later.gone_notes.contains(&(note.contact_id, note.id))
            && !later.doubts_threads
    });
    batch.cursor = later.cursor.or(batch.cursor);
    batch.session = later.session.or_else(|| batch.session.take());
    batch.settings = later.settings.or_else(|| batch.settings.take());
    batch.agents = later.agents.or_else(|| batch.agents.take());
    batch.roles = later.roles.or_else(|| batch.roles.take());
    batch.doubts_threads |= later.doubts_threads;
    batch.alarms = later.alarms.or_else(|| batch.alarms.take());
    batch.canned_responses = later.canned_responses.or_else(|| batch.canned_responses.take());
    batch.pins = later.pins.or_else(|| batch.pins.take());
    batch.mentions = later.mentions.or_else(|| batch.mentions.take());
    batch.list_end = later.list_end.or(batch.list_end);
    batch.templates = later.templates.or_else(|| batch.templates.take());
    batch.sources = later.sources.or_else(|| batch.sources.take());
    batch.groups = later.groups.or_else(|| batch.groups.take());
    batch.phone_numbers = later.phone_numbers.or_else(|| batch.phone_numbers.take());
    batch.conversations.extend(later.conversations);
    batch.messages.extend(later.messages);
    batch.notes.extend(later.notes);
    batch.gone_notes.extend(later.gone_notes);
    batch.forget_contacts.extend(later.forget_contacts);
    batch.forget.extend(later.forget);
}

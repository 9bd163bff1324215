//! Webhooks that are not acknowledged yet.
//!
//! Each belongs to a lane, one for each thread: inside a lane one goes out at a time, oldest first, so that a quiet
//! run is repeatable; lanes do not wait for each other, and what failed waits aside until it is due again. Only the lane of
//! batches sends several together.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use serde_json::Value;
use tokio::sync::oneshot;

use super::ThreadKey;

/// For how long Meta tries to deliver a webhook.
const GIVEN_UP_AFTER: Duration = Duration::from_secs(7 * 24 * 60 * 60);
/// How long one waits for another to overtake it.
const OVERTAKING_PATIENCE: Duration = Duration::from_millis(250);
/// How long a batch waits to become full.
const GATHERING_PATIENCE: Duration = Duration::from_millis(30);

/// What webhooks wait behind one another.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Lane {
    /// Those of a thread.
    Thread(ThreadKey),
    /// Those about the account.
    Account,
    /// All, while several go into one POST.
    Batches,
}

/// What a webhook waits for before it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hold {
    /// Nothing.
    No,
    /// A time.
    For(Duration),
    /// The next one of its lane.
    Overtaken,
    /// So many others.
    Batch(usize),
}

/// A webhook that is not acknowledged yet.
pub(crate) struct Delivery {
    pub(crate) lane: Lane,
    pub(crate) body: Bytes,
    pub(crate) json: Value,
    pub(crate) attempts: u32,
    /// The customer's message in it, whose status the acknowledgement raises.
    pub(crate) wamid: Option<String>,
    /// Told once the first attempt has been answered or has failed.
    pub(crate) first_attempt: Option<oneshot::Sender<()>>,
    pub(crate) made: Instant,
}

/// All webhooks that are not acknowledged yet.
#[derive(Default)]
pub(crate) struct Deliveries {
    next_id: u64,
    entries: BTreeMap<u64, Delivery>,
    ready: HashMap<Lane, BTreeSet<u64>>,
    busy: HashSet<Lane>,
    aside: BTreeSet<(Instant, u64)>,
    /// Of those aside, the ones that shall be overtaken.
    overtaken: HashMap<Lane, Vec<(Instant, u64)>>,
    /// Of those aside, the ones that wait for a full batch.
    gathering: Vec<(Instant, u64)>,
}

impl Deliveries {
    pub(crate) fn outstanding(&self) -> usize {
        self.entries.len()
    }

    /// Takes in a webhook.
    pub(crate) fn add(&mut self, delivery: Delivery, hold: Hold) {
        let lane = delivery.lane.clone();
        let id = self.fresh_id();
        self.entries.insert(id, delivery);
        match hold {
            Hold::No => {
                self.make_ready(&lane, id);
                self.let_overtaken_follow(&lane);
            }
            Hold::For(pause) => {
                self.aside.insert((Instant::now() + pause, id));
            }
            Hold::Overtaken => {
                let due = Instant::now() + OVERTAKING_PATIENCE;
                self.aside.insert((due, id));
                self.overtaken.entry(lane).or_default().push((due, id));
            }
            Hold::Batch(size) => {
                let due = Instant::now() + GATHERING_PATIENCE;
                self.aside.insert((due, id));
                self.gathering.push((due, id));
                if self.gathering.len() >= size {
                    for held in std::mem::take(&mut self.gathering) {
                        self.aside.remove(&held);
                        self.make_ready(&lane, held.1);
                    }
                }
            }
        }
    }

    fn fresh_id(&mut self) -> u64 {
        self.next_id += 1;
        self.next_id
    }

    fn make_ready(&mut self, lane: &Lane, id: u64) {
        self.ready.entry(lane.clone()).or_default().insert(id);
    }

    /// Those that were to be overtaken and are now go behind the one that did it: with a new place, thus a new id.
    fn let_overtaken_follow(&mut self, lane: &Lane) {
        for held in self.overtaken.remove(lane).unwrap_or_default() {
            self.aside.remove(&held);
            if let Some(delivery) = self.entries.remove(&held.1) {
                let id = self.fresh_id();
                self.entries.insert(id, delivery);
                self.make_ready(lane, id);
            }
        }
    }

    /// The lanes that have something to send and nobody who does it; they count as busy from now on.
    pub(crate) fn claim_lanes(&mut self) -> Vec<Lane> {
        let free = self
            .ready
            .keys()
            .filter(|lane| !self.busy.contains(*lane))
            .cloned()
            .collect::<Vec<_>>();
        self.busy.extend(free.iter().cloned());
        free
    }

    /// While there is no callback: what is ready waits aside, and nobody waits for its first attempt any longer.
    pub(crate) fn park_ready(&mut self) {
        let now = Instant::now();
        for id in std::mem::take(&mut self.ready).into_values().flatten() {
            if let Some(waiting) = self
                .entries
                .get_mut(&id)
                .and_then(|delivery| delivery.first_attempt.take())
            {
                // Whoever sent the message may have stopped waiting.
                let _gone = waiting.send(());
            }
            self.aside.insert((now, id));
        }
    }

    /// The oldest that are ready in the lane, one or up to a batch. If there are none the lane is free again.
    pub(crate) fn next_in(&mut self, lane: &Lane, most: usize) -> Vec<u64> {
        let most = if *lane == Lane::Batches { most.max(1) } else { 1 };
        let mut next = Vec::new();
        while next.len() < most
            && let Some(id) = self.ready.get_mut(lane).and_then(BTreeSet::pop_first)
        {
            if self.entries.contains_key(&id) {
                next.push(id);
            }
        }
        if next.is_empty() {
            self.ready.remove(lane);
            self.busy.remove(lane);
        }
        next
    }

    /// One that is not acknowledged yet.
    pub(crate) fn get(&self, id: u64) -> Option<&Delivery> {
        self.entries.get(&id)
    }

    /// Notes an attempt and says how many there have been.
    pub(crate) fn note_attempt(&mut self, id: u64) -> u32 {
        let Some(delivery) = self.entries.get_mut(&id) else {
            return 0;
        };
        delivery.attempts += 1;
        delivery.attempts
    }

    /// Takes out what was acknowledged.
    pub(crate) fn acknowledge(&mut self, id: u64) -> Option<Delivery> {
        self.entries.remove(&id)
    }

    /// Puts a failed one aside until it is due again, and tells who waits for the first attempt.
    pub(crate) fn put_aside(&mut self, id: u64, pause: Duration) {
        let Some(delivery) = self.entries.get_mut(&id) else {
            return;
        };
        if let Some(waiting) = delivery.first_attempt.take() {
            // Whoever sent the message may have stopped waiting.
            let _gone = waiting.send(());
        }
        if delivery.made.elapsed() > GIVEN_UP_AFTER {
            self.entries.remove(&id);
        } else {
            self.aside.insert((Instant::now() + pause, id));
        }
    }

    /// Makes everything due now.
    pub(crate) fn hurry(&mut self) {
        let now = Instant::now();
        self.overtaken.clear();
        self.gathering.clear();
        let aside = std::mem::take(&mut self.aside);
        self.aside = aside.into_iter().map(|(due, id)| (due.min(now), id)).collect();
    }

    /// Readies what is due, oldest first, and says when the next one will be.
    pub(crate) fn wake_due(&mut self) -> Option<Instant> {
        let now = Instant::now();
        while let Some((due, id)) = self.aside.first().copied() {
            if due > now {
                return Some(due);
            }
            self.aside.pop_first();
            self.gathering.retain(|held| held.1 != id);
            if let Some(lane) = self.entries.get(&id).map(|delivery| delivery.lane.clone()) {
                if let Some(held) = self.overtaken.get_mut(&lane) {
                    held.retain(|held| held.1 != id);
                }
                self.make_ready(&lane, id);
            }
        }
        None
    }
}

//! Webhooks that are not acknowledged yet.
//!
//! Each belongs to a lane, one for each thread: inside a lane one goes out at a time, oldest first, so that a quiet
//! run is repeatable; lanes do not wait for each other, and what failed waits aside until it is due again.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use serde_json::Value;
use tokio::sync::oneshot;

use super::ThreadKey;

/// For how long Meta tries to deliver a webhook.
const GIVEN_UP_AFTER: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// What webhooks wait behind one another.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Lane {
    /// Those of a thread.
    Thread(ThreadKey),
    /// Those about the account.
    Account,
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
}

impl Deliveries {
    pub(crate) fn outstanding(&self) -> usize {
        self.entries.len()
    }

    /// Takes in a webhook that is due after the pause.
    pub(crate) fn add(&mut self, delivery: Delivery, pause: Duration) {
        let id = self.next_id;
        self.next_id += 1;
        if pause.is_zero() {
            self.ready.entry(delivery.lane.clone()).or_default().insert(id);
        } else {
            self.aside.insert((Instant::now() + pause, id));
        }
        self.entries.insert(id, delivery);
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

    /// The oldest that is ready in the lane: its id and body. If there is none the lane is free again.
    pub(crate) fn next_in(&mut self, lane: &Lane) -> Option<(u64, Bytes)> {
        while let Some(id) = self.ready.get_mut(lane).and_then(BTreeSet::pop_first) {
            if let Some(delivery) = self.entries.get(&id) {
                return Some((id, delivery.body.clone()));
            }
        }
        self.ready.remove(lane);
        self.busy.remove(lane);
        None
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
            if let Some(delivery) = self.entries.get(&id) {
                self.ready.entry(delivery.lane.clone()).or_default().insert(id);
            }
        }
        None
    }
}

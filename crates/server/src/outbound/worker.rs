//! Takes due messages from the queue and makes their attempts, several conversations at a time.
//!
//! The loop looks at the queue, starts what is due and then waits for one of: news (`outbound_wake`, which keeps a call that came
//! while nobody waited), the end of an attempt, the time at which something falls due, and a while, because another process
//! (`connect-number`) cannot call. Each look at the queue is followed by such a wait, so the loop never spins.
//!
//! Fair: among numbers the one with the fewest open requests goes first; within a number conversations take turns (the store sees
//! to it). What a look costs depends on how many numbers there are, not on how much waits.

use super::attempt::{LateAnswer, attempt, keep};
use super::pacing::{NumberPacing, PairPacing};
use crate::state::AppState;
use crate::store::{AttemptOutcome, NumberTurn, OutboundJob, StoreResult};
use cloud_api::Client;
use domain::ids::{MessageId, PhoneNumberId};
use domain::time::Timestamp;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::{Id, JoinError, JoinSet};

/// How many requests to Meta may be open at once, given-up ones aside: 80 a second when each takes 0.8 seconds.
const MOST_IN_FLIGHT: usize = 64;
/// The pause after the database did not answer.
pub(super) const PAUSE_WHEN_UNAVAILABLE: Duration = Duration::from_secs(1);
/// After how long without news the queue is looked at all the same.
const LOOK_AGAIN: Duration = Duration::from_secs(2);
/// After how long without an answer a message is unconfirmed.
const PATIENCE: Duration = Duration::from_secs(30);
/// Up to when an answer is waited for in all. What comes late still tells what became of the message.
pub const LONGEST_REQUEST: Duration = Duration::from_secs(120);

/// Sends what is due until the server goes down; then finishes what is in flight.
pub async fn run(services: AppState, client: Arc<Client>) {
    run_with_patience(services, client, PATIENCE).await;
}

/// The same with another time after which an unanswered message is unconfirmed.
pub async fn run_with_patience(services: AppState, client: Arc<Client>, patience: Duration) {
    abandon_what_was_in_flight(&services).await;
    let mut worker = Worker {
        services: Arc::clone(&services),
        client,
        patience,
        numbers: NumberPacing::default(),
        pairs: PairPacing::default(),
        attempts: JoinSet::new(),
        in_flight: HashMap::new(),
        late_answers: JoinSet::new(),
    };
    while !services.shutdown.has_started() {
        let wait = worker.start_what_is_due().await;
        tokio::select! {
            () = services.shutdown.wait() => {}
            () = services.outbound_wake.notified() => {}
            // An attempt that ended may have freed the next message of its conversation.
            Some(ended) = worker.attempts.join_next_with_id() => worker.ended(ended).await,
            Some(_) = worker.late_answers.join_next() => {}
            () = wait_until(&services, &wait) => {}
        }
    }
    // Answers that come late are waited for no longer: those messages are unconfirmed already.
    worker.late_answers.abort_all();
    while let Some(ended) = worker.attempts.join_next_with_id().await {
        worker.ended(ended).await;
    }
}

struct Worker {
    services: AppState,
    client: Arc<Client>,
    patience: Duration,
    numbers: NumberPacing,
    pairs: PairPacing,
    attempts: JoinSet<Option<LateAnswer>>,
    in_flight: HashMap<Id, InFlight>,
    late_answers: JoinSet<()>,
}

#[derive(Clone, Copy)]
struct InFlight {
    number: PhoneNumberId,
    message: MessageId,
    attempt: u32,
}

/// What to wait for beside news.
enum Wait {
    /// Nothing is due at any time, or all hands are full.
    ForNews,
    /// Something falls due.
    Until(Timestamp),
    /// The database did not answer.
    ForDatabase,
}

async fn wait_until(services: &AppState, wait: &Wait) {
    match wait {
        Wait::ForNews => tokio::time::sleep(LOOK_AGAIN).await,
        Wait::Until(due) => {
            let due = services.clock.sleep_until(*due);
            let _ = tokio::time::timeout(LOOK_AGAIN, due).await;
        }
        Wait::ForDatabase => tokio::time::sleep(PAUSE_WHEN_UNAVAILABLE).await,
    }
}

impl Worker {
    async fn start_what_is_due(&mut self) -> Wait {
        match self.start_all().await {
            Ok(wait) => wait,
            Err(error) => {
                error.tell("the queue waits");
                Wait::ForDatabase
            }
        }
    }

    async fn start_all(&mut self) -> StoreResult<Wait> {
        loop {
            let free = MOST_IN_FLIGHT - self.attempts.len().min(MOST_IN_FLIGHT);
            if free == 0 || self.services.shutdown.has_started() {
                return Ok(Wait::ForNews);
            }
            let now = self.services.clock.now();
            let turns = self.services.store.outbound_turns().await?;
            let (number, most) = match self.next_turn(&turns, free, now) {
                Ok(next) => next,
                Err(wait) => return Ok(wait),
            };
            let jobs = self.services.store.claim_outbound_of(number, now, most).await?;
            if jobs.is_empty() {
                // Something came between the look and the claim, and it brings news of its own.
                return Ok(Wait::ForNews);
            }
            self.numbers.take(number, jobs.len(), now);
            for job in jobs {
                self.start(job, now);
            }
        }
    }

    /// The number whose turn it is, and how many messages it may send now.
    fn next_turn(
        &mut self,
        turns: &[NumberTurn],
        free: usize,
        now: Timestamp,
    ) -> Result<(PhoneNumberId, u32), Wait> {
        let mut due = Vec::new();
        let mut next: Option<Timestamp> = None;
        for turn in turns {
            let room = match turn.due_at {
                at if at > now => Err(at),
                _ => self.numbers.room(turn.phone_number_id, turn.throughput, now),
            };
            match room {
                Ok(room) => due.push((self.open_requests(turn.phone_number_id), turn, room)),
                Err(at) => next = Some(next.map_or(at, |known| known.min(at))),
            }
        }
        let share = u32::try_from(free / due.len().max(1)).unwrap_or(u32::MAX).max(1);
        match due.into_iter().min_by_key(|(open, turn, _)| (*open, turn.due_at)) {
            Some((_, turn, room)) => Ok((turn.phone_number_id, room.min(share))),
            None => Err(next.map_or(Wait::ForNews, Wait::Until)),
        }
    }

    fn open_requests(&self, number: PhoneNumberId) -> usize {
        self.in_flight.values().filter(|one| one.number == number).count()
    }

    fn start(&mut self, job: OutboundJob, now: Timestamp) {
        let in_flight = InFlight {
            number: job.phone_number_id,
            message: job.message_id,
            attempt: job.attempt,
        };
        let paced_until = self.pairs.take(job.conversation_id, now).err();
        let (services, client) = (Arc::clone(&self.services), Arc::clone(&self.client));
        let started = self
            .attempts
            .spawn(attempt(services, client, job, paced_until, self.patience));
        self.in_flight.insert(started.id(), in_flight);
    }

    async fn ended(&mut self, ended: Result<(Id, Option<LateAnswer>), JoinError>) {
        match ended {
            Ok((id, late_answer)) => {
                self.in_flight.remove(&id);
                if let Some(late_answer) = late_answer {
                    self.late_answers.spawn(late_answer);
                }
            }
            Err(error) => {
                tracing::error!(%error, "an attempt stopped by a fault of ours");
                // Nobody knows what left.
                if let Some(one) = self.in_flight.remove(&error.id()) {
                    keep(&self.services, one.message, one.attempt, AttemptOutcome::Unknown).await;
                }
            }
        }
    }
}

async fn abandon_what_was_in_flight(services: &AppState) {
    loop {
        match services
            .store
            .abandon_attempts_in_flight(services.clock.now())
            .await
        {
            Ok(0) => return,
            Ok(count) => return tracing::warn!(count, "attempts without outcome are unconfirmed now"),
            Err(error) => error.tell("the queue waits"),
        }
        tokio::select! {
            () = services.shutdown.wait() => return,
            () = tokio::time::sleep(PAUSE_WHEN_UNAVAILABLE) => {}
        }
    }
}

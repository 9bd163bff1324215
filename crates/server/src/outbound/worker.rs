//! Takes due messages from the queue and makes their attempts, several conversations at a time.
//!
//! The loop looks at the queue, starts what is due and then waits for one of: news (`outbound_wake`, which keeps a call that came
//! while nobody waited), the end of an attempt, the time at which something falls due, and a while, because another process
//! (`connect-number`) cannot call. Each look at the queue is followed by such a wait, so the loop never spins.

use super::attempt::attempt;
use super::pacing::PairPacing;
use crate::state::{AppState, Services};
use crate::store::StoreError;
use cloud_api::Client;
use domain::time::Timestamp;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

/// How many requests to Meta may be open at once.
const MOST_IN_FLIGHT: usize = 32;
/// The pause after the database did not answer.
pub(super) const PAUSE_WHEN_UNAVAILABLE: Duration = Duration::from_secs(1);
/// After how long without news the queue is looked at all the same.
const LOOK_AGAIN: Duration = Duration::from_secs(30);

/// Sends what is due until the server goes down; then finishes what is in flight.
pub async fn run(services: AppState, client: Arc<Client>) {
    abandon_what_was_in_flight(&services).await;
    let mut pacing = PairPacing::default();
    let mut in_flight = JoinSet::new();
    while !services.shutdown.has_started() {
        let wait = start_what_is_due(&services, &client, &mut pacing, &mut in_flight).await;
        tokio::select! {
            () = services.shutdown.wait() => {}
            () = services.outbound_wake.notified() => {}
            // An attempt that ended may have freed the next message of its conversation.
            Some(ended) = in_flight.join_next() => report(ended),
            () = wait_until(&services, &wait) => {}
        }
    }
    while let Some(ended) = in_flight.join_next().await {
        report(ended);
    }
}

/// A panic leaves the message in flight until the next start, which makes it unconfirmed: nobody knows what left.
fn report(ended: Result<(), tokio::task::JoinError>) {
    if let Err(error) = ended {
        tracing::error!(%error, "an attempt stopped by a fault of ours");
    }
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

async fn wait_until(services: &Services, wait: &Wait) {
    match wait {
        Wait::ForNews => tokio::time::sleep(LOOK_AGAIN).await,
        Wait::Until(due) => {
            let due = services.clock.sleep_until(*due);
            let _ = tokio::time::timeout(LOOK_AGAIN, due).await;
        }
        Wait::ForDatabase => tokio::time::sleep(PAUSE_WHEN_UNAVAILABLE).await,
    }
}

async fn start_what_is_due(
    services: &AppState,
    client: &Arc<Client>,
    pacing: &mut PairPacing,
    in_flight: &mut JoinSet<()>,
) -> Wait {
    while in_flight.len() < MOST_IN_FLIGHT && !services.shutdown.has_started() {
        let now = services.clock.now();
        let job = match services.store.claim_outbound(now).await {
            Ok(Some(job)) => job,
            Ok(None) => break,
            Err(error) => return unavailable(&error),
        };
        let paced = pacing.take(job.conversation_id, now).err();
        in_flight.spawn(attempt(Arc::clone(services), Arc::clone(client), job, paced));
    }
    if in_flight.len() >= MOST_IN_FLIGHT {
        return Wait::ForNews;
    }
    match services.store.next_outbound_due(services.clock.now()).await {
        Ok(Some(due)) => Wait::Until(due),
        Ok(None) => Wait::ForNews,
        Err(error) => unavailable(&error),
    }
}

fn unavailable(error: &StoreError) -> Wait {
    tracing::error!(%error, "the queue waits: the database does not answer");
    Wait::ForDatabase
}

async fn abandon_what_was_in_flight(services: &Services) {
    loop {
        match services
            .store
            .abandon_attempts_in_flight(services.clock.now())
            .await
        {
            Ok(0) => return,
            Ok(count) => return tracing::warn!(count, "attempts without outcome are unconfirmed now"),
            Err(error) => tracing::error!(%error, "the queue waits: the database does not answer"),
        }
        tokio::select! {
            () = services.shutdown.wait() => return,
            () = tokio::time::sleep(PAUSE_WHEN_UNAVAILABLE) => {}
        }
    }
}

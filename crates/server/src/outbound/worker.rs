//! Takes due messages from the queue and makes their attempts, several conversations at a time.

use super::outcome::{NOT_SUPPORTED, PAIR_RATE, WINDOW_CLOSED, failed, of_error};
use super::outgoing::outgoing;
use super::pacing::PairPacing;
use crate::state::{AppState, Services};
use crate::store::{AttemptOutcome, OutboundJob, StoreError};
use cloud_api::{Client, Credentials};
use domain::content::MessageContent;
use domain::customer_service_window::is_open;
use domain::time::Timestamp;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

/// How many requests to Meta may be open at once.
const MOST_IN_FLIGHT: usize = 32;
/// The pause after the database did not answer.
const PAUSE_WHEN_UNAVAILABLE: Duration = Duration::from_secs(1);

/// Sends what is due until the server goes down; then finishes what is in flight.
pub async fn run(services: AppState, client: Arc<Client>) {
    abandon_what_was_in_flight(&services).await;
    let mut pacing = PairPacing::default();
    let mut in_flight = JoinSet::new();
    loop {
        let wait = start_what_is_due(&services, &client, &mut pacing, &mut in_flight).await;
        tokio::select! {
            () = services.shutdown.wait() => break,
            () = services.outbound_wake.notified() => {}
            // An attempt that ended may have freed the next message of its conversation.
            Some(ended) = in_flight.join_next() => {
                if let Err(error) = ended {
                    tracing::error!(%error, "an attempt stopped by a fault of ours");
                }
            }
            () = wait_until(&services, &wait) => {}
        }
    }
    while in_flight.join_next().await.is_some() {}
}

/// What to wait for beside news.
enum Wait {
    /// Nothing is due at any time.
    ForNews,
    /// Something falls due.
    Until(Timestamp),
    /// The database did not answer.
    ForDatabase,
}

async fn wait_until(services: &Services, wait: &Wait) {
    match wait {
        Wait::ForNews => std::future::pending().await,
        Wait::Until(due) => services.clock.sleep_until(*due).await,
        Wait::ForDatabase => tokio::time::sleep(PAUSE_WHEN_UNAVAILABLE).await,
    }
}

async fn start_what_is_due(
    services: &AppState,
    client: &Arc<Client>,
    pacing: &mut PairPacing,
    in_flight: &mut JoinSet<()>,
) -> Wait {
    while in_flight.len() < MOST_IN_FLIGHT {
        let now = services.clock.now();
        let job = match services.store.claim_outbound(now).await {
            Ok(Some(job)) => job,
            Ok(None) => break,
            Err(error) => return unavailable(&error),
        };
        let paced = pacing.take(job.conversation_id, now).err();
        in_flight.spawn(attempt(Arc::clone(services), Arc::clone(client), job, paced));
    }
    match services.store.next_outbound_due(services.clock.now()).await {
        Ok(Some(due)) if in_flight.len() < MOST_IN_FLIGHT => Wait::Until(due),
        Ok(_) => Wait::ForNews,
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

/// Makes one attempt and commits its outcome. `paced_until`: the pair's bucket is empty until then.
async fn attempt(services: AppState, client: Arc<Client>, job: OutboundJob, paced_until: Option<Timestamp>) {
    let outcome = match paced_until {
        Some(due_at) => AttemptOutcome::Later {
            due_at,
            code: PAIR_RATE,
            is_pair_rate: true,
        },
        None => request(&services, &client, &job).await,
    };
    tracing::info!(message = %job.message_id, attempt = job.attempt, outcome = outcome_name(&outcome), "attempt ended");
    // The outcome must be kept: without it the message would be unconfirmed though we know better.
    while let Err(error) = services
        .store
        .finish_attempt(job.message_id, job.attempt, &outcome, services.clock.now())
        .await
    {
        tracing::error!(%error, message = %job.message_id, "an attempt's outcome could not be kept yet");
        if matches!(error, StoreError::Broken(_)) {
            return;
        }
        tokio::time::sleep(PAUSE_WHEN_UNAVAILABLE).await;
    }
}

async fn request(services: &Services, client: &Client, job: &OutboundJob) -> AttemptOutcome {
    let now = services.clock.now();
    let needs_window = !matches!(job.content, MessageContent::Template { .. });
    if needs_window && !is_open(job.window_expires_at, now) {
        return failed(WINDOW_CLOSED);
    }
    let message = match outgoing(job) {
        Ok(message) => message,
        Err(error) => {
            tracing::error!(%error, message = %job.message_id, "a message that cannot be sent was queued");
            return failed(NOT_SUPPORTED);
        }
    };
    let token = match services.store.phone_number_secrets().await {
        Ok(numbers) => numbers
            .into_iter()
            .find(|number| number.id == job.phone_number_id),
        // Nothing left the house: the same message again, soon.
        Err(_) => {
            return AttemptOutcome::Later {
                due_at: now,
                code: 0,
                is_pair_rate: false,
            };
        }
    };
    let Some(number) = token else {
        return AttemptOutcome::TokenRefused;
    };
    let credentials = Credentials::new(number.access_token);
    match client
        .send_message(&credentials, &job.phone_number_meta_id, &message)
        .await
    {
        Ok(receipt) => AttemptOutcome::Accepted { wamid: receipt.wamid },
        Err(error) => {
            tracing::warn!(%error, message = %job.message_id, attempt = job.attempt, "Meta did not take a message");
            of_error(&error, job.recoverable_failures, services.clock.now())
        }
    }
}

const fn outcome_name(outcome: &AttemptOutcome) -> &'static str {
    match outcome {
        AttemptOutcome::Accepted { .. } => "accepted",
        AttemptOutcome::Later { .. } => "later",
        AttemptOutcome::Failed(_) => "failed",
        AttemptOutcome::Unknown => "unknown",
        AttemptOutcome::TokenRefused => "token refused",
    }
}

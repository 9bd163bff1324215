//! One attempt: the request, and its outcome into the database.

use super::outcome::{NO_ANSWER, NOT_SUPPORTED, WINDOW_CLOSED, failed, later, of_error};
use super::outgoing::outgoing;
use super::worker::PAUSE_WHEN_UNAVAILABLE;
use crate::state::{AppState, Services};
use crate::store::{AttemptOutcome, OutboundJob, PhoneNumberSecrets, StoreError, StoreResult};
use cloud_api::{Client, Credentials};
use domain::attempt_backoff::BackOff;
use domain::content::MessageContent;
use domain::customer_service_window::is_open;
use domain::ids::PhoneNumberId;
use domain::time::Timestamp;
use std::sync::Arc;

/// Makes one attempt and commits its outcome. `paced_until`: the pair's bucket is empty until then.
pub(super) async fn attempt(
    services: AppState,
    client: Arc<Client>,
    job: OutboundJob,
    paced_until: Option<Timestamp>,
) {
    let outcome = match paced_until {
        Some(due_at) => AttemptOutcome::Paced { due_at },
        None => request(&services, &client, &job).await,
    };
    tracing::info!(message_id = %job.message_id, attempt = job.attempt, outcome = outcome_name(&outcome), "attempt ended");
    keep(&services, &job, outcome).await;
}

/// The outcome must be kept: without it the message would be unconfirmed though we know better. So this goes on until the
/// database answers. An outcome that it cannot take makes the message unconfirmed at once, which does not block those behind it.
async fn keep(services: &Services, job: &OutboundJob, mut outcome: AttemptOutcome) {
    while let Err(error) = services
        .store
        .finish_attempt(job.message_id, job.attempt, &outcome, services.clock.now())
        .await
    {
        tracing::error!(%error, message_id = %job.message_id, "an attempt's outcome could not be kept yet");
        match error {
            StoreError::Unavailable(_) => tokio::time::sleep(PAUSE_WHEN_UNAVAILABLE).await,
            StoreError::Broken(_) if outcome == AttemptOutcome::Unknown => return,
            StoreError::Broken(_) => outcome = AttemptOutcome::Unknown,
        }
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
            tracing::error!(%error, message_id = %job.message_id, "a message that cannot be sent was queued");
            return failed(NOT_SUPPORTED);
        }
    };
    let token = match access_token(services, job.phone_number_id).await {
        Ok(Some(token)) => token,
        Ok(None) => return AttemptOutcome::TokenRefused,
        Err(error) => {
            // Nothing left the house: the same message again, with growing pauses.
            tracing::error!(%error, message_id = %job.message_id, "the number's token could not be read");
            return later(BackOff::Passing, NO_ANSWER, &job.failure_codes, now);
        }
    };
    let sent = client
        .send_message(&Credentials::new(&token), &job.phone_number_meta_id, &message)
        .await;
    let error = match sent {
        Ok(receipt) => return AttemptOutcome::Accepted { wamid: receipt.wamid },
        Err(error) => error,
    };
    tracing::warn!(%error, message_id = %job.message_id, attempt = job.attempt, "Meta did not take a message");
    let outcome = of_error(&error, &job.failure_codes, services.clock.now());
    if outcome == AttemptOutcome::TokenRefused
        && let Ok(Some(newest)) = access_token(services, job.phone_number_id).await
        && newest != token
    {
        // The refused token was replaced meanwhile; the new one must not suffer for it.
        let code = error.graph().map_or(NO_ANSWER, |graph| graph.code);
        return AttemptOutcome::Later {
            due_at: now,
            code,
            is_pair_rate: false,
        };
    }
    outcome
}

async fn access_token(services: &Services, number: PhoneNumberId) -> StoreResult<Option<String>> {
    let numbers = services.store.phone_number_secrets().await?;
    let token = |number: PhoneNumberSecrets| number.access_token;
    Ok(numbers.into_iter().find(|one| one.id == number).map(token))
}

const fn outcome_name(outcome: &AttemptOutcome) -> &'static str {
    match outcome {
        AttemptOutcome::Accepted { .. } => "accepted",
        AttemptOutcome::Later { .. } => "later",
        AttemptOutcome::Paced { .. } => "paced",
        AttemptOutcome::Failed(_) => "failed",
        AttemptOutcome::Unknown => "unknown",
        AttemptOutcome::TokenRefused => "token refused",
    }
}

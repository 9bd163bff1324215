//! One attempt: the request, and its outcome into the database.

use super::file;
use super::outcome::{NOT_SUPPORTED, WINDOW_CLOSED, of_error, token_unreadable, unasked};
use super::outgoing::outgoing;
use super::worker::PAUSE_WHEN_UNAVAILABLE;
use crate::state::{AppState, Services};
use crate::store::{AttemptOutcome, OutboundJob, PhoneNumberSecrets, StoreError, StoreResult};
use cloud_api::{Client, Credentials, OutgoingMessage};
use domain::content::MessageContent;
use domain::customer_service_window::is_open;
use domain::ids::{MessageId, PhoneNumberId};
use domain::time::Timestamp;
use futures::FutureExt;
use futures::future::BoxFuture;
use std::sync::Arc;
use std::time::Duration;

/// Waits for the answer of an attempt that was given up, and keeps what it says.
pub(super) type LateAnswer = BoxFuture<'static, ()>;

/// Makes one attempt and commits its outcome. `paced_until`: the pair's bucket is empty until then. After `patience` without an
/// answer the message is unconfirmed and those behind it go on; the answer may still come, to whoever waits for it.
pub(super) async fn attempt(
    services: AppState,
    client: Arc<Client>,
    job: OutboundJob,
    paced_until: Option<Timestamp>,
    patience: Duration,
) -> Option<LateAnswer> {
    if let Some(due_at) = paced_until {
        keep(
            &services,
            job.message_id,
            job.attempt,
            AttemptOutcome::Paced { due_at },
        )
        .await;
        return None;
    }
    let (credentials, message) = match prepare(&services, &client, &job).await {
        Ok(prepared) => prepared,
        Err(outcome) => {
            keep(&services, job.message_id, job.attempt, outcome).await;
            return None;
        }
    };
    let (id, attempt) = (job.message_id, job.attempt);
    let mut answer = ask(Arc::clone(&services), client, job, credentials, message).boxed();
    if let Ok(outcome) = tokio::time::timeout(patience, &mut answer).await {
        keep(&services, id, attempt, outcome).await;
        return None;
    }
    keep(&services, id, attempt, AttemptOutcome::Unknown).await;
    Some(Box::pin(async move {
        let outcome = answer.await;
        keep(&services, id, attempt, outcome).await;
    }))
}

/// Commits what became of an attempt. It must be kept: without it the message would be unconfirmed though we know better. So this
/// goes on until the database answers. An outcome that it cannot take makes the message unconfirmed at once, which does not block
/// those behind it.
pub(super) async fn keep(services: &Services, message: MessageId, attempt: u32, mut outcome: AttemptOutcome) {
    tracing::info!(message_id = %message, attempt, outcome = outcome_name(&outcome), "attempt ended");
    services.metrics.attempt_ended(&outcome);
    while let Err(error) = services
        .store
        .finish_attempt(message, attempt, &outcome, services.clock.now())
        .await
    {
        error.tell("an attempt's outcome is not kept yet");
        match error {
            StoreError::Unavailable(_) => tokio::time::sleep(PAUSE_WHEN_UNAVAILABLE).await,
            StoreError::Broken(_) if outcome == AttemptOutcome::Unknown => return,
            StoreError::Broken(_) => outcome = AttemptOutcome::Unknown,
        }
    }
}

/// What the request needs, or why there is none to make.
async fn prepare(
    services: &Services,
    client: &Client,
    job: &OutboundJob,
) -> Result<(Credentials, OutgoingMessage), AttemptOutcome> {
    let now = services.clock.now();
    let needs_window = !matches!(job.content, MessageContent::Template { .. });
    if needs_window && !is_open(job.window_expires_at, now) {
        return Err(AttemptOutcome::Failed(unasked(WINDOW_CLOSED)));
    }
    let credentials = match access_token(services, job.phone_number_id).await {
        Ok(Some(token)) => Credentials::new(token),
        Ok(None) => return Err(token_unreadable(job, now)),
        Err(error) => {
            tracing::error!(%error, message_id = %job.message_id, "the number's token could not be read");
            return Err(token_unreadable(job, now));
        }
    };
    let media = match job.content.attachment() {
        Some(attachment) => Some(file::meta_id(services, client, &credentials, job, attachment).await?),
        None => None,
    };
    let message = outgoing(job, media.as_deref()).map_err(|error| {
        tracing::error!(%error, message_id = %job.message_id, "a message that cannot be sent was queued");
        AttemptOutcome::Failed(unasked(NOT_SUPPORTED))
    })?;
    // A large file takes its time, and the window may have closed meanwhile.
    if needs_window && !is_open(job.window_expires_at, services.clock.now()) {
        return Err(AttemptOutcome::Failed(unasked(WINDOW_CLOSED)));
    }
    Ok((credentials, message))
}

async fn ask(
    services: AppState,
    client: Arc<Client>,
    job: OutboundJob,
    credentials: Credentials,
    message: OutgoingMessage,
) -> AttemptOutcome {
    let sent = client
        .send_message(&credentials, &job.phone_number_meta_id, &message)
        .await;
    match sent {
        Ok(receipt) => AttemptOutcome::Accepted { wamid: receipt.wamid },
        Err(error) => {
            tracing::warn!(%error, message_id = %job.message_id, attempt = job.attempt, "Meta did not take a message");
            of_error(&error, &job, services.clock.now())
        }
    }
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
        AttemptOutcome::Limited { .. } => "limited",
        AttemptOutcome::Paced { .. } => "paced",
        AttemptOutcome::Failed(_) => "failed",
        AttemptOutcome::BusinessRefused(_) => "refused because of the business",
        AttemptOutcome::Unknown => "unknown",
        AttemptOutcome::TokenRefused { .. } => "token refused",
    }
}

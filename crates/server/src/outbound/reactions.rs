//! Tells Meta our reactions. They do not stand in the queue of messages: they need no order among them, and telling one twice
//! changes nothing, so what failed in any way that may pass is simply told again.

use super::outgoing::recipient;
use crate::clock::Clock;
use crate::state::{AppState, Services};
use crate::store::{ReactionJob, ReactionOutcome, StoreResult};
use cloud_api::messages::Reaction;
use cloud_api::{Client, Credentials, ErrorClass, OutgoingContent, OutgoingMessage, SendError};
use domain::attempt_backoff::{BackOff, jitter_seed, pause, with_jitter};
use domain::entities::DeliveryFailure;
use domain::time::{Span, Timestamp};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

/// How many are told at once.
const MOST_AT_ONCE: u32 = 8;
/// A reaction that was taken to be told is due again after this, should the process die over it.
const AGAIN_AFTER: Span = Span::from_minutes(3);
/// After how long without news one looks all the same.
const LOOK_AGAIN: Duration = Duration::from_secs(2);

/// Tells what is due until the server goes down.
pub async fn run(services: AppState, client: Arc<Client>) {
    while !services.shutdown.has_started() {
        let next = match tell_what_is_due(&services, &client).await {
            Ok(next) => next,
            Err(error) => {
                error.tell("reactions wait");
                None
            }
        };
        tokio::select! {
            () = services.shutdown.wait() => {}
            () = services.reaction_wake.notified() => {}
            () = wait_until(&services.clock, next) => {}
        }
    }
}

async fn wait_until(clock: &Clock, next: Option<Timestamp>) {
    match next {
        Some(due) => drop(tokio::time::timeout(LOOK_AGAIN, clock.sleep_until(due)).await),
        None => tokio::time::sleep(LOOK_AGAIN).await,
    }
}

/// Answers when the next one falls due.
async fn tell_what_is_due(services: &AppState, client: &Arc<Client>) -> StoreResult<Option<Timestamp>> {
    loop {
        let now = services.clock.now();
        let jobs = services
            .store
            .claim_reactions(now, now + AGAIN_AFTER, MOST_AT_ONCE)
            .await?;
        if jobs.is_empty() || services.shutdown.has_started() {
            return services.store.next_reaction_due().await;
        }
        let mut telling = JoinSet::new();
        for job in jobs {
            let (services, client) = (Arc::clone(services), Arc::clone(client));
            telling.spawn(async move {
                let outcome = tell(&services, &client, &job).await;
                services.store.finish_reaction(&job, &outcome).await
            });
        }
        while let Some(told) = telling.join_next().await {
            match told {
                Ok(kept) => kept?,
                Err(error) => tracing::error!(%error, "telling a reaction stopped by a fault of ours"),
            }
        }
    }
}

async fn tell(services: &Services, client: &Client, job: &ReactionJob) -> ReactionOutcome {
    let Ok(to) = recipient(job.wa_id.as_deref(), job.user_id.as_deref()) else {
        return ReactionOutcome::Failed(DeliveryFailure {
            code: 0,
            details: None,
        });
    };
    let now = services.clock.now();
    let numbers = match services.store.phone_number_secrets().await {
        Ok(numbers) => numbers,
        Err(error) => {
            error.tell("a number's token could not be read");
            return later(job, BackOff::Passing, now);
        }
    };
    let Some(number) = numbers
        .into_iter()
        .find(|number| number.id == job.phone_number_id)
    else {
        return later(job, BackOff::Passing, now);
    };
    let message = OutgoingMessage::new(
        to,
        OutgoingContent::Reaction(Reaction {
            message_id: job.wamid.clone(),
            emoji: job.emoji.clone().unwrap_or_default(),
        }),
    );
    let sent = client
        .send_message(
            &Credentials::new(number.access_token),
            &job.phone_number_meta_id,
            &message,
        )
        .await;
    match sent {
        Ok(receipt) => ReactionOutcome::Accepted { wamid: receipt.wamid },
        Err(error) => {
            tracing::warn!(%error, message_id = %job.message_id, "Meta did not take a reaction");
            of_error(&error, job, services.clock.now())
        }
    }
}

/// What a failed call means for a reaction.
fn of_error(error: &SendError, job: &ReactionJob, now: Timestamp) -> ReactionOutcome {
    let back_off = match error.class() {
        // Told or not: again does no harm. A refused token is the message queue's to find out.
        None | Some(ErrorClass::Later { .. } | ErrorClass::TokenInvalid) => BackOff::Passing,
        Some(ErrorClass::PairRate) => BackOff::PairRate,
        Some(ErrorClass::LaterFewTimes) => BackOff::FewTimes,
        Some(
            ErrorClass::Fix
            | ErrorClass::Template
            | ErrorClass::Refused
            | ErrorClass::Business
            | ErrorClass::Unknown,
        ) => return ReactionOutcome::Failed(failure(error)),
    };
    match later(job, back_off, now) {
        // Patience is at its end.
        ReactionOutcome::Failed(_) => ReactionOutcome::Failed(failure(error)),
        outcome => outcome,
    }
}

fn failure(error: &SendError) -> DeliveryFailure {
    let graph = error.graph();
    DeliveryFailure {
        code: graph.map_or(0, |graph| graph.code),
        details: graph.and_then(|graph| graph.details.clone()),
    }
}

fn later(job: &ReactionJob, back_off: BackOff, now: Timestamp) -> ReactionOutcome {
    match pause(back_off, job.failures.saturating_add(1)) {
        Some(pause) => ReactionOutcome::Later {
            due_at: now + with_jitter(pause, jitter_seed(job.message_id, job.failures)),
        },
        None => ReactionOutcome::Failed(DeliveryFailure {
            code: 0,
            details: None,
        }),
    }
}

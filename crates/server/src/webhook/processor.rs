//! Stored deliveries become messages and statuses, one delivery after the other in the order of their arrival.
//!
//! A delivery stays pending until its effects are committed, so a crash anywhere repeats it and its unique keys make the
//! repetition harmless. One that our own code cannot apply is set aside instead of blocking those behind it.

use super::our_numbers::OurNumbers;
use super::translate::Translator;
use crate::state::{AppState, Services};
use crate::store::{DeliveryRow, InboundChange, InboundEffect, StoreError};
use cloud_api::webhook::parse;
use domain::time::{Span, Timestamp};
use std::time::Duration;

/// How many deliveries are read at once.
const BATCH: u32 = 64;
/// The pause after the database did not answer.
const PAUSE_WHEN_UNAVAILABLE: Duration = Duration::from_secs(1);
/// How long raw deliveries are kept after processing.
const KEEP_RAW: Span = Span::from_hours(7 * 24);
/// How often old ones are looked for.
const PURGE_EVERY: Span = Span::from_hours(1);

/// Processes deliveries until the server goes down.
pub async fn run(services: AppState) {
    let mut purge_due = services.clock.now();
    loop {
        let pause = match process_pending(&services).await {
            Ok(()) => None,
            Err(error) => {
                tracing::error!(%error, "deliveries wait: the database does not answer");
                Some(PAUSE_WHEN_UNAVAILABLE)
            }
        };
        purge(&services, &mut purge_due).await;
        tokio::select! {
            () = services.shutdown.wait() => return,
            () = services.delivery_wake.notified(), if pause.is_none() => {}
            () = services.clock.sleep_until(purge_due), if pause.is_none() => {}
            () = tokio::time::sleep(pause.unwrap_or_default()), if pause.is_some() => {}
        }
    }
}

/// Processes all that is pending now.
///
/// # Errors
/// The database does not answer; what was not processed stays pending.
pub async fn process_pending(services: &Services) -> Result<(), StoreError> {
    loop {
        let deliveries = services.store.pending_deliveries(BATCH).await?;
        if deliveries.is_empty() || services.shutdown.has_started() {
            return Ok(());
        }
        let numbers = OurNumbers::of(&services.store.phone_number_secrets().await?);
        for delivery in &deliveries {
            process(services, delivery, &numbers).await?;
        }
    }
}

async fn process(
    services: &Services,
    delivery: &DeliveryRow,
    numbers: &OurNumbers,
) -> Result<(), StoreError> {
    let now = services.clock.now();
    let parsed = match parse(&delivery.raw) {
        Ok(parsed) => parsed,
        Err(error) => return set_aside(services, delivery.id, &error.to_string(), now).await,
    };
    let changes = Translator {
        numbers,
        signed_by: delivery.signed_by.as_deref(),
        ids: &services.ids,
        now,
    }
    .translate(&parsed);
    match services.store.apply_delivery(delivery.id, &changes, now).await {
        Ok(effects) => {
            let count = |wanted: InboundEffect| effects.iter().filter(|effect| **effect == wanted).count();
            tracing::debug!(
                delivery = delivery.id,
                applied = count(InboundEffect::Applied),
                duplicates = count(InboundEffect::Duplicate),
                waiting = count(InboundEffect::Waiting),
                "processed a delivery"
            );
            if has_settled_something(&changes, &effects) {
                services.outbound_wake.notify_one();
            }
            if count(InboundEffect::SetAside) > 0 {
                tracing::warn!(
                    delivery = delivery.id,
                    set_aside = count(InboundEffect::SetAside),
                    "set changes aside"
                );
            }
            Ok(())
        }
        Err(StoreError::Broken(error)) => set_aside(services, delivery.id, &error, now).await,
        Err(unavailable) => Err(unavailable),
    }
}

/// Whether a status may have taken a message out of the queue: then the next one of its conversation is due.
fn has_settled_something(changes: &[InboundChange], effects: &[InboundEffect]) -> bool {
    let mut both = changes.iter().zip(effects);
    both.any(|(change, effect)| {
        matches!(change, InboundChange::Status(_)) && *effect == InboundEffect::Applied
    })
}

async fn set_aside(
    services: &Services,
    delivery: i64,
    reason: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    tracing::error!(delivery, reason, "set a delivery aside");
    services.store.set_delivery_aside(delivery, reason, now).await
}

async fn purge(services: &Services, due: &mut Timestamp) {
    let now = services.clock.now();
    if now < *due {
        return;
    }
    *due = now + PURGE_EVERY;
    match services.store.purge_deliveries(now - KEEP_RAW).await {
        Ok(0) => {}
        Ok(count) => tracing::info!(count, "forgot old raw deliveries"),
        Err(error) => tracing::warn!(%error, "old raw deliveries could not be forgotten"),
    }
}

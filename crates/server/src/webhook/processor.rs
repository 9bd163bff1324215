//! Stored deliveries become messages and statuses, in the order of their arrival, many in one transaction.
//!
//! A delivery stays pending until its effects are committed, so a crash anywhere repeats it and its unique keys make the
//! repetition harmless. One that our own code cannot read or apply is set aside instead of blocking those behind it.

use super::our_numbers::OurNumbers;
use super::translate::Translator;
use crate::state::{AppState, Services};
use crate::store::{
    DeliveryOutcome, DeliveryRow, InboundChange, InboundEffect, StoreError, TranslatedDelivery,
};
use cloud_api::webhook::parse;
use domain::time::{Span, Timestamp};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

/// How many deliveries are read at once.
const BATCH: u32 = 128;
/// A transaction takes no further delivery after so many changes: others who write wait meanwhile, and the first of them is Meta,
/// whose deliveries are stored before they are answered. Some 10 ms.
const CHANGES_AT_ONCE: usize = 24;
/// A delivery with more changes is none of Meta's, who sends at most 1,000 (Meta: "Webhooks, batching").
const MOST_CHANGES: usize = 10_000;
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
                error.tell("deliveries wait");
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
        let mut batch = Vec::new();
        let mut changes = 0;
        for delivery in &deliveries {
            let translated = TranslatedDelivery {
                id: delivery.id,
                changes: translate(services, delivery, &numbers),
            };
            changes += translated.changes.as_ref().map_or(1, Vec::len);
            batch.push(translated);
            if changes >= CHANGES_AT_ONCE {
                apply(services, std::mem::take(&mut batch)).await?;
                changes = 0;
            }
        }
        apply(services, batch).await?;
    }
}

/// The changes of a delivery, or why it cannot be read.
fn translate(
    services: &Services,
    delivery: &DeliveryRow,
    numbers: &OurNumbers,
) -> Result<Vec<InboundChange>, String> {
    let translator = Translator {
        numbers,
        signed_by: delivery.signed_by.as_deref(),
        ids: &services.ids,
        now: services.clock.now(),
    };
    let read = || {
        let parsed = parse(&delivery.raw).map_err(|error| error.to_string())?;
        Ok(translator.translate(&parsed))
    };
    // A panic is a fault of ours; it must not end the task that all other deliveries wait for.
    let changes =
        catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err("reading it panicked".to_owned()))?;
    if changes.len() > MOST_CHANGES {
        return Err(format!("{} changes in one delivery", changes.len()));
    }
    Ok(changes)
}

async fn apply(services: &Services, batch: Vec<TranslatedDelivery>) -> Result<(), StoreError> {
    if batch.is_empty() {
        return Ok(());
    }
    let batch: Arc<[TranslatedDelivery]> = batch.into();
    let outcomes = services
        .store
        .apply_deliveries(Arc::clone(&batch), services.clock.now())
        .await?;
    for (delivery, outcome) in batch.iter().zip(&outcomes) {
        match (&delivery.changes, outcome) {
            (Ok(changes), DeliveryOutcome::Applied(effects)) => {
                report(delivery.id, effects);
                effects
                    .iter()
                    .for_each(|effect| services.metrics.change_applied(*effect));
                if has_brought_a_file(changes, effects) {
                    services.media_wake.notify_one();
                }
                if has_settled_something(changes, effects) {
                    services.outbound_wake.notify_one();
                }
                if tells_of_templates(changes, effects) {
                    services.templates_wake.notify_one();
                }
            }
            (_, DeliveryOutcome::SetAside(reason)) => {
                services.metrics.delivery_set_aside();
                tracing::error!(delivery = delivery.id, reason, "set a delivery aside");
            }
            (Err(_), DeliveryOutcome::Applied(_)) => {}
        }
    }
    Ok(())
}

fn report(delivery: i64, effects: &[InboundEffect]) {
    let count = |wanted: InboundEffect| effects.iter().filter(|effect| **effect == wanted).count();
    tracing::debug!(
        delivery,
        applied = count(InboundEffect::Applied),
        duplicates = count(InboundEffect::Duplicate),
        waiting = count(InboundEffect::Waiting),
        "processed a delivery"
    );
    let set_aside = count(InboundEffect::SetAside);
    if set_aside > 0 {
        tracing::warn!(delivery, set_aside, "set changes aside");
    }
}

/// Whether a message came whose file is to be fetched.
fn has_brought_a_file(changes: &[InboundChange], effects: &[InboundEffect]) -> bool {
    let mut both = changes.iter().zip(effects);
    both.any(|(change, effect)| {
        matches!(change, InboundChange::Message(message) if message.meta_media_id.is_some())
            && *effect == InboundEffect::Applied
    })
}

/// Whether a status may have taken a message out of the queue: then the next one of its conversation is due.
fn has_settled_something(changes: &[InboundChange], effects: &[InboundEffect]) -> bool {
    let mut both = changes.iter().zip(effects);
    both.any(|(change, effect)| {
        matches!(change, InboundChange::Status(_)) && *effect == InboundEffect::Applied
    })
}

/// Whether Meta told of a template. Its news hold a part of it only: the list tells how it is now.
fn tells_of_templates(changes: &[InboundChange], effects: &[InboundEffect]) -> bool {
    let mut both = changes.iter().zip(effects);
    both.any(|(change, effect)| {
        matches!(change, InboundChange::Account { field, .. } if field.contains("template"))
            && *effect == InboundEffect::Applied
    })
}

async fn purge(services: &Services, due: &mut Timestamp) {
    let now = services.clock.now();
    if !is_time_to_purge(*due, now) {
        return;
    }
    *due = now + PURGE_EVERY;
    match services.store.purge_deliveries(now - KEEP_RAW).await {
        Ok(0) => {}
        Ok(count) => tracing::info!(count, "forgot old raw deliveries"),
        Err(error) => error.tell("old raw deliveries are kept"),
    }
}

/// A clock that was set back must not keep it from happening.
fn is_time_to_purge(due: Timestamp, now: Timestamp) -> bool {
    now >= due || due - now > PURGE_EVERY
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_deliveries_are_looked_for_every_hour_whatever_the_clock_does() {
        let noon = Timestamp::from_seconds(1_790_000_000);
        let due = noon + PURGE_EVERY;
        assert!(!is_time_to_purge(due, noon));
        assert!(!is_time_to_purge(due, due - Span::from_seconds(1)));
        assert!(is_time_to_purge(due, due));
        assert!(is_time_to_purge(due, noon - Span::from_hours(24)));
    }
}

//! Many deliveries in one transaction: one fsync for all, and each in a savepoint of its own, so that one that our own code cannot
//! apply is undone and set aside alone.

use super::{apply_all, mark_processed};
use crate::store::sqlite::inbound::set_aside::SetAsideTally;
use crate::store::{
    DeliveryOutcome, InboundChange, InboundEffect, StoreError, StoreResult, TranslatedDelivery,
};
use domain::time::Timestamp;
use futures::FutureExt as _;
use sqlx::sqlite::SqliteConnection;
use std::panic::AssertUnwindSafe;

/// Applies deliveries in their order. An error means that nothing of the batch is done: the database does not answer.
pub(super) async fn apply(
    connection: &mut SqliteConnection,
    deliveries: &[TranslatedDelivery],
    now: Timestamp,
) -> StoreResult<Vec<DeliveryOutcome>> {
    let mut set_aside = SetAsideTally::default();
    let mut outcomes = Vec::with_capacity(deliveries.len());
    for delivery in deliveries {
        let outcome = match &delivery.changes {
            Ok(changes) => one(connection, changes, &mut set_aside, now).await?,
            Err(reason) => DeliveryOutcome::SetAside(reason.clone()),
        };
        let reason = match &outcome {
            DeliveryOutcome::Applied(_) => None,
            DeliveryOutcome::SetAside(reason) => Some(reason.as_str()),
        };
        if mark_processed(connection, delivery.id, reason, now).await?
            && let Some(reason) = reason
        {
            set_aside.count("", reason);
        }
        outcomes.push(outcome);
    }
    set_aside.raise(connection, now).await?;
    Ok(outcomes)
}

/// Applies the changes of one delivery, all or none.
async fn one(
    connection: &mut SqliteConnection,
    changes: &[InboundChange],
    set_aside: &mut SetAsideTally,
    now: Timestamp,
) -> StoreResult<DeliveryOutcome> {
    let counted_before = set_aside.clone();
    execute(connection, "SAVEPOINT delivery").await?;
    let applied: StoreResult<Vec<InboundEffect>> =
        AssertUnwindSafe(apply_all(connection, changes, set_aside, now))
            .catch_unwind()
            .await
            .unwrap_or_else(|_| Err(StoreError::Broken("applying it panicked".to_owned())));
    match applied {
        Ok(effects) => {
            execute(connection, "RELEASE delivery").await?;
            Ok(DeliveryOutcome::Applied(effects))
        }
        Err(StoreError::Broken(reason)) => {
            execute(connection, "ROLLBACK TO delivery").await?;
            execute(connection, "RELEASE delivery").await?;
            *set_aside = counted_before;
            Ok(DeliveryOutcome::SetAside(reason))
        }
        Err(unavailable) => Err(unavailable),
    }
}

async fn execute(connection: &mut SqliteConnection, sql: &'static str) -> StoreResult<()> {
    sqlx::query(sql).execute(connection).await?;
    Ok(())
}

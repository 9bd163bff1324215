//! A change that waits for its transaction, and the answer to its caller.

use crate::store::{Outage, StoreError, StoreResult};
use futures::FutureExt;
use futures::future::BoxFuture;
use sqlx::sqlite::SqliteConnection;
use std::panic::AssertUnwindSafe;
use tokio::sync::oneshot;

/// A change that waits.
pub(super) type Job = Box<dyn for<'c> FnOnce(Start<'c>) -> BoxFuture<'c, Done> + Send>;

/// Tells the caller how the job ended, once it is known whether the transaction was committed.
pub(super) type Answer = Box<dyn FnOnce(Result<(), &Outage>) + Send>;

/// How a job begins.
pub(super) enum Start<'c> {
    /// In a savepoint of this connection.
    With(&'c mut SqliteConnection),
    /// Not at all.
    Never(Outage),
}

/// What becomes of what the job wrote.
pub(super) enum Done {
    /// It stays.
    Keep(Answer),
    /// It goes; the outage says why if that passes by itself.
    Undo(Answer, Option<Outage>),
}

/// Makes a job of a change whose caller waits at `sender`.
pub(super) fn job<T, F>(change: F, sender: oneshot::Sender<StoreResult<T>>) -> Job
where
    T: Send + 'static,
    F: for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, StoreResult<T>> + Send + 'static,
{
    Box::new(move |start| {
        Box::pin(async move {
            // The caller may have gone: then nobody hears the answer.
            let connection = match start {
                Start::With(connection) => connection,
                Start::Never(outage) => {
                    let passes = Some(outage.clone());
                    return Done::Undo(
                        Box::new(move |_| drop(sender.send(Err(StoreError::Unavailable(outage))))),
                        passes,
                    );
                }
            };
            match AssertUnwindSafe(change(connection)).catch_unwind().await {
                Ok(Ok(value)) => Done::Keep(Box::new(move |committed| {
                    let lost = |why: &Outage| StoreError::Unavailable(why.clone());
                    drop(sender.send(committed.map(|()| value).map_err(lost)));
                })),
                Ok(Err(error)) => {
                    let outage = match &error {
                        StoreError::Unavailable(outage) => Some(outage.clone()),
                        StoreError::Broken(_) => None,
                    };
                    Done::Undo(Box::new(move |_| drop(sender.send(Err(error)))), outage)
                }
                Err(_) => {
                    let error = StoreError::Broken("a change panicked".to_owned());
                    Done::Undo(Box::new(move |_| drop(sender.send(Err(error)))), None)
                }
            }
        })
    })
}

//! The one writing connection and its queue.
//!
//! A task owns the connection. It takes a job, begins a transaction, runs the job inside a savepoint, then all jobs that arrived
//! meanwhile, and commits them together: an fsync costs the same for one change as for a hundred. Answers leave after the commit
//! only. A job that fails or panics is undone alone; when the commit fails, all of its jobs fail. A caller who stops waiting
//! changes nothing: the job runs to its end.

use crate::store::{StoreError, StoreResult};
use futures::FutureExt;
use futures::future::BoxFuture;
use sqlx::Connection;
use sqlx::sqlite::SqliteConnection;
use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, oneshot, watch};

/// Jobs that may wait before callers are held back.
const QUEUE: usize = 4096;
/// A transaction takes at most so many jobs, and no further one after this time: the first of them waits for the commit.
const MOST_JOBS: usize = 512;
const LONGEST: Duration = Duration::from_millis(20);

type Job = Box<dyn for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Done> + Send>;
/// Tells the caller how its job ended, once it is known whether the transaction was committed.
type Answer = Box<dyn FnOnce(Result<(), &str>) + Send>;

enum Done {
    Keep(Answer),
    Undo(Answer),
}

/// The way to the writing connection. Clones lead to the same one; it closes with the last of them.
#[derive(Clone, Debug)]
pub(super) struct Writer {
    jobs: mpsc::Sender<Job>,
    newest: watch::Receiver<u64>,
    close: watch::Sender<bool>,
}

impl Writer {
    /// Starts the task that owns the connection.
    pub(super) async fn start(mut connection: SqliteConnection) -> StoreResult<Self> {
        let (jobs, queue) = mpsc::channel(QUEUE);
        let publish = watch::Sender::new(newest_number(&mut connection).await?);
        let newest = publish.subscribe();
        let close = watch::Sender::new(false);
        tokio::spawn(run(connection, queue, publish, close.subscribe()));
        Ok(Self { jobs, newest, close })
    }

    /// The newest committed log number.
    pub(super) fn newest(&self) -> u64 {
        *self.newest.borrow()
    }

    pub(super) fn subscribe(&self) -> watch::Receiver<u64> {
        self.newest.clone()
    }

    /// Runs a change and returns when it is durable.
    pub(super) async fn write<T, F>(&self, change: F) -> StoreResult<T>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, StoreResult<T>> + Send + 'static,
    {
        let (sender, answer) = oneshot::channel::<StoreResult<T>>();
        let job: Job = Box::new(move |connection| {
            Box::pin(async move {
                match AssertUnwindSafe(change(connection)).catch_unwind().await {
                    Ok(Ok(value)) => Done::Keep(Box::new(move |committed| {
                        let result = committed.map(|()| value);
                        // The caller may have gone.
                        let _ = sender.send(result.map_err(|why| StoreError::Unavailable(why.to_owned())));
                    })),
                    Ok(Err(error)) => Done::Undo(Box::new(move |_| {
                        let _ = sender.send(Err(error));
                    })),
                    Err(_) => Done::Undo(Box::new(move |_| {
                        let _ = sender.send(Err(StoreError::Broken("a change panicked".to_owned())));
                    })),
                }
            })
        });
        self.jobs
            .send(job)
            .await
            .map_err(|_| StoreError::Unavailable("the store is closed".to_owned()))?;
        answer
            .await
            .map_err(|_| StoreError::Unavailable("the change could not begin".to_owned()))?
    }

    /// Runs what waits, then closes the connection.
    pub(super) async fn close(&self) {
        self.close.send_replace(true);
        self.jobs.closed().await;
        // The queue is dropped after the connection is closed.
        self.close.closed().await;
    }
}

async fn run(
    mut connection: SqliteConnection,
    mut queue: mpsc::Receiver<Job>,
    publish: watch::Sender<u64>,
    mut close: watch::Receiver<bool>,
) {
    loop {
        let job = tokio::select! {
            biased;
            job = queue.recv() => job,
            _ = close.wait_for(|close| *close), if !queue.is_closed() => {
                queue.close();
                continue;
            }
        };
        let Some(job) = job else { break };
        let (answers, committed) = transaction(&mut connection, job, &mut queue).await;
        match committed {
            Ok(newest) => {
                publish.send_if_modified(|known| {
                    let is_newer = newest > *known;
                    *known = newest.max(*known);
                    is_newer
                });
                answers.into_iter().for_each(|answer| answer(Ok(())));
            }
            Err(error) => {
                tracing::error!(%error, changes = answers.len(), "a transaction could not be committed");
                let _ = sqlx::query("ROLLBACK").execute(&mut connection).await;
                let why = error.to_string();
                answers.into_iter().for_each(|answer| answer(Err(&why)));
            }
        }
    }
    if let Err(error) = connection.close().await {
        tracing::warn!(%error, "the database did not close cleanly");
    }
}

/// Runs `first` and what waits behind it; answers with the newest log number if all of it is durable.
async fn transaction(
    connection: &mut SqliteConnection,
    first: Job,
    queue: &mut mpsc::Receiver<Job>,
) -> (Vec<Answer>, Result<u64, sqlx::Error>) {
    let mut answers = Vec::new();
    let began = Instant::now();
    let mut begun = sqlx::query("BEGIN IMMEDIATE")
        .execute(&mut *connection)
        .await
        .map(drop);
    let mut next = Some(first);
    while let Some(job) = next.take() {
        match &begun {
            Ok(()) => match run_job(connection, job).await {
                (answer, Ok(())) => answers.push(answer),
                (answer, Err(error)) => {
                    answers.push(answer);
                    begun = Err(error);
                    break;
                }
            },
            // Without a transaction the job must not run, but its caller hears why.
            Err(_) => {
                answers.push(Box::new(move |_| drop(job)));
            }
        }
        if answers.len() < MOST_JOBS && began.elapsed() < LONGEST && begun.is_ok() {
            next = queue.try_recv().ok();
        }
    }
    let committed = match begun {
        Ok(()) => commit(connection).await,
        Err(error) => Err(error),
    };
    (answers, committed)
}

/// Runs one job in a savepoint. An error means that the whole transaction is lost, as SQLite undoes it when the disk is full.
async fn run_job(connection: &mut SqliteConnection, job: Job) -> (Answer, Result<(), sqlx::Error>) {
    if let Err(error) = sqlx::query("SAVEPOINT job").execute(&mut *connection).await {
        return (Box::new(move |_| drop(job)), Err(error));
    }
    match job(&mut *connection).await {
        Done::Keep(answer) => (answer, execute(connection, "RELEASE job").await),
        Done::Undo(answer) => {
            let undone = match execute(connection, "ROLLBACK TO job").await {
                Ok(()) => execute(connection, "RELEASE job").await,
                Err(error) => Err(error),
            };
            (answer, undone)
        }
    }
}

async fn commit(connection: &mut SqliteConnection) -> Result<u64, sqlx::Error> {
    let newest = newest_number(connection).await?;
    execute(connection, "COMMIT").await?;
    Ok(newest)
}

async fn execute(connection: &mut SqliteConnection, sql: &'static str) -> Result<(), sqlx::Error> {
    sqlx::query(sql).execute(connection).await.map(drop)
}

async fn newest_number(connection: &mut SqliteConnection) -> Result<u64, sqlx::Error> {
    let newest: Option<i64> = sqlx::query_scalar("SELECT seq FROM sqlite_sequence WHERE name = 'events'")
        .fetch_optional(connection)
        .await?;
    Ok(newest
        .and_then(|newest| u64::try_from(newest).ok())
        .unwrap_or_default())
}

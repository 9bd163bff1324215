//! The one writing connection and its queue.
//!
//! A task owns the connection. It takes a job, begins a transaction, runs the job inside a savepoint, then all jobs that arrived
//! meanwhile, and commits them together: an fsync costs the same for one change as for a hundred. Answers leave after the commit
//! only. A job that fails or panics is undone alone; when the commit fails, all of its jobs fail. A caller who stops waiting
//! changes nothing: the job runs to its end. Last of all the transaction takes its changes into the search index.
//!
//! When the database cannot be written, everyone who waits hears so at once, and the [`outage`] says why until a change succeeds.

mod checkpoints;
mod job;
mod outage;

pub(super) use self::checkpoints::LAST_RESORT_PAGES;

use super::search::take_in_before_commit;
use crate::metrics::WriterMetrics;
use crate::store::{Outage, OutageReason, StoreResult};
use futures::future::BoxFuture;
use job::{Answer, Done, Job, Start, job};
use outage::OutageState;
use sqlx::Connection;
use sqlx::sqlite::SqliteConnection;
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinHandle;

/// Jobs that may wait before callers are held back.
const QUEUE: usize = 4096;
/// A transaction takes at most so many jobs, and no further one after this time: the first of them waits for the commit.
const MOST_JOBS: usize = 512;
const LONGEST: Duration = Duration::from_millis(20);

/// The way to the writing connection. Clones lead to the same one; it closes with the last of them.
#[derive(Clone, Debug)]
pub(super) struct Writer {
    jobs: mpsc::Sender<Job>,
    newest: watch::Receiver<u64>,
    outage: OutageState,
    metrics: WriterMetrics,
    close: watch::Sender<bool>,
}

impl Writer {
    /// Starts the task that owns the writing connection, and one that moves the write-ahead log with the other connection.
    pub(super) async fn start(
        mut connection: SqliteConnection,
        for_checkpoints: SqliteConnection,
    ) -> StoreResult<Self> {
        let (jobs, queue) = mpsc::channel(QUEUE);
        let publish = watch::Sender::new(newest_number(&mut connection).await?);
        let newest = publish.subscribe();
        let close = watch::Sender::new(false);
        let (outage, metrics) = (OutageState::default(), WriterMetrics::default());
        let task = Task {
            connection,
            checkpoints: tokio::spawn(checkpoints::run(for_checkpoints, newest.clone())),
            publish,
            outage: outage.clone(),
            metrics: metrics.clone(),
        };
        tokio::spawn(task.run(queue, close.subscribe()));
        Ok(Self {
            jobs,
            newest,
            outage,
            metrics,
            close,
        })
    }

    /// The newest committed log number.
    pub(super) fn newest(&self) -> u64 {
        *self.newest.borrow()
    }

    pub(super) fn subscribe(&self) -> watch::Receiver<u64> {
        self.newest.clone()
    }

    /// Why nothing can be written since the last try.
    pub(super) fn outage(&self) -> Option<Outage> {
        self.outage.now()
    }

    pub(super) fn metrics(&self) -> WriterMetrics {
        self.metrics.clone()
    }

    /// How many changes wait for their transaction.
    pub(super) fn waiting(&self) -> usize {
        self.jobs.max_capacity() - self.jobs.capacity()
    }

    /// Runs a change and returns when it is durable.
    pub(super) async fn write<T, F>(&self, change: F) -> StoreResult<T>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, StoreResult<T>> + Send + 'static,
    {
        let (sender, answer) = oneshot::channel();
        self.jobs.send(job(change, sender)).await.map_err(|_| closed())?;
        answer.await.map_err(|_| closed())?
    }

    /// Runs what waits, then closes the connection.
    pub(super) async fn close(&self) {
        self.close.send_replace(true);
        self.jobs.closed().await;
        // The queue is dropped after the connection is closed.
        self.close.closed().await;
    }
}

fn closed() -> Outage {
    Outage::new(OutageReason::DatabaseClosed, "the store is closed")
}

/// What the task owns.
struct Task {
    connection: SqliteConnection,
    checkpoints: JoinHandle<()>,
    publish: watch::Sender<u64>,
    outage: OutageState,
    metrics: WriterMetrics,
}

impl Task {
    async fn run(mut self, mut queue: mpsc::Receiver<Job>, mut close: watch::Receiver<bool>) {
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
            let began = Instant::now();
            let changes = self.transact(job, &mut queue).await;
            self.metrics.observe(changes, began.elapsed());
        }
        drop(self.publish);
        let _ = self.checkpoints.await;
        if let Err(error) = self.connection.close().await {
            tracing::warn!(%error, "the database did not close cleanly");
        }
    }

    /// Runs one transaction and answers its callers; says how many there were.
    async fn transact(&mut self, first: Job, queue: &mut mpsc::Receiver<Job>) -> usize {
        let before = match self.outage.now() {
            Some(_) => changed_rows(&mut self.connection).await.ok(),
            None => None,
        };
        if let Err(error) = execute(&mut self.connection, "BEGIN IMMEDIATE").await {
            return self.refuse(&failed(&error), first, queue).await;
        }
        let (answers, refusal, committed) = transaction(&mut self.connection, first, queue).await;
        let count = answers.len();
        match committed {
            Ok(newest) => {
                self.publish.send_if_modified(|known| {
                    let is_newer = newest > *known;
                    *known = newest.max(*known);
                    is_newer
                });
                if refusal.is_some()
                    || before.is_none()
                    || changed_rows(&mut self.connection).await.ok() != before
                {
                    self.outage.note(refusal);
                }
                answers.into_iter().for_each(|answer| answer(Ok(())));
            }
            Err(error) => {
                // After some errors (a full disk) SQLite has rolled back by itself; then the savepoint is gone, which says nothing.
                let why = refusal.unwrap_or(error);
                let _ = execute(&mut self.connection, "ROLLBACK").await;
                self.outage.note(Some(why.clone()));
                answers.into_iter().for_each(|answer| answer(Err(&why)));
            }
        }
        count
    }

    /// No transaction could begin. Waiting for the lock took a while: whoever waits behind must not wait as long again.
    async fn refuse(&mut self, why: &Outage, first: Job, queue: &mut mpsc::Receiver<Job>) -> usize {
        // A transaction that could not be rolled back would keep every other from beginning.
        let _ = execute(&mut self.connection, "ROLLBACK").await;
        self.outage.note(Some(why.clone()));
        let mut next = Some(first);
        let mut count = 0;
        while let Some(job) = next.take() {
            count += 1;
            // A job that never starts has an answer for its caller all the same.
            if let Done::Undo(answer, _) = job(Start::Never(why.clone())).await {
                answer(Err(why));
            }
            next = queue.try_recv().ok();
        }
        count
    }
}

/// Runs `first` and what waits behind it; answers with the newest log number if all of it is durable. The outage is that of a job
/// that was undone for a reason that passes.
async fn transaction(
    connection: &mut SqliteConnection,
    first: Job,
    queue: &mut mpsc::Receiver<Job>,
) -> (Vec<Answer>, Option<Outage>, Result<u64, Outage>) {
    let mut answers = Vec::new();
    let mut refusal = None;
    let began = Instant::now();
    let mut next = Some(first);
    while let Some(job) = next.take() {
        let (answer, outage, ended) = run_job(connection, job).await;
        answers.push(answer);
        refusal = outage.or(refusal);
        if let Err(error) = ended {
            return (answers, refusal, Err(failed(&error)));
        }
        if answers.len() < MOST_JOBS && began.elapsed() < LONGEST {
            next = queue.try_recv().ok();
        }
    }
    let committed = match take_in_before_commit(connection).await {
        Ok(()) => commit(connection).await.map_err(|error| failed(&error)),
        Err(outage) => Err(outage),
    };
    (answers, refusal, committed)
}

/// Runs one job in a savepoint. An error means that the whole transaction is lost, as SQLite undoes it when the disk is full.
async fn run_job(
    connection: &mut SqliteConnection,
    job: Job,
) -> (Answer, Option<Outage>, Result<(), sqlx::Error>) {
    if let Err(error) = execute(connection, "SAVEPOINT job").await {
        let (Done::Keep(answer) | Done::Undo(answer, _)) = job(Start::Never(failed(&error))).await;
        return (answer, None, Err(error));
    }
    match job(Start::With(&mut *connection)).await {
        Done::Keep(answer) => (answer, None, execute(connection, "RELEASE job").await),
        Done::Undo(answer, outage) => {
            let undone = match execute(connection, "ROLLBACK TO job").await {
                Ok(()) => execute(connection, "RELEASE job").await,
                Err(error) => Err(error),
            };
            (answer, outage, undone)
        }
    }
}

/// Why a transaction was lost. What is none of the known outages may pass as well: nothing of it is there.
fn failed(error: &sqlx::Error) -> Outage {
    super::error::outage(error).unwrap_or_else(|| Outage::new(OutageReason::DiskFailing, error.to_string()))
}

async fn commit(connection: &mut SqliteConnection) -> Result<u64, sqlx::Error> {
    let newest = newest_number(connection).await?;
    execute(connection, "COMMIT").await?;
    Ok(newest)
}

async fn execute(connection: &mut SqliteConnection, sql: &'static str) -> Result<(), sqlx::Error> {
    sqlx::query(sql).execute(connection).await.map(drop)
}

/// How many rows this connection has changed. A transaction that changed none has not tried the disk: it does not end an outage.
async fn changed_rows(connection: &mut SqliteConnection) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar("SELECT total_changes()")
        .fetch_one(connection)
        .await
}

async fn newest_number(connection: &mut SqliteConnection) -> Result<u64, sqlx::Error> {
    let newest: Option<i64> = sqlx::query_scalar("SELECT seq FROM sqlite_sequence WHERE name = 'events'")
        .fetch_optional(connection)
        .await?;
    Ok(newest
        .and_then(|newest| u64::try_from(newest).ok())
        .unwrap_or_default())
}

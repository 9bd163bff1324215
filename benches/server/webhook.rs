//! Deliveries that 64 connections bring as fast as they can to an installation with 1,000,000 messages: how many are stored
//! durably, and how many become messages.

use crate::deliveries::Delivery;
use crate::http::Http;
use crate::million;
use crate::program::Program;
use crate::report::{Figures, Measure, Target};
use crate::{Bench, Outcome};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Connection as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const CONNECTIONS: usize = 64;
const DELIVERIES: usize = 6_000;
const ROUNDS: usize = 3;
/// How often it is looked whether everything is applied.
const LOOK: Duration = Duration::from_millis(10);

/// What a round told, in deliveries a second unless said.
struct Round {
    stored: f64,
    applied: f64,
    /// How long a delivery waited for its 200, in milliseconds.
    answered_ms: Figures,
    raw_together: f64,
    raw_alone: f64,
}

/// Stored and applied.
pub async fn measure(bench: &Bench) -> Outcome<()> {
    if !bench.report.wants("webhook-stored") && !bench.report.wants("webhook-applied") {
        return Ok(());
    }
    let installation = million::installation(bench).await?;
    let mut database = SqliteConnectOptions::new()
        .filename(installation.database())
        .read_only(true)
        .connect()
        .await?;
    let program = installation.run(bench).await?;
    let mut rounds = Vec::new();
    for number in 1..=ROUNDS {
        bench
            .report
            .progress(&format!("webhook, round {number} of {ROUNDS}"));
        rounds.push(round(bench, &program, &mut database, number).await?);
    }
    let figures = |of: fn(&Round) -> f64| Figures::of(&rounds.iter().map(of).collect::<Vec<_>>());
    let answered = Figures::of_rounds(&rounds.iter().map(|round| round.answered_ms).collect::<Vec<_>>());
    bench.report.tell(
        &Measure::new(
            "webhook-stored",
            format!(
                "deliveries stored durably and answered, {CONNECTIONS} connections, while they are applied"
            ),
            "/s",
            figures(|round| round.stored),
        )
        .floor("raw SQLite, 64 a commit", figures(|round| round.raw_together))
        .floor("raw SQLite, 1 a commit", figures(|round| round.raw_alone))
        .must(Target::at_least(2_000.0))
        .aim(Target::at_least(5_000.0))
        .note(format!(
            "answered after {:.1} ms, p99 {:.1} ms",
            answered.median,
            answered.p99.unwrap_or_default()
        )),
    );
    bench.report.tell(
        &Measure::new(
            "webhook-applied",
            "messages from the first delivery to the last one applied: stored, logged and in the search index",
            "/s",
            figures(|round| round.applied),
        )
        .floor("raw SQLite, 64 a commit", figures(|round| round.raw_together)),
    );
    Ok(())
}

async fn round(
    bench: &Bench,
    program: &Program,
    database: &mut SqliteConnection,
    number: usize,
) -> Outcome<Round> {
    let deliveries: Vec<_> = (0..DELIVERIES)
        .map(|place| Delivery::new(&format!("round-{number}"), place))
        .collect::<Outcome<_>>()?;
    let raw_together = raw_inserts(bench, &deliveries, 64).await?;
    let raw_alone = raw_inserts(bench, &deliveries[..DELIVERIES / 10], 1).await?;

    let deliveries = Arc::new(deliveries);
    let next = Arc::new(AtomicUsize::new(0));
    let mut senders = Vec::with_capacity(CONNECTIONS);
    for _ in 0..CONNECTIONS {
        let http = Http::connect(program.address).await?;
        senders.push((http, Arc::clone(&deliveries), Arc::clone(&next)));
    }
    let began = Instant::now();
    let sending: Vec<_> = senders
        .into_iter()
        .map(|(http, deliveries, next)| tokio::spawn(send(http, deliveries, next)))
        .collect();
    let mut answered = Vec::with_capacity(DELIVERIES);
    for sending in sending {
        answered.extend(sending.await??);
    }
    let stored_in = began.elapsed();
    while pending(database).await? > 0 {
        tokio::time::sleep(LOOK).await;
    }
    Ok(Round {
        stored: DELIVERIES as f64 / stored_in.as_secs_f64(),
        applied: DELIVERIES as f64 / began.elapsed().as_secs_f64(),
        answered_ms: Figures::of(&answered),
        raw_together,
        raw_alone,
    })
}

/// Brings one delivery after the other; answers with how long each took, in milliseconds.
async fn send(mut http: Http, deliveries: Arc<Vec<Delivery>>, next: Arc<AtomicUsize>) -> Outcome<Vec<f64>> {
    let mut answered = Vec::new();
    while let Some(delivery) = deliveries.get(next.fetch_add(1, Ordering::Relaxed)) {
        let began = Instant::now();
        delivery.send(&mut http).await?;
        answered.push(began.elapsed().as_secs_f64() * 1_000.0);
    }
    Ok(answered)
}

async fn pending(database: &mut SqliteConnection) -> Outcome<i64> {
    Ok(
        sqlx::query_scalar("SELECT count(*) FROM webhook_deliveries WHERE processed_at IS NULL")
            .fetch_one(database)
            .await?,
    )
}

/// The floor: the same bodies into a table of the same kind, with the same durability, and nothing else; inserts a second.
async fn raw_inserts(bench: &Bench, deliveries: &[Delivery], a_commit: usize) -> Outcome<f64> {
    let folder = TempDir::new_in(&bench.kept)?;
    let mut connection = SqliteConnectOptions::new()
        .filename(folder.path().join("raw.sqlite"))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .connect()
        .await?;
    sqlx::query("CREATE TABLE deliveries (id INTEGER PRIMARY KEY AUTOINCREMENT, raw BLOB NOT NULL) STRICT")
        .execute(&mut connection)
        .await?;
    let began = Instant::now();
    for together in deliveries.chunks(a_commit) {
        let mut transaction = connection.begin().await?;
        for delivery in together {
            sqlx::query("INSERT INTO deliveries (raw) VALUES (?1)")
                .bind(delivery.body())
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
    }
    let inserted = deliveries.len() as f64 / began.elapsed().as_secs_f64();
    connection.close().await?;
    Ok(inserted)
}

//! A device that comes back 50,000 log rows behind.

use crate::broadcast::entrance_from;
use crate::http::Http;
use crate::installation::cookie;
use crate::million;
use crate::program::Program;
use crate::report::{Figures, Measure};
use crate::{Bench, Outcome};
use serde::Deserialize;
use serde_json::{Value, json};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Row as _};
use std::time::Instant;

const ROWS: u64 = 50_000;
const TIMES: usize = 5;

/// From `hello` to the last number.
pub async fn measure(bench: &Bench) -> Outcome<()> {
    const NAME: &str = "replay";
    if !bench.report.wants(NAME) {
        return Ok(());
    }
    let installation = million::installation(bench).await?;
    let mut database = SqliteConnectOptions::new()
        .filename(installation.database())
        .read_only(true)
        .connect()
        .await?;
    let program = installation.run(bench).await?;
    let mut http = Http::connect(program.address).await?;
    let bootstrap: Value = serde_json::from_slice(&http.get("/api/v1/bootstrap", &cookie(0)).await?.body)?;
    let newest = bootstrap["cursor"]["n"]
        .as_u64()
        .ok_or("bootstrap has no cursor")?;
    let cursor = json!({ "epoch": bootstrap["cursor"]["epoch"], "n": newest - ROWS });
    let (mut ours, mut floor, mut told) = (Vec::new(), Vec::new(), Told::default());
    for _ in 0..TIMES {
        floor.push(read_raw(&mut database, newest - ROWS).await?);
        let began = Instant::now();
        told = catch_up(&program, &cursor, newest).await?;
        ours.push(began.elapsed().as_secs_f64() * 1_000.0);
    }
    bench.report.tell(
        &Measure::new(
            NAME,
            "50,000 log rows behind: hello → told everything",
            "ms",
            Figures::of(&ours),
        )
        .floor("raw SQLite, the messages alone", Figures::of(&floor))
        .note(format!(
            "{} frames, {:.1} MB, the longest batch took {:.1} ms",
            told.frames,
            told.bytes as f64 / 1e6,
            told.longest_ms
        )),
    );
    Ok(())
}

#[derive(Default)]
struct Told {
    frames: usize,
    bytes: usize,
    longest_ms: f64,
}

#[derive(Deserialize)]
struct Place {
    n: Option<u64>,
}

async fn catch_up(program: &Program, cursor: &Value, newest: u64) -> Outcome<Told> {
    let mut socket = crate::audience::enter(program.address, &entrance_from(cursor), 0).await?;
    let mut told = Told::default();
    loop {
        let began = Instant::now();
        let text = crate::audience::next_text(&mut socket).await?;
        told.longest_ms = told.longest_ms.max(began.elapsed().as_secs_f64() * 1_000.0);
        told.frames += 1;
        told.bytes += text.len();
        let place: Place = serde_json::from_str(&text)?;
        if place.n >= Some(newest) {
            return Ok(told);
        }
    }
}

/// The floor: every message of the range, read from the table and thrown away.
async fn read_raw(database: &mut SqliteConnection, after: u64) -> Outcome<f64> {
    let began = Instant::now();
    let rows = sqlx::query(
        "SELECT m.* FROM events e CROSS JOIN messages m ON m.id = e.entity_id WHERE e.n > ?1 AND e.kind = 'message'",
    )
    .bind(i64::try_from(after)?)
    .fetch_all(database)
    .await?;
    let length: usize = rows.iter().map(|row| row.get::<&str, _>("content").len()).sum();
    if length == 0 {
        return Err("the range has no messages".into());
    }
    Ok(began.elapsed().as_secs_f64() * 1_000.0)
}

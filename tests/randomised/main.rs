//! Worlds at random: for each seed a Meta with customers, a server that is killed, agents whose rights change, and browsers that
//! come and go. Whatever happens, nothing is lost, nothing is doubled, and nobody is shown what they may not see.
//!
//! Settings, from the environment: `PERFECTCHAT_SEEDS`, how many seeds (300 fresh ones when not given); `PERFECTCHAT_SEED`, one
//! seed instead, tried that often (once when not given), because a race may need several goes; `PERFECTCHAT_SEED_JOBS`, how many
//! worlds live at the same time; `PERFECTCHAT_LOG`, what the servers log.
#![cfg(not(target_family = "wasm"))]
#![allow(
    clippy::disallowed_methods,
    reason = "the app's bans; these worlds run on the machine"
)]

mod cache;
mod checks;
mod clocks;
mod customers;
mod deeds;
mod device;
mod dice;
mod journal;
mod plan;
mod rest;
mod rights;
mod server_process;
mod shared;
mod template;
mod world;

use dice::Dice;
use server_process::child;
use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use tempfile::TempDir;
use template::Template;
use tokio::task::JoinSet;

/// The one test, by which this binary is also started as a server.
const TEST: &str = "nothing_is_lost_doubled_or_shown_to_who_may_not_see_it";
/// How many seeds a run tries.
const SEEDS: u64 = 300;
/// How long a world may take before something hangs in it. Only what hangs waits so long: a machine that is busy with builds must not
/// make a world fail.
const LIFETIME: Duration = Duration::from_secs(900);
/// How many failing seeds are told of before the run ends.
const MOST_FAILURES: usize = 5;

#[test]
fn nothing_is_lost_doubled_or_shown_to_who_may_not_see_it() {
    if child::is_asked_for() {
        child::run().expect("the server runs until it is killed");
        return;
    }
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let failures = runtime.block_on(run());
    assert!(failures.is_empty(), "failing seeds: {failures:?}");
}

/// Tries all seeds and tells of those that fail.
async fn run() -> Vec<u64> {
    let count: Option<u64> = setting("PERFECTCHAT_SEEDS");
    let one: Option<u64> = setting("PERFECTCHAT_SEED");
    let mut seeds: VecDeque<u64> = match one {
        Some(seed) => (0..count.unwrap_or(1)).map(|_| seed).collect(),
        None => {
            let mut dice = Dice::new(fresh());
            (0..count.unwrap_or(SEEDS)).map(|_| dice.any()).collect()
        }
    };
    let jobs = setting("PERFECTCHAT_SEED_JOBS").unwrap_or_else(|| {
        // A world mostly waits for its server.
        std::thread::available_parallelism().map_or(2, |cores| 2 * cores.get())
    });
    let folder = folder();
    let beginning = folder.path().join("template");
    std::fs::create_dir_all(&beginning).expect("a folder for the template");
    let template = Arc::new(Template::make(&beginning).await.expect("the template is made"));
    println!("{} seeds, {jobs} at a time", seeds.len());

    let began = Instant::now();
    let (mut done, mut kills, mut messages) = (0_u64, 0, 0);
    let mut failures = Vec::new();
    let mut worlds = JoinSet::new();
    loop {
        while worlds.len() < jobs && failures.len() < MOST_FAILURES {
            let Some(seed) = seeds.pop_front() else { break };
            worlds.spawn(live(seed, Arc::clone(&template), folder.path().to_owned()));
        }
        let Some(ended) = worlds.join_next().await else {
            break;
        };
        let (seed, ended) = ended.expect("a world ends without a panic");
        done += 1;
        match ended {
            Ok(end) if end.faults.is_empty() => {
                kills += end.kills;
                messages += end.messages;
            }
            Ok(end) => {
                tell(seed, &end.faults, &end.journal);
                failures.push(seed);
            }
            Err(fault) => {
                tell(seed, &[fault], "");
                failures.push(seed);
            }
        }
        if done.is_multiple_of(500) {
            println!("{done} seeds after {} s", began.elapsed().as_secs());
        }
    }
    println!(
        "{done} seeds in {} s: {kills} crashes, {messages} messages, {} failing",
        began.elapsed().as_secs(),
        failures.len()
    );
    failures
}

async fn live(seed: u64, template: Arc<Template>, folder: PathBuf) -> (u64, Result<world::End, String>) {
    let folder = match tempfile::tempdir_in(folder) {
        Ok(folder) => folder,
        Err(error) => return (seed, Err(error.to_string())),
    };
    let life = world::live(seed, &template, folder.path());
    let ended = tokio::time::timeout(LIFETIME, life)
        .await
        .unwrap_or_else(|_| Err("the world does not end".to_owned()));
    (seed, ended)
}

fn tell(seed: u64, faults: &[String], journal: &str) {
    println!(
        "\nSEED {seed} FAILS\n{journal}\n\nSEED {seed} FAILS:\n  {}\nrepeat it with\n  \
         PERFECTCHAT_SEED={seed} PERFECTCHAT_SEEDS=20 cargo nextest run -p perfectchat --test randomised --no-capture\n",
        faults.join("\n  ")
    );
}

/// Memory where there is such a folder: nobody cuts the power here, a killed process leaves what it wrote.
fn folder() -> TempDir {
    tempfile::tempdir_in("/dev/shm")
        .or_else(|_| tempfile::tempdir())
        .expect("a folder for the worlds")
}

fn setting<T: std::str::FromStr>(name: &str) -> Option<T> {
    let text = std::env::var(name).ok()?;
    Some(
        text.parse()
            .unwrap_or_else(|_| panic!("{name} is no number: {text}")),
    )
}

fn fresh() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_nanos() % u128::from(u64::MAX)).unwrap_or_default()
}

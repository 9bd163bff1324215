//! What the server costs: the real program, optimised, as a process of its own, beside floors measured in the same run.
//!
//! Run by `cargo xtask bench`, which says in the environment where the built server is (`PERFECTCHAT_SERVER`), where things may
//! be kept between runs (`PERFECTCHAT_BENCH_KEPT`) and where the library of the broadcaster on Node is (`PERFECTCHAT_BENCH_WS`).
#![cfg(not(target_family = "wasm"))]
#![allow(
    clippy::disallowed_methods,
    reason = "the app's bans; benches run on the machine"
)]

mod audience;
mod bare_axum;
mod broadcast;
mod cold_start;
mod deliveries;
mod fan_out;
mod http;
mod installation;
mod memory;
mod million;
mod peer;
mod program;
mod reading;
mod relay;
mod replay;
#[path = "../report.rs"]
#[allow(dead_code, reason = "each bench tells its own kinds of targets")]
mod report;
mod search;
mod webhook;

use report::Report;
use std::error::Error;
use std::path::PathBuf;

/// What can go wrong is told as it is: this is a tool for developers.
type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// What the surroundings say.
struct Bench {
    report: Report,
    /// The server under test.
    server: PathBuf,
    /// A folder that is kept between runs.
    kept: PathBuf,
}

#[tokio::main]
async fn main() -> Outcome<()> {
    // The floor is this very program in another role, so that it too is a process of its own.
    if std::env::args().nth(1).as_deref() == Some(bare_axum::ROLE) {
        return bare_axum::serve().await;
    }
    let bench = Bench {
        report: Report::from_arguments(),
        server: path_from("PERFECTCHAT_SERVER")?,
        kept: path_from("PERFECTCHAT_BENCH_KEPT")?,
    };
    std::fs::create_dir_all(&bench.kept)?;
    cold_start::measure(&bench).await?;
    memory::measure(&bench).await?;
    reading::measure(&bench).await?;
    search::measure(&bench).await?;
    replay::measure(&bench).await?;
    webhook::measure(&bench).await?;
    relay::measure(&bench).await?;
    fan_out::measure(&bench).await
}

fn path_from(name: &str) -> Outcome<PathBuf> {
    let path = std::env::var_os(name).map(PathBuf::from);
    path.ok_or_else(|| format!("{name} is not set: start this with `cargo xtask bench`").into())
}

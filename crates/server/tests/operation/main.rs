//! Operation: backups, upgrades, what happens when the machine fails, and what the server tells those who watch it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod backup;
mod clock;
mod commands;
mod connections;
mod database;
mod database_locked;
mod deployment;
mod disk;
mod disk_and_files;
mod files;
mod log_trimming;
mod metrics;
mod passwords;
mod program;
mod silence;
mod sockets;
mod upgrade;

#[allow(dead_code, reason = "the tests of files use all of it")]
#[path = "../media/media_host.rs"]
mod media_host;
#[path = "../meta/mod.rs"]
mod meta;
#[path = "../support/mod.rs"]
mod support;

use support::AT_ONCE;

/// Asks again and again until the answer is yes; fails when that takes too long.
async fn until<F: Future<Output = bool>>(what: &str, is_so: impl Fn() -> F) {
    let waiting = async {
        while !is_so().await {
            tokio::task::yield_now().await;
        }
    };
    assert!(
        tokio::time::timeout(AT_ONCE * 3, waiting).await.is_ok(),
        "never: {what}"
    );
}

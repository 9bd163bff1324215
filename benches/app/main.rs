//! The app in a real browser, beside a page written by hand: the same measures of both, in turns.
//!
//! Run by `cargo xtask bench`, which says in the environment where the bench build of the app is (`PERFECTCHAT_APP_BENCH`: what is
//! shipped, with `/bench` and `window.peer`) and where the build that is shipped (`PERFECTCHAT_APP_RELEASE`, for its size).
#![cfg(not(target_family = "wasm"))]
#![allow(
    clippy::disallowed_methods,
    reason = "the app's bans; benches run on the machine"
)]

mod arriving;
mod browser;
mod hands;
mod searching;
mod site;
mod size;
mod starting;

#[path = "../report.rs"]
#[allow(dead_code, reason = "each bench tells its own kinds of targets")]
mod report;

use browser::Browser;
use report::Report;
use site::Site;
use std::error::Error;
use std::path::PathBuf;

/// What can go wrong is told as it is: this is a tool for developers.
type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// What everything is measured with.
struct Bench {
    report: Report,
    browser: Browser,
    app: Site,
    floor: Site,
}

/// A page that is measured.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Page {
    App,
    Floor,
}

#[tokio::main]
async fn main() -> Outcome<()> {
    let report = Report::from_arguments();
    if let Some(folder) = folder_from("PERFECTCHAT_APP_RELEASE") {
        size::measure_download(&report, &folder)?;
    } else {
        report.skip(
            size::DOWNLOAD,
            "PERFECTCHAT_APP_RELEASE does not say where the app is",
        );
    }
    let Some(app) = folder_from("PERFECTCHAT_APP_BENCH") else {
        report.skip(
            "app",
            "PERFECTCHAT_APP_BENCH does not say where its bench build is",
        );
        return Ok(());
    };
    let floor = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("benches/app/page");
    let bench = Bench {
        report,
        browser: Browser::start().await?,
        app: Site::start(app, "index.html").await?,
        floor: Site::start(floor, "floor.html").await?,
    };
    let outcome = measure(&bench).await;
    // A browser whose driver is merely ended would live on.
    bench.browser.end().await?;
    outcome
}

async fn measure(bench: &Bench) -> Outcome<()> {
    starting::measure(bench).await?;
    arriving::measure(bench).await?;
    hands::measure(bench).await?;
    searching::measure(bench).await?;
    size::measure_memory(bench).await
}

impl Bench {
    /// Opens a page with a thread of `count` messages on the device, and waits until it can be measured.
    async fn open(&self, page: Page, count: usize) -> Outcome<()> {
        let address = match page {
            Page::App => format!("{}/bench?n={count}&mode=all", self.app.url()),
            Page::Floor => format!("{}/?n={count}", self.floor.url()),
        };
        self.browser.open(&address).await?;
        self.browser.run("return probe.ready()").await?;
        Ok(())
    }
}

fn folder_from(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).map(PathBuf::from)
}

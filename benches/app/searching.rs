//! Searching on the device, with 100,000 messages on it.

use super::report::{Figures, Measure, Target};
use super::{Bench, Outcome, Page};
use serde::Deserialize;

const READY: &str = "device-search-ready";
const LOOK: &str = "device-search";
const MEMORY: &str = "device-search-memory";
const MESSAGES: usize = 100_000;
const STARTS: usize = 5;
/// Thirteen queries each.
const ROUNDS: usize = 20;
const MB: f64 = 1_000_000.0;

#[derive(Deserialize)]
struct Searched {
    ready: f64,
    longest_block: f64,
    bytes: f64,
    samples: Vec<f64>,
}

/// From entering the search box to being able to search, and each query.
pub async fn measure(bench: &Bench) -> Outcome<()> {
    if ![READY, LOOK, MEMORY].iter().any(|name| bench.report.wants(name)) {
        return Ok(());
    }
    bench.report.progress("searching on the device");
    bench.open(Page::App, MESSAGES).await?;
    let (mut ready, mut blocks, mut memory, mut samples) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..STARTS {
        bench.browser.reload().await?;
        bench.browser.run("return probe.ready()").await?;
        let searched: Searched = bench
            .browser
            .ask(&format!("return probe.deviceSearch({})", ROUNDS / STARTS))
            .await?;
        ready.push(searched.ready);
        blocks.push(searched.longest_block);
        memory.push(searched.bytes / MB);
        samples.extend(searched.samples);
    }
    bench.report.tell(
        &Measure::new(
            READY,
            "the search box is entered → 100,000 messages of this device can be searched",
            "ms",
            Figures::of(&ready),
        )
        .must(Target::at_most(500.0))
        .aim(Target::at_most(200.0))
        .note(format!("longest block {:.1} ms", Figures::of(&blocks).median)),
    );
    bench.report.tell(
        &Measure::new(
            LOOK,
            "a query through 100,000 messages on this device",
            "ms",
            Figures::of(&samples),
        )
        .must(Target::p99_only_at_most(10.0))
        .aim(Target::p99_only_at_most(4.0)),
    );
    bench.report.tell(
        &Measure::new(
            MEMORY,
            "wasm memory that the search of 100,000 messages takes",
            "MB",
            Figures::of(&memory),
        )
        .must(Target::at_most(16.0))
        .aim(Target::at_most(12.0)),
    );
    Ok(())
}

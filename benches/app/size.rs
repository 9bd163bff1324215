//! What the app weighs: over the network and in memory.

use super::report::{Figures, Measure, Report, Target};
use super::{Bench, Outcome, Page};
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// The measure of the download.
pub const DOWNLOAD: &str = "download";
const MEMORY: &str = "tab-memory";
const MB: f64 = 1_000_000.0;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Heap {
    used_size: f64,
}

/// Bytes of brotli, by kind of file and by name of the part.
#[derive(Deserialize)]
struct Sizes {
    first: BTreeMap<String, f64>,
    parts: BTreeMap<String, f64>,
}

/// The bytes that a first visit downloads up to the chat screen.
pub fn measure_download(report: &Report, folder: &Path) -> Outcome<()> {
    if !report.wants(DOWNLOAD) {
        return Ok(());
    }
    if holds_the_bench(folder)? {
        return Err("what is shipped holds the bench: it was built with `--features bench`".into());
    }
    let output = Command::new("node")
        .args([
            "--input-type=module",
            "--eval",
            include_str!("page/bytes.mjs"),
            "--",
        ])
        .arg(folder)
        .output();
    let Ok(output) = output else {
        report.skip(DOWNLOAD, "Node, which has brotli, is not there");
        return Ok(());
    };
    let sizes: Sizes = serde_json::from_slice(&output.stdout)?;
    let told = |sizes: &BTreeMap<String, f64>| {
        let each: Vec<_> = sizes
            .iter()
            .map(|(name, bytes)| format!("{name} {:.1}", bytes / 1000.0))
            .collect();
        each.join(", ")
    };
    let all = sizes.first.values().sum::<f64>() / 1000.0;
    report.tell(
        &Measure::new(
            DOWNLOAD,
            "first visit up to the chat screen, brotli",
            "kB",
            Figures::single(all),
        )
        .must(Target::at_most(450.0))
        .aim(Target::at_most(300.0))
        .note(format!(
            "{}; parts that come after it: {}",
            told(&sizes.first),
            told(&sizes.parts)
        )),
    );
    Ok(())
}

/// Whether the wasm of a build names what only the bench has.
fn holds_the_bench(folder: &Path) -> Outcome<bool> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|kind| kind == "wasm") {
            let only_there = b"appendMany";
            let bytes = std::fs::read(path)?;
            return Ok(bytes.windows(only_there.len()).any(|part| part == only_there));
        }
    }
    Ok(false)
}

/// JavaScript and wasm with 100,000 messages on the device and in the open thread.
pub async fn measure_memory(bench: &Bench) -> Outcome<()> {
    if !bench.report.wants(MEMORY) {
        return Ok(());
    }
    bench.report.progress("memory");
    let mut totals = Vec::new();
    let mut wasm = 0.0;
    for page in [Page::App, Page::Floor] {
        bench.open(page, 100_000).await?;
        bench
            .browser
            .cdp("HeapProfiler.collectGarbage", json!({}))
            .await?;
        let heap: Heap = serde_json::from_value(bench.browser.cdp("Runtime.getHeapUsage", json!({})).await?)?;
        let bytes: f64 = bench.browser.ask("return peer.wasm()").await?;
        if page == Page::App {
            wasm = bytes;
        }
        totals.push(Figures::single((heap.used_size + bytes) / MB));
    }
    bench.report.tell(
        &Measure::new(
            MEMORY,
            "JavaScript and wasm, 100,000 messages on the device",
            "MB",
            totals[0],
        )
        .floor("floor", totals[1])
        .must(Target::at_most(60.0))
        .aim(Target::at_most(35.0))
        .note(format!("wasm {:.1}", wasm / MB)),
    );
    Ok(())
}

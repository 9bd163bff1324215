//! Searching on the device, with 100,000 messages on it.

use super::report::{Figures, Measure, Target};
use super::{Bench, Outcome, Page};
use serde::Deserialize;
use serde_json::json;

const READY: &str = "device-search-ready";
const LOOK: &str = "device-search";
const SHOWN: &str = "device-search-shown";
const MEMORY: &str = "device-search-memory";
const MESSAGES: usize = 100_000;
const STARTS: usize = 5;
/// Of each start; a kind has four queries.
const ROUNDS: usize = 6;
const MB: f64 = 1_000_000.0;
/// Names of the kinds, and what is typed. A word of the sample stands in each eighth message, so "one" has 12,500 hits; a beginning has
/// up to all 100,000.
const KINDS: [(&str, [&str; 4]); 4] = [
    ("one word", ["vaga", "turma", "obrigada", "comprovante"]),
    (
        "two words",
        ["vaga sabado", "avental azul", "bom dia", "nada disso"],
    ),
    ("beginnings", ["a", "o", "va", "confeit"]),
    ("found nowhere", ["xyz", "q", "tronco", "zebra"]),
];

#[derive(Deserialize)]
struct Searched {
    ready: f64,
    longest_block: f64,
    bytes: f64,
    plain_ready: f64,
    plain_bytes: f64,
    messages: usize,
    kinds: Vec<Kind>,
}

/// Milliseconds.
#[derive(Default, Deserialize)]
struct Kind {
    samples: Vec<f64>,
    shown: Vec<f64>,
    plain: Vec<f64>,
}

/// From entering the search box to being able to search, and each query.
pub async fn measure(bench: &Bench) -> Outcome<()> {
    if ![READY, LOOK, SHOWN, MEMORY]
        .iter()
        .any(|name| bench.report.wants(name))
    {
        return Ok(());
    }
    bench.report.progress("searching on the device");
    bench.open(Page::App, MESSAGES).await?;
    let mut starts: Vec<Searched> = Vec::new();
    let mut kinds: Vec<Kind> = KINDS.iter().map(|_| Kind::default()).collect();
    for _ in 0..STARTS {
        bench.browser.reload().await?;
        bench.browser.run("return probe.ready()").await?;
        let texts = json!(KINDS.map(|(_, texts)| texts));
        let searched: Searched = bench
            .browser
            .ask(&format!("return probe.deviceSearch({texts}, {ROUNDS})"))
            .await?;
        if searched.messages < MESSAGES {
            return Err(format!("only {} messages can be searched", searched.messages).into());
        }
        for (kind, more) in kinds.iter_mut().zip(&searched.kinds) {
            kind.samples.extend(&more.samples);
            kind.shown.extend(&more.shown);
            kind.plain.extend(&more.plain);
        }
        starts.push(searched);
    }
    tell_starts(bench, &starts);
    for ((kind, _), told) in KINDS.iter().zip(&kinds) {
        tell_kind(bench, kind, told);
    }
    Ok(())
}

fn tell_starts(bench: &Bench, starts: &[Searched]) {
    let figures = |of: fn(&Searched) -> f64| Figures::of(&starts.iter().map(of).collect::<Vec<_>>());
    if bench.report.wants(READY) {
        bench.report.tell(
            &Measure::new(
                READY,
                "the search box is entered → 100,000 messages of this device can be searched",
                "ms",
                figures(|start| start.ready),
            )
            .floor("reading the records by hand", figures(|start| start.plain_ready))
            .must(Target::at_most(500.0))
            .aim(Target::at_most(200.0))
            .note(format!(
                "longest block {:.1} ms",
                figures(|start| start.longest_block).median
            )),
        );
    }
    if bench.report.wants(MEMORY) {
        bench.report.tell(
            &Measure::new(
                MEMORY,
                "wasm memory that the search of 100,000 messages takes",
                "MB",
                figures(|start| start.bytes / MB),
            )
            .floor("the records themselves", figures(|start| start.plain_bytes / MB))
            .must(Target::at_most(16.0))
            .aim(Target::at_most(12.0)),
        );
    }
}

fn tell_kind(bench: &Bench, kind: &str, told: &Kind) {
    let plain = Figures::of(&told.plain);
    if bench.report.wants(LOOK) {
        bench.report.tell(
            &Measure::new(
                LOOK,
                format!(
                    "{kind}, through 100,000 messages on this device → where the newest stand, and how many"
                ),
                "ms",
                Figures::of(&told.samples),
            )
            .floor("a scan in JavaScript", plain)
            .must(Target::p99_only_at_most(10.0))
            .aim(Target::p99_only_at_most(4.0)),
        );
    }
    if bench.report.wants(SHOWN) {
        bench.report.tell(
            &Measure::new(
                SHOWN,
                format!(
                    "{kind}, the same → contacts and messages with their marked words, as they are handed to the view"
                ),
                "ms",
                Figures::of(&told.shown),
            )
            .floor("a scan in JavaScript", plain),
        );
    }
}

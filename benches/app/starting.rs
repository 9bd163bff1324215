//! How fast a page and a conversation open.

use super::report::{Figures, Measure, Target};
use super::{Bench, Outcome, Page};
use serde::Deserialize;

const RELOAD: &str = "reload";
const OPENING: &str = "opening-growth";
const SWITCH: &str = "switch";
const FRAME_MS: f64 = 1000.0 / 60.0;
const SIZES: [(usize, &str); 3] = [
    (200, "reload-200"),
    (10_000, "reload-10000"),
    (100_000, "reload-100000"),
];
const ROUNDS: usize = 9;

#[derive(Deserialize)]
struct Switches {
    /// To the long thread.
    first: Vec<f64>,
    others: Vec<f64>,
}

/// Reloads, and switches between conversations, with threads of growing length.
pub async fn measure(bench: &Bench) -> Outcome<()> {
    if ![RELOAD, OPENING, SWITCH]
        .iter()
        .any(|name| bench.report.wants(name))
    {
        return Ok(());
    }
    let mut openings = Vec::new();
    let mut others = Vec::new();
    for (count, name) in SIZES {
        if bench.report.wants(name) {
            reload(bench, count, name).await?;
        }
        if bench.report.wants(OPENING) || bench.report.wants(SWITCH) {
            bench
                .report
                .progress(&format!("conversations by turns, a thread of {count}"));
            bench.open(Page::App, count).await?;
            let switches: Switches = bench.browser.ask("return probe.switches(6)").await?;
            openings.push(Figures::of(&switches.first));
            others.extend(switches.others);
        }
    }
    if let (Some(first), Some(last)) = (openings.first(), openings.last()) {
        let growth = Figures::single(last.median / first.median);
        bench.report.tell(
            &Measure::new(
                OPENING,
                "opening a thread of 100,000 against one of 200, from the device",
                "×",
                growth,
            )
            .must(Target::at_most(1.2))
            .note(format!("{:.1} and {:.1} ms", last.median, first.median)),
        );
        bench.report.tell(
            &Measure::new(
                SWITCH,
                "click on a conversation that left memory → its thread painted",
                "ms",
                Figures::of(&others),
            )
            .must(Target::at_most(2.0 * FRAME_MS))
            .aim(Target::at_most(FRAME_MS)),
        );
    }
    Ok(())
}

async fn reload(bench: &Bench, count: usize, name: &'static str) -> Outcome<()> {
    bench.report.progress(&format!("reloads, a thread of {count}"));
    let mut app = Vec::new();
    let mut floor = Vec::new();
    for round in 0..=ROUNDS {
        for (page, samples) in [(Page::Floor, &mut floor), (Page::App, &mut app)] {
            bench.open(page, count).await?;
            bench.browser.reload().await?;
            let painted: f64 = bench
                .browser
                .ask("await probe.ready(); return probe.started")
                .await?;
            // The first round fills the caches of the browser.
            if round > 0 {
                samples.push(painted);
            }
        }
    }
    let about =
        format!("reload → list and thread painted from the device, 300 conversations, a thread of {count}");
    bench.report.tell(
        &Measure::new(name, about, "ms", Figures::of(&app))
            .floor("floor", Figures::of(&floor))
            .must(Target::times_floor(2.0, "floor"))
            .aim(Target::times_floor(1.4, "floor")),
    );
    Ok(())
}

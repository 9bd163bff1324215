//! What frames of the socket cost, from the point where they were read.

use super::report::{Figures, Measure, Target};
use super::{Bench, Outcome, Page};
use serde::Deserialize;

const ARRIVAL: &str = "frame-to-bubble";
const BATCH: &str = "500-events";
const REPLAY: &str = "50000-missed";
const LONG: usize = 100_000;
const ROUNDS: usize = 4;

#[derive(Deserialize)]
struct Replay {
    caught_up: f64,
    longest_block: f64,
}

/// One message, 500 at once, 50,000 missed; 100,000 in the thread.
pub async fn measure(bench: &Bench) -> Outcome<()> {
    let report = &bench.report;
    if report.wants(ARRIVAL) {
        let (app, floor) = in_turns(bench, "return probe.arrivals(120, 1)").await?;
        let about = "a frame was read → its bubble painted, 100,000 messages in the thread";
        report.tell(
            &Measure::new(ARRIVAL, about, "ms", app)
                .floor("floor", floor)
                .must(Target::times_floor(1.5, "floor").p99_times_floor(1.5, "floor"))
                .aim(Target::times_floor(1.1, "floor").p99_times_floor(1.1, "floor")),
        );
    }
    if report.wants(BATCH) {
        let (app, floor) = in_turns(bench, "return probe.arrivals(5, 500)").await?;
        let about = "500 messages in one frame → the last one painted, 100,000 messages in the thread";
        report.tell(
            &Measure::new(BATCH, about, "ms", app)
                .floor("floor", floor)
                .must(Target::at_most(60.0))
                .aim(Target::at_most(25.0)),
        );
    }
    if report.wants(REPLAY) {
        replay(bench).await?;
    }
    Ok(())
}

async fn in_turns(bench: &Bench, script: &str) -> Outcome<(Figures, Figures)> {
    bench.report.progress(script);
    let mut app = Vec::new();
    let mut floor = Vec::new();
    for _ in 0..ROUNDS {
        for (page, rounds) in [(Page::App, &mut app), (Page::Floor, &mut floor)] {
            bench.open(page, LONG).await?;
            let samples: Vec<f64> = bench.browser.ask(script).await?;
            rounds.push(Figures::of(&samples));
        }
    }
    Ok((Figures::of_rounds(&app), Figures::of_rounds(&floor)))
}

/// Frames of 100 events over a socket, as the server sends what was missed.
async fn replay(bench: &Bench) -> Outcome<()> {
    bench.report.progress("50,000 missed events");
    let mut blocks = Vec::new();
    let mut times = Vec::new();
    for _ in 0..3 {
        bench.open(Page::App, LONG).await?;
        let replay: Replay = bench.browser.ask("return probe.replay(500, 100)").await?;
        blocks.push(replay.longest_block);
        times.push(replay.caught_up);
    }
    let about = "50,000 missed messages of 300 conversations in frames of 100 over a socket: the longest time in which the page did nothing else";
    bench.report.tell(
        &Measure::new(REPLAY, about, "ms", Figures::of(&blocks))
            .must(Target::at_most(50.0))
            .aim(Target::at_most(17.0))
            .note(format!("caught up after {:.0} ms", Figures::of(&times).median)),
    );
    Ok(())
}

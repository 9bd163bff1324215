//! What an agent's hands feel: keys and scrolling, with the longest thread open.

use super::report::{Figures, Measure, Target};
use super::{Bench, Outcome, Page};
use serde::Deserialize;
use serde_json::json;
use std::time::Duration;

const KEY: &str = "key-to-character";
const KEY_IN_USUAL: &str = "key-to-character-20000";
const SENDING: &str = "sending";
const SCROLL: &str = "reading-scroll";
const FLING: &str = "fling";
const LONG: usize = 100_000;
/// As long as the longest conversation that a company of ours may have by now.
const USUAL: usize = 20_000;
const KEYS: usize = 240;
const ROUNDS: usize = 4;

#[derive(Deserialize)]
struct Frames {
    frames: f64,
    dropped: f64,
    blank: f64,
    moved: f64,
}

/// Types, sends and scrolls.
pub async fn measure(bench: &Bench) -> Outcome<()> {
    for (name, count, spoken) in [(KEY, LONG, "100,000"), (KEY_IN_USUAL, USUAL, "20,000")] {
        if bench.report.wants(name) {
            keys(bench, name, count, spoken).await?;
        }
    }
    if bench.report.wants(SENDING) {
        sending(bench).await?;
    }
    // Pixels a second: a wheel turned while reading, a finger's fling.
    for (name, about, speed, distance) in [
        (SCROLL, "reading upwards at 900 px/s", 900, 9_000),
        (FLING, "flinging upwards at 6,000 px/s", 6_000, 24_000),
    ] {
        if bench.report.wants(name) {
            scroll(bench, name, about, speed, distance).await?;
        }
    }
    Ok(())
}

async fn keys(bench: &Bench, name: &'static str, count: usize, spoken: &str) -> Outcome<()> {
    bench
        .report
        .progress(&format!("keys, {spoken} messages in the thread"));
    let mut figures = Vec::new();
    for page in [Page::App, Page::Floor] {
        bench.open(page, count).await?;
        bench.browser.run("probe.watchKeys()").await?;
        for i in 0..KEYS {
            let letter = ["a", "e", "o", "s", "r", " "][i % 6];
            for kind in ["keyDown", "keyUp"] {
                let key = json!({ "type": kind, "key": letter, "text": letter });
                bench.browser.cdp("Input.dispatchKeyEvent", key).await?;
            }
            // Out of step with the frames.
            tokio::time::sleep(Duration::from_millis(12 + (i as u64 * 7) % 23)).await;
        }
        let samples: Vec<f64> = bench.browser.ask("return probe.keys()").await?;
        figures.push(Figures::of(&samples));
    }
    let about = format!("a key → its character painted, {spoken} messages in the open thread");
    bench.report.tell(
        &Measure::new(name, about, "ms", figures[0])
            .floor("floor", figures[1])
            .must(Target::p99_only_at_most(20.0))
            .aim(Target::p99_only_at_most(10.0))
            .note("a frame is 16.7 ms here: a key in the middle of one waits for its end"),
    );
    Ok(())
}

/// The message shows at once, whether the server is there or not: nobody answers here.
async fn sending(bench: &Bench) -> Outcome<()> {
    bench.report.progress("sending");
    let (mut app, mut floor) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        for (page, rounds) in [(Page::App, &mut app), (Page::Floor, &mut floor)] {
            bench.open(page, USUAL).await?;
            let samples: Vec<f64> = bench.browser.ask("return probe.sends(120)").await?;
            rounds.push(Figures::of(&samples));
        }
    }
    let about = "Enter → the own message painted, 20,000 messages in the open thread";
    bench.report.tell(
        &Measure::new(SENDING, about, "ms", Figures::of_rounds(&app))
            .floor("floor", Figures::of_rounds(&floor)),
    );
    Ok(())
}

async fn scroll(bench: &Bench, name: &'static str, about: &str, speed: u32, distance: i32) -> Outcome<()> {
    bench.report.progress(about);
    let mut figures = Vec::new();
    let mut notes = Vec::new();
    for page in [Page::App, Page::Floor] {
        bench.open(page, LONG).await?;
        bench.browser.run("probe.watchFrames()").await?;
        let gesture = json!({
            "x": 900, "y": 400, "yDistance": distance, "speed": speed, "gestureSourceType": "mouse", "preventFling": true,
        });
        bench
            .browser
            .cdp("Input.synthesizeScrollGesture", gesture)
            .await?;
        let frames: Frames = bench.browser.ask("return probe.frames()").await?;
        figures.push(Figures::single(100.0 * frames.dropped / frames.frames.max(1.0)));
        notes.push(format!(
            "{:.0} frames, {:.0} of them moved, {:.0} showed a blank",
            frames.frames, frames.moved, frames.blank
        ));
    }
    bench.report.tell(
        &Measure::new(name, format!("{about}: dropped frames"), "%", figures[0])
            .floor("floor", figures[1])
            .must(Target::at_most(1.0))
            .aim(Target::at_most(0.0))
            .note(notes.swap_remove(0)),
    );
    Ok(())
}

//! Makes the sample data: customers write through the simulator, agents answer through the REST interface, on a clock that is moved
//! by hand through the last days. Nothing is written into a database from outside, so what comes out is what real use leaves.
//!
//! `cargo run --example demo_data -- --out FOLDER` writes `perfectchat.sqlite`, `simulator.json` (what the simulator knows) and
//! `demo.json` (who can sign in, and the key of the stored secrets) into an empty folder.

mod house;
mod scripts;

use house::House;
use scripts::{Line, Script};
use std::error::Error;
use std::path::PathBuf;

/// What can go wrong is told as it is: this is a tool for developers.
type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

const MINUTE_MS: i64 = 60_000;

#[tokio::main]
async fn main() -> Outcome<()> {
    let folder = folder_from_arguments()?;
    let now = server::clock::Clock::System.now().as_millis();
    let mut steps = scripts::all()
        .iter()
        .flat_map(|script| timed(script, now))
        .collect::<Vec<_>>();
    steps.sort_by_key(|step| step.at);

    let begin = steps.first().map_or(now, |step| step.at - MINUTE_MS);
    let mut house = House::open(&folder, begin).await?;
    for step in &steps {
        house.at(step.at);
        play(&mut house, step).await?;
    }
    house.at(now);
    house.close(&folder).await
}

fn folder_from_arguments() -> Outcome<PathBuf> {
    let mut arguments = std::env::args().skip(1);
    match (arguments.next().as_deref(), arguments.next()) {
        (Some("--out"), Some(folder)) => Ok(folder.into()),
        _ => Err("usage: demo_data --out FOLDER".into()),
    }
}

/// A line of a script and when it happens, in Unix milliseconds.
struct Step {
    at: i64,
    script: Script,
    line: Line,
}

/// The lines of a script, so that its last one happened as long ago as the script says. Agents answer after one to four minutes.
fn timed(script: &Script, now: i64) -> Vec<Step> {
    let mut at = now - script.ended_minutes_ago * MINUTE_MS;
    let mut steps = Vec::with_capacity(script.lines.len());
    for (index, line) in script.lines.iter().enumerate().rev() {
        if let Line::Pause(minutes) = line {
            at -= minutes * MINUTE_MS;
            continue;
        }
        steps.push(Step {
            at,
            script: script.clone(),
            line: line.clone(),
        });
        let spread = i64::try_from((index * 37 + script.name.len() * 11) % 150).unwrap_or(0);
        at -= (30 + spread) * 1_000;
    }
    steps.reverse();
    steps
}

async fn play(house: &mut House, step: &Step) -> Outcome<()> {
    let Step { script, line, at } = step;
    let customer = script.customer();
    match line {
        Line::Says(text) => house.customer_writes(customer, text, *at).await,
        Line::Sends(content) => house.customer_sends(customer, content.clone(), *at).await,
        Line::Reads => house.customer_reads(customer).await,
        Line::Answers(agent, text) => house.agent_answers(*agent, customer, text).await,
        Line::Assigned(by, to) => house.assign(*by, customer, to).await,
        Line::Concluded(by) => house.conclude(*by, customer).await,
        Line::Pause(_) => Ok(()),
    }
}

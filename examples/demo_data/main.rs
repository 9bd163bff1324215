//! Makes the sample data: customers write through the simulator, agents answer through the REST interface, on a clock that is moved
//! by hand through the last months. Nothing is written into a database from outside, so what comes out is what real use leaves.
//!
//! `cargo run --example demo_data -- --out FOLDER` writes `perfectchat.sqlite`, `simulator.json` (what the simulator knows) and
//! `demo.json` (who can sign in, and the key of the stored secrets) into an empty folder.
//!
//! It has two parts. The *past*, everything that ended days ago with a thread of 20,000 messages (`--long-thread` makes it another
//! number), takes longest and is the same each time: with `--past FOLDER` it is kept there, and a later call of the same program
//! begins with a copy. The *present*, with windows that are open and about to close, is made anew each time.
#![allow(
    clippy::disallowed_methods,
    reason = "the app's bans; this program runs on the machine"
)]

mod files;
mod house;
mod past;
mod playing;
mod scripts;

use house::House;
use playing::play_all;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// What can go wrong is told as it is: this is a tool for developers.
type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

const MINUTE_MS: i64 = 60_000;

#[tokio::main]
async fn main() -> Outcome<()> {
    let options = Options::from_arguments()?;
    let now = server::clock::Clock::System.now().as_millis();
    let started = Instant::now();
    match &options.past {
        Some(kept) => past::bring(kept, &options.out, options.long_thread, now).await?,
        None => make_past(&options.out, options.long_thread, now).await?,
    }
    println!("  the past stands after {:.1} s", started.elapsed().as_secs_f32());
    let mut house = House::open(&options.out, now - scripts::PRESENT_MS).await?;
    play_all(&mut house, &scripts::present(), now).await?;
    house.at(now);
    house.describe_customers().await?;
    house.close(&options.out).await?;
    println!(
        "  the present stands after {:.1} s",
        started.elapsed().as_secs_f32()
    );
    Ok(())
}

/// Everything that ended days ago.
async fn make_past(folder: &Path, long_thread: usize, now: i64) -> Outcome<()> {
    let scripts = scripts::past(long_thread);
    let mut house = House::open(folder, now - scripts::PAST_MS).await?;
    house.keep_answers_ready().await?;
    play_all(&mut house, &scripts, now).await?;
    house.at(now - scripts::PRESENT_MS);
    house.close(folder).await
}

struct Options {
    out: PathBuf,
    past: Option<PathBuf>,
    long_thread: usize,
}

impl Options {
    fn from_arguments() -> Outcome<Self> {
        let usage = "usage: demo_data --out FOLDER [--past FOLDER] [--long-thread MESSAGES]";
        let mut arguments = std::env::args().skip(1);
        let (mut out, mut past, mut long_thread) = (None, None, scripts::LONG_THREAD);
        while let Some(name) = arguments.next() {
            let value = arguments.next().ok_or(usage)?;
            match name.as_str() {
                "--out" => out = Some(PathBuf::from(value)),
                "--past" => past = Some(PathBuf::from(value)),
                "--long-thread" => long_thread = value.parse()?,
                _ => return Err(usage.into()),
            }
        }
        Ok(Self {
            out: out.ok_or(usage)?,
            past,
            long_thread,
        })
    }
}

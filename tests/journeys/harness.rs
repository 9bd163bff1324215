//! What every journey stands on: a world of its own with a simulated Meta, a server with a fresh database and browsers.

mod accessibility;
mod browser;
mod chromedriver;
mod console;
mod elements;
mod eventually;
mod people;
mod rest;
mod sample;
mod size;
mod socket;
mod sound;
mod world;

use std::panic::{AssertUnwindSafe, resume_unwind};

use futures::FutureExt as _;
use tokio::sync::Semaphore;

use sample::Sample;

pub use browser::Browser;
pub use chromedriver::Chromedriver;
pub use eventually::eventually;
pub use people::{
    ANA, BRUNO, CARLA, EVENTS_NUMBER, PASSWORD, Person, SAMPLE_ANA, SAMPLE_BRUNO, SAMPLE_CARLA, SCHOOL_NUMBER,
};
pub use rest::{Answer, Rest};
pub use size::Size;
pub use socket::Socket;
pub use sound::Speech;
pub use world::World;

/// Two browsers with their servers are what a small machine can take. nextest sees to it across processes, this within one.
static TURNS: Semaphore = Semaphore::const_new(2);

/// Walks one journey in a world of its own. Whatever happens, every browser session is ended; a page that complained on its
/// console fails the journey, and a failed journey leaves screenshots.
pub async fn journey(body: impl AsyncFnOnce(&World)) {
    journey_with(&[SCHOOL_NUMBER, EVENTS_NUMBER], body).await;
}

/// The same in an installation with these numbers.
pub async fn journey_with(numbers: &'static [&'static str], body: impl AsyncFnOnce(&World)) {
    let _turn = TURNS.acquire().await.expect("the turns are never closed");
    walk(World::start(numbers).await, body).await;
}

/// The same among the sample conversations, with a browser for each of two people: nobody else walks meanwhile.
pub async fn journey_in_sample(body: impl AsyncFnOnce(&World)) {
    let _turns = TURNS.acquire_many(2).await.expect("the turns are never closed");
    walk(World::start_in(Sample::make()).await, body).await;
}

async fn walk(world: World, body: impl AsyncFnOnce(&World)) {
    let outcome = AssertUnwindSafe(body(&world)).catch_unwind().await;
    let complaints = world.end(outcome.is_err()).await;
    if let Err(panic) = outcome {
        resume_unwind(panic);
    }
    assert!(
        complaints.is_empty(),
        "the console must stay empty:\n  {}",
        complaints.join("\n  ")
    );
}

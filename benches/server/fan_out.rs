//! One message to 500 sockets, 20 messages a second, beside broadcasters that do nothing else. The server's share holds the whole
//! way: signature, durable storage, applying, the log, the rights of each agent.

use crate::broadcast::{Plan, Round, Speaker, entrance_of_server, round, warm_up};
use crate::installation::Installation;
use crate::peer::Peer;
use crate::report::{Figures, Measure, Target};
use crate::{Bench, Outcome};

const PLAN: Plan = Plan {
    sockets: 500,
    rate: 20,
    messages: 120,
};
const ROUNDS: usize = 3;

/// Latency, processor time and memory.
pub async fn measure(bench: &Bench) -> Outcome<()> {
    const NAMES: [&str; 3] = ["fan-out", "fan-out-processor", "fan-out-memory"];
    if !NAMES.iter().any(|name| bench.report.wants(name)) {
        return Ok(());
    }
    let peers = Peer::all();
    if peers.len() < 2 {
        bench.report.skip(
            "fan-out beside ws on Node",
            "there is no Node here, or ws could not be installed",
        );
    }
    let mut ours = Vec::new();
    let mut theirs: Vec<(&'static str, Vec<Round>)> =
        peers.iter().map(|peer| (peer.name(), Vec::new())).collect();
    for number in 1..=ROUNDS {
        bench
            .report
            .progress(&format!("fan-out, round {number} of {ROUNDS}"));
        let own = round_of_server(bench).await?;
        let frame = own.frame.clone();
        ours.push(own);
        for (peer, (_, rounds)) in peers.iter().zip(&mut theirs) {
            let program = peer.start().await?;
            rounds.push(round(&program, &Peer::entrance(), Speaker::Peer(frame.clone()), PLAN).await?);
        }
    }
    tell(bench, &ours, &theirs);
    Ok(())
}

async fn round_of_server(bench: &Bench) -> Outcome<Round> {
    let installation = Installation::empty().await?;
    let program = installation.run(bench).await?;
    warm_up(&program).await?;
    let entrance = entrance_of_server(&program).await?;
    round(
        &program,
        &entrance,
        Speaker::webhook("fan-out", PLAN.messages)?,
        PLAN,
    )
    .await
}

fn tell(bench: &Bench, ours: &[Round], theirs: &[(&'static str, Vec<Round>)]) {
    let lost: usize = ours.iter().map(|round| round.lost).sum();
    let about = format!(
        "one message to {} sockets, {} messages/s",
        PLAN.sockets, PLAN.rate
    );
    let latency =
        |rounds: &[Round]| Figures::of_rounds(&rounds.iter().map(|round| round.latency).collect::<Vec<_>>());
    let processor = |rounds: &[Round]| median_of(rounds, |round| round.processor_us);
    let memory = |rounds: &[Round]| median_of(rounds, |round| round.memory_kib);
    let beside = |measure: Measure, of: &dyn Fn(&[Round]) -> Figures| {
        theirs
            .iter()
            .fold(measure, |measure, (name, rounds)| measure.floor(name, of(rounds)))
    };
    bench.report.tell(
        &beside(
            Measure::new(
                "fan-out",
                format!("{about}: webhook in → frame at a socket"),
                "ms",
                latency(ours),
            ),
            &latency,
        )
        .must(Target::default().p99_times_floor(1.0, "ws on Node"))
        .aim(Target::default().p99_times_floor(1.2, "bare axum"))
        .note(format!(
            "{lost} lost; frames of {} bytes",
            ours.first().map_or(0, |round| round.frame.len())
        )),
    );
    bench.report.tell(
        &beside(
            Measure::new(
                "fan-out-processor",
                format!("{about}: processor time for each arrival"),
                "µs",
                processor(ours),
            ),
            &processor,
        )
        .must(Target::times_floor(1.0, "ws on Node"))
        .aim(Target::times_floor(1.2, "bare axum")),
    );
    bench.report.tell(
        &beside(
            Measure::new(
                "fan-out-memory",
                "memory for each idle socket",
                "KiB",
                memory(ours),
            ),
            &memory,
        )
        .must(Target::times_floor(1.0, "ws on Node"))
        .aim(Target::at_most(8.0)),
    );
}

fn median_of(rounds: &[Round], of: impl Fn(&Round) -> f64) -> Figures {
    Figures::of(&rounds.iter().map(of).collect::<Vec<_>>())
}

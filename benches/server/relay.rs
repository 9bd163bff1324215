//! A customer's message from Meta's delivery to the agents' sockets: 200 agents, 50 messages a second.

use crate::broadcast::{Plan, Round, Speaker, entrance_of_server, round, warm_up};
use crate::installation::{AGENTS, Installation};
use crate::peer::Peer;
use crate::report::{Figures, Measure, Target};
use crate::{Bench, Outcome};

const PLAN: Plan = Plan {
    sockets: AGENTS,
    rate: 50,
    messages: 300,
};
const ROUNDS: usize = 3;

/// With everybody seeing everything, and with the switch "Support Agent" on, where everybody's rights are looked at one by one.
pub async fn measure(bench: &Bench) -> Outcome<()> {
    for (name, is_support_agent_on) in [("webhook-to-socket", false), ("webhook-to-socket-scoped", true)] {
        if !bench.report.wants(name) {
            continue;
        }
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for number in 1..=ROUNDS {
            bench
                .report
                .progress(&format!("{name}, round {number} of {ROUNDS}"));
            let own = round_of_server(bench, is_support_agent_on).await?;
            let program = Peer::BareAxum.start().await?;
            theirs.push(
                round(
                    &program,
                    &Peer::entrance(),
                    Speaker::Peer(own.frame.clone()),
                    PLAN,
                )
                .await?,
            );
            ours.push(own);
        }
        let latency = |rounds: &[Round]| {
            Figures::of_rounds(&rounds.iter().map(|round| round.latency).collect::<Vec<_>>())
        };
        let processor =
            |rounds: &[Round]| rounds.iter().map(|round| round.processor_us).sum::<f64>() / ROUNDS as f64;
        let lost: usize = ours.iter().map(|round| round.lost).sum();
        let switch = if is_support_agent_on { "on" } else { "off" };
        bench.report.tell(
            &Measure::new(
                name,
                format!(
                    "webhook in → frame at a socket, {AGENTS} agents, 50 messages/s, Support Agent {switch}"
                ),
                "ms",
                latency(&ours),
            )
            .floor(Peer::BareAxum.name(), latency(&theirs))
            .must(Target::at_most(40.0).p99_at_most(150.0))
            .aim(Target::at_most(20.0).p99_at_most(60.0))
            .note(format!(
                "painting comes on top; {lost} lost; {:.1} µs of processor for each arrival",
                processor(&ours)
            )),
        );
    }
    Ok(())
}

async fn round_of_server(bench: &Bench, is_support_agent_on: bool) -> Outcome<Round> {
    let installation = Installation::empty().await?;
    if is_support_agent_on {
        installation.support_agent_on().await?;
    }
    let program = installation.run(bench).await?;
    warm_up(&program).await?;
    let entrance = entrance_of_server(&program).await?;
    round(
        &program,
        &entrance,
        Speaker::webhook("relay", PLAN.messages)?,
        PLAN,
    )
    .await
}

//! What the server holds with 300 conversations, 1,000,000 messages and 200 agents at work.

use crate::broadcast::{Plan, Speaker, entrance_of_server, round};
use crate::http::Http;
use crate::installation::{AGENTS, Installation, cookie};
use crate::million;
use crate::report::{Figures, Measure, Target};
use crate::{Bench, Outcome};

const PLAN: Plan = Plan {
    sockets: AGENTS,
    rate: 50,
    messages: 250,
};

/// After every agent has opened the app and the longest thread, and while messages come in.
pub async fn measure(bench: &Bench) -> Outcome<()> {
    const NAME: &str = "server-memory";
    if !bench.report.wants(NAME) {
        return Ok(());
    }
    let megabytes = |kib: f64| kib * 1_024.0 / 1e6;
    let empty = Installation::empty().await?;
    let floor = megabytes(empty.run(bench).await?.resident_kib()?);

    let installation = million::installation(bench).await?;
    let (conversation, places) = million::long_thread(&installation.database()).await?;
    let program = installation.run(bench).await?;
    let mut http = Http::connect(program.address).await?;
    for agent in 0..AGENTS {
        let (at, id) = places[agent % places.len()];
        for path in [
            "/api/v1/bootstrap".to_owned(),
            format!("/api/v1/conversations/{conversation}/messages?before_at={at}&before_id={id}&limit=50"),
        ] {
            let answer = http.get(&path, &cookie(agent)).await?;
            if answer.status != 200 {
                return Err(format!("{path} was answered with {}", answer.status).into());
            }
        }
    }
    let entrance = entrance_of_server(&program).await?;
    let told = round(
        &program,
        &entrance,
        Speaker::webhook("memory", PLAN.messages)?,
        PLAN,
    )
    .await?;
    bench.report.tell(
        &Measure::new(
            NAME,
            format!(
                "resident, 300 conversations, 1,000,000 messages, {AGENTS} agents after 5 s of 50 messages/s"
            ),
            "MB",
            Figures::single(megabytes(program.resident_kib()?)),
        )
        .floor("just started, empty", Figures::single(floor))
        .must(Target::at_most(150.0))
        .aim(Target::at_most(80.0))
        .note(format!("{} arrivals lost", told.lost)),
    );
    Ok(())
}

//! What an app asks for when it opens: all that the first screen needs, and pages of a thread of 100,000 messages at any depth.

use crate::http::Http;
use crate::installation::cookie;
use crate::million;
use crate::program::Program;
use crate::report::{Figures, Measure, Target};
use crate::{Bench, Outcome};
use std::time::Instant;

const ASKED: usize = 200;

/// Bootstrap and pages.
pub async fn measure(bench: &Bench) -> Outcome<()> {
    if !bench.report.wants("bootstrap") && !bench.report.wants("thread-page") {
        return Ok(());
    }
    let installation = million::installation(bench).await?;
    let (conversation, places) = million::long_thread(&installation.database()).await?;
    let program = installation.run(bench).await?;
    bootstrap(bench, &program).await?;

    let pages: Vec<_> = places
        .iter()
        .map(|(at, id)| {
            format!("/api/v1/conversations/{conversation}/messages?before_at={at}&before_id={id}&limit=50")
        })
        .collect();
    let mut http = Http::connect(program.address).await?;
    let mut taken = vec![Vec::with_capacity(ASKED); pages.len()];
    for _ in 0..ASKED {
        for (page, taken) in pages.iter().zip(&mut taken) {
            taken.push(ask(&mut http, page).await?.0);
        }
    }
    let figures: Vec<_> = taken.iter().map(|taken| Figures::of(taken)).collect();
    let slowest = figures
        .iter()
        .max_by(|one, other| one.median.total_cmp(&other.median));
    if let (Some(newest), Some(slowest)) = (figures.first(), slowest) {
        bench.report.tell(
            &Measure::new(
                "thread-page",
                "50 messages of a thread of 100,000, the slowest of ten depths",
                "ms",
                *slowest,
            )
            .floor("the newest page", *newest)
            .must(Target::times_floor(1.2, "the newest page"))
            .aim(Target::times_floor(1.05, "the newest page")),
        );
    }
    Ok(())
}

async fn bootstrap(bench: &Bench, program: &Program) -> Outcome<()> {
    let mut http = Http::connect(program.address).await?;
    let (mut ours, mut floor, mut bytes) = (Vec::new(), Vec::new(), 0);
    for _ in 0..ASKED {
        let (taken, length) = ask(&mut http, "/api/v1/bootstrap").await?;
        bytes = length;
        ours.push(taken);
        floor.push(ask(&mut http, "/healthz").await?.0);
    }
    bench.report.tell(
        &Measure::new(
            "bootstrap",
            "all that the first screen needs, 300 conversations and 200 agents",
            "ms",
            Figures::of(&ours),
        )
        .floor("an answer without content", Figures::of(&floor))
        .note(format!("{bytes} bytes of JSON")),
    );
    Ok(())
}

/// How long an answer takes, in milliseconds, and how long it is, in bytes.
async fn ask(http: &mut Http, path: &str) -> Outcome<(f64, usize)> {
    let began = Instant::now();
    let answer = http.get(path, &cookie(0)).await?;
    match answer.status {
        200 => Ok((began.elapsed().as_secs_f64() * 1_000.0, answer.body.len())),
        status => Err(format!("{path} was answered with {status}").into()),
    }
}

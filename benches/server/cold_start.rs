//! From the start of the program to its first "ready", with 1,000,000 messages stored.

use crate::installation::Installation;
use crate::million;
use crate::report::{Figures, Measure, Target};
use crate::{Bench, Outcome};

const STARTS: usize = 9;

/// Starts, interleaved with starts on an empty database.
pub async fn measure(bench: &Bench) -> Outcome<()> {
    const NAME: &str = "cold-start";
    if !bench.report.wants(NAME) {
        return Ok(());
    }
    let full = million::installation(bench).await?;
    let empty = Installation::empty().await?;
    let (mut ours, mut floor) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        ours.push(full.run(bench).await?.started_in.as_secs_f64() * 1_000.0);
        floor.push(empty.run(bench).await?.started_in.as_secs_f64() * 1_000.0);
    }
    bench.report.tell(
        &Measure::new(
            NAME,
            format!(
                "start of the program → ready, {} messages stored",
                million::MESSAGES
            ),
            "ms",
            Figures::of(&ours),
        )
        .floor("the same, empty", Figures::of(&floor))
        .must(Target::at_most(1_000.0))
        .aim(Target::at_most(200.0))
        .note("the database lies in the system's cache; each start follows a kill"),
    );
    Ok(())
}

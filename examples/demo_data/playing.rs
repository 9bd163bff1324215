//! Scripts become what happens, in the order of the clock. What customers do at the same time reaches the server in few webhooks,
//! what agents do at the same time they do at once: otherwise 300 conversations would take minutes.

use crate::house::House;
use crate::scripts::{Line, Script};
use crate::{MINUTE_MS, Outcome};

/// A line of a script and when it happens, in Unix milliseconds.
pub struct Step<'a> {
    pub at: i64,
    pub script: &'a Script,
    pub line: &'a Line,
}

/// Plays all scripts, so that the last line of each happened as long before `now` as the script says.
pub async fn play_all(house: &mut House, scripts: &[Script], now: i64) -> Outcome<()> {
    let mut steps = scripts
        .iter()
        .flat_map(|script| timed(script, now))
        .collect::<Vec<_>>();
    steps.sort_by_key(|step| step.at);
    let mut rest = steps.as_slice();
    while let Some(first) = rest.first() {
        let length = house.length_of_turn(rest);
        let (turn, later) = rest.split_at(length.max(1));
        rest = later;
        let last = turn.last().unwrap_or(first);
        house.at(last.at);
        house.play(turn).await?;
    }
    Ok(())
}

/// When each line happens. Agents answer after one to four minutes.
fn timed(script: &Script, now: i64) -> Vec<Step<'_>> {
    let mut at = now - script.ended_minutes_ago * MINUTE_MS;
    let mut steps = Vec::with_capacity(script.lines.len());
    for (place, line) in script.lines.iter().enumerate().rev() {
        if let Line::Pause(minutes) = line {
            at -= minutes * MINUTE_MS;
        } else {
            steps.push(Step { at, script, line });
        }
        let spread = i64::try_from((place * 37 + script.rhythm * 11) % 150).unwrap_or(0);
        at -= (30 + spread) * 1_000;
    }
    steps.reverse();
    steps
}

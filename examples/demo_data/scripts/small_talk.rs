//! The many short conversations: everyday matters, told by hundreds of people.
//!
//! They come in cohorts, which have their lines at the same times: so the program can play several at once.

mod matters;
mod people;

use super::Agent::{Ana, Bruno, Carla};
use super::{DAY, HOUR, Line, Number, Script};
use std::ops::Range;

/// How many have their lines at the same times.
const COHORT: usize = 6;
/// How many lines each has, those without words included.
const LINES: usize = 9;
/// How long ago the cohorts of the last days ended, in minutes: windows that are fresh, closing, about to close, and closed.
const ENDED: [i64; 10] = [31, 180, 420, 760, 1_190, 1_391, 1_429, 1_600, 2_900, 4_400];

/// The scripts with these places; the first 60 are of the last days.
pub fn scripts(places: Range<usize>) -> Vec<Script> {
    places.map(script).collect()
}

fn script(index: usize) -> Script {
    let cohort = index / COHORT;
    let agent = [Ana, Bruno, Carla][index % 3];
    let (name, wa_id) = people::person(index);
    let mut lines = matters::lines(index, agent);
    if index % 4 == 1 {
        lines.push(Line::Assigned(Bruno, vec![agent]));
    }
    if index % 13 == 7 {
        lines.push(Line::Concluded(agent));
    }
    // The others of the cohort have something to say there.
    lines.resize(LINES.max(lines.len()), Line::Pause(0));
    let weeks = i64::try_from(cohort.saturating_sub(ENDED.len())).unwrap_or(0);
    let long_ago = 5 * DAY + 11 * HOUR + weeks * (2 * DAY + 3 * HOUR + 17);
    Script {
        name,
        wa_id,
        number: if index % 4 == 3 {
            Number::Events
        } else {
            Number::School
        },
        ended_minutes_ago: ENDED.get(cohort).copied().unwrap_or(long_ago),
        rhythm: cohort,
        lines,
    }
}

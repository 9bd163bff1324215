//! What the person at the terminal is told: each step before it starts and after it ends.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

static TO_MACHINES: AtomicBool = AtomicBool::new(false);

/// From here on the standard output belongs to machines; people are told on the standard error.
pub fn talk_to_machines() {
    TO_MACHINES.store(true, Ordering::Relaxed);
}

/// Tells people a line.
pub fn say(line: &str) {
    if TO_MACHINES.load(Ordering::Relaxed) {
        eprintln!("{line}");
    } else {
        println!("{line}");
    }
}

/// Does one step: says what it is and about how long it takes, then how long it took.
pub fn step<T>(what: &str, about: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    say(&format!("▸ {what} ({about})"));
    let start = Instant::now();
    let result = work().with_context(|| format!("{what}: failed after {}", spoken(start.elapsed())))?;
    say(&format!("  done in {}", spoken(start.elapsed())));
    Ok(result)
}

/// A duration as a person says it: `0.4 s`, `12 s`, `3 min 5 s`.
pub fn spoken(duration: Duration) -> String {
    let seconds = duration.as_secs();
    match seconds {
        0 => format!("{:.1} s", duration.as_secs_f32()),
        1..60 => format!("{seconds} s"),
        _ => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_worded_for_people() {
        assert_eq!(spoken(Duration::from_millis(420)), "0.4 s");
        assert_eq!(spoken(Duration::from_millis(12_900)), "12 s");
        assert_eq!(spoken(Duration::from_secs(185)), "3 min 5 s");
    }
}

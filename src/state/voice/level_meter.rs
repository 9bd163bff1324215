//! What a recording has sounded like so far: a bar for each moment, the newest at the end.

use domain::waveform::BARS;

/// The moments that are shown, and how long the recording is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LevelMeter {
    levels: [u8; BARS],
    elapsed_ms: u64,
}

impl Default for LevelMeter {
    fn default() -> Self {
        Self {
            levels: [0; BARS],
            elapsed_ms: 0,
        }
    }
}

impl LevelMeter {
    /// Heights from 0 to 100, the newest last.
    #[must_use]
    pub const fn heights(&self) -> &[u8; BARS] {
        &self.levels
    }

    /// How long the recording is, in milliseconds.
    #[must_use]
    pub const fn elapsed_ms(&self) -> u64 {
        self.elapsed_ms
    }

    /// Another moment.
    pub(crate) fn push(&mut self, level: u8, elapsed_ms: u64) {
        self.levels.rotate_left(1);
        self.levels[BARS - 1] = level.min(100);
        self.elapsed_ms = elapsed_ms;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_moment_stands_at_the_end() {
        let mut meter = LevelMeter::default();
        meter.push(10, 100);
        meter.push(200, 200);
        assert_eq!(meter.heights()[BARS - 2..], [10, 100]);
        assert_eq!(meter.elapsed_ms(), 200);
        for _ in 0..BARS {
            meter.push(5, 300);
        }
        assert_eq!(meter.heights(), &[5; BARS]);
    }
}

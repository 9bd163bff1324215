//! How long to wait before connecting again. Pure.

/// The longest pause, in milliseconds.
const LONGEST_MS: f64 = 30_000.0;
const FIRST_MS: f64 = 500.0;

/// The pause in milliseconds after `failures` failed attempts in a row (0: the connection was good and got lost).
///
/// Doubles up to half a minute; `jitter` (0 to 1) spreads it over its upper half, so that a hundred browsers do not come at once.
#[must_use]
pub(super) fn pause_ms(failures: u32, jitter: f64) -> u32 {
    let full = (FIRST_MS * 2_f64.powi(i32::try_from(failures.min(10)).unwrap_or(10))).min(LONGEST_MS);
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and 30,000"
    )]
    let pause = (full / 2.0 + full / 2.0 * jitter.clamp(0.0, 1.0)) as u32;
    pause
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_half_a_minute() {
        let longest = [0, 1, 2, 6, 100].map(|failures| pause_ms(failures, 1.0));
        assert_eq!(longest, [500, 1_000, 2_000, 30_000, 30_000]);
        assert_eq!(pause_ms(1, 0.0), 500);
    }
}

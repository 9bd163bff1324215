//! Meta's limits of calls and of throughput, counted on the simulator's clock.

use std::collections::HashMap;

const SECOND_MS: i64 = 1_000;
const HOUR_MS: i64 = 60 * 60 * 1_000;

/// What was counted so far.
#[derive(Default)]
pub(crate) struct Limits {
    app_calls: Window,
    account_calls: Window,
    messages: HashMap<String, Window>,
}

impl Limits {
    /// Counts a call of any kind; false if the hour has had its share.
    pub(crate) fn take_app_call(&mut self, most: Option<u32>, now_ms: i64) -> bool {
        self.app_calls.take(most, now_ms, HOUR_MS)
    }

    /// Counts a call about the account; false if the hour has had its share.
    pub(crate) fn take_account_call(&mut self, most: Option<u32>, now_ms: i64) -> bool {
        self.account_calls.take(most, now_ms, HOUR_MS)
    }

    /// Counts a message of a number; false if the second has had its share.
    pub(crate) fn take_message(&mut self, phone_number_id: &str, most: Option<u32>, now_ms: i64) -> bool {
        if most.is_none() {
            return true;
        }
        let window = self.messages.entry(phone_number_id.to_owned()).or_default();
        window.take(most, now_ms, SECOND_MS)
    }

    /// How much of the account's hour is used, in percent, and in how many minutes calls are taken again.
    pub(crate) fn account_usage(&self, most: Option<u32>, now_ms: i64) -> (u32, i64) {
        let Some(most) = most else { return (1, 0) };
        let used = self.account_calls.count * 100 / most.max(1);
        let left_ms = (self.account_calls.began_ms + HOUR_MS - now_ms).max(0);
        let minutes = if used >= 100 {
            (left_ms + 59_999) / 60_000
        } else {
            0
        };
        (used.min(100), minutes)
    }
}

/// Counts within a stretch of time that begins with the first thing counted.
#[derive(Default)]
struct Window {
    began_ms: i64,
    count: u32,
}

impl Window {
    fn take(&mut self, most: Option<u32>, now_ms: i64, length_ms: i64) -> bool {
        let Some(most) = most else { return true };
        if self.count == 0 || now_ms >= self.began_ms + length_ms || now_ms < self.began_ms {
            *self = Self {
                began_ms: now_ms,
                count: 0,
            };
        }
        let is_within = self.count < most;
        self.count += u32::from(is_within);
        is_within
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_gets_its_share_of_each_second() {
        let mut limits = Limits::default();
        let mut take = |now_ms| limits.take_message("1", Some(2), now_ms);
        assert!(take(500) && take(900) && !take(1_400));
        assert!(take(1_500) && take(1_600) && !take(1_700));
    }

    #[test]
    fn the_account_says_when_calls_are_taken_again() {
        let mut limits = Limits::default();
        assert!(limits.take_account_call(Some(1), 0));
        assert!(!limits.take_account_call(Some(1), 1));
        assert_eq!(limits.account_usage(Some(1), 30 * 60_000), (100, 30));
        assert!(limits.take_account_call(Some(1), HOUR_MS));
    }
}

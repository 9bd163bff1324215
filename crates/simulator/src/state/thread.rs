//! What passes between one business number and one customer: messages, window, pair limit, typing.

use serde::{Deserialize, Serialize};

use super::CustomerKey;

/// The customer service window after the customer's last message, in seconds.
const WINDOW_S: i64 = 24 * 60 * 60;
/// Messages to one customer that may go out at once.
const PAIR_CAPACITY: f64 = 45.0;
/// Milliseconds until one more message to the same customer may go out.
const PAIR_REFILL_MS: f64 = 6_000.0;

/// Names a thread.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) struct ThreadKey {
    pub(crate) phone_number_id: String,
    pub(crate) customer: CustomerKey,
}

impl ThreadKey {
    pub(crate) fn new(phone_number_id: &str, customer: CustomerKey) -> Self {
        Self {
            phone_number_id: phone_number_id.to_owned(),
            customer,
        }
    }
}

/// A thread between a business number and a customer.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Thread {
    /// In the order of acceptance.
    pub(crate) messages: Vec<String>,
    /// The latest time, in Unix seconds, of a customer's message that opens the window.
    pub(crate) last_customer_message_s: Option<i64>,
    pub(crate) typing_until_ms: Option<i64>,
    #[serde(skip)]
    pair_bucket: PairBucket,
}

impl Thread {
    /// Whether more than templates may be sent now.
    pub(crate) fn has_open_window(&self, now_s: i64) -> bool {
        self.last_customer_message_s
            .is_some_and(|last| now_s < last + WINDOW_S)
    }

    /// Notes a customer's message; a late or backdated one never shortens the window.
    pub(crate) fn open_window(&mut self, timestamp_s: i64) {
        self.last_customer_message_s = self.last_customer_message_s.max(Some(timestamp_s));
    }

    /// Takes one message from what may go to the customer now; false if the pair limit is reached.
    pub(crate) fn take_from_pair_limit(&mut self, now_ms: i64) -> bool {
        self.pair_bucket.take(now_ms)
    }
}

/// The bucket of the pair limit: 45 at once, one more every 6 s.
#[derive(Clone, Debug)]
struct PairBucket {
    tokens: f64,
    filled_at_ms: Option<i64>,
}

impl Default for PairBucket {
    fn default() -> Self {
        Self {
            tokens: PAIR_CAPACITY,
            filled_at_ms: None,
        }
    }
}

impl PairBucket {
    fn take(&mut self, now_ms: i64) -> bool {
        if let Some(before) = self.filled_at_ms {
            #[expect(clippy::cast_precision_loss, reason = "a pause is far below 2^52 ms")]
            let passed = (now_ms - before).max(0) as f64;
            self.tokens = (self.tokens + passed / PAIR_REFILL_MS).min(PAIR_CAPACITY);
        }
        self.filled_at_ms = Some(now_ms);
        if self.tokens < 1.0 {
            return false;
        }
        self.tokens -= 1.0;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_ends_exactly_24_hours_after_the_customers_time() {
        let mut thread = Thread::default();
        assert!(!thread.has_open_window(0));
        thread.open_window(1_000);
        thread.open_window(400);
        assert!(thread.has_open_window(1_000 + WINDOW_S - 1));
        assert!(!thread.has_open_window(1_000 + WINDOW_S));
    }

    #[test]
    fn the_pair_limit_lets_45_pass_and_then_one_in_6_seconds() {
        let mut bucket = PairBucket::default();
        assert!((0..45).all(|_| bucket.take(0)));
        assert!(!bucket.take(5_999));
        assert!(bucket.take(6_000));
        assert!(!bucket.take(6_000));
        assert!(bucket.take(12_000));
    }
}

//! Meta's limit per pair of number and customer: one message every 6 seconds on average, up to 45 at once (Meta: "Throughput,
//! pair rate limits"). We keep the same bucket, so that Meta rarely has to refuse.

use domain::ids::ConversationId;
use domain::time::{Span, Timestamp};
use std::collections::HashMap;

const CAPACITY: i64 = 45;
const REFILL: Span = Span::from_seconds(6);

/// One bucket for each conversation that sent lately.
#[derive(Debug, Default)]
pub(super) struct PairPacing {
    /// When a bucket will be full again.
    full_at: HashMap<ConversationId, Timestamp>,
}

impl PairPacing {
    /// Takes a token, or says when there will be one.
    pub fn take(&mut self, conversation: ConversationId, now: Timestamp) -> Result<(), Timestamp> {
        let full_at = self.full_at.get(&conversation).copied().unwrap_or(now).max(now);
        let full_after = full_at + REFILL;
        let debt_limit = now + Span::from_millis(CAPACITY * REFILL.as_millis());
        if full_after > debt_limit {
            return Err(now + (full_after - debt_limit));
        }
        self.full_at.insert(conversation, full_after);
        // Full buckets need no memory.
        if self.full_at.len() > 1_024 {
            self.full_at.retain(|_, full_at| *full_at > now);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_of_45_goes_and_then_one_every_6_seconds() {
        let conversation = ConversationId::from_parts(1, &[1; 10]);
        let mut pacing = PairPacing::default();
        let start = Timestamp::from_seconds(1_000);
        for n in 0..45 {
            assert_eq!(pacing.take(conversation, start), Ok(()), "{n}");
        }
        let next = start + Span::from_seconds(6);
        assert_eq!(pacing.take(conversation, start), Err(next));
        assert_eq!(pacing.take(conversation, next), Ok(()));
        assert_eq!(pacing.take(conversation, next), Err(next + Span::from_seconds(6)));
        let other = ConversationId::from_parts(2, &[2; 10]);
        assert_eq!(pacing.take(other, start), Ok(()));
    }
}

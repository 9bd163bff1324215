//! What an answer of Meta means for the attempt.

use crate::store::AttemptOutcome;
use cloud_api::{ErrorClass, SendError};
use domain::attempt_backoff::{BackOff, pause};
use domain::entities::DeliveryFailure;
use domain::time::{Span, Timestamp};

/// Meta's code for "the customer service window is closed".
pub(super) const WINDOW_CLOSED: i64 = 131_047;
/// Meta's code for "too many messages to this customer".
pub(super) const PAIR_RATE: i64 = 131_056;
/// Meta's code for "this type of message is not supported".
pub(super) const NOT_SUPPORTED: i64 = 131_051;

/// What a failed call means; `failures` counts those in a row that passed by themselves, without this one.
pub(super) fn of_error(error: &SendError, failures: u32, now: Timestamp) -> AttemptOutcome {
    let Some(class) = error.class() else {
        return AttemptOutcome::Unknown;
    };
    let code = error.graph().map_or(0, |graph| graph.code);
    let asked = error
        .retry_after()
        .and_then(|wait| i64::try_from(wait.as_millis()).ok())
        .unwrap_or(0);
    let later = |back_off, least_ms: i64| match pause(back_off, failures + 1) {
        Some(pause) => AttemptOutcome::Later {
            due_at: now + Span::from_millis(pause.as_millis().max(least_ms).max(asked)),
            code,
            is_pair_rate: back_off == BackOff::PairRate,
        },
        None => AttemptOutcome::Failed(failure(error, code)),
    };
    match class {
        ErrorClass::Later { wait, .. } => later(
            BackOff::Passing,
            i64::try_from(wait.as_millis()).unwrap_or(i64::MAX),
        ),
        ErrorClass::LaterFewTimes => later(BackOff::FewTimes, 0),
        ErrorClass::PairRate => later(BackOff::PairRate, 0),
        ErrorClass::TokenInvalid => AttemptOutcome::TokenRefused,
        ErrorClass::Fix | ErrorClass::Template | ErrorClass::Refused | ErrorClass::Unknown => {
            AttemptOutcome::Failed(failure(error, code))
        }
    }
}

/// A failure that we know without asking Meta.
pub(super) const fn failed(code: i64) -> AttemptOutcome {
    AttemptOutcome::Failed(DeliveryFailure { code, details: None })
}

fn failure(error: &SendError, code: i64) -> DeliveryFailure {
    let details = error.graph().and_then(|graph| graph.details.clone());
    DeliveryFailure { code, details }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cloud_api::{NotSentReason, Uncertainty};
    use std::time::Duration;

    const NOW: Timestamp = Timestamp::from_seconds(1_000);

    fn due_in(outcome: &AttemptOutcome) -> Option<i64> {
        match outcome {
            AttemptOutcome::Later { due_at, .. } => Some((*due_at - NOW).as_millis() / 1_000),
            _ => None,
        }
    }

    #[test]
    fn what_surely_did_not_leave_is_tried_again_with_growing_pauses() {
        let error = SendError::NotSent(NotSentReason::Connect);
        assert_eq!(
            [0, 1, 2].map(|failures| due_in(&of_error(&error, failures, NOW))),
            [Some(2), Some(4), Some(8)]
        );
    }

    #[test]
    fn what_may_have_left_is_never_tried_again_by_itself() {
        let error = SendError::OutcomeUnknown(Uncertainty::TimedOut);
        assert_eq!(of_error(&error, 0, NOW), AttemptOutcome::Unknown);
    }

    #[test]
    fn meta_may_ask_for_a_longer_pause() {
        let error = SendError::Http {
            status: 429,
            retry_after: Some(Duration::from_secs(90)),
        };
        assert_eq!(due_in(&of_error(&error, 0, NOW)), Some(90));
    }

    #[test]
    fn a_refusal_without_a_body_of_meta_is_final() {
        let error = SendError::Http {
            status: 404,
            retry_after: None,
        };
        assert_eq!(of_error(&error, 0, NOW), failed(0));
    }
}

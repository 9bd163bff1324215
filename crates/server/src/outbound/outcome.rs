//! What an answer of Meta means for the attempt.

use crate::store::AttemptOutcome;
use cloud_api::{ErrorClass, SendError};
use domain::attempt_backoff::{BackOff, pause};
use domain::entities::DeliveryFailure;
use domain::time::{Span, Timestamp};

/// Meta's code for "the customer service window is closed".
pub(super) const WINDOW_CLOSED: i64 = 131_047;
/// Meta's code for "this type of message is not supported".
pub(super) const NOT_SUPPORTED: i64 = 131_051;
/// What stands for a code when no answer came.
pub(super) const NO_ANSWER: i64 = 0;

/// What a failed call means. `earlier`: the codes of the attempts of this message that failed before, for reasons that pass.
pub(super) fn of_error(error: &SendError, earlier: &[i64], now: Timestamp) -> AttemptOutcome {
    let Some(class) = error.class() else {
        return AttemptOutcome::Unknown;
    };
    let code = error.graph().map_or(NO_ANSWER, |graph| graph.code);
    let (back_off, least) = match class {
        ErrorClass::Later { wait, .. } => (BackOff::Passing, Some(wait)),
        ErrorClass::LaterFewTimes => (BackOff::FewTimes, None),
        ErrorClass::PairRate => (BackOff::PairRate, None),
        ErrorClass::TokenInvalid => return AttemptOutcome::TokenRefused,
        ErrorClass::Fix | ErrorClass::Template | ErrorClass::Refused | ErrorClass::Unknown => {
            return AttemptOutcome::Failed(failure(error, code));
        }
    };
    match later(back_off, code, earlier, now) {
        AttemptOutcome::Later {
            due_at, is_pair_rate, ..
        } => AttemptOutcome::Later {
            due_at: [least, error.retry_after()]
                .into_iter()
                .flatten()
                .filter_map(|wait| i64::try_from(wait.as_millis()).ok())
                .map(|ms| now + Span::from_millis(ms))
                .fold(due_at, Timestamp::max),
            code,
            is_pair_rate,
        },
        _ => AttemptOutcome::Failed(failure(error, code)),
    }
}

/// Another attempt after a pause, or the end of patience. The pause grows with the failures of the same kind, so that an outage does
/// not use up the few tries of another error; a failure that passes by itself grows with all of them.
pub(super) fn later(back_off: BackOff, code: i64, earlier: &[i64], now: Timestamp) -> AttemptOutcome {
    let count = |class: ErrorClass| {
        earlier
            .iter()
            .filter(|code| cloud_api::class(**code) == class)
            .count()
    };
    let failures = match back_off {
        BackOff::Passing => earlier.len(),
        // Codes that Meta itself calls transient are in no table.
        BackOff::FewTimes => count(ErrorClass::LaterFewTimes) + count(ErrorClass::Unknown),
        BackOff::PairRate => count(ErrorClass::PairRate),
    };
    let failures = u32::try_from(failures).unwrap_or(u32::MAX);
    match pause(back_off, failures.saturating_add(1)) {
        Some(pause) => AttemptOutcome::Later {
            due_at: now + pause,
            code,
            is_pair_rate: back_off == BackOff::PairRate,
        },
        None => failed(code),
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
            [&[] as &[i64], &[0], &[0, 0]].map(|earlier| due_in(&of_error(&error, earlier, NOW))),
            [Some(2), Some(4), Some(8)]
        );
    }

    #[test]
    fn what_may_have_left_is_never_tried_again_by_itself() {
        let error = SendError::OutcomeUnknown(Uncertainty::TimedOut);
        assert_eq!(of_error(&error, &[], NOW), AttemptOutcome::Unknown);
    }

    #[test]
    fn meta_may_ask_for_a_longer_pause() {
        let error = SendError::Http {
            status: 429,
            retry_after: Some(Duration::from_secs(90)),
        };
        assert_eq!(due_in(&of_error(&error, &[], NOW)), Some(90));
    }

    #[test]
    fn a_refusal_without_a_body_of_meta_is_final() {
        let error = SendError::Http {
            status: 404,
            retry_after: None,
        };
        assert_eq!(of_error(&error, &[], NOW), failed(0));
    }

    fn graph(code: i64) -> SendError {
        SendError::Api(cloud_api::GraphError {
            code,
            subcode: None,
            message: String::new(),
            details: Some("invented".to_owned()),
            is_transient: false,
            fbtrace_id: None,
            http_status: 400,
            retry_after: None,
        })
    }

    #[test]
    fn each_class_has_its_outcome() {
        let later = |code, seconds| (code, Some(seconds));
        for (code, due) in [
            later(2, 5),
            later(4, 60),
            later(1, 2),
            later(131_000, 2),
            later(131_048, 3_600),
            later(131_056, 1),
            (100, None),
            (131_026, None),
            (131_047, None),
            (131_030, None),
            (777_777, None),
        ] {
            let outcome = of_error(&graph(code), &[], NOW);
            assert_eq!(due_in(&outcome), due, "{code}");
            let expected = DeliveryFailure {
                code,
                details: Some("invented".to_owned()),
            };
            assert!(
                due.is_some() || outcome == AttemptOutcome::Failed(expected),
                "{code}"
            );
        }
        assert_eq!(of_error(&graph(190), &[], NOW), AttemptOutcome::TokenRefused);
    }

    #[test]
    fn each_kind_of_failure_counts_for_itself_where_patience_is_short() {
        let outage = [0; 9];
        assert_eq!(due_in(&of_error(&graph(131_000), &outage, NOW)), Some(2));
        assert_eq!(due_in(&of_error(&graph(131_056), &outage, NOW)), Some(1));
        let tried = [131_000, 131_056, 1, 131_000];
        assert_eq!(due_in(&of_error(&graph(131_000), &tried[1..], NOW)), Some(8));
        assert_eq!(due_in(&of_error(&graph(131_056), &tried, NOW)), Some(4));
        assert!(matches!(
            of_error(&graph(131_000), &tried, NOW),
            AttemptOutcome::Failed(failure) if failure.code == 131_000 && failure.details.is_some()
        ));
    }

    #[test]
    fn only_the_pair_rate_holds_the_customer() {
        for (code, expected) in [(131_056, true), (130_429, false), (1, false)] {
            let AttemptOutcome::Later { is_pair_rate, .. } = of_error(&graph(code), &[], NOW) else {
                panic!("{code}");
            };
            assert_eq!(is_pair_rate, expected, "{code}");
        }
    }
}

//! What an answer of Meta means for the attempt.

use crate::store::{AttemptOutcome, OutboundJob, RestPause, RestScope};
use cloud_api::{ErrorClass, LimitScope, SendError};
use domain::attempt_backoff::{BackOff, jitter_seed, pause, with_jitter};
use domain::entities::DeliveryFailure;
use domain::time::{Span, Timestamp};
use std::time::Duration;

/// Meta's code for "the customer service window is closed".
pub(super) const WINDOW_CLOSED: i64 = 131_047;
/// Meta's code for "this type of message is not supported".
pub(super) const NOT_SUPPORTED: i64 = 131_051;
/// What stands for a code when no answer came.
pub(super) const NO_ANSWER: i64 = 0;

/// What a failed call means for the attempt that the job asked for.
pub(super) fn of_error(error: &SendError, job: &OutboundJob, now: Timestamp) -> AttemptOutcome {
    let Some(class) = error.class() else {
        return AttemptOutcome::Unknown;
    };
    let failure = failure(error);
    match class {
        ErrorClass::Later { scope, wait, longest } => AttemptOutcome::Limited {
            scope: rest_scope(scope),
            pause: RestPause {
                first: span(wait),
                longest: span(longest),
                at_least: asked(error),
            },
            failure,
        },
        ErrorClass::LaterFewTimes => later(BackOff::FewTimes, failure, asked(error), job, now),
        ErrorClass::PairRate => later(BackOff::PairRate, failure, asked(error), job, now),
        ErrorClass::TokenInvalid => AttemptOutcome::TokenRefused {
            phone_number_version: job.phone_number_version,
            failure,
        },
        ErrorClass::Business => AttemptOutcome::BusinessRefused(failure),
        ErrorClass::Fix | ErrorClass::Template | ErrorClass::Refused | ErrorClass::Unknown => {
            AttemptOutcome::Failed(failure)
        }
    }
}

/// What a failed upload of a file means for the attempt: nothing of the message has left, so what nobody knows is tried again.
pub(super) fn of_upload_error(error: &SendError, job: &OutboundJob, now: Timestamp) -> AttemptOutcome {
    match of_error(error, job, now) {
        AttemptOutcome::Unknown => later(BackOff::Passing, unasked(NO_ANSWER), asked(error), job, now),
        known => known,
    }
}

/// The number's token could not be read, so nothing left the house: the same message again, with growing pauses.
pub(super) fn token_unreadable(job: &OutboundJob, now: Timestamp) -> AttemptOutcome {
    later(BackOff::Passing, unasked(NO_ANSWER), Span::ZERO, job, now)
}

/// Another attempt after a pause, or the end of patience. The pause grows with the failures of the same kind, so that an outage does
/// not use up the few tries of another error; a failure that passes by itself grows with all of them.
fn later(
    back_off: BackOff,
    failure: DeliveryFailure,
    at_least: Span,
    job: &OutboundJob,
    now: Timestamp,
) -> AttemptOutcome {
    let earlier = &job.failure_codes;
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
            due_at: now + with_jitter(pause.max(at_least), jitter_seed(job.message_id, job.attempt)),
            failure,
            is_pair_rate: back_off == BackOff::PairRate,
        },
        None => AttemptOutcome::Failed(failure),
    }
}

/// A failure that we know without asking Meta.
pub(super) const fn unasked(code: i64) -> DeliveryFailure {
    DeliveryFailure { code, details: None }
}

fn failure(error: &SendError) -> DeliveryFailure {
    let graph = error.graph();
    DeliveryFailure {
        code: graph.map_or(NO_ANSWER, |graph| graph.code),
        details: graph.and_then(|graph| graph.details.clone()),
    }
}

const fn rest_scope(scope: LimitScope) -> RestScope {
    match scope {
        LimitScope::Number => RestScope::Number,
        LimitScope::Account => RestScope::Account,
        // Which of our numbers share an app is not known, and hardly any installation has two.
        LimitScope::App | LimitScope::Service => RestScope::Everything,
    }
}

/// For how long the answer asks to wait.
fn asked(error: &SendError) -> Span {
    error.retry_after().map_or(Span::ZERO, span)
}

fn span(duration: Duration) -> Span {
    Span::from_millis(i64::try_from(duration.as_millis()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use cloud_api::{GraphError, NotSentReason, Uncertainty};
    use domain::content::MessageContent;
    use domain::ids::{ConversationId, MessageId, PhoneNumberId};

    const NOW: Timestamp = Timestamp::from_seconds(1_000);

    fn job(earlier: &[i64]) -> OutboundJob {
        OutboundJob {
            message_id: MessageId::from_parts(1, &[1; 10]),
            conversation_id: ConversationId::from_parts(1, &[1; 10]),
            attempt: 1,
            recoverable_failures: 0,
            failure_codes: earlier.to_vec(),
            phone_number_id: PhoneNumberId::from_parts(1, &[1; 10]),
            phone_number_meta_id: "4400001111".to_owned(),
            phone_number_version: 7,
            wa_id: None,
            user_id: None,
            content: MessageContent::Text { body: String::new() },
            quoted_wamid: None,
            window_expires_at: None,
        }
    }

    fn of(error: &SendError, earlier: &[i64]) -> AttemptOutcome {
        of_error(error, &job(earlier), NOW)
    }

    fn graph(code: i64) -> SendError {
        SendError::Api(GraphError {
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

    fn told(code: i64) -> DeliveryFailure {
        DeliveryFailure {
            code,
            details: Some("invented".to_owned()),
        }
    }

    /// The pause of the message alone, in seconds without what jitter adds.
    fn own_pause(outcome: &AttemptOutcome) -> Option<i64> {
        let AttemptOutcome::Later { due_at, .. } = outcome else {
            return None;
        };
        // Jitter adds up to a quarter; pauses at least double.
        let ms = (*due_at - NOW).as_millis();
        [1, 2, 4, 8, 16, 90]
            .into_iter()
            .find(|s| s * 1_000 <= ms && ms <= s * 1_250)
    }

    /// What rests, from how many seconds to how many.
    fn rest(outcome: &AttemptOutcome) -> Option<(RestScope, i64, i64)> {
        let AttemptOutcome::Limited { scope, pause, .. } = outcome else {
            return None;
        };
        let seconds = |span: Span| span.as_millis() / 1_000;
        Some((*scope, seconds(pause.first), seconds(pause.longest)))
    }

    #[test]
    fn what_surely_did_not_leave_makes_everything_wait_for_the_way_to_meta() {
        let outcome = of(&SendError::NotSent(NotSentReason::Connect), &[]);
        assert_eq!(rest(&outcome), Some((RestScope::Everything, 2, 60)));
    }

    #[test]
    fn what_may_have_left_is_never_tried_again_by_itself() {
        for uncertainty in [
            Uncertainty::TimedOut,
            Uncertainty::Cut,
            Uncertainty::ServerError(502),
            Uncertainty::UnreadableAnswer,
        ] {
            let error = SendError::OutcomeUnknown(uncertainty);
            assert_eq!(of(&error, &[]), AttemptOutcome::Unknown);
        }
    }

    #[test]
    fn an_upload_that_may_have_arrived_is_tried_again() {
        let error = SendError::OutcomeUnknown(Uncertainty::TimedOut);
        let outcome = of_upload_error(&error, &job(&[]), NOW);
        assert!(matches!(
            outcome,
            AttemptOutcome::Later {
                is_pair_rate: false,
                ..
            }
        ));
        assert_eq!(
            of_upload_error(&graph(100), &job(&[]), NOW),
            AttemptOutcome::Failed(told(100))
        );
    }

    #[test]
    fn meta_may_ask_for_a_longer_pause() {
        let error = SendError::Http {
            status: 429,
            retry_after: Some(Duration::from_secs(90)),
        };
        let AttemptOutcome::Limited { pause, .. } = of(&error, &[]) else {
            panic!("a limit");
        };
        assert_eq!(pause.at_least, Span::from_seconds(90));
        let SendError::Api(pair) = graph(131_056) else {
            panic!("an error of Meta");
        };
        let pair = SendError::Api(GraphError {
            retry_after: Some(Duration::from_secs(90)),
            ..pair
        });
        assert_eq!(own_pause(&of(&pair, &[])), Some(90));
    }

    #[test]
    fn a_refusal_without_a_body_of_meta_is_final() {
        let error = SendError::Http {
            status: 404,
            retry_after: None,
        };
        assert_eq!(of(&error, &[]), AttemptOutcome::Failed(unasked(0)));
    }

    #[test]
    fn each_class_has_its_outcome() {
        for (code, expected) in [
            (2, (RestScope::Everything, 5, 60)),
            (4, (RestScope::Everything, 60, 3_600)),
            (80_007, (RestScope::Account, 60, 3_600)),
            (130_429, (RestScope::Number, 5, 300)),
            (131_048, (RestScope::Number, 3_600, 43_200)),
        ] {
            assert_eq!(rest(&of(&graph(code), &[])), Some(expected), "{code}");
        }
        for (code, seconds) in [(1, 2), (131_000, 2), (131_056, 1)] {
            assert_eq!(own_pause(&of(&graph(code), &[])), Some(seconds), "{code}");
        }
        for code in [100, 131_026, 131_030, 131_047, 777_777] {
            assert_eq!(
                of(&graph(code), &[]),
                AttemptOutcome::Failed(told(code)),
                "{code}"
            );
        }
        for code in [131_031, 131_042, 368] {
            let expected = AttemptOutcome::BusinessRefused(told(code));
            assert_eq!(of(&graph(code), &[]), expected, "{code}");
        }
        for code in [0, 10, 190, 200, 219] {
            let expected = AttemptOutcome::TokenRefused {
                phone_number_version: 7,
                failure: told(code),
            };
            assert_eq!(of(&graph(code), &[]), expected, "{code}");
        }
    }

    #[test]
    fn each_kind_of_failure_counts_for_itself_where_patience_is_short() {
        let outage = [0; 9];
        assert_eq!(own_pause(&of(&graph(131_000), &outage)), Some(2));
        assert_eq!(own_pause(&of(&graph(131_056), &outage)), Some(1));
        let tried = [131_000, 131_056, 1, 131_000];
        assert_eq!(own_pause(&of(&graph(131_000), &tried[1..])), Some(8));
        assert_eq!(own_pause(&of(&graph(131_056), &tried)), Some(4));
        assert_eq!(of(&graph(131_000), &tried), AttemptOutcome::Failed(told(131_000)));
    }

    #[test]
    fn only_the_pair_rate_holds_the_customer() {
        for (code, expected) in [(131_056, true), (1, false)] {
            let AttemptOutcome::Later { is_pair_rate, .. } = of(&graph(code), &[]) else {
                panic!("{code}");
            };
            assert_eq!(is_pair_rate, expected, "{code}");
        }
    }
}

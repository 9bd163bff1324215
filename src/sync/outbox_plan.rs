//! What the outbox does after an attempt to send. Pure.

use crate::api::ApiError;
use domain::attempt_backoff::{BackOff, pause};
use domain::error::{ErrorCode, Problem};
use domain::time::Span;

/// The longest pause while the app is open and connected.
const LONGEST: Span = Span::from_minutes(1);

/// What the outbox does next.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Plan {
    /// The server will never take it: set it aside with the reason, go on with the next.
    SetAside(Problem),
    /// Nothing can be sent for a while: wait, then begin again with this one.
    WaitAll(Span),
    /// This conversation waits, in order; others go on.
    WaitConversation(Span),
    /// The session ended: everything is kept for the same person.
    Stop,
}

/// What follows from a failure, the `failures`th in a row (1 after the first).
pub(super) fn plan(error: &ApiError, failures: u32) -> Plan {
    let back_off = || pause(BackOff::Passing, failures).map_or(LONGEST, |span| span.min(LONGEST));
    match error {
        ApiError::Refused(problem) if !problem.code.is_recoverable() => Plan::SetAside(problem.clone()),
        ApiError::Refused(problem) => match problem.code {
            ErrorCode::SessionRequired => Plan::Stop,
            // A fault of the server may concern this message alone.
            ErrorCode::Internal => Plan::WaitConversation(back_off()),
            _ => Plan::WaitAll(
                problem
                    .retry_after_s
                    .and_then(|s| i64::try_from(s).ok())
                    .map_or_else(back_off, Span::from_seconds),
            ),
        },
        ApiError::Offline => Plan::WaitAll(back_off()),
        // Whether the server has it is not known; the same id again tells.
        ApiError::Broken => Plan::WaitConversation(back_off()),
    }
}

/// When to tell the server something small again, as a place up to which was read; `None`: it has it, or will never take it.
pub(super) fn again_after(error: &ApiError, failures: u32) -> Option<Span> {
    match plan(error, failures) {
        Plan::WaitAll(pause) | Plan::WaitConversation(pause) => {
            // An answer that cannot be read is one all the same.
            (*error != ApiError::Broken).then_some(pause)
        }
        Plan::SetAside(_) | Plan::Stop => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(code: ErrorCode) -> ApiError {
        ApiError::Refused(Problem::new(code))
    }

    #[test]
    fn what_will_never_be_taken_is_set_aside() {
        use ErrorCode::{
            BodyTooLarge, ColleagueAnswered, ContentNotSendable, ForeignOrigin, IdConflict, InvalidRequest,
            MergeFieldUnresolved, NotFound, PermissionDenied, TextEmpty, TextTooLong, Unknown, WindowClosed,
        };
        let final_codes = [
            BodyTooLarge,
            ColleagueAnswered,
            ContentNotSendable,
            ForeignOrigin,
            IdConflict,
            InvalidRequest,
            MergeFieldUnresolved,
            NotFound,
            PermissionDenied,
            TextEmpty,
            TextTooLong,
            Unknown,
            WindowClosed,
        ];
        for code in final_codes {
            assert_eq!(
                plan(&refused(code), 1),
                Plan::SetAside(Problem::new(code)),
                "{code:?}"
            );
        }
    }

    #[test]
    fn what_may_be_taken_later_waits() {
        let table = [
            (ApiError::Offline, Plan::WaitAll(Span::from_seconds(2))),
            (
                refused(ErrorCode::Unavailable),
                Plan::WaitAll(Span::from_seconds(2)),
            ),
            (
                refused(ErrorCode::TooManyRequests),
                Plan::WaitAll(Span::from_seconds(2)),
            ),
            (
                refused(ErrorCode::Internal),
                Plan::WaitConversation(Span::from_seconds(2)),
            ),
            (ApiError::Broken, Plan::WaitConversation(Span::from_seconds(2))),
            (refused(ErrorCode::SessionRequired), Plan::Stop),
        ];
        for (error, expected) in table {
            assert_eq!(plan(&error, 1), expected, "{error:?}");
        }
        assert_eq!(plan(&ApiError::Offline, 100), Plan::WaitAll(LONGEST));
    }

    #[test]
    fn what_is_small_is_told_again_while_the_server_has_no_time() {
        let table = [
            (refused(ErrorCode::Unavailable), Some(Span::from_seconds(4))),
            (refused(ErrorCode::TooManyRequests), Some(Span::from_seconds(4))),
            (refused(ErrorCode::Internal), Some(Span::from_seconds(4))),
            (ApiError::Offline, Some(Span::from_seconds(4))),
            (refused(ErrorCode::NotFound), None),
            (refused(ErrorCode::PermissionDenied), None),
            (refused(ErrorCode::SessionRequired), None),
            (ApiError::Broken, None),
        ];
        for (error, expected) in table {
            assert_eq!(again_after(&error, 2), expected, "{error:?}");
        }
    }

    #[test]
    fn the_server_may_say_how_long() {
        let problem = Problem {
            retry_after_s: Some(17),
            ..Problem::new(ErrorCode::TooManyRequests)
        };
        assert_eq!(
            plan(&ApiError::Refused(problem), 1),
            Plan::WaitAll(Span::from_seconds(17))
        );
    }
}

//! The words for codes: why the server refused, why Meta did not deliver.

use super::messages::Messages;
use domain::error::{ErrorCode, Problem};

/// Why the server refused, and what to do.
#[must_use]
pub fn problem_words(text: &Messages, problem: &Problem) -> String {
    let words = match problem.code {
        ErrorCode::SignInFailed => text.failure_sign_in,
        ErrorCode::TooManyRequests => return (text.failure_too_many)(problem.retry_after_s.unwrap_or(0)),
        ErrorCode::SessionRequired => text.failure_session,
        ErrorCode::PermissionDenied | ErrorCode::ForeignOrigin => text.failure_permission,
        ErrorCode::NotFound => text.failure_not_found,
        ErrorCode::WindowClosed => text.failure_window_closed,
        ErrorCode::TextEmpty => text.failure_text_empty,
        ErrorCode::TextTooLong | ErrorCode::BodyTooLarge => text.failure_text_too_long,
        ErrorCode::ContentNotSendable => text.failure_not_sendable,
        ErrorCode::MessageStateConflict | ErrorCode::IdConflict => text.failure_conflict,
        ErrorCode::Unavailable => text.failure_unavailable,
        ErrorCode::Internal => text.failure_server,
        _ => text.failure_refused,
    };
    words.to_owned()
}

/// Why a message was not delivered, by Meta's error code (Cloud API error codes).
#[must_use]
pub fn delivery_failure_words(text: &Messages, code: i64) -> String {
    let words = match code {
        131_047 => text.meta_window_closed,
        131_026 => text.meta_undeliverable,
        131_030 | 133_010 => text.meta_not_on_whatsapp,
        4 | 80_007 | 130_429 | 131_048 | 131_064 => text.meta_rate,
        131_056 => text.meta_pair_rate,
        130_472 | 131_049 | 131_050 => text.meta_experiment,
        368 | 130_403 | 130_497 | 131_063 => text.meta_policy,
        131_031 | 131_037 | 131_045 => text.meta_account,
        0 => text.meta_unavailable,
        3 | 10 | 190 | 200..=299 | 131_005 => text.meta_access,
        131_042 => text.meta_payment,
        131_051..=131_053 => text.meta_media,
        132_000..=132_069 => text.meta_template,
        33 | 100 | 131_008 | 131_009 | 131_021 | 131_055 | 131_062 => text.meta_invalid,
        1 | 2 | 131_000 | 131_016 | 131_057 | 133_004 => text.meta_unavailable,
        _ => return (text.meta_other)(code),
    };
    words.to_owned()
}

//! The words for codes: why the server refused, why Meta did not deliver.

use super::messages::Messages;
use super::messages::delivery::{MetaMessages, Trouble};
use domain::error::{ErrorCode, Problem};
use domain::media_limit::TEXT_CHARACTERS;

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
        ErrorCode::TextTooLong | ErrorCode::BodyTooLarge => {
            let most = problem.max_characters.and_then(|most| usize::try_from(most).ok());
            return (text.failure_text_too_long)(most.unwrap_or(TEXT_CHARACTERS));
        }
        ErrorCode::MergeFieldUnresolved => return (text.composer.failure_gaps)(&problem.fields.join(", ")),
        ErrorCode::ColleagueAnswered => text.composer.failure_answered,
        ErrorCode::ContentNotSendable => text.failure_not_sendable,
        ErrorCode::FileEmpty => text.media.empty,
        ErrorCode::FileTooLarge => return (text.media.too_large)(&limit_words(problem.max_bytes)),
        ErrorCode::FileTypeRefused => text.media.type_refused,
        ErrorCode::VoiceNoteRefused => text.voice.refused,
        ErrorCode::AlreadySent => text.voice.already_sent,
        ErrorCode::FileMissing | ErrorCode::UploadOffset => text.media.refused_missing,
        ErrorCode::MessageStateConflict | ErrorCode::IdConflict => text.failure_conflict,
        ErrorCode::TemplateUnknown => text.templates.failure_unknown,
        ErrorCode::TemplateNotSendable => text.templates.failure_not_sendable,
        ErrorCode::TemplateValues => text.templates.failure_values,
        ErrorCode::ShortcutTaken => text.canned.taken_shortcut,
        ErrorCode::EditConflict => text.canned.conflict,
        ErrorCode::NameTaken => text.labels.name_taken,
        ErrorCode::NotBlockable => text.contact.not_blockable,
        ErrorCode::NotReactable => text.thread.not_reactable,
        ErrorCode::Unavailable => text.failure_unavailable,
        ErrorCode::Internal => text.failure_server,
        _ => text.failure_refused,
    };
    words.to_owned()
}

/// A limit as people write it: WhatsApp's are whole.
#[must_use]
pub fn limit_words(bytes: Option<u64>) -> String {
    match bytes.unwrap_or_default() / 1024 {
        kib @ 0..1024 => format!("{kib}\u{a0}KB"),
        kib => format!("{}\u{a0}MB", kib / 1024),
    }
}

/// Why a message was not delivered, and the next step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryFailureWords {
    /// What is the case.
    pub what: String,
    /// The next step.
    pub next: &'static str,
}

/// Why a message was not delivered, by Meta's error code.
#[must_use]
pub fn delivery_failure_words(text: &Messages, code: i64) -> DeliveryFailureWords {
    match trouble(&text.meta, code) {
        Some(trouble) => DeliveryFailureWords {
            what: trouble.what.to_owned(),
            next: trouble.next,
        },
        None => DeliveryFailureWords {
            what: (text.meta.other_what)(code),
            next: text.meta.other_next,
        },
    }
}

/// The words of a code of Meta's page "Error codes" of the Cloud API; codes that ask for the same share them.
const fn trouble(text: &MetaMessages, code: i64) -> Option<Trouble> {
    Some(match code {
        0 => text.no_reason,
        1 | 131_000 => text.fault,
        2 | 131_016 | 133_004 => text.unavailable,
        131_057 => text.maintenance,
        104 | 190 => text.token,
        3 | 10 | 200..=299 | 131_005 => text.permission,
        4 | 17 | 613 | 80_007 => text.call_limit,
        130_429 => text.throughput,
        131_056 => text.pair_limit,
        131_048 => text.spam_limit,
        131_064 => text.wrong_categories,
        33 => text.number_gone,
        131_045 | 133_000..=133_016 => text.registration,
        131_037 => text.display_name,
        131_030 => text.test_list,
        131_031 | 141_014 => text.account_locked,
        368 => text.policy,
        131_042 | 134_011 | 141_006 => text.payment,
        141_010 => text.not_verified,
        131_047 => text.window_closed,
        131_026 => text.undeliverable,
        130_403 => text.blocked_by_us,
        131_021 => text.to_itself,
        130_497 => text.country,
        130_472 => text.experiment,
        131_049 => text.marketing_cap,
        131_050 => text.marketing_stopped,
        131_063 => text.marketing_off,
        137_000 => text.identity_changed,
        131_062 => text.needs_number,
        100 | 803 | 131_008 | 131_009 | 135_000 => text.invalid,
        131_055 | 131_059 => text.method,
        131_051 => text.kind_not_supported,
        131_052 => text.their_file,
        131_053 => text.our_file,
        131_060 => text.only_on_phone,
        2_593_107..=2_593_109 => text.phone_sync,
        132_001 => text.template_missing,
        132_000 | 132_012 | 132_018 => text.template_data,
        132_005 => text.template_too_long,
        132_007 => text.template_policy,
        132_015 => text.template_paused,
        132_016 => text.template_disabled,
        132_068 | 132_069 => text.flow,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::{en, es, pt_br};
    use super::*;

    /// Every code that Meta documents for messages, in the order of its page.
    const DOCUMENTED: [i64; 68] = [
        0, 1, 2, 3, 10, 200, 299, 4, 33, 100, 104, 190, 368, 613, 80_007, 130_403, 130_429, 130_472, 130_497,
        131_000, 131_005, 131_008, 131_009, 131_016, 131_021, 131_026, 131_030, 131_031, 131_037, 131_042,
        131_045, 131_047, 131_048, 131_049, 131_050, 131_051, 131_052, 131_053, 131_055, 131_056, 131_057,
        131_059, 131_060, 131_062, 131_063, 131_064, 132_000, 132_001, 132_005, 132_007, 132_012, 132_015,
        132_016, 132_018, 132_068, 132_069, 133_000, 133_004, 133_005, 133_006, 133_008, 133_009, 133_010,
        133_015, 133_016, 134_011, 135_000, 137_000,
    ];

    #[test]
    fn every_documented_code_says_what_is_the_case_and_what_to_do_in_every_language() {
        let coexistence = [2_593_107, 2_593_108, 2_593_109];
        // Not on that page, but what becomes of them is decided by the same table (`cloud-api`).
        let elsewhere = [17, 803, 141_006, 141_010, 141_014];
        for code in DOCUMENTED.into_iter().chain(coexistence).chain(elsewhere) {
            let words: Vec<_> = [&pt_br::MESSAGES, &en::MESSAGES, &es::MESSAGES]
                .into_iter()
                .map(|messages| trouble(&messages.meta, code))
                .collect();
            for trouble in &words {
                let Some(trouble) = trouble else {
                    panic!("{code} has no words");
                };
                assert!(
                    trouble.what.ends_with('.') && trouble.next.ends_with('.'),
                    "{code}"
                );
            }
            assert!(
                words[0] != words[1] && words[1] != words[2] && words[0] != words[2],
                "{code}"
            );
        }
    }

    #[test]
    fn what_is_too_long_says_how_long_it_may_be() {
        let words = |messages, max_characters| {
            let problem = Problem {
                max_characters,
                ..Problem::new(ErrorCode::TextTooLong)
            };
            problem_words(messages, &problem)
        };
        // Words below a file, a text, and a request that was refused before anybody counted.
        for (max_characters, most) in [(Some(1_024), "1.024"), (Some(4_096), "4.096"), (None, "4.096")] {
            assert!(words(&pt_br::MESSAGES, max_characters).contains(most));
            assert!(words(&es::MESSAGES, max_characters).contains(most));
            assert!(words(&en::MESSAGES, max_characters).contains(&most.replace('.', ",")));
        }
        assert!(words(&pt_br::MESSAGES, Some(200)).contains(" 200 "));
    }

    #[test]
    fn a_code_that_nobody_knows_is_named() {
        let words = delivery_failure_words(&pt_br::MESSAGES, 999_999);
        assert!(words.what.contains("999999"));
        assert!(!words.next.is_empty());
    }
}

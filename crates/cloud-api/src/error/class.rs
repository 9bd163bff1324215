//! The one table of error codes: what to do about each.
//!
//! Source: Meta, "Error codes" of the Cloud API, its OpenAPI document, and for the retry advice the notes in its throughput and
//! messaging limit pages. The same codes come in answers, in `failed` statuses and in the errors of incoming messages.

use std::ops::RangeInclusive;
use std::time::Duration;

use self::ErrorClass::{Business, Fix, LaterFewTimes, PairRate, Refused, Template, TokenInvalid};

/// What to do about an error code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorClass {
    /// Try again later, with growing pauses, for as long as it is useful. The scope pauses as a whole and is tried with one
    /// message first.
    Later {
        /// What is limited or down, and should therefore pause.
        scope: LimitScope,
        /// The least pause before the next try when the answer names none.
        wait: Duration,
        /// To how much the pause may grow while it goes on.
        longest: Duration,
    },
    /// Try again a few times, then treat it as refused.
    LaterFewTimes,
    /// Too many messages to this one customer: pause this customer only, 1, 4, 16 … seconds.
    PairRate,
    /// Something must be configured first; sending again does not help until then.
    Fix,
    /// The business must settle something with Meta (payment, a locked account, a number that is not registered): show it, and
    /// tell an administrator, because every message meets it.
    Business,
    /// The access token is expired, wrong, or may not do this: pause the number and alert an administrator.
    TokenInvalid,
    /// The customer service window is closed: only a template may be sent.
    Template,
    /// Refused for good: show it to the agent.
    Refused,
    /// A code that is not in the table: show it, do not repeat it.
    Unknown,
}

/// What an [`ErrorClass::Later`] concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LimitScope {
    /// Every call of the app.
    App,
    /// Every number of the WhatsApp Business account.
    Account,
    /// The sending number.
    Number,
    /// Meta's service, or the way to it.
    Service,
}

/// The class of an error code.
pub fn class(code: i64) -> ErrorClass {
    TABLE
        .iter()
        .find(|(codes, _)| codes.contains(&code))
        .map_or(ErrorClass::Unknown, |(_, class)| *class)
}

/// Meta, or the way to it, is down: nothing can be sent, so there is no harm in asking once a minute.
pub(crate) const SERVICE_DOWN: ErrorClass = ErrorClass::later(LimitScope::Service, 2, MINUTE);
/// HTTP 429 without a code.
pub(crate) const TOO_MANY_CALLS: ErrorClass = ErrorClass::later(LimitScope::App, 5, 10 * MINUTE);

const MINUTE: u64 = 60;
const HOUR: u64 = 3_600;

const SERVICE: ErrorClass = ErrorClass::later(LimitScope::Service, 5, MINUTE);
/// Graph calls are counted by the hour.
const APP_CALLS: ErrorClass = ErrorClass::later(LimitScope::App, MINUTE, HOUR);
const ACCOUNT_CALLS: ErrorClass = ErrorClass::later(LimitScope::Account, MINUTE, HOUR);
const THROUGHPUT: ErrorClass = ErrorClass::later(LimitScope::Number, 5, 5 * MINUTE);
const UPGRADE: ErrorClass = ErrorClass::later(LimitScope::Number, MINUTE, 5 * MINUTE);
const SPAM: ErrorClass = ErrorClass::later(LimitScope::Number, HOUR, 12 * HOUR);

const TABLE: &[(RangeInclusive<i64>, ErrorClass)] = &[
    (0..=0, TokenInvalid),              // could not authenticate
    (1..=1, LaterFewTimes),             // unknown, possibly Meta's fault
    (2..=2, SERVICE),                   // temporarily unavailable
    (3..=3, Business),                  // capability missing
    (4..=4, APP_CALLS),                 // calls of the app
    (10..=10, TokenInvalid),            // permission missing or taken away
    (17..=17, ACCOUNT_CALLS),           // calls of the token's user
    (33..=33, Business),                // number deleted
    (100..=100, Refused),               // bad parameter or id
    (104..=104, TokenInvalid),          // token missing
    (190..=190, TokenInvalid),          // token expired or invalid
    (200..=219, TokenInvalid),          // permission missing
    (220..=299, Business),              // permission missing
    (368..=368, Business),              // blocked for a policy violation
    (613..=613, ACCOUNT_CALLS),         // calls of the account
    (803..=803, Refused),               // no such object
    (80_007..=80_007, ACCOUNT_CALLS),   // calls of the account
    (130_403..=130_403, Refused),       // we have blocked this customer
    (130_429..=130_429, THROUGHPUT),    // throughput
    (130_472..=130_472, Refused),       // marketing experiment group
    (130_497..=130_497, Refused),       // country not allowed
    (131_000..=131_000, LaterFewTimes), // something went wrong
    (131_005..=131_005, Business),      // access denied
    (131_008..=131_009, Refused),       // parameter missing, invalid
    (131_016..=131_016, SERVICE),       // service unavailable
    (131_021..=131_021, Refused),       // sender is recipient
    (131_026..=131_026, Refused),       // undeliverable, Meta does not say why
    (131_030..=131_030, Fix),           // not on the test number's list
    (131_031..=131_031, Business),      // account locked
    (131_037..=131_037, Business),      // display name not approved
    (131_042..=131_042, Business),      // payment
    (131_045..=131_045, Business),      // registration of the number
    (131_047..=131_047, Template),      // more than 24 hours
    (131_048..=131_048, SPAM),          // spam limit
    (131_049..=131_053, Refused),       // not delivered by choice; type; media
    (131_055..=131_055, Refused),       // method not allowed
    (131_056..=131_056, PairRate),      // pair limit
    (131_057..=131_057, UPGRADE),       // throughput upgrade, about a minute
    (131_059..=131_060, Refused),       // bad cursor: the listing starts again; not available to the API
    (131_062..=131_062, Refused),       // user id not allowed for this message
    (131_063..=131_063, Fix),           // marketing templates switched off
    // Limited for days because of templates in wrong categories. It limits templates only, so nothing else may wait for it.
    (131_064..=131_064, Fix),
    (132_000..=132_001, Refused), // template: parameter count; missing
    (132_005..=132_005, Refused), // template: too long when filled
    (132_007..=132_007, Refused), // template: policy
    (132_012..=132_012, Refused), // template: parameter format
    (132_015..=132_016, Refused), // template: paused; disabled
    (132_018..=132_018, Refused), // template: parameter
    (132_068..=132_069, Refused), // flow blocked, throttled
    (133_000..=133_000, Fix),     // registration and PIN, also the next four
    (133_004..=133_004, SERVICE), // registration server unavailable
    (133_005..=133_006, Fix),
    (133_008..=133_009, Fix),
    (133_010..=133_010, Business), // number not registered
    (133_015..=133_016, Fix),
    (134_011..=134_011, Business),    // payment terms
    (135_000..=135_000, Refused),     // unknown parameter problem
    (137_000..=137_000, Refused),     // the customer's identity changed
    (138_006..=138_006, Refused),     // no permission to call this customer
    (141_006..=141_006, Business),    // payment method
    (141_010..=141_010, Business),    // business not verified
    (141_014..=141_014, Business),    // account banned
    (2_593_107..=2_593_109, Refused), // coexistence sync
];

impl ErrorClass {
    /// Try again later, after at least `wait_s` seconds, in the end `longest_s` seconds.
    pub(crate) const fn later(scope: LimitScope, wait_s: u64, longest_s: u64) -> Self {
        Self::Later {
            scope,
            wait: Duration::from_secs(wait_s),
            longest: Duration::from_secs(longest_s),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use LimitScope::{Account, App, Number, Service};

    /// Every code that Meta documents, by what its page advises.
    #[test]
    fn every_documented_code_has_its_class() {
        let later = [
            (Service, 5, 60, &[2_i64, 131_016, 133_004][..]),
            (App, 60, 3_600, &[4]),
            (Account, 60, 3_600, &[17, 613, 80_007]),
            (Number, 5, 300, &[130_429]),
            (Number, 60, 300, &[131_057]),
            (Number, 3_600, 43_200, &[131_048]),
        ];
        for (scope, wait_s, longest_s, codes) in later {
            for code in codes {
                assert_eq!(
                    class(*code),
                    ErrorClass::later(scope, wait_s, longest_s),
                    "{code}"
                );
            }
        }
        let expected = [
            (LaterFewTimes, &[1_i64, 131_000][..]),
            (PairRate, &[131_056]),
            (Template, &[131_047]),
            (TokenInvalid, &[0, 10, 104, 190, 200, 210, 219]),
            (
                Business,
                &[
                    3, 33, 220, 299, 368, 131_005, 131_031, 131_037, 131_042, 131_045, 133_010, 134_011,
                    141_006, 141_010, 141_014,
                ],
            ),
            (
                Fix,
                &[
                    131_030, 131_063, 131_064, 133_000, 133_005, 133_006, 133_008, 133_009, 133_015, 133_016,
                ],
            ),
            (
                Refused,
                &[
                    100, 803, 130_403, 130_472, 130_497, 131_008, 131_009, 131_021, 131_026, 131_049,
                    131_050, 131_051, 131_052, 131_053, 131_055, 131_059, 131_060, 131_062, 132_000, 132_001,
                    132_005, 132_007, 132_012, 132_015, 132_016, 132_018, 132_068, 132_069, 135_000, 137_000,
                    138_006, 2_593_107, 2_593_108, 2_593_109,
                ],
            ),
            (
                ErrorClass::Unknown,
                &[-1, 5, 189, 191, 199, 300, 131_010, 131_054, 999_999],
            ),
        ];
        for (class_of_all, codes) in expected {
            for code in codes {
                assert_eq!(class(*code), class_of_all, "{code}");
            }
        }
        // The lists above and the table are the same codes.
        let listed = later.iter().map(|(.., codes)| codes.len()).sum::<usize>()
            + expected
                .iter()
                .filter(|(class, _)| *class != ErrorClass::Unknown)
                .map(|(_, codes)| codes.len())
                .sum::<usize>();
        let in_table: usize = TABLE
            .iter()
            .map(|(codes, _)| match (*codes.start(), *codes.end()) {
                (200, 219) => 3,
                (220, 299) => 2,
                (first, last) => usize::try_from(last - first + 1).unwrap_or(usize::MAX),
            })
            .sum();
        assert_eq!(listed, in_table);
    }

    #[test]
    fn no_code_stands_twice_in_the_table() {
        for pair in TABLE.windows(2) {
            assert!(
                pair[0].0.end() < pair[1].0.start(),
                "{:?} before {:?}",
                pair[0].0,
                pair[1].0
            );
        }
    }

    #[test]
    fn a_pause_begins_within_its_bound() {
        for (codes, class) in TABLE {
            if let ErrorClass::Later { wait, longest, .. } = class {
                assert!(Duration::ZERO < *wait && wait <= longest, "{codes:?}");
            }
        }
    }
}

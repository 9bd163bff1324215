//! The one table of error codes: what to do about each.
//!
//! Source: Meta, "Error codes" of the Cloud API, and for the retry advice the notes in its throughput and messaging
//! limit pages. The same codes come in answers, in `failed` statuses and in the errors of incoming messages.

use std::ops::RangeInclusive;
use std::time::Duration;

use self::ErrorClass::{Fix, LaterFewTimes, PairRate, Refused, Template, TokenInvalid};

/// What to do about an error code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorClass {
    /// Try again later, with growing pauses, for as long as it is useful.
    Later {
        /// What is limited or down, and should therefore pause.
        scope: LimitScope,
        /// The least pause before the next try when the answer names none.
        wait: Duration,
    },
    /// Try again a few times, then treat it as refused.
    LaterFewTimes,
    /// Too many messages to this one customer: pause this customer only, 1, 4, 16 … seconds.
    PairRate,
    /// Something must be configured or paid first; sending again does not help until then.
    Fix,
    /// The access token is expired or wrong: pause the number and alert an administrator.
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

const HOUR: u64 = 3_600;

const TABLE: &[(RangeInclusive<i64>, ErrorClass)] = &[
    (0..=0, Fix),                                                     // could not authenticate
    (1..=1, LaterFewTimes),                                           // unknown, possibly Meta's fault
    (2..=2, ErrorClass::later(LimitScope::Service, 5)),               // temporarily unavailable
    (3..=3, Fix),                                                     // capability missing
    (4..=4, ErrorClass::later(LimitScope::App, 60)),                  // calls of the app
    (10..=10, Fix),                                                   // permission missing
    (33..=33, Fix),                                                   // number deleted
    (100..=100, Refused),                                             // bad parameter or id
    (104..=104, Fix),                                                 // token missing
    (190..=190, TokenInvalid),                                        // token expired or invalid
    (200..=299, Fix),                                                 // permission missing
    (368..=368, Fix),                                                 // blocked for a policy violation
    (613..=613, ErrorClass::later(LimitScope::Account, 60)),          // calls of the account
    (80_007..=80_007, ErrorClass::later(LimitScope::Account, 60)),    // calls of the account
    (130_403..=130_403, Refused),                                     // we have blocked this customer
    (130_429..=130_429, ErrorClass::later(LimitScope::Number, 5)),    // throughput
    (130_472..=130_472, Refused),                                     // marketing experiment group
    (130_497..=130_497, Refused),                                     // country not allowed
    (131_000..=131_000, LaterFewTimes),                               // something went wrong
    (131_005..=131_005, Fix),                                         // access denied
    (131_008..=131_009, Refused),                                     // parameter missing, invalid
    (131_016..=131_016, ErrorClass::later(LimitScope::Service, 5)),   // service unavailable
    (131_021..=131_021, Refused),                                     // sender is recipient
    (131_026..=131_026, Refused),                                     // undeliverable, Meta does not say why
    (131_030..=131_031, Fix),      // not on the test number's list; account locked
    (131_037..=131_037, Fix),      // display name not approved
    (131_042..=131_042, Fix),      // payment
    (131_045..=131_045, Fix),      // registration of the number
    (131_047..=131_047, Template), // more than 24 hours
    (131_048..=131_048, ErrorClass::later(LimitScope::Number, HOUR)), // spam limit
    (131_049..=131_053, Refused),  // not delivered by choice; type; media
    (131_055..=131_055, Refused),  // method not allowed
    (131_056..=131_056, PairRate), // pair limit
    (131_057..=131_057, ErrorClass::later(LimitScope::Number, 60)), // throughput upgrade
    (131_059..=131_059, Refused),  // bad cursor: the listing starts again
    (131_060..=131_060, Refused),  // not available to the API
    (131_062..=131_062, Refused),  // user id not allowed for this message
    (131_063..=131_063, Fix),      // marketing templates switched off
    (
        131_064..=131_064,
        ErrorClass::later(LimitScope::Account, 24 * HOUR),
    ), // wrong template categories
    (132_000..=132_001, Refused),  // template: parameter count; missing
    (132_005..=132_005, Refused),  // template: too long when filled
    (132_007..=132_007, Refused),  // template: policy
    (132_012..=132_012, Refused),  // template: parameter format
    (132_015..=132_016, Refused),  // template: paused; disabled
    (132_018..=132_018, Refused),  // template: parameter
    (132_068..=132_069, Refused),  // flow blocked, throttled
    (133_000..=133_000, Fix),      // registration and PIN, also the next four
    (133_004..=133_004, ErrorClass::later(LimitScope::Service, 60)), // registration server unavailable
    (133_005..=133_006, Fix),
    (133_008..=133_010, Fix), // 133010: number not registered
    (133_015..=133_016, Fix),
    (134_011..=134_011, Fix),         // payment terms
    (135_000..=135_000, Refused),     // unknown parameter problem
    (137_000..=137_000, Refused),     // the customer's identity changed
    (2_593_107..=2_593_109, Refused), // coexistence sync
];

impl ErrorClass {
    /// Try again later, after at least this many seconds.
    pub(crate) const fn later(scope: LimitScope, wait_seconds: u64) -> Self {
        Self::Later {
            scope,
            wait: Duration::from_secs(wait_seconds),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every code that Meta documents, by what its page advises.
    #[test]
    fn every_documented_code_has_its_class() {
        let later = [
            2, 4, 613, 80_007, 130_429, 131_016, 131_048, 131_057, 131_064, 133_004,
        ];
        let fix = [
            0, 3, 10, 33, 104, 200, 299, 368, 131_005, 131_030, 131_031, 131_037, 131_042, 131_045, 131_063,
            133_000, 133_005, 133_006, 133_008, 133_009, 133_010, 133_015, 133_016, 134_011,
        ];
        let refused = [
            100, 130_403, 130_472, 130_497, 131_008, 131_009, 131_021, 131_026, 131_049, 131_050, 131_051,
            131_052, 131_053, 131_055, 131_059, 131_060, 131_062, 132_000, 132_001, 132_005, 132_007,
            132_012, 132_015, 132_016, 132_018, 132_068, 132_069, 135_000, 137_000, 2_593_107, 2_593_108,
            2_593_109,
        ];
        for code in later {
            assert!(matches!(class(code), ErrorClass::Later { .. }), "{code}");
        }
        for code in fix {
            assert_eq!(class(code), Fix, "{code}");
        }
        for code in refused {
            assert_eq!(class(code), Refused, "{code}");
        }
        assert_eq!(class(1), LaterFewTimes);
        assert_eq!(class(131_000), LaterFewTimes);
        assert_eq!(class(131_056), PairRate);
        assert_eq!(class(190), TokenInvalid);
        assert_eq!(class(131_047), Template);
        for code in [-1, 5, 191, 199, 300, 131_054, 999_999] {
            assert_eq!(class(code), ErrorClass::Unknown, "{code}");
        }
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
}

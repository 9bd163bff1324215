//! Knobs that belong together, with the names that the page shows.

use super::{Calls, Fault, Injection, Knobs};

/// A situation one wants to see again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// Connections break now and then, webhooks come late, twice and in the wrong order.
    BadNetwork,
    /// Nothing is accepted and no media can be had.
    MetaIsDown,
    /// Everything takes its time.
    SlowMeta,
    /// The access token is refused.
    TokenRevoked,
    /// One message in a second for each number, few calls in an hour.
    TightLimits,
    /// Webhooks come twice, in the wrong order, many in one POST and before the answers.
    MessyWebhooks,
    /// Answers get lost after acceptance: nobody knows whether the message has left.
    UnknownOutcomes,
    /// A little of everything, for tests with random seeds.
    Everything,
}

impl Preset {
    /// All of them, as the page lists them.
    pub const ALL: [Self; 8] = [
        Self::BadNetwork,
        Self::MetaIsDown,
        Self::SlowMeta,
        Self::TokenRevoked,
        Self::TightLimits,
        Self::MessyWebhooks,
        Self::UnknownOutcomes,
        Self::Everything,
    ];

    /// The name in the control interface.
    pub fn name(self) -> &'static str {
        match self {
            Self::BadNetwork => "bad_network",
            Self::MetaIsDown => "meta_is_down",
            Self::SlowMeta => "slow_meta",
            Self::TokenRevoked => "token_revoked",
            Self::TightLimits => "tight_limits",
            Self::MessyWebhooks => "messy_webhooks",
            Self::UnknownOutcomes => "unknown_outcomes",
            Self::Everything => "everything",
        }
    }

    /// The name on the page.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::BadNetwork => "Rede ruim",
            Self::MetaIsDown => "Meta fora do ar",
            Self::SlowMeta => "Meta lenta",
            Self::TokenRevoked => "Token revogado",
            Self::TightLimits => "Limites apertados",
            Self::MessyWebhooks => "Webhooks bagunçados",
            Self::UnknownOutcomes => "Respostas que se perdem",
            Self::Everything => "Um pouco de tudo",
        }
    }

    /// The knobs, with this seed. What takes time takes well under a second each, but for [`Self::SlowMeta`].
    pub fn knobs(self, seed: u64) -> Knobs {
        let none = Knobs {
            seed,
            ..Knobs::default()
        };
        match self {
            Self::BadNetwork => Knobs {
                injections: vec![
                    Injection {
                        calls: Calls::Any,
                        ..Injection::some(5, Fault::CutBeforeAcceptance)
                    },
                    Injection::some(5, Fault::CutAfterAcceptance),
                    Injection::some(10, Fault::AnswerLate { ms: 800 }),
                    Injection::some(5, Fault::Gateway { http: 502 }),
                ],
                answer_delay_ms: 150,
                duplicate_percent: 10,
                late_percent: 15,
                late_ms: 700,
                disorder_percent: 20,
                ..none
            },
            Self::MetaIsDown => Knobs {
                injections: vec![Injection {
                    calls: Calls::Any,
                    ..Injection::every(Fault::refuse(2))
                }],
                ..none
            },
            Self::SlowMeta => Knobs {
                answer_delay_ms: 6_000,
                webhook_jitter_ms: 8_000,
                ..none
            },
            Self::TokenRevoked => Knobs {
                token_is_revoked: true,
                ..none
            },
            Self::TightLimits => Knobs {
                messages_per_second: Some(1),
                account_calls_per_hour: Some(5),
                ..none
            },
            Self::MessyWebhooks => Knobs {
                duplicate_percent: 40,
                disorder_percent: 40,
                webhook_jitter_ms: 40,
                batch_size: 20,
                statuses_before_answer: true,
                ..none
            },
            Self::UnknownOutcomes => Knobs {
                injections: vec![
                    Injection::some(40, Fault::CutAfterAcceptance),
                    Injection::some(20, Fault::BrokenAnswer),
                ],
                ..none
            },
            Self::Everything => Knobs {
                injections: vec![
                    Injection::some(4, Fault::CutBeforeAcceptance),
                    Injection::some(4, Fault::CutAfterAcceptance),
                    Injection::some(3, Fault::BrokenAnswer),
                    Injection::some(3, Fault::Gateway { http: 502 }),
                    Injection::some(4, Fault::refuse(131_000)),
                    Injection::some(4, Fault::refuse(131_016)),
                    Injection::some(3, Fault::refuse(130_429)),
                    Injection::some(3, Fault::refuse(131_056)),
                    Injection::some(3, Fault::refuse(2)),
                    Injection::some(3, Fault::refuse(131_026)),
                    Injection::some(4, Fault::FailLater { code: 131_026 }),
                    Injection::some(4, Fault::FailLater { code: 131_053 }),
                    Injection {
                        calls: Calls::Media,
                        ..Injection::some(10, Fault::refuse(131_016))
                    },
                ],
                duplicate_percent: 15,
                disorder_percent: 20,
                late_percent: 5,
                late_ms: 60,
                batch_size: 4,
                ..none
            },
        }
    }
}

//! The words of an alarm: a code and Meta's values become sentences. Pure.

use super::messages::setup::{AlarmMessages, AlarmText};
use domain::alarm::{Alarm, AlarmCode};
use std::collections::BTreeMap;

/// An alarm in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlarmWords {
    /// In short.
    pub title: String,
    /// What happened.
    pub happened: String,
    /// What to do; empty: nothing.
    pub to_do: String,
}

/// How much an alarm matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Something does not work.
    Serious,
    /// Somebody should look.
    Attention,
    /// Good to know.
    News,
}

/// The words of an alarm. `date` words a time of Meta's, in Unix seconds.
#[must_use]
pub fn alarm_words(text: &AlarmMessages, alarm: &Alarm, date: &dyn Fn(i64) -> String) -> AlarmWords {
    let facts = AlarmFacts {
        parameters: &alarm.parameters,
        value: text.value,
        date,
    };
    let text = text_of(text, alarm.code);
    AlarmWords {
        title: (text.title)(&facts),
        happened: (text.happened)(&facts),
        to_do: (text.to_do)(&facts),
    }
}

/// How much an alarm matters, by its code and Meta's values.
#[must_use]
pub fn severity(alarm: &Alarm) -> Severity {
    let raw = |key: &str| alarm.parameters.get(key).map_or("", String::as_str);
    match alarm.code {
        AlarmCode::TokenRefused | AlarmCode::AccountRestricted => Severity::Serious,
        AlarmCode::AccountReviewed if raw("decision") == "REJECTED" => Severity::Serious,
        AlarmCode::AccountReviewed if raw("decision") == "APPROVED" => Severity::News,
        AlarmCode::NumberName if raw("decision") == "APPROVED" => Severity::News,
        AlarmCode::TemplateStatus if matches!(raw("status"), "APPROVED" | "REINSTATED" | "UNLOCKED") => {
            Severity::News
        }
        AlarmCode::TemplateQuality if raw("quality") == "GREEN" => Severity::News,
        AlarmCode::NumberQuality
            if matches!(
                raw("event"),
                "UPGRADE" | "THROUGHPUT_UPGRADE" | "UNFLAGGED" | "ONBOARDING"
            ) =>
        {
            Severity::News
        }
        AlarmCode::AccountNews if matches!(raw("event"), "ACCOUNT_RECONNECTED" | "VERIFIED_ACCOUNT") => {
            Severity::News
        }
        AlarmCode::AccountNews if raw("field").starts_with("business_") => Severity::News,
        AlarmCode::AccountNews
        | AlarmCode::AccountReviewed
        | AlarmCode::NumberQuality
        | AlarmCode::NumberName
        | AlarmCode::NumberSecurity
        | AlarmCode::TemplateStatus
        | AlarmCode::TemplateQuality
        | AlarmCode::TemplateCategory
        | AlarmCode::SetAside
        | AlarmCode::Unknown => Severity::Attention,
    }
}

const fn text_of(text: &AlarmMessages, code: AlarmCode) -> &AlarmText {
    match code {
        AlarmCode::TokenRefused => &text.token_refused,
        AlarmCode::AccountRestricted => &text.account_restricted,
        AlarmCode::AccountReviewed => &text.account_reviewed,
        AlarmCode::AccountNews => &text.account_news,
        AlarmCode::NumberQuality => &text.number_quality,
        AlarmCode::NumberName => &text.number_name,
        AlarmCode::NumberSecurity => &text.number_security,
        AlarmCode::TemplateStatus => &text.template_status,
        AlarmCode::TemplateQuality => &text.template_quality,
        AlarmCode::TemplateCategory => &text.template_category,
        AlarmCode::SetAside => &text.set_aside,
        AlarmCode::Unknown => &text.unknown,
    }
}

/// What an alarm's sentences are made of.
pub struct AlarmFacts<'a> {
    parameters: &'a BTreeMap<String, String>,
    value: fn(&str) -> Option<&'static str>,
    date: &'a dyn Fn(i64) -> String,
}

impl AlarmFacts<'_> {
    /// A value as Meta wrote it; none when it says nothing.
    #[must_use]
    pub fn raw(&self, key: &str) -> Option<&str> {
        let value = self.parameters.get(key)?.trim();
        (!value.is_empty() && value != "NONE").then_some(value)
    }

    /// A value in words; one without words as Meta wrote it.
    #[must_use]
    pub fn said(&self, key: &str) -> Option<String> {
        let raw = self.raw(key)?;
        // Several restrictions stand side by side.
        let words: Vec<_> = raw
            .split(", ")
            .map(|one| {
                // Meta's words. The table of all capitals weighs 12 kB.
                (self.value)(&one.to_ascii_uppercase())
                    .unwrap_or(one)
                    .trim_end_matches('.')
            })
            .collect();
        Some(words.join(", "))
    }

    /// A time: Unix seconds are worded, anything else stays.
    #[must_use]
    pub fn date(&self, key: &str) -> Option<String> {
        let raw = self.raw(key)?;
        Some(raw.parse().map_or_else(|_| raw.to_owned(), self.date))
    }

    /// The sentences that there are, or another one.
    pub fn joined(&self, sentences: impl IntoIterator<Item = Option<String>>, otherwise: &str) -> String {
        let sentences: Vec<_> = sentences.into_iter().flatten().collect();
        if sentences.is_empty() {
            otherwise.to_owned()
        } else {
            sentences.join(" ")
        }
    }

    /// `O modelo “boas_vindas” (pt_BR)`, as far as it is known.
    #[must_use]
    pub fn template(&self, named: &str, unnamed: &str) -> String {
        match (self.raw("name"), self.raw("language")) {
            (Some(name), Some(language)) => format!("{named} “{name}” ({language})"),
            (Some(name), None) => format!("{named} “{name}”"),
            (None, _) => unnamed.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{en, es, pt_br};
    use super::*;
    use domain::alarm::AlarmState;
    use domain::ids::AlarmId;
    use domain::time::Timestamp;

    const ALL: [AlarmCode; 12] = [
        AlarmCode::TokenRefused,
        AlarmCode::AccountRestricted,
        AlarmCode::AccountReviewed,
        AlarmCode::AccountNews,
        AlarmCode::NumberQuality,
        AlarmCode::NumberName,
        AlarmCode::NumberSecurity,
        AlarmCode::TemplateStatus,
        AlarmCode::TemplateQuality,
        AlarmCode::TemplateCategory,
        AlarmCode::SetAside,
        AlarmCode::Unknown,
    ];

    fn alarm(code: AlarmCode, parameters: &[(&str, &str)]) -> Alarm {
        Alarm {
            id: AlarmId::from_parts(1, &[1; 10]),
            version: 1,
            code,
            phone_number_id: None,
            parameters: parameters
                .iter()
                .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
                .collect(),
            raised_at: Timestamp::default(),
            count: 1,
            state: AlarmState::Open,
        }
    }

    fn words(alarm: &Alarm) -> AlarmWords {
        alarm_words(pt_br::MESSAGES.alarm(), alarm, &|seconds| {
            format!("o segundo {seconds}")
        })
    }

    #[test]
    fn every_code_has_a_title_and_a_sentence_in_every_language_whatever_comes_with_it() {
        let keys = [
            "event",
            "restriction",
            "expires_at",
            "decision",
            "field",
            "limit",
            "quality",
            "name",
            "reason",
            "language",
            "status",
            "previous",
            "category",
        ];
        for messages in [&pt_br::MESSAGES, &en::MESSAGES, &es::MESSAGES] {
            for code in ALL {
                for value in [
                    None,
                    Some(""),
                    Some("NONE"),
                    Some("APPROVED"),
                    Some("SOMETHING_NEW"),
                    Some("1"),
                ] {
                    let parameters: Vec<_> = value
                        .map(|value| keys.map(|key| (key, value)))
                        .into_iter()
                        .flatten()
                        .collect();
                    let words = alarm_words(messages.alarm(), &alarm(code, &parameters), &|_| "1".to_owned());
                    for sentence in [&words.title, &words.happened] {
                        assert!(sentence.len() > 8, "{code:?} {value:?} {words:?}");
                    }
                    let all = format!("{} {} {}", words.title, words.happened, words.to_do);
                    assert!(
                        !all.contains("..") && !all.contains("“”") && !all.contains("()"),
                        "{all}"
                    );
                }
            }
        }
    }

    #[test]
    fn what_meta_tells_stands_in_the_sentence() {
        let paused = alarm(
            AlarmCode::TemplateStatus,
            &[
                ("name", "boas_vindas"),
                ("language", "pt_BR"),
                ("status", "PAUSED"),
                ("reason", "NONE"),
            ],
        );
        assert_eq!(words(&paused).title, "Modelo pausado");
        assert_eq!(
            words(&paused).happened,
            "O modelo “boas_vindas” (pt_BR): pausado."
        );

        let restricted = alarm(
            AlarmCode::AccountRestricted,
            &[
                ("event", "ACCOUNT_RESTRICTION"),
                (
                    "restriction",
                    "RESTRICTED_BIZ_INITIATED_MESSAGING, RESTRICTED_SOMETHING_ELSE",
                ),
                ("expires_at", "1790000000"),
            ],
        );
        assert_eq!(
            words(&restricted).happened,
            "A Meta informa: a empresa não pode iniciar conversas, RESTRICTED_SOMETHING_ELSE. Vale até o segundo 1790000000."
        );
    }

    #[test]
    fn good_news_do_not_alarm() {
        let cases = [
            (AlarmCode::TokenRefused, &[][..], Severity::Serious),
            (
                AlarmCode::TemplateStatus,
                &[("status", "APPROVED")],
                Severity::News,
            ),
            (
                AlarmCode::TemplateStatus,
                &[("status", "REJECTED")],
                Severity::Attention,
            ),
            (
                AlarmCode::AccountReviewed,
                &[("decision", "REJECTED")],
                Severity::Serious,
            ),
            (AlarmCode::Unknown, &[], Severity::Attention),
        ];
        for (code, parameters, expected) in cases {
            assert_eq!(
                severity(&alarm(code, parameters)),
                expected,
                "{code:?} {parameters:?}"
            );
        }
    }
}

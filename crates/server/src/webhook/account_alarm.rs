//! Which news of the account make which alarm (Meta: webhook fields of the WhatsApp Business account).
//!
//! All news are kept; an alarm is raised where an administrator has something to do, and ended by the news that it is over. Meta's
//! words are open lists: one that this version does not know raises an alarm rather than none.

use super::our_numbers::OurNumbers;
use crate::store::AlarmNews;
use cloud_api::webhook::{Change, MessagesChange};
use domain::alarm::AlarmCode;
use domain::ids::PhoneNumberId;
use domain::time::Timestamp;
use serde_json::Value;
use std::collections::BTreeMap;

/// Whether news are good or bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tone {
    /// Somebody should look.
    Bad,
    /// Nothing to do; ends what was bad before.
    Good,
}

/// The longest parameter, in characters: Meta's texts are short, but nothing says so.
const LONGEST_PARAMETER: usize = 500;

/// The alarm of a change, if it makes one.
pub(super) fn of_change(change: &Change, numbers: &OurNumbers, at: Timestamp) -> Option<AlarmNews> {
    let news = News {
        change,
        at,
        number: text(&change.value, "display_phone_number")
            .or_else(|| text(&change.value, "phone_number"))
            .and_then(|phone| numbers.by_phone(&phone)),
    };
    match change.field.as_str() {
        "account_update" => news.account_update(),
        "account_review_update" => news.account_review(),
        "account_alerts" => Some(news.account_alert()),
        "business_capability_update" | "business_username_update" | "business_username_updates" => {
            Some(news.other(Tone::Good))
        }
        "phone_number_quality_update" => Some(news.number_quality()),
        "phone_number_name_update" => Some(news.number_name()),
        "security" => Some(news.number_security()),
        "message_template_status_update" => Some(news.template_status()),
        "message_template_quality_update" => Some(news.template_quality()),
        "template_category_update" => Some(news.template_category()),
        // Texts of templates, customers' preferences, products that are not used here.
        "message_template_components_update"
        | "user_preferences"
        | "smb_app_state_sync"
        | "calls"
        | "history"
        | "flows"
        | "payment_configuration_update"
        | "partner_solutions"
        | "automatic_events"
        | "tracking_events" => None,
        field if field.starts_with("group_") => None,
        _ => Some(news.other(Tone::Bad)),
    }
}

/// The alarm of errors that come without messages: trouble of the system, the app or the account.
pub(super) fn of_errors(
    messages: &MessagesChange,
    number: PhoneNumberId,
    at: Timestamp,
) -> Option<AlarmNews> {
    let error = messages.errors.first()?;
    let code = error.code.map(|code| code.to_string()).unwrap_or_default();
    Some(AlarmNews {
        matter: format!("errors/{number}/{code}"),
        code: AlarmCode::AccountNews,
        phone_number_id: Some(number),
        parameters: parameters([
            ("field", Some("messages".to_owned())),
            ("event", error.title.clone().or_else(|| Some(code.clone()))),
            ("code", Some(code.clone())),
            ("details", error.details.clone()),
        ]),
        at,
        is_over: false,
    })
}

struct News<'a> {
    change: &'a Change,
    at: Timestamp,
    number: Option<PhoneNumberId>,
}

impl News<'_> {
    fn account_update(&self) -> Option<AlarmNews> {
        let event = self.word("event");
        let ban = self.part("ban_info");
        match event.as_str() {
            "DISABLED_UPDATE" | "ACCOUNT_DELETED" | "ACCOUNT_VIOLATION" | "ACCOUNT_RESTRICTION" => {
                let state = text(ban, "waba_ban_state");
                let tone = if state.as_deref() == Some("REINSTATE") {
                    Tone::Good
                } else {
                    Tone::Bad
                };
                let restrictions = list(&self.change.value, "restriction_info");
                let kinds: Vec<_> = restrictions
                    .iter()
                    .filter_map(|one| text(one, "restriction_type"))
                    .collect();
                let restriction = (!kinds.is_empty())
                    .then(|| kinds.join(", "))
                    .or_else(|| text(self.part("violation_info"), "violation_type"))
                    .or(state);
                let expires_at = restrictions
                    .iter()
                    .filter_map(|one| text(one, "expiration"))
                    .max()
                    .or_else(|| text(ban, "waba_ban_date"));
                Some(self.alarm(
                    AlarmCode::AccountRestricted,
                    "restriction",
                    [
                        ("event", Some(event)),
                        ("restriction", restriction),
                        ("expires_at", expires_at),
                    ],
                    tone,
                ))
            }
            "ACCOUNT_OFFBOARDED" => Some(self.account_news("connection", Tone::Bad)),
            "ACCOUNT_RECONNECTED" => Some(self.account_news("connection", Tone::Good)),
            "VERIFIED_ACCOUNT" => Some(self.account_news("verification", Tone::Good)),
            // Prices and partners: kept, but nobody has to act.
            "VOLUME_BASED_PRICING_TIER_UPDATE"
            | "AUTH_INTL_PRICE_ELIGIBILITY_UPDATE"
            | "BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE"
            | "AD_ACCOUNT_LINKED" => None,
            event if event.starts_with("PARTNER_") || event.starts_with("MM_LITE_") => None,
            other => Some(self.account_news(other, Tone::Bad)),
        }
    }

    fn account_news(&self, matter: &str, tone: Tone) -> AlarmNews {
        let event = self.word("event");
        self.alarm(
            AlarmCode::AccountNews,
            matter,
            [("field", Some(self.change.field.clone())), ("event", Some(event))],
            tone,
        )
    }

    fn account_review(&self) -> Option<AlarmNews> {
        let decision = self.word("decision");
        let tone = match decision.as_str() {
            "APPROVED" => Tone::Good,
            "PENDING" | "DEFERRED" => return None,
            _ => Tone::Bad,
        };
        Some(self.alarm(
            AlarmCode::AccountReviewed,
            "",
            [("decision", Some(decision))],
            tone,
        ))
    }

    fn account_alert(&self) -> AlarmNews {
        // The alert's members stand in the value, or in a part of their own.
        let member = |key| text(&self.change.value, key).or_else(|| text(self.part("alert_info"), key));
        let kind = member("alert_type").unwrap_or_default();
        let matter = format!("{}/{kind}", member("entity_id").unwrap_or_default());
        let is_over = matches!(member("alert_status").as_deref(), Some("NONE" | "RESOLVED"));
        let event = Some(kind).filter(|kind| !kind.is_empty());
        self.alarm(
            AlarmCode::AccountNews,
            &matter,
            [
                ("field", Some(self.change.field.clone())),
                ("event", event.or_else(|| member("alert_description"))),
                ("severity", member("alert_severity")),
                ("details", member("alert_description")),
            ],
            if is_over { Tone::Good } else { Tone::Bad },
        )
    }

    fn number_quality(&self) -> AlarmNews {
        let event = self.word("event");
        let tone = match event.as_str() {
            "UPGRADE" | "THROUGHPUT_UPGRADE" | "UNFLAGGED" | "ONBOARDING" => Tone::Good,
            _ => Tone::Bad,
        };
        let limit = self
            .text("current_limit")
            .or_else(|| self.text("max_daily_conversations_per_business"));
        let quality = self.text("quality_rating").or_else(|| self.text("quality"));
        let matter = self.word("display_phone_number");
        self.alarm(
            AlarmCode::NumberQuality,
            &matter,
            [("event", Some(event)), ("limit", limit), ("quality", quality)],
            tone,
        )
    }

    fn number_name(&self) -> AlarmNews {
        let decision = self.word("decision");
        let tone = match decision.as_str() {
            "APPROVED" | "DEFERRED" | "PENDING" => Tone::Good,
            _ => Tone::Bad,
        };
        self.alarm(
            AlarmCode::NumberName,
            &self.word("display_phone_number"),
            [
                ("name", self.text("requested_verified_name")),
                ("decision", Some(decision)),
                ("reason", self.reason("rejection_reason")),
            ],
            tone,
        )
    }

    fn number_security(&self) -> AlarmNews {
        self.alarm(
            AlarmCode::NumberSecurity,
            &self.word("display_phone_number"),
            [
                ("event", self.text("event")),
                ("requester", self.text("requester")),
            ],
            Tone::Bad,
        )
    }

    fn template_status(&self) -> AlarmNews {
        let status = self.word("event");
        let tone = match status.as_str() {
            "APPROVED" | "REINSTATED" | "UNLOCKED" | "PENDING" | "IN_APPEAL" | "PENDING_DELETION"
            | "DELETED" | "ARCHIVED" | "UNARCHIVED" => Tone::Good,
            _ => Tone::Bad,
        };
        let reason = text(self.part("rejection_info"), "reason")
            .or_else(|| self.reason("reason"))
            .or_else(|| text(self.part("other_info"), "description"))
            .or_else(|| text(self.part("other_info"), "title"));
        self.template(
            AlarmCode::TemplateStatus,
            [("status", Some(status)), ("reason", reason)],
            tone,
        )
    }

    fn template_quality(&self) -> AlarmNews {
        let quality = self.word("new_quality_score");
        let tone = match quality.as_str() {
            "GREEN" | "UNKNOWN" => Tone::Good,
            _ => Tone::Bad,
        };
        self.template(
            AlarmCode::TemplateQuality,
            [
                ("quality", Some(quality)),
                ("previous", self.text("previous_quality_score")),
            ],
            tone,
        )
    }

    fn template_category(&self) -> AlarmNews {
        self.template(
            AlarmCode::TemplateCategory,
            [
                (
                    "category",
                    self.text("correct_category")
                        .or_else(|| self.text("new_category")),
                ),
                (
                    "previous",
                    self.text("previous_category")
                        .or_else(|| self.text("correct_category").and(self.text("new_category"))),
                ),
            ],
            Tone::Bad,
        )
    }

    /// News of a template: those of one name and language are one matter.
    fn template<const N: usize>(
        &self,
        code: AlarmCode,
        more: [(&str, Option<String>); N],
        tone: Tone,
    ) -> AlarmNews {
        let (name, language) = (
            self.text("message_template_name"),
            self.text("message_template_language"),
        );
        let matter = format!(
            "{}/{}",
            name.as_deref().unwrap_or_default(),
            language.as_deref().unwrap_or_default()
        );
        let mut news = self.alarm(code, &matter, more, tone);
        news.parameters
            .extend(parameters([("name", name), ("language", language)]));
        news
    }

    fn other(&self, tone: Tone) -> AlarmNews {
        let event = self.text("event").or_else(|| self.text("status"));
        let limit = self
            .text("max_daily_conversations_per_business")
            .or_else(|| self.text("max_daily_conversation_per_phone"));
        self.alarm(
            AlarmCode::AccountNews,
            "",
            [
                ("field", Some(self.change.field.clone())),
                ("event", event.or(limit)),
            ],
            tone,
        )
    }

    /// An alarm whose matter is within the account, the field and `part`.
    fn alarm<const N: usize>(
        &self,
        code: AlarmCode,
        part: &str,
        told: [(&str, Option<String>); N],
        tone: Tone,
    ) -> AlarmNews {
        let account = self.change.waba_id.as_deref().unwrap_or_default();
        AlarmNews {
            matter: format!("{}/{account}/{}", self.change.field, short(part)),
            code,
            phone_number_id: self.number,
            parameters: parameters(told),
            at: self.at,
            is_over: tone == Tone::Good,
        }
    }

    fn text(&self, key: &str) -> Option<String> {
        text(&self.change.value, key)
    }

    fn word(&self, key: &str) -> String {
        self.text(key).unwrap_or_default()
    }

    /// A reason; Meta writes `NONE` where there is none.
    fn reason(&self, key: &str) -> Option<String> {
        self.text(key).filter(|reason| reason != "NONE")
    }

    fn part(&self, key: &str) -> &Value {
        self.change.value.get(key).unwrap_or(&Value::Null)
    }
}

fn parameters<const N: usize>(told: [(&str, Option<String>); N]) -> BTreeMap<String, String> {
    told.into_iter()
        .filter_map(|(key, value)| Some((key.to_owned(), short(&value?))))
        .collect()
}

fn short(text: &str) -> String {
    text.chars().take(LONGEST_PARAMETER).collect()
}

/// A member as text; a number as its digits. Empty is absent.
fn text(value: &Value, key: &str) -> Option<String> {
    match value.get(key)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value
        .get(key)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests;

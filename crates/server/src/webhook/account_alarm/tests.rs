use super::*;
use crate::store::PhoneNumberSecrets;
use cloud_api::webhook::parse;
use serde_json::json;
use uuid::Uuid;

const AT: Timestamp = Timestamp::from_seconds(1_780_000_000);

fn ours() -> (OurNumbers, PhoneNumberId) {
    let id = PhoneNumberId::from(Uuid::from_u128(7));
    let number = PhoneNumberSecrets {
        id,
        meta_id: "4400001111".to_owned(),
        waba_id: "1".to_owned(),
        phone: "+551140028922".to_owned(),
        access_token: String::new(),
        app_secret: "one".to_owned(),
        verify_token: String::new(),
    };
    (OurNumbers::of(&[number]), id)
}

fn alarm(field: &str, value: &Value) -> Option<AlarmNews> {
    let raw = json!({ "entry": [{ "id": "1", "time": 1_779_999_000, "changes": [{ "field": field, "value": value }] }] });
    let delivery = parse(raw.to_string().as_bytes()).unwrap();
    of_change(&delivery.changes[0], &ours().0, AT)
}

/// Code, whether it is over, and the parameters.
fn told(field: &str, value: &Value) -> (AlarmCode, bool, Vec<(String, String)>) {
    let news = alarm(field, value).unwrap();
    (news.code, news.is_over, news.parameters.into_iter().collect())
}

fn parameters_of(told: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut told: Vec<_> = told
        .iter()
        .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
        .collect();
    told.sort();
    told
}

#[test]
fn each_field_makes_its_alarm() {
    use AlarmCode as Code;
    for (field, value, code, is_over, parameters) in [
        (
            "account_update",
            json!({ "event": "ACCOUNT_RESTRICTION", "restriction_info": [
                { "restriction_type": "RESTRICTED_ADD_PHONE_NUMBER_ACTION", "expiration": 1_780_500_000 },
                { "restriction_type": "RESTRICTED_BIZ_INITIATED_MESSAGING", "expiration": "1780600000" },
            ] }),
            Code::AccountRestricted,
            false,
            vec![
                ("event", "ACCOUNT_RESTRICTION"),
                (
                    "restriction",
                    "RESTRICTED_ADD_PHONE_NUMBER_ACTION, RESTRICTED_BIZ_INITIATED_MESSAGING",
                ),
                ("expires_at", "1780600000"),
            ],
        ),
        (
            "account_update",
            json!({ "event": "ACCOUNT_VIOLATION", "violation_info": { "violation_type": "ALCOHOL" } }),
            Code::AccountRestricted,
            false,
            vec![("event", "ACCOUNT_VIOLATION"), ("restriction", "ALCOHOL")],
        ),
        (
            "account_update",
            json!({ "event": "DISABLED_UPDATE", "ban_info": { "waba_ban_state": "REINSTATE", "waba_ban_date": "May 1" } }),
            Code::AccountRestricted,
            true,
            vec![
                ("event", "DISABLED_UPDATE"),
                ("restriction", "REINSTATE"),
                ("expires_at", "May 1"),
            ],
        ),
        (
            "account_update",
            json!({ "event": "ACCOUNT_OFFBOARDED" }),
            Code::AccountNews,
            false,
            vec![("field", "account_update"), ("event", "ACCOUNT_OFFBOARDED")],
        ),
        (
            "account_review_update",
            json!({ "decision": "REJECTED" }),
            Code::AccountReviewed,
            false,
            vec![("decision", "REJECTED")],
        ),
        (
            "account_alerts",
            json!({ "entity_type": "WABA", "entity_id": 1, "alert_info": {
                "alert_severity": "WARNING", "alert_status": "ACTIVE", "alert_type": "OBA_APPROVED",
                "alert_description": "Something", } }),
            Code::AccountNews,
            false,
            vec![
                ("field", "account_alerts"),
                ("event", "OBA_APPROVED"),
                ("severity", "WARNING"),
                ("details", "Something"),
            ],
        ),
        (
            "phone_number_quality_update",
            json!({ "display_phone_number": "551140028922", "event": "DOWNGRADE", "current_limit": "TIER_2K" }),
            Code::NumberQuality,
            false,
            vec![("event", "DOWNGRADE"), ("limit", "TIER_2K")],
        ),
        (
            "phone_number_name_update",
            json!({ "display_phone_number": "551140028922", "decision": "REJECTED",
                "requested_verified_name": "Loja", "rejection_reason": "NAME_NOT_CONSISTENT" }),
            Code::NumberName,
            false,
            vec![
                ("decision", "REJECTED"),
                ("name", "Loja"),
                ("reason", "NAME_NOT_CONSISTENT"),
            ],
        ),
        (
            "security",
            json!({ "display_phone_number": "551140028922", "event": "PIN_CHANGED", "requester": "123" }),
            Code::NumberSecurity,
            false,
            vec![("event", "PIN_CHANGED"), ("requester", "123")],
        ),
        (
            "message_template_status_update",
            json!({ "event": "REJECTED", "message_template_id": 1, "message_template_name": "boas_vindas",
                "message_template_language": "pt_BR", "reason": "ABUSIVE_CONTENT" }),
            Code::TemplateStatus,
            false,
            vec![
                ("name", "boas_vindas"),
                ("language", "pt_BR"),
                ("status", "REJECTED"),
                ("reason", "ABUSIVE_CONTENT"),
            ],
        ),
        (
            "message_template_status_update",
            json!({ "event": "APPROVED", "message_template_name": "boas_vindas",
                "message_template_language": "pt_BR", "reason": "NONE" }),
            Code::TemplateStatus,
            true,
            vec![
                ("name", "boas_vindas"),
                ("language", "pt_BR"),
                ("status", "APPROVED"),
            ],
        ),
        (
            "message_template_quality_update",
            json!({ "previous_quality_score": "GREEN", "new_quality_score": "RED", "message_template_name": "a",
                "message_template_language": "en" }),
            Code::TemplateQuality,
            false,
            vec![
                ("name", "a"),
                ("language", "en"),
                ("quality", "RED"),
                ("previous", "GREEN"),
            ],
        ),
        (
            "template_category_update",
            json!({ "previous_category": "UTILITY", "new_category": "MARKETING", "message_template_name": "a",
                "message_template_language": "en" }),
            Code::TemplateCategory,
            false,
            vec![
                ("name", "a"),
                ("language", "en"),
                ("category", "MARKETING"),
                ("previous", "UTILITY"),
            ],
        ),
        (
            "template_category_update",
            json!({ "new_category": "UTILITY", "correct_category": "MARKETING", "message_template_name": "a",
                "message_template_language": "en", "category_update_timestamp": 1_780_000_000 }),
            Code::TemplateCategory,
            false,
            vec![
                ("name", "a"),
                ("language", "en"),
                ("category", "MARKETING"),
                ("previous", "UTILITY"),
            ],
        ),
        (
            "business_capability_update",
            json!({ "max_daily_conversation_per_phone": 1_000 }),
            Code::AccountNews,
            true,
            vec![("field", "business_capability_update"), ("event", "1000")],
        ),
        (
            "a_field_of_the_future",
            json!({ "event": "BANG" }),
            Code::AccountNews,
            false,
            vec![("field", "a_field_of_the_future"), ("event", "BANG")],
        ),
    ] {
        let expected = (code, is_over, parameters_of(&parameters));
        assert_eq!(told(field, &value), expected, "{field} {value}");
    }
}

#[test]
fn what_needs_nobody_makes_no_alarm() {
    for (field, value) in [
        ("account_update", json!({ "event": "PARTNER_ADDED" })),
        (
            "account_update",
            json!({ "event": "VOLUME_BASED_PRICING_TIER_UPDATE" }),
        ),
        ("account_review_update", json!({ "decision": "PENDING" })),
        ("message_template_components_update", json!({})),
        ("user_preferences", json!({ "user_preferences": [] })),
        ("smb_app_state_sync", json!({})),
        ("group_lifecycle_update", json!({})),
    ] {
        assert_eq!(alarm(field, &value), None, "{field} {value}");
    }
}

#[test]
fn bad_and_good_news_of_one_thing_are_one_matter_and_name_our_number() {
    let matter = |field: &str, value: &Value| {
        let news = alarm(field, value).unwrap();
        (news.matter, news.phone_number_id)
    };
    let quality = |event: &str| json!({ "display_phone_number": "+55 11 4002-8922", "event": event });
    let (bad, number) = matter("phone_number_quality_update", &quality("FLAGGED"));
    assert_eq!(number, Some(ours().1));
    assert_eq!(
        matter("phone_number_quality_update", &quality("UNFLAGGED")).0,
        bad
    );
    let template = |event: &str, name: &str| json!({ "event": event, "message_template_name": name });
    let status = |event, name| matter("message_template_status_update", &template(event, name)).0;
    assert_eq!(status("REJECTED", "a"), status("APPROVED", "a"));
    assert_ne!(status("REJECTED", "a"), status("REJECTED", "b"));
    let account = |event: &str| matter("account_update", &json!({ "event": event })).0;
    assert_eq!(account("ACCOUNT_OFFBOARDED"), account("ACCOUNT_RECONNECTED"));
    assert_ne!(account("ACCOUNT_OFFBOARDED"), account("ACCOUNT_RESTRICTION"));
}

#[test]
fn odd_values_make_an_alarm_and_no_trouble() {
    let long = "x".repeat(5_000);
    for value in [
        json!(null),
        json!([]),
        json!({ "event": {} }),
        json!({ "event": long }),
    ] {
        for field in [
            "account_update",
            "security",
            "message_template_status_update",
            "unknown",
        ] {
            let news = alarm(field, &value).unwrap();
            assert!(
                news.parameters
                    .values()
                    .all(|text| text.len() <= LONGEST_PARAMETER)
            );
            assert!(news.matter.len() <= 2 * LONGEST_PARAMETER);
        }
    }
}

//! News of the account, its numbers and templates: an alarm where an administrator has something to do.

use crate::meta::{CUSTOMER, Meta, NUMBER, inbound_text, messages_change};
use crate::support::{ANA, TestServer};
use domain::alarm::{Alarm, AlarmCode, AlarmPage, AlarmState, SetAsidePage};
use serde_json::{Value, json};

async fn alarms(server: &TestServer) -> Vec<Alarm> {
    let ana = server.sign_in(ANA).await;
    let page: AlarmPage = ana.get("/api/v1/alarms").await.read();
    page.alarms
}

fn template(event: &str) -> Value {
    json!({ "field": "message_template_status_update", "value": {
        "event": event, "message_template_id": 1, "message_template_name": "boas_vindas",
        "message_template_language": "pt_BR", "reason": "ABUSIVE_CONTENT",
    } })
}

#[tokio::test]
async fn a_rejected_template_raises_one_alarm_and_its_approval_ends_it() {
    let server = TestServer::start().await;
    let meta = Meta::of(&server);
    meta.deliver(&[template("REJECTED")]).await;
    // The same again, as Meta delivers it.
    meta.deliver(&[template("REJECTED")]).await;
    let first = alarms(&server).await;
    assert_eq!(first.len(), 1);
    assert_eq!(
        (first[0].code, first[0].state, first[0].count),
        (AlarmCode::TemplateStatus, AlarmState::Open, 1)
    );
    assert_eq!(first[0].parameters["name"], "boas_vindas");
    meta.deliver(&[template("APPROVED")]).await;
    let second = alarms(&server).await;
    assert_eq!(
        (second.len(), second[0].id, second[0].state),
        (1, first[0].id, AlarmState::Ended)
    );
}

#[tokio::test]
async fn news_of_a_number_name_it_and_errors_without_messages_are_told() {
    let server = TestServer::start().await;
    let quality = json!({ "field": "phone_number_quality_update", "value": {
        "display_phone_number": "+55 11 4002-8922", "event": "FLAGGED", "current_limit": "TIER_2K" } });
    let errors = messages_change(
        NUMBER,
        &json!({ "errors": [{ "code": 131_031, "title": "Account has been locked" }] }),
    );
    Meta::of(&server).deliver(&[quality, errors]).await;
    let mut alarms = alarms(&server).await;
    alarms.sort_by_key(|alarm| alarm.code == AlarmCode::NumberQuality);
    assert_eq!(alarms.len(), 2);
    assert!(
        alarms
            .iter()
            .all(|alarm| alarm.phone_number_id == Some(server.phone_number))
    );
    assert_eq!(alarms[0].parameters["event"], "Account has been locked");
    assert_eq!(alarms[1].parameters["limit"], "TIER_2K");
}

#[tokio::test]
async fn what_cannot_be_understood_raises_one_alarm_that_counts() {
    let server = TestServer::start().await;
    let meta = Meta::of(&server);
    for n in 0..3 {
        let text = inbound_text("999", CUSTOMER, &format!("wamid.{n}"), "Oi", server.clock.now());
        meta.deliver(&[text]).await;
    }
    assert_eq!(meta.post(b"\xff{").await.status, 200);
    meta.process().await;
    let alarms = alarms(&server).await;
    assert_eq!(
        (alarms.len(), alarms[0].code, alarms[0].count),
        (1, AlarmCode::SetAside, 4)
    );
    let ana = server.sign_in(ANA).await;
    let page: SetAsidePage = ana.get("/api/v1/set-aside").await.read();
    assert_eq!(page.count, 4);
    assert!(
        page.items
            .iter()
            .any(|item| item.reason == "not for one of our numbers")
    );
    assert!(
        page.items
            .iter()
            .any(|item| item.reason == "the delivery is not JSON")
    );
}

#[tokio::test]
async fn news_of_an_account_of_nobody_here_are_set_aside() {
    let server = TestServer::start().await;
    let body = json!({ "object": "whatsapp_business_account", "entry": [
        { "id": "1", "time": 1_772_452_700, "changes": [template("REJECTED")] }] });
    let meta = Meta::of(&server);
    assert_eq!(meta.post(body.to_string().as_bytes()).await.status, 200);
    meta.process().await;
    let alarms = alarms(&server).await;
    assert_eq!((alarms.len(), alarms[0].code), (1, AlarmCode::SetAside));
}

//! What Meta tells besides messages and statuses, and what customers do to their messages and to themselves.

use serde_json::{Value, json};

use crate::support::{ANA, NUMBER, OTHER_NUMBER, World};

const WABA: &str = "102290129340398";

#[tokio::test]
async fn every_sample_of_an_event_is_told_as_it_stands() {
    let world = World::new().await;
    let samples = world.simulator.account_events();
    assert!(samples.len() >= 25);
    for sample in &samples {
        world
            .simulator
            .send_account_event(sample.field, sample.value.clone())
            .await;
    }
    world.receiver.look(|received| {
        for (got, sample) in received.iter().zip(&samples) {
            let entry = &got.json["entry"][0];
            assert_eq!(entry["id"], WABA);
            assert!(entry["time"].is_i64());
            assert_eq!(entry["changes"][0]["field"], sample.field);
            assert_eq!(entry["changes"][0]["value"], sample.value);
        }
        assert_eq!(received.len(), samples.len());
    });
}

#[tokio::test]
async fn events_are_told_by_name_or_freely_over_the_control_interface() {
    let world = World::new().await;
    let tell = |body: Value| {
        world
            .anonymous("POST", "/simulator/account-events")
            .json(&body)
            .send()
    };
    let by_name = tell(json!({ "name": "account_restriction" })).await.unwrap();
    assert_eq!(by_name.status(), 204);
    let free = tell(json!({ "field": "weather", "value": { "rain": true } })).await;
    assert_eq!(free.unwrap().status(), 204);
    assert_eq!(tell(json!({ "name": "nothing" })).await.unwrap().status(), 404);
    let values = world.receiver.values();
    assert_eq!(values[0]["event"], "ACCOUNT_RESTRICTION");
    assert_eq!(values[1], json!({ "rain": true }));
    let list = world.anonymous("GET", "/simulator/account-events").send().await;
    let list = list.unwrap().json::<Vec<Value>>().await.unwrap();
    assert_eq!(list.len(), world.simulator.account_events().len());
}

#[tokio::test]
async fn a_customer_edits_and_takes_back() {
    let world = World::new().await;
    let ana = world.simulator.customer(ANA, "Ana Lima");
    let wamid = ana.send_text(NUMBER, "as 15h").await.unwrap();
    ana.edit_text(NUMBER, &wamid, "às 16h").await.unwrap();
    let text = world
        .simulator
        .look(|state| state.message(&wamid).unwrap().text());
    assert_eq!(text, "às 16h");
    ana.revoke(NUMBER, &wamid).await.unwrap();
    assert!(
        world
            .simulator
            .look(|state| state.message(&wamid).unwrap().is_revoked)
    );
    let messages = world.receiver.messages();
    assert_eq!(messages[1]["type"], "edit");
    assert_eq!(messages[1]["edit"]["original_message_id"], wamid.as_str());
    assert_eq!(messages[1]["edit"]["message"]["text"]["body"], "às 16h");
    assert_eq!(
        messages[2]["revoke"],
        json!({ "original_message_id": wamid.as_str() })
    );
}

#[tokio::test]
async fn what_meta_has_no_words_for_comes_as_unsupported() {
    let world = World::new().await;
    let ana = world.simulator.customer(ANA, "Ana Lima");
    ana.send_unsupported(NUMBER, "poll").await.unwrap();
    let told = &world.receiver.messages()[0];
    assert_eq!(told["type"], "unsupported");
    assert_eq!(told["unsupported"]["type"], "poll");
    assert_eq!(told["errors"][0]["code"], 131_051);
}

#[tokio::test]
async fn a_changed_user_id_is_told_to_each_number_and_to_the_account() {
    let world = World::new().await;
    let ana = world.simulator.customer(ANA, "Ana Lima");
    ana.send_text(NUMBER, "Oi").await.unwrap();
    ana.send_text(OTHER_NUMBER, "Oi").await.unwrap();
    let old = ana.user_id();
    let new = ana.change_user_id().await.unwrap();
    assert_ne!(new, old);
    assert_eq!((ana.user_id(), ana.wa_id()), (new.clone(), ANA.to_owned()));
    let values = world.receiver.values();
    let systems = values
        .iter()
        .filter(|value| value["messages"][0]["system"]["type"] == "user_changed_user_id");
    assert_eq!(systems.count(), 2);
    let update = &values.last().unwrap()["user_id_update"][0];
    assert_eq!(update["user_id"], json!({ "previous": old, "current": new }));
    assert_eq!(update["wa_id"], ANA);
}

#[tokio::test]
async fn what_the_business_writes_in_the_app_comes_as_an_echo() {
    let world = World::new().await;
    let ana = world.ana().await;
    let content = json!({ "type": "text", "text": { "body": "Respondi pelo celular" } });
    let wamid = ana.receive_echo(NUMBER, content, 1_794_000_000).await.unwrap();
    let value = world.receiver.values().pop().unwrap();
    let echo = &value["message_echoes"][0];
    assert_eq!(value["metadata"]["phone_number_id"], NUMBER);
    assert_eq!(
        (&echo["id"], &echo["to"], &echo["timestamp"]),
        (&json!(wamid), &json!(ANA), &json!("1794000000"))
    );
    assert_eq!(echo["from"], "551140028922");
    assert_eq!(echo["text"]["body"], "Respondi pelo celular");
}

#[tokio::test]
async fn the_page_can_do_all_of_it() {
    let world = World::new().await;
    world.ana().await;
    let control = |path: &str, body: Value| {
        let request = world.anonymous("POST", &format!("/simulator/{path}"));
        request.json(&body).send()
    };
    let echo = json!({ "customer": 1, "phone_number_id": NUMBER,
        "content": { "type": "text", "text": { "body": "pelo celular" } } });
    assert_eq!(control("echoes", echo).await.unwrap().status(), 200);
    let user_id = control("new-user-id", json!({ "customer": 1 })).await.unwrap();
    assert_eq!(user_id.status(), 200);
    let taken = json!({ "customer": 1, "wa_id": ANA });
    assert_eq!(control("new-number", taken).await.unwrap().status(), 400);
    let number = json!({ "customer": 1, "wa_id": "+55 11 97777-0000" });
    assert_eq!(control("new-number", number).await.unwrap().status(), 204);
    let messages = world.receiver.messages();
    assert_eq!(messages.last().unwrap()["system"]["wa_id"], "5511977770000");
}

//! The page of the phones and its interface.

use futures::StreamExt as _;
use serde_json::{Value, json};
use simulator::Behaviour;

use crate::support::{NUMBER, World, answer_of, text};

async fn ask(world: &World, path: &str, body: &Value) -> (u16, Value) {
    answer_of(world.anonymous("POST", path).json(body)).await
}

#[tokio::test]
async fn the_page_and_its_files_allow_nothing_from_elsewhere() {
    let world = World::unsubscribed().await;
    for (path, kind) in [
        ("/", "text/html"),
        ("/simulator/phones.js", "text/javascript"),
        ("/simulator/faults.js", "text/javascript"),
        ("/simulator/phones.css", "text/css"),
        ("/simulator/faults.css", "text/css"),
        ("/simulator/icon.svg", "image/svg+xml"),
        ("/simulator/sample-voice.ogg", "audio/ogg"),
    ] {
        let answer = world.anonymous("GET", path).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        assert!(
            answer.headers()["content-type"]
                .to_str()
                .unwrap()
                .starts_with(kind)
        );
        assert!(
            answer.headers()["content-security-policy"]
                .to_str()
                .unwrap()
                .contains("script-src 'self'")
        );
    }
    let page = world
        .anonymous("GET", "/")
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(page.contains("SIMULADOR – não é o WhatsApp"));
}

#[tokio::test]
async fn someone_can_be_played_by_hand() {
    let world = World::new().await;
    let (status, made) = ask(
        &world,
        "/simulator/customers",
        &json!({ "name": "Rafael Teixeira", "wa_id": "+55 21 98877-1020" }),
    )
    .await;
    assert_eq!(status, 200);
    let key = &made["key"];
    let message = json!({ "customer": key, "phone_number_id": NUMBER,
                          "content": { "type": "text", "text": { "body": "Bom dia" } } });
    assert_eq!(ask(&world, "/simulator/messages", &message).await.0, 200);
    assert_eq!(world.receiver.messages()[0]["text"]["body"], "Bom dia");
    let mut answer = text("Bom dia, Rafael");
    answer["to"] = json!("+5521988771020");
    let wamid = world.send_accepted(&answer).await;
    world.simulator.delivered_all().await.unwrap();
    let path = format!("/simulator/state?customer={key}&phone_number_id={NUMBER}");
    let (_, state) = answer_of(world.anonymous("GET", &path)).await;
    assert_eq!(state["customers"][0]["name"], "Rafael Teixeira");
    assert_eq!(state["customers"][0]["last"]["words"], "Bom dia, Rafael");
    assert_eq!(state["customers"][0]["unread"][NUMBER], 1);
    let texts = state["screen"]["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|shown| shown["words"].clone());
    assert_eq!(texts.collect::<Vec<_>>(), ["Bom dia", "Bom dia, Rafael"]);
    let opened = json!({ "customer": key, "phone_number_id": NUMBER });
    assert_eq!(ask(&world, "/simulator/opened", &opened).await.0, 204);
    assert_eq!(world.words_of(&wamid).await, ["sent", "delivered"]);
    world.simulator.set_behaviour(Behaviour {
        sent_after_ms: Some(0),
        ..Behaviour::lifelike()
    });
    assert_eq!(ask(&world, "/simulator/opened", &opened).await.0, 204);
    assert_eq!(world.words_of(&wamid).await, ["sent", "delivered", "read"]);
}

#[tokio::test]
async fn a_customer_needs_a_name_and_a_number() {
    let world = World::unsubscribed().await;
    for (name, wa_id) in [("", "5511986372111"), ("Ana", "11"), ("Ana", "")] {
        assert_eq!(
            ask(
                &world,
                "/simulator/customers",
                &json!({ "name": name, "wa_id": wa_id })
            )
            .await
            .0,
            400
        );
    }
}

#[tokio::test]
async fn files_from_the_page_reach_the_business() {
    let world = World::new().await;
    let (_, made) = ask(
        &world,
        "/simulator/customers",
        &json!({ "name": "Ana", "wa_id": "5511986372111" }),
    )
    .await;
    let path = format!("/simulator/media?phone_number_id={NUMBER}&filename=bolo.jpg");
    let upload = world
        .anonymous("POST", &path)
        .header("content-type", "image/jpeg")
        .body(vec![7; 3 * 1024 * 1024]);
    let (_, media) = answer_of(upload).await;
    let content = json!({ "type": "image", "image": { "id": media["id"] } });
    let message = json!({ "customer": made["key"], "phone_number_id": NUMBER, "content": content });
    assert_eq!(ask(&world, "/simulator/messages", &message).await.0, 200);
    assert_eq!(world.receiver.messages()[0]["image"]["mime_type"], "image/jpeg");
    let path = format!("/simulator/media/{}", media["id"].as_str().unwrap());
    let file = world.anonymous("GET", &path).send().await.unwrap();
    assert_eq!(file.headers()["content-type"], "image/jpeg");
    assert_eq!(file.bytes().await.unwrap().len(), 3 * 1024 * 1024);
}

#[tokio::test]
async fn changes_are_announced_and_the_announcement_ends_with_the_simulator() {
    let world = World::unsubscribed().await;
    let events = world.anonymous("GET", "/simulator/events").send().await.unwrap();
    assert_eq!(events.headers()["content-type"], "text/event-stream");
    let mut stream = events.bytes_stream();
    let first = stream.next().await.unwrap().unwrap();
    assert!(String::from_utf8_lossy(&first).contains("event: changed"));
    world.simulator.customer("5511986372111", "Ana");
    let second = stream.next().await.unwrap().unwrap();
    assert_ne!(first, second);
    world.simulator.shutdown().await;
    assert!(stream.next().await.is_none_or(|end| end.is_err()));
}

#[tokio::test]
async fn behaviour_and_knobs_are_set_by_hand() {
    let world = World::unsubscribed().await;
    let set = world
        .anonymous("PUT", "/simulator/behaviour")
        .json(&json!({ "sent_after_ms": null }));
    assert_eq!(answer_of(set).await.0, 204);
    assert_eq!(world.simulator.behaviour().sent_after_ms, None);
    let knobs = json!({ "seed": 9, "injections": [{ "fault": { "refuse": { "code": 190, "http": 401 } } }] });
    assert_eq!(
        answer_of(world.anonymous("PUT", "/simulator/knobs").json(&knobs))
            .await
            .0,
        204
    );
    let (_, got) = answer_of(world.anonymous("GET", "/simulator/knobs")).await;
    assert_eq!(
        got["injections"][0]["fault"],
        json!({ "refuse": { "code": 190, "http": 401 } })
    );
}

#[tokio::test]
async fn what_the_page_does_is_no_request_to_the_graph_api() {
    let world = World::unsubscribed().await;
    answer_of(world.anonymous("GET", "/simulator/state")).await;
    assert!(world.simulator.requests().is_empty());
    world.get(&format!("/v25.0/{NUMBER}")).await;
    let (_, requests) = answer_of(world.anonymous("GET", "/simulator/requests")).await;
    assert_eq!(requests.as_array().unwrap().len(), 1);
    assert!(!requests.to_string().contains("simulator-token"));
}

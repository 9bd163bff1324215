//! What goes wrong on purpose: a test for each knob.

mod faults;
mod webhooks;

use serde_json::json;
use simulator::{Fault, Injection, Knobs, Preset};

use crate::support::{ANA, NUMBER, World, text};

#[tokio::test]
async fn statuses_can_come_before_the_answer() {
    let world = World::new().await;
    world.ana().await;
    world.simulator.set_knobs(Knobs {
        statuses_before_answer: true,
        ..Knobs::default()
    });
    let wamid = world.send_accepted(&text("Olá")).await;
    let told = world.receiver.values();
    assert!(
        told.iter()
            .any(|value| value["statuses"][0]["id"] == wamid.as_str())
    );
    assert!(
        told.iter()
            .any(|value| value["statuses"][0]["status"] == "delivered")
    );
}

#[tokio::test]
async fn delivered_can_be_skipped() {
    let world = World::new().await;
    world.ana().await;
    world.simulator.set_knobs(Knobs {
        skip_delivered: true,
        ..Knobs::default()
    });
    let wamid = world.send_accepted(&text("Olá")).await;
    assert_eq!(world.words_of(&wamid).await, ["sent", "read"]);
}

/// What became of 20 messages from Ana and 20 to each of two customers: with this seed, one after the other or all at once.
async fn run_of(seed: u64, at_once: bool) -> (Vec<String>, Vec<String>) {
    let world = World::new().await;
    world.ana().await;
    let bia = world.simulator.customer("5521988771020", "Bia");
    bia.send_text(NUMBER, "Oi").await.unwrap();
    world.simulator.delivered_all().await.unwrap();
    world.simulator.set_knobs(Knobs {
        injections: vec![
            Injection::some(20, Fault::refuse(131_000)),
            Injection::some(20, Fault::FailLater { code: 131_026 }),
        ],
        duplicate_percent: 40,
        lose_percent: 30,
        ..Preset::Everything.knobs(seed)
    });
    let ana = world.simulator.customer(ANA, "Ana Lima");
    let inbound = (0..20).map(|at| {
        let (ana, body) = (ana.clone(), format!("entra {at}"));
        async move { drop(ana.send_text(NUMBER, &body).await.unwrap()) }
    });
    let outbound = (0..40).map(|at| {
        let mut message = text(&format!("sai {at}"));
        if at % 2 == 0 {
            message["to"] = json!("+5521988771020");
        }
        let world = &world;
        async move { drop(world.send(&message).await) }
    });
    if at_once {
        futures::join!(
            futures::future::join_all(inbound),
            futures::future::join_all(outbound)
        );
    } else {
        for step in inbound {
            step.await;
        }
        for step in outbound {
            step.await;
        }
    }
    world.simulator.delivered_all().await.unwrap();
    let mut told = world
        .receiver
        .messages()
        .iter()
        .map(|message| message["text"]["body"].to_string())
        .collect::<Vec<_>>();
    told.sort();
    let mut became = world.simulator.look(|state| {
        [ANA, "5521988771020"]
            .iter()
            .flat_map(|wa_id| state.thread(NUMBER, wa_id))
            .map(|message| format!("{} {:?}", message.text(), message.status))
            .collect::<Vec<_>>()
    });
    became.sort();
    (told, became)
}

#[tokio::test]
async fn the_same_seed_meets_the_same_faults_in_whatever_order_things_happen() {
    let first = run_of(7, false).await;
    assert_eq!(run_of(7, true).await, first);
    assert_ne!(run_of(8, false).await, first);
}

#[tokio::test]
async fn a_number_has_its_throughput() {
    let world = World::new().await;
    world.ana().await;
    world.simulator.set_knobs(Knobs {
        messages_per_second: Some(2),
        ..Knobs::default()
    });
    assert_eq!(world.send(&text("1")).await.0, 200);
    assert_eq!(world.send(&text("2")).await.0, 200);
    let (status, answer) = world.send(&text("3")).await;
    assert_eq!((status, &answer["error"]["code"]), (400, &json!(130_429)));
    world.pass(1);
    assert_eq!(world.send(&text("3")).await.0, 200);
}

#[tokio::test]
async fn calls_about_the_account_and_of_the_app_have_an_hourly_share() {
    let world = World::new().await;
    let templates = "/v25.0/102290129340398/message_templates";
    world.simulator.set_knobs(Knobs {
        account_calls_per_hour: Some(1),
        app_calls_per_hour: Some(3),
        ..Knobs::default()
    });
    assert_eq!(world.get(templates).await.0, 200);
    let refused = world.request("GET", templates).send().await.unwrap();
    let usage = refused.headers()["x-business-use-case-usage"]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(
        usage.contains(r#""estimated_time_to_regain_access":60"#),
        "{usage}"
    );
    let answer = refused.json::<serde_json::Value>().await.unwrap();
    assert_eq!(answer["error"]["code"], 80_007);
    assert_eq!(world.get(&format!("/v25.0/{NUMBER}")).await.0, 200);
    let (status, answer) = world.get(&format!("/v25.0/{NUMBER}")).await;
    assert_eq!((status, &answer["error"]["code"]), (400, &json!(4)));
    world.pass(60 * 60);
    assert_eq!(world.get(templates).await.0, 200);
}

#[tokio::test]
async fn every_preset_can_be_set_and_taken_back() {
    let world = World::new().await;
    world.ana().await;
    for preset in Preset::ALL {
        let path = format!("/simulator/knobs/{}?seed=11", preset.name());
        assert_eq!(world.anonymous("PUT", &path).send().await.unwrap().status(), 204);
        let set = world.anonymous("GET", "/simulator/knobs").send().await.unwrap();
        assert_eq!(set.json::<Knobs>().await.unwrap(), preset.knobs(11));
    }
    let none = world.anonymous("PUT", "/simulator/knobs").json(&json!({}));
    assert_eq!(none.send().await.unwrap().status(), 204);
    assert_eq!(world.send(&text("Olá")).await.0, 200);
}

#[tokio::test]
async fn knobs_that_cannot_be_meant_are_refused() {
    let world = World::unsubscribed().await;
    for wrong in [
        json!({ "lose_percent": 101 }),
        json!({ "lost": 10 }),
        json!({ "injections": [{ "fault": "explode" }] }),
    ] {
        let answer = world.anonymous("PUT", "/simulator/knobs").json(&wrong);
        let answer = answer.send().await.unwrap();
        assert_eq!(answer.status(), 400, "{wrong}");
        let words = answer.json::<serde_json::Value>().await.unwrap();
        assert!(words["error"].is_string());
    }
}

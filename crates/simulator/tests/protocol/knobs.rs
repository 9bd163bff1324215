//! What goes wrong on purpose.

use serde_json::json;
use simulator::{Fault, Injection, Knobs};

use crate::support::{ANA, NUMBER, OTHER_NUMBER, World, text};

fn injection(fault: Fault) -> Injection {
    Injection {
        phone_number_id: None,
        recipient: None,
        times: Some(1),
        fault,
    }
}

fn only(fault: Fault) -> Knobs {
    Knobs {
        injections: vec![injection(fault)],
        ..Knobs::default()
    }
}

#[tokio::test]
async fn an_injected_refusal_hits_as_often_as_it_says() {
    let world = World::new().await;
    world.ana().await;
    world.simulator.set_knobs(only(Fault::Refuse {
        code: 130_429,
        http: 429,
    }));
    let (status, answer) = world.send(&text("Olá")).await;
    assert_eq!((status, &answer["error"]["code"]), (429, &json!(130_429)));
    assert_eq!(world.send(&text("Olá")).await.0, 200);
}

#[tokio::test]
async fn a_revoked_token_is_refused_everywhere() {
    let world = World::new().await;
    world.ana().await;
    world.simulator.set_knobs(Knobs {
        token_is_revoked: true,
        ..Knobs::default()
    });
    let (status, answer) = world.send(&text("Olá")).await;
    assert_eq!((status, &answer["error"]["code"]), (401, &json!(190)));
    assert_eq!(world.get(&format!("/v25.0/{NUMBER}")).await.0, 401);
    world.simulator.set_knobs(Knobs::default());
    assert_eq!(world.send(&text("Olá")).await.0, 200);
}

#[tokio::test]
async fn an_injection_hits_only_whom_it_names() {
    let world = World::new().await;
    world.ana().await;
    let other_number = Injection {
        phone_number_id: Some(OTHER_NUMBER.to_owned()),
        ..injection(Fault::Refuse {
            code: 131_000,
            http: 500,
        })
    };
    let other_recipient = Injection {
        recipient: Some("5521988771020".to_owned()),
        ..injection(Fault::Refuse {
            code: 131_000,
            http: 500,
        })
    };
    let right = Injection {
        phone_number_id: Some(NUMBER.to_owned()),
        recipient: Some(ANA.to_owned()),
        ..injection(Fault::FailLater { code: 131_049 })
    };
    let injections = vec![other_number, other_recipient, right];
    world.simulator.set_knobs(Knobs {
        injections,
        ..Knobs::default()
    });
    let wamid = world.send_accepted(&text("Olá")).await;
    let statuses = world.statuses_of(&wamid).await;
    assert_eq!(statuses[0]["errors"][0]["code"], 131_049);
}

#[tokio::test]
async fn a_connection_cut_after_acceptance_leaves_the_message_on_its_way() {
    let world = World::new().await;
    world.ana().await;
    world.simulator.set_knobs(only(Fault::CutAfterAcceptance));
    let mut message = text("Chegou?");
    message["biz_opaque_callback_data"] = json!("tentativa.1");
    let request = world
        .request("POST", &format!("/v25.0/{NUMBER}/messages"))
        .json(&message);
    assert!(request.send().await.is_err());
    world.simulator.delivered_all().await.unwrap();
    assert_eq!(world.simulator.messages_to(ANA)[0]["words"], "Chegou?");
    let values = world.receiver.values();
    assert!(
        values
            .iter()
            .any(|value| value["statuses"][0]["biz_opaque_callback_data"] == "tentativa.1")
    );
}

#[tokio::test]
async fn a_connection_cut_before_acceptance_leaves_nothing() {
    let world = World::new().await;
    world.ana().await;
    world.simulator.set_knobs(only(Fault::CutBeforeAcceptance));
    let request = world
        .request("POST", &format!("/v25.0/{NUMBER}/messages"))
        .json(&text("Chegou?"));
    assert!(request.send().await.is_err());
    world.simulator.delivered_all().await.unwrap();
    assert!(world.simulator.messages_to(ANA).is_empty());
}

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

#[tokio::test]
async fn webhooks_can_come_twice_or_never() {
    let world = World::new().await;
    world.simulator.set_knobs(Knobs {
        duplicate_percent: 100,
        ..Knobs::default()
    });
    world.ana().await;
    world.simulator.delivered_all().await.unwrap();
    let messages = world.receiver.messages();
    assert_eq!(messages.len(), 2);
    assert_eq!(messages[0], messages[1]);
    world.simulator.set_knobs(Knobs {
        lose_percent: 100,
        ..Knobs::default()
    });
    world.ana().await;
    world.simulator.delivered_all().await.unwrap();
    assert_eq!(world.receiver.messages().len(), 2);
}

#[tokio::test]
async fn a_run_with_the_same_seed_repeats() {
    let mut runs = Vec::new();
    for _ in 0..2 {
        let world = World::new().await;
        let knobs = Knobs {
            seed: 7,
            duplicate_percent: 40,
            lose_percent: 30,
            ..Knobs::default()
        };
        world.simulator.set_knobs(knobs);
        let ana = world.simulator.customer(ANA, "Ana Lima");
        for at in 0..20 {
            ana.send_text(NUMBER, &at.to_string()).await.unwrap();
        }
        world.simulator.delivered_all().await.unwrap();
        let messages = world.receiver.messages();
        runs.push(
            messages
                .iter()
                .map(|message| message["text"]["body"].clone())
                .collect::<Vec<_>>(),
        );
    }
    assert_eq!(runs[0], runs[1]);
    assert_ne!(runs[0].len(), 20);
}

#[tokio::test]
async fn held_back_webhooks_all_arrive_in_the_end() {
    let world = World::new().await;
    world.simulator.set_knobs(Knobs {
        seed: 3,
        webhook_jitter_ms: 5,
        ..Knobs::default()
    });
    let ana = world.simulator.customer(ANA, "Ana Lima");
    let bodies = (0..10).map(|at| at.to_string()).collect::<Vec<_>>();
    futures::future::join_all(bodies.iter().map(|body| ana.send_text(NUMBER, body))).await;
    world.simulator.delivered_all().await.unwrap();
    assert_eq!(world.receiver.messages().len(), 10);
}

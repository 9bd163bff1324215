//! What goes wrong on purpose. Still one thing: one test for each knob, in the order of the page.

use serde_json::json;
use simulator::{Calls, Fault, Injection, Knobs, Preset, Whom, error_codes};

use crate::support::{ANA, NUMBER, OTHER_NUMBER, World, text};

fn injection(fault: Fault) -> Injection {
    Injection::next(1, fault)
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
async fn every_code_comes_with_the_documented_status_and_body() {
    let world = World::new().await;
    world.ana().await;
    for known in error_codes() {
        world.simulator.set_knobs(only(Fault::refuse(known.code)));
        let (status, answer) = world.send(&text("Olá")).await;
        let error = &answer["error"];
        assert_eq!((status, &error["code"]), (known.http, &json!(known.code)));
        assert_eq!(error["message"], format!("(#{}) {}", known.code, known.title));
        assert_eq!(error["type"], "OAuthException");
        assert!(error["fbtrace_id"].is_string());
        let details = &error["error_data"]["details"];
        assert_eq!(details.is_null(), known.code < 1_000, "{answer}");
    }
}

#[tokio::test]
async fn every_code_can_come_as_a_failed_status() {
    let world = World::new().await;
    world.ana().await;
    for code in [131_026, 131_047, 131_048, 131_049, 131_053] {
        world.simulator.set_knobs(only(Fault::FailLater { code }));
        let wamid = world.send_accepted(&text(&code.to_string())).await;
        let statuses = world.statuses_of(&wamid).await;
        assert_eq!(statuses[0]["status"], "failed");
        assert_eq!(statuses[0]["errors"][0]["code"], code);
    }
}

#[tokio::test]
async fn a_fault_hits_its_share_of_the_messages() {
    let world = World::new().await;
    world.ana().await;
    world.simulator.set_behaviour(simulator::Behaviour {
        pair_limit: false,
        ..simulator::Behaviour::default()
    });
    world.simulator.set_knobs(Knobs {
        seed: 3,
        injections: vec![Injection::some(50, Fault::refuse(131_016))],
        ..Knobs::default()
    });
    let mut refused = 0;
    for at in 0..60 {
        refused += usize::from(world.send(&text(&at.to_string())).await.0 == 500);
    }
    assert!((15..46).contains(&refused), "{refused} of 60");
}

#[tokio::test]
async fn faults_can_be_for_media_or_receipts_alone() {
    let world = World::new().await;
    let wamid = world
        .ana()
        .await
        .send_text(NUMBER, "Vocês abrem hoje?")
        .await
        .unwrap();
    let media = world
        .simulator
        .add_media(NUMBER, "image/jpeg", vec![0xff, 0xd8, 0xff]);
    let receipt = json!({ "messaging_product": "whatsapp", "status": "read", "message_id": wamid });
    for (calls, media_status, receipt_status, account_status) in [
        (Calls::Media, 500, 200, 200),
        (Calls::Receipts, 200, 500, 200),
        (Calls::Account, 200, 200, 500),
        (Calls::Any, 500, 500, 500),
    ] {
        world.simulator.set_knobs(Knobs {
            injections: vec![Injection {
                calls,
                ..Injection::every(Fault::refuse(131_016))
            }],
            ..Knobs::default()
        });
        let path = format!("/v25.0/{media}?phone_number_id={NUMBER}");
        assert_eq!(world.get(&path).await.0, media_status, "{calls:?}");
        assert_eq!(world.send(&receipt).await.0, receipt_status, "{calls:?}");
        let number = world.get(&format!("/v25.0/{NUMBER}")).await.0;
        assert_eq!(number, account_status, "{calls:?}");
        let sent = world.send(&text("Olá")).await.0;
        assert_eq!(sent == 200, calls != Calls::Any, "{calls:?}");
    }
}

#[tokio::test]
async fn a_gateway_answers_with_a_page_and_a_broken_answer_with_half_a_body() {
    let world = World::new().await;
    world.ana().await;
    let path = format!("/v25.0/{NUMBER}/messages");
    world.simulator.set_knobs(only(Fault::Gateway { http: 502 }));
    let page = world
        .request("POST", &path)
        .json(&text("Primeira"))
        .send()
        .await
        .unwrap();
    assert_eq!(page.status(), 502);
    assert!(page.text().await.unwrap().contains("<html>"));
    world.simulator.set_knobs(only(Fault::BrokenAnswer));
    let broken = world
        .request("POST", &path)
        .json(&text("Segunda"))
        .send()
        .await
        .unwrap();
    assert_eq!(broken.status(), 200);
    assert!(broken.json::<serde_json::Value>().await.is_err());
    world.simulator.delivered_all().await.unwrap();
    let shown = world.simulator.messages_to(ANA);
    assert_eq!((shown.len(), &shown[0]["words"]), (1, &json!("Segunda")));
}

#[tokio::test]
async fn answers_can_be_held_back() {
    let world = World::new().await;
    world.ana().await;
    let hasty = || {
        let request = world
            .request("POST", &format!("/v25.0/{NUMBER}/messages"))
            .json(&text("Chegou?"));
        request.timeout(std::time::Duration::from_millis(200)).send()
    };
    for knobs in [
        only(Fault::AnswerLate { ms: 60_000 }),
        Knobs {
            answer_delay_ms: 60_000,
            ..Knobs::default()
        },
    ] {
        world.simulator.set_knobs(knobs);
        assert!(hasty().await.unwrap_err().is_timeout());
    }
    world.simulator.set_knobs(Knobs::default());
    assert!(hasty().await.is_ok());
    world.simulator.delivered_all().await.unwrap();
    // What was answered late has been accepted; what was held back altogether has not.
    assert_eq!(world.simulator.messages_to(ANA).len(), 2);
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
async fn webhooks_come_late_when_they_shall() {
    let world = World::new().await;
    world.simulator.set_knobs(Knobs {
        late_percent: 100,
        late_ms: 3_600_000,
        ..Knobs::default()
    });
    let ana = world.simulator.customer(ANA, "Ana Lima");
    let writing = tokio::spawn(async move { ana.send_text(NUMBER, "Oi!").await.unwrap() });
    let is_held = |state: &simulator::State| (state.outstanding_webhooks() == 1).then_some(());
    world.simulator.wait_for(is_held).await.unwrap();
    assert!(world.receiver.messages().is_empty());
    world.simulator.retry_now();
    writing.await.unwrap();
    assert_eq!(world.receiver.messages().len(), 1);
}

#[tokio::test]
async fn webhooks_come_in_another_order_when_they_shall() {
    let world = World::new().await;
    let ana = world.simulator.customer(ANA, "Ana Lima");
    world.simulator.set_knobs(Knobs {
        disorder_percent: 100,
        ..Knobs::default()
    });
    let first = tokio::spawn({
        let ana = ana.clone();
        async move { ana.send_text(NUMBER, "primeira").await.unwrap() }
    });
    let is_held = |state: &simulator::State| (state.outstanding_webhooks() == 1).then_some(());
    world.simulator.wait_for(is_held).await.unwrap();
    // The dice fall when something is written: the second one is in no disorder and overtakes the first.
    world.simulator.set_knobs(Knobs::default());
    ana.send_text(NUMBER, "segunda").await.unwrap();
    first.await.unwrap();
    let bodies = world.receiver.messages();
    let bodies = bodies.iter().map(|message| message["text"]["body"].clone());
    assert_eq!(bodies.collect::<Vec<_>>(), ["segunda", "primeira"]);
}

#[tokio::test]
async fn one_that_nobody_overtakes_comes_all_the_same() {
    let world = World::new().await;
    world.simulator.set_knobs(Knobs {
        disorder_percent: 100,
        ..Knobs::default()
    });
    world.ana().await;
    assert_eq!(world.receiver.messages().len(), 1);
}

#[tokio::test]
async fn the_knobs_of_webhooks_can_be_about_one_customer_or_number() {
    let world = World::new().await;
    let bia = world.simulator.customer("5521988771020", "Bia");
    let ana = world.simulator.customer(ANA, "Ana Lima");
    for whom in [
        Whom {
            recipient: Some(ANA.to_owned()),
            ..Whom::default()
        },
        Whom {
            phone_number_id: Some(NUMBER.to_owned()),
            ..Whom::default()
        },
    ] {
        world.simulator.set_knobs(Knobs {
            lose_percent: 100,
            webhooks_of: whom,
            ..Knobs::default()
        });
        ana.send_text(NUMBER, "some").await.unwrap();
        bia.send_text(OTHER_NUMBER, "fica").await.unwrap();
    }
    world.simulator.delivered_all().await.unwrap();
    let messages = world.receiver.messages();
    assert_eq!(messages.len(), 2);
    assert!(messages.iter().all(|message| message["text"]["body"] == "fica"));
}

#[tokio::test]
async fn several_updates_of_several_numbers_come_in_one_post() {
    let world = World::new().await;
    world.simulator.set_knobs(Knobs {
        batch_size: 6,
        ..Knobs::default()
    });
    let ana = world.simulator.customer(ANA, "Ana Lima");
    let bodies = (0..6).map(|at| at.to_string()).collect::<Vec<_>>();
    let numbers = [NUMBER, NUMBER, NUMBER, OTHER_NUMBER, OTHER_NUMBER, NUMBER];
    let writing = bodies
        .iter()
        .zip(numbers)
        .map(|(body, number)| ana.send_text(number, body));
    futures::future::join_all(writing).await;
    world.receiver.look(|received| {
        assert_eq!(received.len(), 1);
        let changes = &received[0].json["entry"][0]["changes"];
        let counts = [0, 1, 2].map(|at| changes[at]["value"]["messages"].as_array().map_or(0, Vec::len));
        assert_eq!(counts, [3, 2, 1]);
        assert_eq!(changes[0]["value"]["contacts"].as_array().unwrap().len(), 1);
    });
}

#[tokio::test]
async fn a_batch_that_is_not_acknowledged_comes_again() {
    let world = World::new().await;
    world.receiver.answer_with(&[500]);
    world.simulator.set_knobs(Knobs {
        batch_size: 3,
        ..Knobs::default()
    });
    let ana = world.simulator.customer(ANA, "Ana Lima");
    let writing = ["a", "b", "c"].map(|body| ana.send_text(NUMBER, body));
    futures::future::join_all(writing).await;
    world.simulator.delivered_all().await.unwrap();
    assert_eq!(world.receiver.look(<[_]>::len), 2);
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

//! Calls that Meta refuses, cuts off or answers in other ways than one hopes.

use serde_json::json;
use simulator::{Calls, Fault, Injection, Knobs, error_codes};

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

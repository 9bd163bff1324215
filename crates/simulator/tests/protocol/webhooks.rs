//! Webhooks: verification, signature, escaping, envelope, retries.

use serde_json::json;
use simulator::{Behaviour, Error, escape_as_meta, signature_of};

use crate::support::{ANA, NUMBER, World, text};

#[tokio::test]
async fn the_callback_is_verified_before_anything_is_sent_there() {
    let world = World::unsubscribed().await;
    let wrong = world.simulator.subscribe(&world.receiver.url, "wrong").await;
    assert!(matches!(wrong, Err(Error::Verification { status: 403 })));
    let nobody = world
        .simulator
        .subscribe("http://127.0.0.1:9/webhooks", "simulator-verify")
        .await;
    assert!(matches!(nobody, Err(Error::Unreachable(_))));
    world.subscribe().await;
    let asked = world.receiver.verifications();
    let names = asked[1].iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>();
    assert_eq!(names, ["hub.mode", "hub.challenge", "hub.verify_token"]);
    assert!(asked[1][1].1.bytes().all(|byte| byte.is_ascii_digit()));
}

#[tokio::test]
async fn a_message_comes_signed_escaped_and_in_its_envelope() {
    let world = World::new().await;
    let ana = world.simulator.customer(ANA, "Ana Lima");
    let wamid = ana
        .send_text(NUMBER, "Olá 😀 https://exemplo.com.br")
        .await
        .unwrap();
    world.receiver.look(|received| {
        let webhook = &received[0];
        assert!(webhook.body.is_ascii());
        let body = std::str::from_utf8(&webhook.body).unwrap();
        assert!(body.contains(r"Ol\u00e1 \ud83d\ude00 https:\/\/exemplo.com.br"), "{body}");
        assert_eq!(webhook.body, escape_as_meta(&webhook.json).as_bytes());
        assert_eq!(webhook.headers["content-type"], "application/json");
        let signature = signature_of("simulator-secret", &webhook.body);
        assert_eq!(webhook.headers["x-hub-signature-256"], signature.as_str());
        assert_eq!(
            webhook.json,
            json!({ "object": "whatsapp_business_account", "entry": [{
                "id": "102290129340398",
                "changes": [{ "field": "messages", "value": {
                    "messaging_product": "whatsapp",
                    "metadata": { "display_phone_number": "551140028922", "phone_number_id": NUMBER },
                    "contacts": [{ "profile": { "name": "Ana Lima" }, "wa_id": ANA, "user_id": ana.user_id() }],
                    "messages": [{
                        "id": wamid, "from": ANA, "from_user_id": ana.user_id(),
                        "timestamp": world.now_s().to_string(), "type": "text",
                        "text": { "body": "Olá 😀 https://exemplo.com.br" },
                    }],
                } }],
            }] })
        );
    });
}

#[tokio::test]
async fn what_is_not_answered_with_200_is_tried_again_and_does_not_hold_up_the_rest() {
    let world = World::new().await;
    let pauses = vec![3_600_000];
    world.simulator.set_behaviour(Behaviour {
        retry_pauses_ms: pauses,
        ..Behaviour::default()
    });
    world.receiver.answer_with(&[500, 204]);
    let ana = world.simulator.customer(ANA, "Ana Lima");
    for body in ["um", "dois", "três"] {
        ana.send_text(NUMBER, body).await.unwrap();
    }
    let bodies = |world: &World| {
        let messages = world.receiver.messages();
        messages
            .iter()
            .map(|message| message["text"]["body"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(bodies(&world), ["um", "dois", "três"]);
    assert_eq!(world.simulator.look(|state| state.outstanding_webhooks()), 2);
    world.simulator.retry_now();
    world.simulator.delivered_all().await.unwrap();
    assert_eq!(bodies(&world), ["um", "dois", "três", "um", "dois"]);
    world
        .receiver
        .look(|received| assert_eq!(received[0].body, received[3].body));
    let attempts = world.simulator.look(|state| {
        state
            .acknowledged_webhooks()
            .map(|webhook| webhook.attempts)
            .collect::<Vec<_>>()
    });
    assert_eq!(attempts, [1, 2, 2]);
}

#[tokio::test]
async fn pauses_between_attempts_pass_by_themselves() {
    let world = World::new().await;
    let pauses = vec![0, 1, 1];
    world.simulator.set_behaviour(Behaviour {
        retry_pauses_ms: pauses,
        ..Behaviour::default()
    });
    world.receiver.answer_with(&[500, 503, 404]);
    world.ana().await;
    world.simulator.delivered_all().await.unwrap();
    assert_eq!(world.receiver.messages().len(), 4);
}

#[tokio::test]
async fn what_happens_before_anyone_listens_is_told_when_someone_does() {
    let world = World::unsubscribed().await;
    let ana = world.simulator.customer(ANA, "Ana Lima");
    let wamid = ana.send_text(NUMBER, "Tem alguém aí?").await.unwrap();
    ana.send_text(NUMBER, "Alô?").await.unwrap();
    world.subscribe().await;
    world.simulator.delivered_all().await.unwrap();
    let messages = world.receiver.messages();
    assert_eq!(messages.len(), 2);
    assert_eq!(messages[0]["id"], wamid.as_str());
}

#[tokio::test]
async fn nobody_waits_for_what_nobody_hears() {
    let world = World::unsubscribed().await;
    world.ana().await;
    let patience = std::time::Duration::from_millis(1);
    let waited = world
        .simulator
        .wait_for_within(patience, |state| {
            (state.outstanding_webhooks() == 0).then_some(())
        })
        .await;
    assert!(matches!(waited, Err(Error::TimedOut { outstanding: 1, .. })));
}

#[tokio::test]
async fn account_events_carry_a_time_and_their_field() {
    let world = World::new().await;
    let value = json!({ "event": "ACCOUNT_RESTRICTION" });
    world
        .simulator
        .send_account_event("account_update", value.clone())
        .await;
    world.receiver.look(|received| {
        let entry = &received[0].json["entry"][0];
        assert_eq!(entry["time"], world.now_s());
        assert_eq!(
            entry["changes"],
            json!([{ "field": "account_update", "value": value }])
        );
    });
}

#[tokio::test]
async fn many_webhooks_at_once_all_arrive() {
    let world = World::new().await;
    world.ana().await;
    let sent = (0..40).map(|at| text(&at.to_string())).collect::<Vec<_>>();
    let answers = futures::future::join_all(sent.iter().map(|message| world.send(message))).await;
    assert!(answers.iter().all(|(status, _)| *status == 200));
    world.simulator.delivered_all().await.unwrap();
    let statuses = world
        .receiver
        .values()
        .iter()
        .filter(|value| value.get("statuses").is_some())
        .count();
    assert_eq!(statuses, 80);
}

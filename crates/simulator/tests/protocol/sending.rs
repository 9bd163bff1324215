//! Sending: the answer, the statuses, the window, the pair limit.

use serde_json::json;
use simulator::{Behaviour, Config, ReadBehaviour, UnknownRecipient, WindowRefusal};

use crate::support::{ANA, NUMBER, OTHER_NUMBER, World, message, text};

const DAY_S: i64 = 24 * 60 * 60;

#[tokio::test]
async fn the_answer_names_the_recipient_and_a_message_id() {
    let world = World::new().await;
    world.ana().await;
    let mut spaced = text("Olá");
    spaced["to"] = json!("+55 (11) 98637-2111");
    let (status, answer) = world.send(&spaced).await;
    assert_eq!(status, 200);
    assert_eq!(answer["messaging_product"], "whatsapp");
    assert_eq!(
        answer["contacts"],
        json!([{ "input": "+55 (11) 98637-2111", "wa_id": ANA }])
    );
    assert!(
        answer["messages"][0]["id"]
            .as_str()
            .unwrap()
            .starts_with("wamid.HBgN")
    );
    assert!(answer["messages"][0].get("message_status").is_none());
}

#[tokio::test]
async fn a_number_without_its_ninth_digit_finds_the_customer() {
    let world = World::new().await;
    world.ana().await;
    let mut short = text("Olá");
    short["to"] = json!("+551186372111");
    let (_, answer) = world.send(&short).await;
    assert_eq!(
        answer["contacts"],
        json!([{ "input": "+551186372111", "wa_id": ANA }])
    );
}

#[tokio::test]
async fn a_number_without_a_plus_is_taken_as_one_of_the_country_of_the_business() {
    let world = World::new().await;
    world.ana().await;
    let mut national = text("Olá");
    national["to"] = json!("11986372111");
    assert_eq!(world.send(&national).await.1["contacts"][0]["wa_id"], ANA);
    let mut wrong = text("Olá");
    wrong["to"] = json!(ANA);
    assert_eq!(
        world.send(&wrong).await.1["contacts"][0]["wa_id"],
        format!("55{ANA}")
    );
}

#[tokio::test]
async fn recipients_that_cannot_be_are_refused() {
    let world = World::new().await;
    for (code, to) in [
        (131_009, "+55 11 pizza"),
        (131_009, "+1"),
        (131_021, "+55 11 4002-8922"),
        (131_009, ""),
    ] {
        let mut wrong = text("Olá");
        wrong["to"] = json!(to);
        let (status, answer) = world.send(&wrong).await;
        assert_eq!(status, 400, "{to}");
        // An empty recipient is a value that is not there.
        let got = answer["error"]["code"].as_u64().unwrap();
        assert_eq!(got, code, "{to}");
    }
    let mut nobody = text("Olá");
    nobody.as_object_mut().unwrap().remove("to");
    assert_eq!(world.send(&nobody).await.1["error"]["code"], 131_008);
}

#[tokio::test]
async fn statuses_come_in_order_with_our_data_and_the_price_once() {
    let world = World::new().await;
    let ana = world.ana().await;
    let mut sent = text("Olá");
    sent["biz_opaque_callback_data"] = json!("01930000-0000.1");
    let wamid = world.send_accepted(&sent).await;
    world.simulator.delivered_all().await.unwrap();
    ana.read(&wamid).await.unwrap();
    let statuses = world.statuses_of(&wamid).await;
    let words = statuses
        .iter()
        .map(|status| status["status"].as_str().unwrap())
        .collect::<Vec<_>>();
    assert_eq!(words, ["sent", "delivered", "read"]);
    for status in &statuses {
        assert_eq!(status["biz_opaque_callback_data"], "01930000-0000.1");
        assert_eq!(status["recipient_id"], ANA);
        assert_eq!(status["recipient_user_id"], ana.user_id());
        assert_eq!(status["timestamp"], world.now_s().to_string());
    }
    assert_eq!(statuses[0]["pricing"]["type"], "free_customer_service");
    assert_eq!(
        statuses
            .iter()
            .filter(|status| status.get("pricing").is_some())
            .count(),
        1
    );
    let values = world.receiver.values();
    let told = values.iter().filter(|value| value.get("statuses").is_some());
    assert!(
        told.into_iter()
            .all(|value| value["contacts"][0]["user_id"] == ana.user_id())
    );
}

#[tokio::test]
async fn reading_a_message_reads_all_before_it_once() {
    let world = World::new().await;
    let ana = world.ana().await;
    let first = world.send_accepted(&text("Um")).await;
    let second = world.send_accepted(&text("Dois")).await;
    world.simulator.delivered_all().await.unwrap();
    ana.read(&second).await.unwrap();
    ana.read(&second).await.unwrap();
    for wamid in [first, second] {
        assert_eq!(world.words_of(&wamid).await, ["sent", "delivered", "read"]);
    }
}

#[tokio::test]
async fn a_voice_message_is_read_and_played() {
    let world = World::new().await;
    let ana = world.ana().await;
    let id = crate::media::upload_voice(&world).await;
    let wamid = world
        .send_accepted(&message("audio", json!({ "id": id, "voice": true })))
        .await;
    world.simulator.delivered_all().await.unwrap();
    ana.play(&wamid).await.unwrap();
    assert_eq!(world.words_of(&wamid).await, ["sent", "delivered", "played"]);
    let plain = world.send_accepted(&text("Oi")).await;
    assert!(ana.play(&plain).await.is_err());
}

#[tokio::test]
async fn a_reaction_gets_only_sent_and_shows_on_its_message() {
    let world = World::new().await;
    let ana = world.ana().await;
    let theirs = ana.send_text(NUMBER, "Parabéns!").await.unwrap();
    let reaction = message("reaction", json!({ "message_id": theirs, "emoji": "❤️" }));
    let wamid = world.send_accepted(&reaction).await;
    assert_eq!(world.words_of(&wamid).await, ["sent"]);
    let shown = |world: &World| {
        world
            .simulator
            .look(|state| state.message(&theirs).unwrap().reaction_of_business.clone())
    };
    assert_eq!(shown(&world).as_deref(), Some("❤️"));
    let removal = message("reaction", json!({ "message_id": theirs, "emoji": "" }));
    world.send_accepted(&removal).await;
    world.simulator.delivered_all().await.unwrap();
    assert_eq!(shown(&world), None);
}

#[tokio::test]
async fn a_reaction_to_what_is_not_there_fails_later() {
    let world = World::new().await;
    world.ana().await;
    let wamid = world
        .send_accepted(&message(
            "reaction",
            json!({ "message_id": "wamid.X", "emoji": "👍" }),
        ))
        .await;
    let statuses = world.statuses_of(&wamid).await;
    assert_eq!(statuses[0]["errors"][0]["code"], 131_009);
}

#[tokio::test]
async fn outside_the_window_a_message_is_accepted_and_then_fails() {
    let world = World::new().await;
    world.ana().await;
    world.pass(DAY_S - 1);
    let inside = world.send_accepted(&text("Ainda dá")).await;
    assert_eq!(world.words_of(&inside).await, ["sent", "delivered"]);
    world.pass(1);
    let outside = world.send_accepted(&text("Tarde demais")).await;
    let statuses = world.statuses_of(&outside).await;
    assert_eq!(statuses.len(), 1);
    assert_eq!(statuses[0]["status"], "failed");
    assert_eq!(statuses[0]["errors"][0]["code"], 131_047);
    assert!(statuses[0]["errors"][0]["error_data"]["details"].is_string());
    assert!(statuses[0].get("pricing").is_none());
    let values = world.receiver.values();
    let told = values
        .iter()
        .find(|value| value["statuses"][0]["status"] == "failed")
        .unwrap();
    assert!(told.get("contacts").is_none());
    assert!(
        world
            .simulator
            .messages_to(ANA)
            .iter()
            .all(|shown| shown["words"] != "Tarde demais")
    );
}

#[tokio::test]
async fn outside_the_window_a_message_can_be_refused_at_once() {
    let world = World::new().await;
    world.simulator.set_behaviour(Behaviour {
        outside_window: WindowRefusal::AtOnce,
        ..Behaviour::default()
    });
    world.simulator.customer(ANA, "Ana Lima");
    let (status, answer) = world.send(&text("Olá")).await;
    assert_eq!((status, &answer["error"]["code"]), (400, &json!(131_047)));
    assert_eq!(answer["error"]["error_data"]["messaging_product"], "whatsapp");
}

#[tokio::test]
async fn the_window_belongs_to_one_number_and_goes_by_the_customers_time() {
    let world = World::new().await;
    let ana = world.simulator.customer(ANA, "Ana Lima");
    ana.send_text(OTHER_NUMBER, "Oi!").await.unwrap();
    let wamid = world.send_accepted(&text("Olá")).await;
    assert_eq!(world.words_of(&wamid).await, ["failed"]);
    ana.send_text_at(NUMBER, "Mandei ontem", world.now_s() - DAY_S)
        .await
        .unwrap();
    let wamid = world.send_accepted(&text("Olá")).await;
    assert_eq!(world.words_of(&wamid).await, ["failed"]);
    ana.react(NUMBER, &wamid, "👍").await.unwrap();
    let wamid = world.send_accepted(&text("Olá")).await;
    assert_eq!(world.words_of(&wamid).await, ["failed"]);
    ana.send_text_at(NUMBER, "Mandei há pouco", world.now_s() - DAY_S + 1)
        .await
        .unwrap();
    let wamid = world.send_accepted(&text("Olá")).await;
    assert_eq!(world.words_of(&wamid).await, ["sent", "delivered"]);
}

#[tokio::test]
async fn the_pair_limit_lets_45_messages_pass_and_then_one_in_six_seconds() {
    let world = World::new().await;
    world.ana().await;
    for at in 0..45 {
        assert_eq!(world.send(&text(&format!("Foto {at}"))).await.0, 200);
    }
    let (status, answer) = world.send(&text("Demais")).await;
    assert_eq!((status, &answer["error"]["code"]), (400, &json!(131_056)));
    let bia = world.simulator.customer("5521988771020", "Bia");
    bia.send_text(NUMBER, "Oi").await.unwrap();
    let mut other = text("Para outra pessoa");
    other["to"] = json!("+5521988771020");
    assert_eq!(world.send(&other).await.0, 200);
    world.pass(6);
    assert_eq!(world.send(&text("Agora sim")).await.0, 200);
    assert_eq!(world.send(&text("De novo não")).await.0, 400);
}

#[tokio::test]
async fn someone_without_whatsapp_cannot_be_reached() {
    let world = World::new().await;
    world.simulator.set_behaviour(Behaviour {
        unknown_recipient: UnknownRecipient::HasNoWhatsapp,
        ..Behaviour::default()
    });
    let mut hello = message(
        "template",
        json!({ "name": "hello_world", "language": { "code": "en_US" } }),
    );
    hello["to"] = json!("+5511911112222");
    let wamid = world.send_accepted(&hello).await;
    let statuses = world.statuses_of(&wamid).await;
    assert_eq!(statuses[0]["errors"][0]["code"], 131_026);
}

#[tokio::test]
async fn a_phone_that_is_off_gets_its_messages_when_it_is_switched_on() {
    let world = World::new().await;
    let ana = world.ana().await;
    world.simulator.set_behaviour(Behaviour {
        delivered_after_ms: None,
        ..Behaviour::default()
    });
    let wamid = world.send_accepted(&text("Olá")).await;
    assert_eq!(world.words_of(&wamid).await, ["sent"]);
    assert!(world.simulator.messages_to(ANA).is_empty());
    ana.receive_all().await;
    assert_eq!(world.words_of(&wamid).await, ["sent", "delivered"]);
    assert_eq!(world.simulator.messages_to(ANA)[0]["words"], "Olá");
}

#[tokio::test]
async fn a_customer_can_read_by_itself() {
    let world = World::new().await;
    world.ana().await;
    world.simulator.set_behaviour(Behaviour {
        read: ReadBehaviour::AfterMs(0),
        ..Behaviour::default()
    });
    let wamid = world.send_accepted(&text("Olá")).await;
    assert_eq!(world.words_of(&wamid).await, ["sent", "delivered", "read"]);
}

#[tokio::test]
async fn a_reply_shows_what_it_quotes() {
    let world = World::new().await;
    let ana = world.ana().await;
    let theirs = ana.send_text(NUMBER, "Quanto custa?").await.unwrap();
    let mut reply = text("R$ 189,00");
    reply["context"] = json!({ "message_id": theirs });
    let wamid = world.send_accepted(&reply).await;
    world.simulator.delivered_all().await.unwrap();
    let shown = world.simulator.messages_to(ANA);
    assert_eq!(shown[0]["id"], wamid);
    assert_eq!(shown[0]["context"]["message_id"], theirs);
    assert_eq!(shown[0]["words"], "R$ 189,00");
    assert_eq!(shown[0]["status"], "delivered");
}

#[tokio::test]
async fn a_message_to_a_user_id_names_it_in_the_answer() {
    let world = World::new().await;
    let ana = world.ana().await;
    let mut by_user_id = text("Olá");
    by_user_id.as_object_mut().unwrap().remove("to");
    by_user_id["recipient"] = json!(ana.user_id());
    let (status, answer) = world.send(&by_user_id).await;
    assert_eq!(status, 200);
    assert_eq!(
        answer["contacts"][0],
        json!({ "input": ana.user_id(), "user_id": ana.user_id(), "wa_id": ANA })
    );
}

#[tokio::test]
async fn a_snapshot_brings_everything_back() {
    let world = World::new().await;
    let ana = world.ana().await;
    let id = crate::media::upload_voice(&world).await;
    world
        .send_accepted(&message("audio", json!({ "id": id, "voice": true })))
        .await;
    world.simulator.delivered_all().await.unwrap();
    ana.open(NUMBER);
    world.simulator.delivered_all().await.unwrap();
    let snapshot = world.simulator.export();
    world.simulator.shutdown().await;
    let world = World::restored(Some(snapshot.clone())).await;
    assert_eq!(world.simulator.export(), snapshot);
    assert_eq!(world.simulator.messages_to(ANA).len(), 1);
    world.subscribe().await;
    let wamid = world.send_accepted(&text("Ainda aberta")).await;
    assert_eq!(world.words_of(&wamid).await, ["sent", "delivered"]);
}

#[tokio::test]
async fn a_broken_snapshot_is_an_error() {
    let config = Config {
        restore: Some(json!({ "customers": 7 })),
        ..Config::default()
    };
    assert!(simulator::Simulator::start(config).await.is_err());
}

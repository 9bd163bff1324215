//! What customers can do, as the business is told of it.

use serde_json::{Value, json};

use crate::support::{ANA, NUMBER, World, text};

async fn told_of(world: &World, content: Value) -> Value {
    let ana = world.simulator.customer(ANA, "Ana Lima");
    ana.send(NUMBER, content).await.unwrap();
    world.receiver.values().pop().unwrap()
}

#[tokio::test]
async fn every_kind_of_message_reaches_the_business_under_its_name() {
    let world = World::new().await;
    let contents = [
        json!({ "type": "location", "location": { "latitude": -23.56, "longitude": -46.65, "name": "Escola" } }),
        json!({ "type": "contacts", "contacts": [{ "name": { "formatted_name": "Bia" }, "phones": [] }] }),
        json!({ "type": "interactive", "interactive": { "type": "button_reply", "button_reply": { "id": "a", "title": "Sim" } } }),
        json!({ "type": "interactive", "interactive": { "type": "list_reply", "list_reply": { "id": "1", "title": "Bolos" } } }),
        json!({ "type": "button", "button": { "text": "Confirmo", "payload": "SIM" } }),
        json!({ "type": "order", "order": { "catalog_id": "1", "product_items": [] } }),
        json!({ "type": "edit", "edit": { "original_message_id": "wamid.X", "message": { "type": "text", "text": { "body": "x" } } } }),
        json!({ "type": "revoke", "revoke": { "original_message_id": "wamid.X" } }),
        json!({ "type": "request_welcome" }),
        json!({ "type": "unsupported", "unsupported": { "type": "poll" }, "errors": [{ "code": 131_051, "title": "Message type unknown" }] }),
        json!({ "type": "image", "errors": [{ "code": 131_052, "title": "Media file size too big" }] }),
        json!({ "type": "text", "text": { "body": "Oi" }, "referral": { "source_type": "ad", "source_id": "7" } }),
        json!({ "type": "text", "text": { "body": "Oi" }, "context": { "forwarded": true } }),
    ];
    for content in contents {
        let told = told_of(&world, content.clone()).await;
        let message = &told["messages"][0];
        for (name, value) in content.as_object().unwrap() {
            assert_eq!(&message[name], value, "{content}");
        }
        assert_eq!(message["from"], ANA);
        assert_eq!(told["contacts"][0]["wa_id"], ANA);
    }
}

#[tokio::test]
async fn media_come_with_type_hash_and_address() {
    let world = World::new().await;
    let ana = world.simulator.customer(ANA, "Ana Lima");
    for (kind, mime_type, details) in [
        ("audio", "audio/ogg; codecs=opus", json!({ "voice": true })),
        ("audio", "audio/mpeg", Value::Null),
        (
            "document",
            "application/pdf",
            json!({ "filename": "contrato.pdf", "caption": "Assinado" }),
        ),
        ("sticker", "image/webp", Value::Null),
        ("video", "video/mp4", json!({ "caption": "Aula" })),
    ] {
        ana.send_media(NUMBER, kind, mime_type, &b"bytes"[..], details.clone())
            .await
            .unwrap();
        let message = world.receiver.messages().pop().unwrap();
        let inner = &message[kind];
        assert_eq!(inner["mime_type"], mime_type);
        assert!(inner["id"].is_string() && inner["sha256"].is_string() && inner["url"].is_string());
        for (name, value) in details.as_object().into_iter().flatten() {
            assert_eq!(&inner[name], value);
        }
        if kind == "audio" {
            assert_eq!(inner["voice"], details["voice"] == true);
        }
        if kind == "sticker" {
            assert_eq!(inner["animated"], false);
        }
    }
}

#[tokio::test]
async fn a_reply_names_who_wrote_what_it_quotes() {
    let world = World::new().await;
    let ana = world.ana().await;
    let ours = world.send_accepted(&text("Sábado ou domingo?")).await;
    let theirs = ana.reply_text(NUMBER, &ours, "Sábado").await.unwrap();
    assert_eq!(
        world.receiver.messages().pop().unwrap()["context"],
        json!({ "from": "551140028922", "id": ours })
    );
    ana.reply_text(NUMBER, &theirs, "De manhã").await.unwrap();
    assert_eq!(
        world.receiver.messages().pop().unwrap()["context"],
        json!({ "from": ANA, "id": theirs })
    );
}

#[tokio::test]
async fn a_reaction_can_be_taken_back() {
    let world = World::new().await;
    let ana = world.ana().await;
    let ours = world.send_accepted(&text("Bom dia")).await;
    ana.react(NUMBER, &ours, "🙏").await.unwrap();
    assert_eq!(
        world.receiver.messages().pop().unwrap()["reaction"],
        json!({ "message_id": ours, "emoji": "🙏" })
    );
    assert_eq!(world.simulator.messages_to(ANA)[0]["reactions"]["customer"], "🙏");
    ana.react(NUMBER, &ours, "").await.unwrap();
    assert_eq!(
        world.receiver.messages().pop().unwrap()["reaction"],
        json!({ "message_id": ours })
    );
    assert_eq!(
        world.simulator.messages_to(ANA)[0]["reactions"]["customer"],
        Value::Null
    );
}

#[tokio::test]
async fn behind_a_user_name_the_number_is_left_out_everywhere() {
    let world = World::new().await;
    let ana = world.ana().await;
    ana.hide_number_behind("@ana.lima");
    ana.send_text(NUMBER, "Agora tenho nome de usuário")
        .await
        .unwrap();
    let told = world.receiver.values().pop().unwrap();
    assert_eq!(
        told["contacts"][0]["profile"],
        json!({ "name": "Ana Lima", "username": "@ana.lima" })
    );
    assert!(told["contacts"][0].get("wa_id").is_none());
    assert!(told["messages"][0].get("from").is_none());
    assert_eq!(told["messages"][0]["from_user_id"], ana.user_id());
    let mut by_user_id = text("Olá");
    by_user_id.as_object_mut().unwrap().remove("to");
    by_user_id["recipient"] = json!(ana.user_id());
    let wamid = world.send_accepted(&by_user_id).await;
    let statuses = world.statuses_of(&wamid).await;
    assert!(statuses.iter().all(|status| status.get("recipient_id").is_none()));
    ana.show_number();
    ana.send_text(NUMBER, "E agora também o número").await.unwrap();
    assert_eq!(world.receiver.messages().pop().unwrap()["from"], ANA);
}

#[tokio::test]
async fn a_changed_number_is_told_by_a_system_message_and_makes_a_new_user_id() {
    let world = World::new().await;
    let ana = world.ana().await;
    let old_user_id = ana.user_id();
    ana.change_number("5511977776666").await.unwrap();
    let told = world.receiver.values().pop().unwrap();
    assert!(told.get("contacts").is_none());
    assert_eq!(told["messages"][0]["from"], ANA);
    assert_eq!(told["messages"][0]["system"]["type"], "user_changed_number");
    assert_eq!(told["messages"][0]["system"]["wa_id"], "5511977776666");
    assert_ne!(ana.user_id(), old_user_id);
    assert_eq!(ana.wa_id(), "5511977776666");
    ana.send_text(NUMBER, "Este é o novo").await.unwrap();
    assert_eq!(world.receiver.messages().pop().unwrap()["from"], "5511977776666");
}

#[tokio::test]
async fn an_edit_and_a_revocation_show_on_the_phone() {
    let world = World::new().await;
    let ana = world.ana().await;
    let wamid = ana.send_text(NUMBER, "Ate logo").await.unwrap();
    let edited = json!({ "type": "text", "text": { "body": "Até logo" } });
    ana.send(
        NUMBER,
        json!({ "type": "edit", "edit": { "original_message_id": wamid, "message": edited } }),
    )
    .await
    .unwrap();
    assert_eq!(
        world
            .simulator
            .look(|state| state.message(&wamid).unwrap().text()),
        "Até logo"
    );
    ana.send(
        NUMBER,
        json!({ "type": "revoke", "revoke": { "original_message_id": wamid } }),
    )
    .await
    .unwrap();
    assert!(
        world
            .simulator
            .look(|state| state.message(&wamid).unwrap().is_revoked)
    );
}

#[tokio::test]
async fn nonsense_is_refused() {
    let world = World::new().await;
    let ana = world.simulator.customer(ANA, "Ana Lima");
    assert!(ana.send_text("1", "Oi").await.is_err());
    assert!(
        ana.send(NUMBER, json!({ "text": { "body": "Oi" } }))
            .await
            .is_err()
    );
    assert!(ana.send(NUMBER, json!("Oi")).await.is_err());
    assert!(ana.read("wamid.X").await.is_err());
}

//! Versions, tokens, unknown paths, the small endpoints.

use serde_json::json;

use crate::support::{ANA, NUMBER, World, answer_of, message, text};

const WABA: &str = "102290129340398";

#[tokio::test]
async fn any_version_is_served_and_echoed() {
    let world = World::unsubscribed().await;
    for version in ["v21.0", "v25.0", "v26.0", "v99.1"] {
        let answer = world
            .request("GET", &format!("/{version}/{NUMBER}"))
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["facebook-api-version"], version);
        assert_eq!(
            answer.headers()["content-type"],
            "application/json; charset=UTF-8"
        );
    }
}

#[tokio::test]
async fn an_unknown_path_or_object_is_refused_with_code_100() {
    let world = World::unsubscribed().await;
    for (path, status) in [
        ("/25.0/4400001111", 404),
        ("/vX/1", 404),
        ("/v25.0/999", 400),
        ("/v25.0/1/2/3", 404),
    ] {
        let (got, answer) = world.get(path).await;
        assert_eq!((got, &answer["error"]["code"]), (status, &json!(100)), "{path}");
        assert!(answer["error"]["fbtrace_id"].is_string());
    }
    assert_eq!(world.get("/v25.0/999").await.1["error"]["error_subcode"], 33);
}

#[tokio::test]
async fn only_the_right_bearer_token_is_accepted() {
    let world = World::unsubscribed().await;
    let path = format!("/v25.0/{NUMBER}");
    let missing = world.anonymous("GET", &path).send().await.unwrap();
    assert_eq!(missing.status(), 401);
    for authorization in ["Bearer wrong", "Basic simulator-token", "simulator-token"] {
        let answer = world
            .anonymous("GET", &path)
            .header("authorization", authorization)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 401);
        let challenge = answer.headers()["www-authenticate"].to_str().unwrap().to_owned();
        assert!(
            challenge.starts_with("OAuth \"Facebook Platform\" \"OAuthException\""),
            "{challenge}"
        );
        let body = answer.json::<serde_json::Value>().await.unwrap();
        assert_eq!(body["error"]["code"], 190);
        assert_eq!(body["error"]["type"], "OAuthException");
    }
}

#[tokio::test]
async fn requests_are_recorded_exactly_as_they_came() {
    let world = World::new().await;
    world.ana().await;
    let body = r#"{ "messaging_product":"whatsapp", "to":"+5511986372111","type":"text","text":{"body":"Ol\u00e1"} }"#;
    let path = format!("/v25.0/{NUMBER}/messages");
    let request = world
        .request("POST", &path)
        .header("content-type", "application/json")
        .body(body);
    assert_eq!(answer_of(request).await.0, 200);
    let requests = world.simulator.requests();
    let last = requests.last().unwrap();
    assert_eq!(
        (last.method.as_str(), last.path.as_str()),
        ("POST", path.as_str())
    );
    assert_eq!(last.body, body.as_bytes());
    assert_eq!(last.json.as_ref().unwrap()["text"]["body"], "Olá");
    assert_eq!(last.headers["authorization"], "Bearer simulator-token");
}

#[tokio::test]
async fn a_body_that_is_no_json_object_is_refused() {
    let world = World::unsubscribed().await;
    let path = format!("/v25.0/{NUMBER}/messages");
    for (content_type, body) in [
        ("application/json", "{"),
        ("application/json", "[]"),
        ("text/plain", "{}"),
        ("application/json", ""),
    ] {
        let request = world
            .request("POST", &path)
            .header("content-type", content_type)
            .body(body);
        let (status, answer) = answer_of(request).await;
        assert_eq!(
            (status, &answer["error"]["code"]),
            (400, &json!(100)),
            "{content_type} {body}"
        );
    }
}

#[tokio::test]
async fn numbers_are_listed_in_pages_and_shown_one_by_one() {
    let world = World::unsubscribed().await;
    let (status, list) = world.get(&format!("/v25.0/{WABA}/phone_numbers")).await;
    assert_eq!(status, 200);
    assert_eq!(list["data"].as_array().unwrap().len(), 2);
    assert_eq!(list["data"][0]["display_phone_number"], "+55 11 4002-8922");
    assert_eq!(list["data"][0]["quality_rating"], "GREEN");
    let (_, page) = world.get(&format!("/v25.0/{WABA}/phone_numbers?limit=1")).await;
    let after = page["paging"]["cursors"]["after"].as_str().unwrap();
    let (_, page) = world
        .get(&format!("/v25.0/{WABA}/phone_numbers?limit=1&after={after}"))
        .await;
    assert_eq!(page["data"][0]["verified_name"], "Doce Arte Eventos");
    let (_, one) = world
        .get(&format!("/v25.0/{NUMBER}?fields=verified_name,status"))
        .await;
    assert_eq!(
        one,
        json!({ "id": NUMBER, "verified_name": "Escola Doce Arte", "status": "CONNECTED" })
    );
    assert_eq!(
        world.get(&format!("/v25.0/{NUMBER}?fields=shoe_size")).await.0,
        400
    );
}

#[tokio::test]
async fn a_number_is_registered_with_a_pin_of_six_digits() {
    let world = World::unsubscribed().await;
    let path = format!("/v25.0/{NUMBER}/register");
    let (status, answer) = world
        .post(
            &path,
            &json!({ "messaging_product": "whatsapp", "pin": "123456" }),
        )
        .await;
    assert_eq!((status, answer), (200, json!({ "success": true })));
    assert_eq!(
        world
            .post(&path, &json!({ "messaging_product": "whatsapp", "pin": "12" }))
            .await
            .0,
        400
    );
}

#[tokio::test]
async fn the_profile_keeps_what_is_written() {
    let world = World::unsubscribed().await;
    let path = format!("/v25.0/{NUMBER}/whatsapp_business_profile");
    let change = json!({ "messaging_product": "whatsapp", "about": "Bolos", "websites": ["https://docearte.example"] });
    assert_eq!(
        world.post(&path, &change).await,
        (200, json!({ "success": true }))
    );
    let (_, profile) = world.get(&format!("{path}?fields=about,websites")).await;
    assert_eq!(
        profile["data"][0],
        json!({ "messaging_product": "whatsapp", "about": "Bolos", "websites": ["https://docearte.example"] })
    );
    let (status, answer) = world
        .post(
            &path,
            &json!({ "messaging_product": "whatsapp", "about": "x".repeat(140) }),
        )
        .await;
    assert_eq!((status, &answer["error"]["code"]), (400, &json!(100)));
}

#[tokio::test]
async fn the_app_is_listed_while_it_is_subscribed() {
    let world = World::new().await;
    let path = format!("/v25.0/{WABA}/subscribed_apps");
    let (_, apps) = world.get(&path).await;
    assert_eq!(
        apps["data"][0]["whatsapp_business_api_data"]["id"],
        "670812345678901"
    );
    assert_eq!(
        answer_of(world.request("DELETE", &path)).await.1,
        json!({ "success": true })
    );
    assert_eq!(world.get(&path).await.1, json!({ "data": [] }));
    world
        .simulator
        .customer(ANA, "Ana Lima")
        .send_text(NUMBER, "Tem alguém?")
        .await
        .unwrap();
    assert!(world.receiver.messages().is_empty());
    assert_eq!(
        answer_of(world.request("POST", &path)).await.1,
        json!({ "success": true })
    );
    world.simulator.delivered_all().await.unwrap();
    assert_eq!(world.receiver.messages().len(), 1);
}

#[tokio::test]
async fn a_callback_that_fails_the_verification_is_not_taken() {
    let world = World::unsubscribed().await;
    let path = format!("/v25.0/{WABA}/subscribed_apps");
    let wrong = json!({ "override_callback_uri": world.receiver.url, "verify_token": "wrong" });
    assert_eq!(world.post(&path, &wrong).await.0, 400);
    let right = json!({ "override_callback_uri": world.receiver.url, "verify_token": "simulator-verify" });
    assert_eq!(world.post(&path, &right).await.0, 200);
    world.ana().await;
    assert_eq!(world.receiver.messages().len(), 1);
}

#[tokio::test]
async fn a_blocked_customer_cannot_be_written_to_and_is_not_heard() {
    let world = World::new().await;
    let ana = world.ana().await;
    let path = format!("/v25.0/{NUMBER}/block_users");
    let users = json!({ "messaging_product": "whatsapp", "block_users": [
        { "user": "+5511986372111" }, { "user": "+5511900000000" },
    ] });
    let (status, answer) = world.post(&path, &users).await;
    assert_eq!(status, 200);
    assert_eq!(
        answer["block_users"]["added_users"],
        json!([{ "input": "+5511986372111", "wa_id": ANA }])
    );
    assert_eq!(
        answer["block_users"]["failed_users"][0]["input"],
        "+5511900000000"
    );
    assert_eq!(
        world.get(&path).await.1["data"],
        json!([{ "messaging_product": "whatsapp", "wa_id": ANA }])
    );
    assert_eq!(world.send(&text("Oi")).await.1["error"]["code"], 130_403);
    ana.send_text(NUMBER, "Por quê?").await.unwrap();
    assert_eq!(world.receiver.messages().len(), 1);
    let (_, answer) = answer_of(world.request("DELETE", &path).json(&users)).await;
    assert_eq!(answer["block_users"]["removed_users"][0]["wa_id"], ANA);
    assert_eq!(world.send(&text("Oi")).await.0, 200);
}

#[tokio::test]
async fn a_read_receipt_marks_the_message_and_all_before_it() {
    let world = World::new().await;
    let ana = world.ana().await;
    let second = ana.send_text(NUMBER, "Tudo bem?").await.unwrap();
    let third = ana.send_text(NUMBER, "Alô?").await.unwrap();
    let receipt = json!({ "messaging_product": "whatsapp", "status": "read", "message_id": second });
    assert_eq!(world.send(&receipt).await, (200, json!({ "success": true })));
    let words = world.simulator.look(|state| {
        state
            .thread(NUMBER, ANA)
            .iter()
            .map(|message| format!("{:?}", message.status))
            .collect::<Vec<_>>()
    });
    assert_eq!(words, ["Read", "Read", "Delivered"]);
    let typing = json!({ "messaging_product": "whatsapp", "status": "read", "message_id": third,
                         "typing_indicator": { "type": "text" } });
    assert_eq!(world.send(&typing).await.0, 200);
    let is_typing = |at_s: i64| {
        world
            .simulator
            .look(|state| state.is_typing(NUMBER, ANA, at_s * 1_000))
    };
    assert!(is_typing(world.now_s() + 24));
    assert!(!is_typing(world.now_s() + 25));
    world.send_accepted(&text("Oi, Ana")).await;
    assert!(!is_typing(world.now_s()));
}

#[tokio::test]
async fn a_read_receipt_needs_a_message_that_was_received_by_that_number() {
    let world = World::new().await;
    world.ana().await;
    let ours = world
        .send_accepted(&message("text", json!({ "body": "Oi" })))
        .await;
    for (code, receipt) in [
        (
            131_009,
            json!({ "messaging_product": "whatsapp", "status": "read", "message_id": "wamid.X" }),
        ),
        (
            131_009,
            json!({ "messaging_product": "whatsapp", "status": "read", "message_id": ours }),
        ),
        (
            131_008,
            json!({ "messaging_product": "whatsapp", "status": "read" }),
        ),
        (
            131_009,
            json!({ "messaging_product": "whatsapp", "status": "seen", "message_id": ours }),
        ),
        (
            100,
            json!({ "messaging_product": "whatsapp", "status": "read", "message_id": ours, "to": "x" }),
        ),
        (
            131_008,
            json!({ "messaging_product": "whatsapp", "status": "read", "message_id": ours, "typing_indicator": {} }),
        ),
    ] {
        let (status, answer) = world.send(&receipt).await;
        assert_eq!(
            (status, &answer["error"]["code"]),
            (400, &json!(code)),
            "{receipt}"
        );
    }
}

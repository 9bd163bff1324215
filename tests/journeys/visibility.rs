//! Who may not see a conversation gets nothing of it, whatever way they ask.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{ANA, BRUNO, CARLA, Rest, SCHOOL_NUMBER, Socket, World, eventually, journey};

#[tokio::test(flavor = "multi_thread")]
async fn a_colleague_without_sight_gets_nothing_of_a_conversation() {
    journey(async |world| {
        let (ana, bruno, carla) = (
            world.rest(&ANA).await,
            world.rest(&BRUNO).await,
            world.rest(&CARLA).await,
        );
        let switched = ana
            .send(
                Method::PATCH,
                "/settings",
                Some(json!({ "is_support_agent_on": true })),
            )
            .await;
        assert_eq!(switched.status, 200, "{switched:?}");
        let conversation = bruno_s_conversation(world, &ana, &bruno).await;
        let path = format!("/conversations/{conversation}");

        assert_eq!(bruno.get(&path).await.status, 200);
        for path in [path.clone(), format!("{path}/messages")] {
            let refused = carla.get(&path).await;
            assert_eq!(
                (refused.status, &refused.body["code"]),
                (404, &json!("not_found")),
                "{path}"
            );
        }
        for list in ["/conversations", "/conversations/visible", "/bootstrap"] {
            let body = carla.get(list).await.body.to_string();
            assert!(
                !body.contains(&conversation) && !body.contains("Marina"),
                "{list}: {body}"
            );
        }
        let message = json!({ "id": uuid::Uuid::now_v7(), "conversation_id": conversation,
            "content": { "kind": "text", "body": "oi" } });
        let refused = carla
            .send(Method::POST, &format!("{path}/messages"), Some(message))
            .await;
        assert_eq!(
            (refused.status, &refused.body["code"]),
            (404, &json!("not_found")),
            "{refused:?}"
        );

        let (mut bruno_s, mut carla_s) = (follow(&bruno).await, follow(&carla).await);
        world
            .customer("5511987650001", "Marina Duarte")
            .send_text(SCHOOL_NUMBER, "E o segredo?")
            .await
            .expect("sent");
        eventually("the customer's text on Bruno's socket", async || {
            let frames = bruno_s.frames_so_far().await;
            Value::Array(frames)
                .to_string()
                .contains("E o segredo?")
                .then_some(())
        })
        .await;
        let frames = Value::Array(carla_s.frames_so_far().await).to_string();
        assert!(
            !frames.contains(&conversation) && !frames.contains("segredo"),
            "{frames}"
        );
    })
    .await;
}

/// A conversation that a customer has begun and Ana has given to Bruno.
async fn bruno_s_conversation(world: &World, ana: &Rest, bruno: &Rest) -> String {
    let marina = world.customer("5511987650001", "Marina Duarte");
    marina
        .send_text(SCHOOL_NUMBER, "Bom dia! Ainda há vagas?")
        .await
        .expect("sent");
    let conversation = eventually("the conversation in Ana's list", async || {
        let list = ana.get("/conversations").await.body;
        list["rows"][0]["conversation"]["id"].as_str().map(str::to_owned)
    })
    .await;
    let id = bruno.get("/session").await.body["agent"]["id"].clone();
    let path = format!("/conversations/{conversation}/assignees");
    let assigned = ana
        .send(Method::PUT, &path, Some(json!({ "agents": [id] })))
        .await;
    assert_eq!(assigned.status, 200, "{assigned:?}");
    conversation
}

/// A socket that goes on from now.
async fn follow(agent: &Rest) -> Socket {
    let cursor = agent.get("/bootstrap").await.body["cursor"].clone();
    let mut socket = agent.socket().await;
    socket.hello(&cursor).await;
    assert_eq!(socket.next().await.expect("an answer")["frame"], "welcome");
    socket
}

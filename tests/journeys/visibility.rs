//! Who may not see a conversation gets nothing of it, whatever way they ask.

use reqwest::Method;
use serde_json::{Value, json};

use crate::chat::{MARINA, OTAVIO, customer, open_conversation, writes};
use crate::harness::{
    ANA, BRUNO, Browser, CARLA, Rest, SCHOOL_NUMBER, Size, Socket, World, eventually, journey,
};
use crate::thread_view::in_view;

#[tokio::test(flavor = "multi_thread")]
async fn a_colleague_without_sight_gets_nothing_of_a_conversation() {
    journey(async |world| {
        let (ana, bruno, carla) = (
            world.rest(&ANA).await,
            world.rest(&BRUNO).await,
            world.rest(&CARLA).await,
        );
        switch_support_agent(&ana, true).await;
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

#[tokio::test(flavor = "multi_thread")]
async fn what_was_said_while_sight_was_lost_is_there_when_it_is_back() {
    journey(async |world| {
        let (ana, bruno) = (world.rest(&ANA).await, world.rest(&BRUNO).await);
        bruno_s_conversation(world, &ana, &bruno).await;
        let otavio = customer(world, OTAVIO);
        otavio.send_text(SCHOOL_NUMBER, "Boa tarde").await.expect("sent");
        let carla = world.browser(Size::Desktop).await;
        carla.sign_in(&CARLA).await;
        open_conversation(&carla, MARINA).await;
        in_view(&carla, "Bom dia! Ainda há vagas?").await;
        open_conversation(&carla, OTAVIO).await;
        in_view(&carla, "Boa tarde").await;

        // Her device hears that her rights have changed, but cannot ask what she may see now.
        let deaf = "window.fetchBefore = window.fetch;
            window.asked = 0;
            window.fetch = (request, ...more) => {
                if (!(request.url ?? request).endsWith('/conversations/visible')) return window.fetchBefore(request, ...more);
                window.asked += 1;
                return Promise.reject(new TypeError('no way through'));
            };";
        carla.script(deaf, vec![]).await;
        switch_support_agent(&ana, true).await;
        carla.until("the question what she may see", "window.asked > 0").await;
        writes(world, MARINA, "Dito no escuro").await;
        eventually("the text at Bruno's", async || {
            let list = bruno.get("/conversations").await.body.to_string();
            list.contains("Dito no escuro").then_some(())
        })
        .await;
        switch_support_agent(&ana, false).await;
        carla.script("window.fetch = window.fetchBefore", vec![]).await;

        carla.find_with("link", "Dito no escuro").await;
        carla.reload().await;
        open_conversation(&carla, MARINA).await;
        in_view(&carla, "Bom dia! Ainda há vagas?").await;
        in_view(&carla, "Dito no escuro").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_out_of_sight_is_asked_for_once() {
    journey(async |world| {
        let (ana, bruno) = (world.rest(&ANA).await, world.rest(&BRUNO).await);
        let conversation = bruno_s_conversation(world, &ana, &bruno).await;
        writes(world, OTAVIO, "Boa tarde").await;
        let carla = world.browser(Size::Desktop).await;
        carla.sign_in(&CARLA).await;
        open_conversation(&carla, MARINA).await;
        in_view(&carla, "Bom dia! Ainda há vagas?").await;

        carla.may_log("status of 404");
        carla
            .script("performance.clearResourceTimings()", Vec::new())
            .await;
        switch_support_agent(&ana, true).await;
        carla.shows("Conversa não encontrada").await;
        writes(world, OTAVIO, "Ainda estão aí?").await;
        carla.find_with("link", "Ainda estão aí?").await;
        assert_eq!(times_asked(&carla, &conversation).await, 0);

        carla.reload().await;
        carla.shows("Conversa não encontrada").await;
        writes(world, OTAVIO, "Alô?").await;
        carla.find_with("link", "Alô?").await;
        assert_eq!(times_asked(&carla, &conversation).await, 1);

        // Nobody has to reload when it is in sight again.
        switch_support_agent(&ana, false).await;
        in_view(&carla, "Bom dia! Ainda há vagas?").await;
    })
    .await;
}

/// How often the page has asked for a conversation with its newest messages.
async fn times_asked(browser: &Browser, conversation: &str) -> u64 {
    let count = "return performance.getEntriesByType('resource')
        .filter((one) => one.name.includes(`/conversations/${arguments[0]}?`)).length";
    let answer = browser.script(count, vec![json!(conversation)]).await;
    answer.as_u64().expect("a number")
}

/// Turns "Support Agent" on or off.
pub async fn switch_support_agent(administrator: &Rest, is_on: bool) {
    let wish = json!({ "is_support_agent_on": is_on });
    let switched = administrator.send(Method::PATCH, "/settings", Some(wish)).await;
    assert_eq!(switched.status, 200, "{switched:?}");
}

/// A conversation that a customer has begun and Ana has given to Bruno.
pub async fn bruno_s_conversation(world: &World, ana: &Rest, bruno: &Rest) -> String {
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

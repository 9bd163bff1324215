//! What Meta and the customer know of messages that are held: nothing until the hold ends, and never anything of what was taken back.
//! No browser: what people press is walked elsewhere.

use reqwest::Method;
use serde_json::{Value, json};
use simulator::{Direction, State};
use uuid::Uuid;

use crate::chat::{MARINA, writes};
use crate::harness::{ANA, BRUNO, Rest, SCHOOL_NUMBER, World, eventually, journey};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_back_in_its_hold_never_reaches_the_customer() {
    journey(async |world| {
        let (bruno, conversation) = writing(world, 30).await;
        let wrong = send(&bruno, &conversation, "errado").await;
        assert_eq!(wrong["delivery"]["state"], "held");
        // Another session of the same agent takes it back; before, an answer that was written after it waits behind it.
        let right = send(&bruno, &conversation, "certo").await;
        let phone = world.rest(&BRUNO).await;
        let cancelled = cancel(&phone, &wrong).await;
        assert_eq!(cancelled["content"]["is_cancelled"], true);
        hold_texts(world, 0).await;
        let last = send(&bruno, &conversation, "e mais").await;
        assert_eq!(last["delivery"]["state"], "waiting");
        cancel(&phone, &right).await;
        let texts = texts_when(world, |texts| texts.iter().any(|text| text == "e mais")).await;
        assert_eq!(texts, ["e mais"], "what was taken back is nowhere");
        let requests = world.simulator.requests();
        let bodies = requests.iter().filter_map(|request| request.json.as_ref());
        assert_eq!(
            bodies.filter(|body| body["text"]["body"].is_string()).count(),
            1,
            "Meta was asked once"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_of_the_server_in_the_middle_of_a_hold_keeps_it_and_what_was_taken_back() {
    journey(async |world| {
        let (bruno, conversation) = writing(world, 4).await;
        let wrong = send(&bruno, &conversation, "errado").await;
        let held = send(&bruno, &conversation, "segura").await;
        let until = held["delivery"]["held_until"].as_i64().expect("a time");
        cancel(&bruno, &wrong).await;
        world.stop_server().await;
        world.start_server().await;
        let texts = texts_when(world, |texts| !texts.is_empty()).await;
        assert_eq!(texts, ["segura"]);
        assert!(world.now_ms() >= until, "the hold was kept");
    })
    .await;
}

/// Bruno in a conversation with Marina, in which texts are held.
async fn writing(world: &World, seconds: u32) -> (Rest, Value) {
    writes(world, MARINA, "Oi!").await;
    hold_texts(world, seconds).await;
    let bruno = world.rest(&BRUNO).await;
    let conversation = eventually("the conversation", async || {
        let page = bruno.get("/conversations").await;
        page.body["rows"].get(0).map(|row| row["conversation"].clone())
    });
    let conversation = conversation.await;
    (bruno, conversation)
}

async fn hold_texts(world: &World, seconds: u32) {
    let change = json!({ "hold_text_seconds": seconds });
    let ana = world.rest(&ANA).await;
    let answer = ana.send(Method::PATCH, "/settings", Some(change)).await;
    assert_eq!(answer.status, 200, "{answer:?}");
}

async fn send(agent: &Rest, conversation: &Value, text: &str) -> Value {
    let id = &conversation["id"];
    let command = json!({
        "id": Uuid::now_v7(), "conversation_id": id, "content": { "kind": "text", "body": text },
    });
    let path = format!("/conversations/{}/messages", id.as_str().expect("an id"));
    let answer = agent.send(Method::POST, &path, Some(command)).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    answer.body
}

async fn cancel(agent: &Rest, message: &Value) -> Value {
    let path = format!("/messages/{}/cancel", message["id"].as_str().expect("an id"));
    let answer = agent.send(Method::POST, &path, Some(json!({}))).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.body
}

/// The texts of ours that Meta has, as soon as they are as wanted.
async fn texts_when(world: &World, is_wanted: impl Fn(&[String]) -> bool) -> Vec<String> {
    let texts = |state: &State| {
        let thread = state.thread(SCHOOL_NUMBER, MARINA.0);
        let ours = thread
            .iter()
            .filter(|message| message.direction == Direction::FromBusiness);
        ours.filter_map(|message| message.content["text"]["body"].as_str().map(ToOwned::to_owned))
            .collect::<Vec<_>>()
    };
    let found = world
        .simulator
        .wait_for(|state| Some(texts(state)).filter(|texts| is_wanted(texts)));
    found.await.expect("the message is with Meta")
}

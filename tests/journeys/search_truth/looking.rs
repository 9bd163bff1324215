//! Who may see what of the sample data, and looking at all of it, page by page, in the list and in the threads.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::{Value, json};

use super::reference::Known;
use crate::harness::{Rest, SAMPLE_BRUNO, SAMPLE_CARLA, World, eventually};
use crate::visibility::switch_support_agent;

/// What a page of the server holds at most.
const PAGE: usize = 200;
/// Which of ten conversations is Carla's. The thread of 20,000 messages is none of them: of most of what there is she must find nothing.
const CARLA_S: usize = 5;

/// Gives each tenth conversation to Carla and the others to Bruno, and lets agents see their own. Answers with Carla's.
pub async fn share_out(world: &World, ana: &Rest) -> BTreeSet<String> {
    let mut agents = Vec::new();
    for person in [&SAMPLE_CARLA, &SAMPLE_BRUNO] {
        let session = world.rest(person).await.get("/session").await.body;
        agents.push(session["agent"]["id"].clone());
    }
    let mut carla_s = BTreeSet::new();
    for (place, row) in rows(ana).await.iter().enumerate() {
        let id = row["conversation"]["id"].as_str().expect("an id");
        let is_carla_s = place % 10 == CARLA_S;
        let assign = json!({ "agents": [agents[usize::from(!is_carla_s)]] });
        let path = format!("/conversations/{id}/assignees");
        let answer = ana.send(Method::PUT, &path, Some(assign)).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        if is_carla_s {
            carla_s.insert(id.to_owned());
        }
    }
    switch_support_agent(ana, true).await;
    carla_s
}

/// What Ana sees, when so many messages have come.
pub async fn look_when_there_are(messages: usize, ana: &Rest) -> Known {
    eventually("all messages at the server", async || {
        let known = look_at_everything(ana).await;
        (known.messages.len() == messages).then_some(())
    })
    .await;
    // Once more, because the list was read before the threads.
    look_at_everything(ana).await
}

/// All conversations with all their messages, as Ana reads them.
pub async fn look_at_everything(ana: &Rest) -> Known {
    let mut known = Known::default();
    for row in rows(ana).await {
        known.add_conversation(&row);
        let id = row["conversation"]["id"].as_str().expect("an id");
        let mut before = String::new();
        loop {
            let page = read(ana, &format!("/conversations/{id}/messages?limit={PAGE}{before}")).await;
            let messages = page["messages"].as_array().expect("messages");
            messages.iter().for_each(|message| known.add_message(message));
            if page["has_older"] != true {
                break;
            }
            before = place_in_address(&messages[0]);
        }
    }
    known
}

/// The messages that the server finds, all pages of them.
pub async fn find(agent: &Rest, query: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut before = String::new();
    loop {
        let page = read(
            agent,
            &format!("/search?q={}&limit={PAGE}{before}", escaped(query)),
        )
        .await;
        // An empty list is not told.
        let messages = page["messages"].as_array().into_iter().flatten();
        found.extend(messages.map(|message| message["id"].as_str().expect("an id").to_owned()));
        if page["next"].is_null() {
            return found;
        }
        before = place_in_address(&page["next"]);
    }
}

/// All rows of the list, open and concluded.
async fn rows(ana: &Rest) -> Vec<Value> {
    let mut rows = Vec::new();
    for state in ["open", "concluded"] {
        let mut before = String::new();
        loop {
            let page = read(ana, &format!("/conversations?state={state}&limit={PAGE}{before}")).await;
            rows.extend(page["rows"].as_array().expect("rows").iter().cloned());
            if page["next"].is_null() {
                break;
            }
            before = place_in_address(&page["next"]);
        }
    }
    rows
}

async fn read(agent: &Rest, path: &str) -> Value {
    let answer = agent.get(path).await;
    assert_eq!(answer.status, 200, "{path}: {answer:?}");
    answer.body
}

fn place_in_address(place: &Value) -> String {
    let id = place["id"].as_str().expect("an id");
    format!("&before_at={}&before_id={id}", place["at"])
}

fn escaped(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

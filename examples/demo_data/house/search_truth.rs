//! The search over the sample data finds what looking at everything finds.

#[path = "../../../tests/reference/search.rs"]
mod reference;

use super::House;
use crate::playing::play_all;
use crate::scripts::{self, Agent};
use reference::{Dice, Known};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The same in each run: 2026-09-08, 12:00 UTC.
const NOW: i64 = 1_788_868_800_000;
/// The long thread is shorter here: it says the same again and again.
const LONG_THREAD: usize = 600;
/// For each of the two who ask.
const QUERIES: usize = 100;

/// All of the sample data, but for the length of its long thread; over REST, page by page. Ana is an administrator; Carla sees each
/// tenth conversation. Half of the queries are drawn from everything, half from what Carla sees, and both ask all of them.
#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_searches_find_what_looking_at_everything_finds() {
    let folder = tempfile::tempdir().unwrap();
    crate::make_past(folder.path(), LONG_THREAD, NOW).await.unwrap();
    let mut house = House::open(folder.path(), NOW - scripts::PRESENT_MS)
        .await
        .unwrap();
    play_all(&mut house, &scripts::present(), NOW).await.unwrap();
    house.at(NOW);
    house.describe_customers().await.unwrap();
    let carla_s = share_out(&house).await;

    let everything = look_at_everything(&house).await;
    let seen_by_carla = everything.within(&carla_s);
    assert!(everything.conversations.len() >= 300 && everything.messages.len() > 1_400);
    assert!(seen_by_carla.conversations.len() >= 30);
    let mut dice = Dice::new(20);
    let mut queries = everything.queries(&mut dice, QUERIES);
    queries.extend(seen_by_carla.queries(&mut dice, QUERIES));

    let (mut in_vain, mut hits) = ([0, 0], [0, 0]);
    for (place, query) in queries.iter().enumerate() {
        for (who, (agent, known)) in [(Agent::Ana, &everything), (Agent::Carla, &seen_by_carla)]
            .into_iter()
            .enumerate()
        {
            let limit = [200, 60, 17][place % 3];
            let found = find(&house, agent, query, limit).await;
            let contacts: Vec<_> = known
                .contacts_with(query)
                .into_iter()
                .map(|one| &one.id)
                .collect();
            assert_eq!(
                found.contacts.iter().collect::<Vec<_>>(),
                contacts,
                "{agent:?}: {query}"
            );
            let messages: Vec<_> = known
                .messages_with(query)
                .into_iter()
                .map(|one| &one.id)
                .collect();
            assert_messages(&found.messages, &messages, &format!("{agent:?}: {query}"));
            in_vain[who] += usize::from(contacts.is_empty() && messages.is_empty());
            hits[who] += messages.len();
        }
    }
    // The queries ask for something, and Carla's answers are others than Ana's.
    assert!(in_vain[0] < 60 && in_vain[1] < 140, "in vain: {in_vain:?}");
    assert!(hits[0] > hits[1] && hits[1] > 200, "hits: {hits:?}");
    house.close(folder.path()).await.unwrap();
}

/// What was found, all pages of it.
#[derive(Default)]
struct Found {
    contacts: Vec<String>,
    /// Times in Unix milliseconds, and ids.
    messages: Vec<(i64, String)>,
}

/// Newest first, where those of one second may stand in any order; none missing, none twice, none too many.
fn assert_messages(found: &[(i64, String)], expected: &[&String], of: &str) {
    assert!(
        found.is_sorted_by(|(one, _), (next, _)| one / 1_000 >= next / 1_000),
        "{of}: not newest first"
    );
    let mut found: Vec<_> = found.iter().map(|(_, id)| id).collect();
    let mut expected = expected.to_vec();
    found.sort_unstable();
    expected.sort_unstable();
    assert_eq!(found, expected, "{of}");
}

/// Gives each tenth conversation to Carla and the others to Bruno, and lets agents see their own. Answers with Carla's.
async fn share_out(house: &House) -> BTreeSet<String> {
    let [bruno, carla] = [Agent::Bruno, Agent::Carla].map(|agent| house.agents[&agent].id);
    let mut carla_s = BTreeSet::new();
    for (place, row) in rows(house).await.iter().enumerate() {
        let id = row["conversation"]["id"].as_str().unwrap();
        let is_carla_s = place % 10 == 0;
        let agent = if is_carla_s { carla } else { bruno };
        let agents = json!({ "agents": [agent] });
        ask(
            house,
            Method::PUT,
            &format!("/conversations/{id}/assignees"),
            Some(&agents),
        )
        .await;
        if is_carla_s {
            carla_s.insert(id.to_owned());
        }
    }
    let on = json!({ "is_support_agent_on": true });
    ask(house, Method::PATCH, "/settings", Some(&on)).await;
    carla_s
}

/// All conversations with all their messages, as Ana reads them in their threads.
async fn look_at_everything(house: &House) -> Known {
    let mut known = Known::default();
    for row in rows(house).await {
        known.add_conversation(&row);
        let id = row["conversation"]["id"].as_str().unwrap();
        let mut before = String::new();
        loop {
            let path = format!("/conversations/{id}/messages?limit=200{before}");
            let page = ask(house, Method::GET, &path, None).await;
            let messages = page["messages"].as_array().unwrap();
            messages.iter().for_each(|message| known.add_message(message));
            if page["has_older"] != true {
                break;
            }
            before = place_in_address(&messages[0]);
        }
    }
    known
}

/// All rows of the list, open and concluded.
async fn rows(house: &House) -> Vec<Value> {
    let mut rows = Vec::new();
    for state in ["open", "concluded"] {
        let mut before = String::new();
        loop {
            let path = format!("/conversations?state={state}&limit=200{before}");
            let page = ask(house, Method::GET, &path, None).await;
            rows.extend(page["rows"].as_array().unwrap().iter().cloned());
            if page["next"].is_null() {
                break;
            }
            before = place_in_address(&page["next"]);
        }
    }
    rows
}

async fn find(house: &House, agent: Agent, query: &str, limit: usize) -> Found {
    let mut found = Found::default();
    let mut before = String::new();
    loop {
        // An agent may not ask without end; time passes.
        house.at(house.clock.now().as_millis() + 1_000);
        let path = format!("/search?q={}&limit={limit}{before}", escaped(query));
        let page: Value = house
            .ask(agent, Method::GET, &path, None::<&Value>)
            .await
            .unwrap();
        assert_eq!(page["is_indexing"], Value::Null, "{query}");
        let list = |name: &str| page[name].as_array().cloned().unwrap_or_default();
        assert!(list("messages").len() <= limit, "{query}");
        assert!(
            before.is_empty() || list("contacts").is_empty(),
            "contacts come first: {query}"
        );
        let id = |value: &Value| value["id"].as_str().unwrap().to_owned();
        found
            .contacts
            .extend(list("contacts").iter().map(|row| id(&row["conversation"])));
        found.messages.extend(
            list("messages")
                .iter()
                .map(|message| (message["at"].as_i64().unwrap(), id(message))),
        );
        if page["next"].is_null() {
            return found;
        }
        before = place_in_address(&page["next"]);
    }
}

fn place_in_address(place: &Value) -> String {
    format!(
        "&before_at={}&before_id={}",
        place["at"],
        place["id"].as_str().unwrap()
    )
}

fn escaped(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// Ana asks.
async fn ask(house: &House, method: Method, path: &str, body: Option<&Value>) -> Value {
    house.ask(Agent::Ana, method, path, body).await.unwrap()
}

//! Who has written what, and who may see it.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::json;

use super::reference::{Dice, Known};
use crate::harness::{BRUNO, CARLA, Rest, SCHOOL_NUMBER, World, eventually};
use crate::visibility::switch_support_agent;

/// How many conversations and messages there are.
pub const CONVERSATIONS: usize = 30;
pub const MESSAGES: usize = 450;

const FIRST_NAMES: &str = "Ângela|João|Mônica|Zé|Letícia 🎂|Otávio|Íris|Conceição|Ana|Noé";
const LAST_NAMES: &str = "Araújo|da Silva|Prado|d'Ávila|Muñoz|Lima-Brandão";
const WORDS: &str = "Ação|reação|AÇÕES|vaga|vagas|sábado|sabão|às|de|deixa|deixei|disponibilidade|disponível|R$ 1.234,50|15h|\
    obrigada|Obrigado!|😊|👍🏽|👍|🇧🇷|👩🏽\u{200d}💻|שלום|עולם|مرحبا|100%|co_mo|\"aspas\"|é|x|E|ou|OR|not|near|98637-2111|(11)|recibo|\
    Encomenda|encomendas|bolo|pão|pães|mãe|amanhã|manhã|à|tarde|Você|vocês|curso|certificado|Córrego|coração|cor|\
    confeitaria|docinhos|festa|aniversário|um";

/// Everybody writes by turns, the last one yesterday.
pub async fn write_everything(world: &World, dice: &mut Dice) {
    let [first_names, last_names, words] =
        [FIRST_NAMES, LAST_NAMES, WORDS].map(|words| words.split('|').collect::<Vec<_>>());
    let customers: Vec<_> = (0..CONVERSATIONS)
        .map(|n| {
            // Some without the ninth digit, as WhatsApp knows them.
            let ninth = if n % 4 == 0 { "" } else { "9" };
            let name = format!("{} {}", first_names[n % 10], last_names[n % 6]);
            world.customer(
                &format!("55{}{ninth}86{:06}", 11 + n % 9, 372_111 + n * 7_919),
                &name,
            )
        })
        .collect();
    let last_s = world.now_ms() / 1_000 - 24 * 60 * 60;
    for n in 0..MESSAGES {
        // The first have written most.
        let who = if n % 2 == 0 {
            n / 2 % CONVERSATIONS
        } else {
            n / 2 % 5
        };
        let text: Vec<_> = (0..2 + n % 7).map(|_| *dice.pick(&words)).collect();
        let back = i64::try_from(MESSAGES - n).expect("a few");
        customers[who]
            .send_text_at(SCHOOL_NUMBER, &text.join(" "), last_s - back)
            .await
            .expect("sent");
    }
}

/// What Ana sees in the list and in the threads, when so many messages have come.
pub async fn look_when_there_are(messages: usize, ana: &Rest) -> Known {
    eventually("all messages at the server", async || {
        let known = look_at_everything(ana).await;
        (known.messages.len() == messages).then_some(())
    })
    .await;
    // Once more, because the list was read before the threads.
    look_at_everything(ana).await
}

async fn look_at_everything(ana: &Rest) -> Known {
    let mut known = Known::default();
    let list = ana.get("/conversations?limit=200").await.body;
    for row in list["rows"].as_array().expect("rows") {
        known.add_conversation(row);
        let id = row["conversation"]["id"].as_str().expect("an id");
        let page = ana
            .get(&format!("/conversations/{id}/messages?limit=200"))
            .await
            .body;
        assert_eq!(page["has_older"], json!(false), "a page holds each thread");
        for message in page["messages"].as_array().expect("messages") {
            known.add_message(message);
        }
    }
    known
}

/// Gives each tenth conversation to Carla and the others to Bruno, and lets agents see their own. Answers with Carla's.
pub async fn share_out(world: &World, ana: &Rest, known: &Known) -> BTreeSet<String> {
    let mut agents = Vec::new();
    for person in [&CARLA, &BRUNO] {
        let session = world.rest(person).await.get("/session").await.body;
        agents.push(session["agent"]["id"].clone());
    }
    let mut carla_s = BTreeSet::new();
    for (place, conversation) in known.conversations.iter().enumerate() {
        let is_carla_s = place % 10 == 0;
        let assign = json!({ "agents": [agents[usize::from(!is_carla_s)]] });
        let path = format!("/conversations/{}/assignees", conversation.id);
        let answer = ana.send(Method::PUT, &path, Some(assign)).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        if is_carla_s {
            carla_s.insert(conversation.id.clone());
        }
    }
    switch_support_agent(ana, true).await;
    carla_s
}

//! Reactions on their way to Meta, and messages that are removed before they leave.

use crate::meta::{NUMBER, thread};
use crate::stage::Stage;
use domain::content::MessageContent;
use domain::entities::Message;
use domain::ids::MessageId;
use serde_json::{Value, json};

async fn react(stage: &Stage, message: MessageId, emoji: &Value) -> u16 {
    let path = format!("/api/v1/messages/{message}/reaction");
    stage.ana.put(&path, &json!({ "emoji": emoji })).await.status
}

async fn greeting(stage: &Stage) -> MessageId {
    thread(&stage.ana, stage.joana.conversation).await[0].id
}

#[tokio::test]
async fn a_reaction_and_its_taking_away_are_sent_as_meta_documents_them() {
    let stage = Stage::new().await;
    let message = greeting(&stage).await;
    for (emoji, sent) in [(json!("👍"), "👍"), (json!("❤️"), "❤️"), (Value::Null, "")] {
        assert_eq!(react(&stage, message, &emoji).await, 200);
        let request = stage.graph.next_message().await;
        assert_eq!(request.path, format!("POST /v25.0/{NUMBER}/messages"));
        assert_eq!(request.body["type"], "reaction");
        assert_eq!(request.body["to"], format!("+{}", stage.joana.wa_id));
        assert_eq!(request.body["reaction"]["emoji"], sent);
        assert!(request.body["reaction"]["message_id"].is_string());
        assert_eq!(request.body.get("context"), None, "a reaction quotes nothing");
    }
    assert_eq!(react(&stage, message, &Value::Null).await, 200);
    assert!(stage.graph.is_silent().await, "the same again is not told");
}

#[tokio::test]
async fn what_is_no_emoji_is_no_reaction() {
    let stage = Stage::new().await;
    let message = greeting(&stage).await;
    for words in ["ok", "👍👍", "", "<b>"] {
        assert_eq!(react(&stage, message, &json!(words)).await, 422, "{words}");
    }
    let unknown = stage.server.services.ids.message_id();
    assert_eq!(react(&stage, unknown, &json!("👍")).await, 404);
}

#[tokio::test]
async fn places_cards_and_buttons_are_sent_as_meta_documents_them() {
    let stage = Stage::new().await;
    let cases = [
        (
            json!({ "kind": "location", "latitude": -23.5, "longitude": -46.5, "name": "Salão Azul" }),
            json!({ "type": "location", "location": { "latitude": -23.5, "longitude": -46.5, "name": "Salão Azul" } }),
        ),
        (
            json!({ "kind": "contact_cards", "cards": [{ "name": "Célia Ramos", "phones": ["+55 31 98765-0003"] }] }),
            json!({ "type": "contacts", "contacts": [{
                "name": { "formatted_name": "Célia Ramos", "first_name": "Célia" },
                "phones": [{ "phone": "+55 31 98765-0003", "wa_id": "5531987650003" }],
            }] }),
        ),
        (
            json!({ "kind": "interactive", "body": "Qual dia?", "buttons": ["Sábado", "Domingo"] }),
            json!({ "type": "interactive", "interactive": {
                "type": "button",
                "body": { "text": "Qual dia?" },
                "action": { "buttons": [
                    { "type": "reply", "reply": { "id": "1", "title": "Sábado" } },
                    { "type": "reply", "reply": { "id": "2", "title": "Domingo" } },
                ] },
            } }),
        ),
    ];
    let conversation = stage.joana.conversation;
    let path = format!("/api/v1/conversations/{conversation}/messages");
    for (content, expected) in cases {
        let id = stage.server.services.ids.message_id();
        let command = json!({ "id": id, "conversation_id": conversation, "content": content });
        assert_eq!(stage.ana.post(&path, &command).await.status, 201, "{content}");
        let request = stage.graph.next_message().await;
        let kind = expected["type"].as_str().unwrap();
        assert_eq!(request.body["type"], expected["type"]);
        assert_eq!(request.body[kind], expected[kind]);
    }
    let too_many = json!({
        "id": stage.server.services.ids.message_id(),
        "conversation_id": conversation,
        "content": { "kind": "interactive", "body": "?", "buttons": ["a", "b", "c", "d"] },
    });
    assert_eq!(stage.ana.post(&path, &too_many).await.status, 422);
}

#[tokio::test]
async fn a_message_that_was_taken_back_before_it_came_never_leaves() {
    let stage = Stage::new().await;
    let id = stage.server.services.ids.message_id();
    let removed = stage.ana.delete(&format!("/api/v1/messages/{id}")).await;
    assert_eq!(removed.status, 204);
    let conversation = stage.joana.conversation;
    let command = json!({
        "id": id,
        "conversation_id": conversation,
        "content": { "kind": "text", "body": "Tarde demais" },
    });
    let path = format!("/api/v1/conversations/{conversation}/messages");
    assert_eq!(stage.ana.post(&path, &command).await.status, 409);
    assert!(stage.graph.is_silent().await);
    // What was sent before stays with the customer, and its content is gone here.
    let sent = stage.send("Segredo").await;
    stage.graph.next_message().await;
    let removed = stage.ana.delete(&format!("/api/v1/messages/{sent}")).await;
    assert_eq!(removed.status, 200);
    let left = removed.read::<Message>();
    assert!(matches!(left.content, MessageContent::Erased { .. }), "{left:?}");
}

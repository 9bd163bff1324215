//! What an agent does and sees, over REST.

use crate::support::{AT_ONCE, Answer, Browser, TestServer};
use domain::entities::Message;
use domain::ids::{ConversationId, MessageId};
use domain::wire::{ConversationPage, ConversationRow, MessagePage};
use serde_json::json;

/// The newest messages of a conversation, oldest first.
pub async fn thread(agent: &Browser, conversation: ConversationId) -> Vec<Message> {
    let page: MessagePage = agent
        .get(&format!("/api/v1/conversations/{conversation}/messages"))
        .await
        .read();
    page.messages
}

/// An agent writes; the server accepts it.
pub async fn send_text(
    server: &TestServer,
    agent: &Browser,
    conversation: ConversationId,
    text: &str,
) -> MessageId {
    let id = server.services.ids.message_id();
    let command = json!({
        "id": id,
        "conversation_id": conversation,
        "content": { "kind": "text", "body": text },
    });
    let answer: Answer = agent
        .post(
            &format!("/api/v1/conversations/{conversation}/messages"),
            &command,
        )
        .await;
    assert_eq!(answer.status, 201, "{}", answer.json);
    id
}

/// Waits until a message is as wanted.
pub async fn until(
    server: &TestServer,
    agent: &Browser,
    conversation: ConversationId,
    message: MessageId,
    is_wanted: impl Fn(&Message) -> bool,
) -> Message {
    let mut log = server.store().subscribe();
    let mut last = None;
    let waiting = async {
        loop {
            log.borrow_and_update();
            last = thread(agent, conversation)
                .await
                .into_iter()
                .find(|one| one.id == message);
            if let Some(found) = last.as_ref().filter(|found| is_wanted(found)) {
                return found.clone();
            }
            log.changed().await.unwrap();
        }
    };
    match tokio::time::timeout(AT_ONCE, waiting).await {
        Ok(found) => found,
        Err(_) => panic!("it stays {last:?}"),
    }
}

/// Every open conversation, newest activity first.
pub async fn conversations(agent: &Browser) -> Vec<ConversationRow> {
    let page: ConversationPage = agent.get("/api/v1/conversations").await.read();
    page.rows
}

/// The only conversation there is, with its messages.
pub async fn only_conversation(agent: &Browser) -> (ConversationRow, Vec<Message>) {
    let mut rows = conversations(agent).await;
    assert_eq!(rows.len(), 1, "{rows:?}");
    let row = rows.remove(0);
    let messages = thread(agent, row.conversation.id).await;
    (row, messages)
}

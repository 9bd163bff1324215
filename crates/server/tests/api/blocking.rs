//! Blocking a contact: Meta does it, and it shows.

use crate::support::{BRUNO, TestServer, assert_refused};
use axum::extract::State;
use axum::http::{Method, Uri};
use axum::{Json, Router};
use domain::entities::Contact;
use domain::error::ErrorCode;
use domain::wire::ConversationDetail;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;

#[derive(Default)]
struct Asked {
    calls: Vec<(String, Value)>,
    /// Whether Meta does not find that they wrote lately.
    is_refused: bool,
}

type Shared = Arc<Mutex<Asked>>;

async fn answer(State(asked): State<Shared>, method: Method, uri: Uri, body: String) -> Json<Value> {
    let mut asked = asked.lock().unwrap();
    let body: Value = serde_json::from_str(&body).unwrap_or_default();
    // Other calls (templates) ask for nothing here.
    if !uri.path().ends_with("/block_users") {
        return Json(json!({ "data": [] }));
    }
    let users = json!([{ "input": body["block_users"][0]["user"] }]);
    asked.calls.push((format!("{method} {}", uri.path()), body));
    let list = match (asked.is_refused, method) {
        (true, _) => "failed_users",
        (false, Method::DELETE) => "removed_users",
        (false, _) => "added_users",
    };
    Json(json!({ "messaging_product": "whatsapp", "block_users": { list: users } }))
}

async fn meta() -> (String, Shared) {
    let asked = Shared::default();
    let router = Router::new().fallback(answer).with_state(Arc::clone(&asked));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, asked)
}

#[tokio::test]
async fn a_blocked_contact_is_blocked_at_meta_and_shows_it() {
    let (url, asked) = meta().await;
    let server = TestServer::start_with(|config| config.graph_url = url).await;
    let customer = server.new_customer("Marina Alves").await;
    let bruno = server.sign_in(BRUNO).await;
    let at = format!("/api/v1/conversations/{}", customer.conversation);
    let contact = bruno.get(&at).await.read::<ConversationDetail>().row.contact;
    let path = format!("/api/v1/contacts/{}/block", contact.id);
    assert!(!contact.is_blocked);

    asked.lock().unwrap().is_refused = true;
    assert_refused(&bruno.post(&path, &json!({})).await, ErrorCode::NotBlockable);
    let same = bruno.get(&at).await.read::<ConversationDetail>().row.contact;
    assert_eq!(same, contact, "Meta did nothing, so nothing shows");
    asked.lock().unwrap().is_refused = false;
    for _ in 0..2 {
        let blocked: Contact = bruno.post(&path, &json!({})).await.read();
        assert!(blocked.is_blocked);
    }
    let shown = bruno.get(&at).await.read::<ConversationDetail>().row.contact;
    assert!(shown.is_blocked);
    let free: Contact = bruno.delete(&path).await.read();
    assert!(!free.is_blocked);

    let calls = std::mem::take(&mut asked.lock().unwrap().calls);
    let user = json!({
        "messaging_product": "whatsapp",
        "block_users": [{ "user": format!("+{}", customer.wa_id) }],
    });
    let of_number = "/v25.0/106540352242922/block_users";
    assert_eq!(
        calls,
        ["POST", "POST", "DELETE"].map(|method| (format!("{method} {of_number}"), user.clone())),
        "what is so already is not asked for"
    );
}

#[tokio::test]
async fn without_an_answer_of_meta_nothing_is_blocked() {
    // Nothing listens at the usual address of tests.
    let server = TestServer::start().await;
    let customer = server.new_customer("Marina Alves").await;
    let bruno = server.sign_in(BRUNO).await;
    let at = format!("/api/v1/conversations/{}", customer.conversation);
    let contact = bruno.get(&at).await.read::<ConversationDetail>().row.contact;
    let path = format!("/api/v1/contacts/{}/block", contact.id);
    assert_refused(&bruno.post(&path, &json!({})).await, ErrorCode::Unavailable);
    let same = bruno.get(&at).await.read::<ConversationDetail>().row.contact;
    assert_eq!(same, contact);
}

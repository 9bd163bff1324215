//! Searching over REST: what one may see, nothing else, whatever is asked.

use crate::permissions::turn_support_agent_on;
use crate::support::{ANA, BRUNO, CARLA, TestServer, assert_refused};
use domain::command::Assign;
use domain::error::ErrorCode;
use domain::search::{ConversationHits, SearchPage};
use domain::time::Span;
use domain::wire::MessagePage;

#[tokio::test]
async fn who_searches_finds_what_they_may_see() {
    let server = TestServer::start().await;
    let (ana, carla) = (server.sign_in(ANA).await, server.sign_in(CARLA).await);
    let hidden = server.new_customer("Marina Girassol").await;
    let open = server.new_customer("Rafael Girassol").await;
    server
        .customer_writes(&hidden, "Quero GIRASSÓIS, em segredo")
        .await;
    let message = server.customer_writes(&open, "Têm girassóis?").await;
    turn_support_agent_on(&ana).await;
    let to_bruno = Assign {
        agents: vec![server.agent_id(BRUNO).await],
    };
    let path = format!("/api/v1/conversations/{}/assignees", hidden.conversation);
    assert_eq!(ana.put(&path, &to_bruno).await.status, 200);

    let all: SearchPage = ana.get("/api/v1/search?q=girassois").await.read();
    assert_eq!(
        (all.contacts.len(), all.messages.len(), all.conversations.len()),
        (0, 2, 2)
    );
    let page: SearchPage = carla.get("/api/v1/search?q=girassois").await.read();
    let ids: Vec<_> = page.messages.iter().map(|message| message.id).collect();
    assert_eq!(ids, [message]);
    assert_eq!(page.conversations[0].contact.name, "Rafael Girassol");
    assert_eq!(page.next, None);
    let page: SearchPage = carla.get("/api/v1/search?q=girassol").await.read();
    let names: Vec<_> = page
        .contacts
        .iter()
        .map(|row| row.contact.name.as_str())
        .collect();
    assert_eq!(names, ["Rafael Girassol"]);
    let page: SearchPage = carla.get("/api/v1/search?q=segredo").await.read();
    assert_eq!(page, SearchPage::default());

    let path = format!("/api/v1/conversations/{}", open.conversation);
    let hits: ConversationHits = carla.get(&format!("{path}/search?q=tem")).await.read();
    assert_eq!((hits.total, hits.places.len()), (1, 1));
    let place = hits.places[0];
    let around: MessagePage = carla
        .get(&format!(
            "{path}/messages?around_at={}&around_id={}",
            place.at.as_millis(),
            place.id
        ))
        .await
        .read();
    assert!(around.messages.iter().any(|found| found.id == message));
    let both = format!(
        "{path}/messages?around_at=1&around_id={}&after_at=1&after_id={}",
        place.id, place.id
    );
    let problem = assert_refused(&carla.get(&both).await, ErrorCode::InvalidRequest);
    assert_eq!(problem.field.as_deref(), Some("around_id"));
}

#[tokio::test]
async fn pages_of_hits_join() {
    let server = TestServer::start().await;
    let ana = server.sign_in(ANA).await;
    let customer = server.new_customer("Marina Alves").await;
    let mut written = Vec::new();
    for n in 0..7 {
        server.pass(Span::from_seconds(2));
        written.insert(
            0,
            server.customer_writes(&customer, &format!("Girassol {n}")).await,
        );
    }
    let mut path = "/api/v1/search?q=girassol&limit=3".to_owned();
    let mut found = Vec::new();
    loop {
        let page: SearchPage = ana.get(&path).await.read();
        found.extend(page.messages.iter().map(|message| message.id));
        let Some(next) = page.next else { break };
        path = format!(
            "/api/v1/search?q=girassol&limit=3&before_at={}&before_id={}",
            next.at.as_millis(),
            next.id
        );
    }
    assert_eq!(found, written);
}

#[tokio::test]
async fn whatever_is_asked_has_a_clear_answer() {
    let server = TestServer::start().await;
    let ana = server.sign_in(ANA).await;
    let customer = server.new_customer("Marina Alves").await;
    server.customer_writes(&customer, "aaa bbb").await;
    for query in ["", "%25", "%22", "*", "%00", "%27%20OR%201%3D1--", "%F0%9F%98%8A"] {
        let answer = ana.get(&format!("/api/v1/search?q={query}")).await;
        assert_eq!(answer.read::<SearchPage>(), SearchPage::default(), "{query}");
    }
    // Of 10,000 characters the beginning counts.
    let long = format!("aaa%20bbb{}", "%20bbb".repeat(1_998));
    let page: SearchPage = ana.get(&format!("/api/v1/search?q={long}")).await.read();
    assert_eq!(page.messages.len(), 1);
    for (path, field) in [
        ("/api/v1/search", "query"),
        ("/api/v1/search?q=a&limit=0", "limit"),
        ("/api/v1/search?q=a&limit=201", "limit"),
        ("/api/v1/search?q=a&before_at=5", "before_id"),
        ("/api/v1/search?q=a&phone_number_id=7", "query"),
    ] {
        let problem = assert_refused(&ana.get(path).await, ErrorCode::InvalidRequest);
        assert_eq!(problem.field.as_deref(), Some(field), "{path}");
    }
    assert_refused(
        &server.browser().get("/api/v1/search?q=aaa").await,
        ErrorCode::SessionRequired,
    );
}

#[tokio::test]
async fn who_searches_without_end_waits() {
    let server = TestServer::start().await;
    let (ana, bruno) = (server.sign_in(ANA).await, server.sign_in(BRUNO).await);
    for _ in 0..300 {
        assert_eq!(ana.get("/api/v1/search?q=a").await.status, 200);
    }
    let problem = assert_refused(&ana.get("/api/v1/search?q=a").await, ErrorCode::TooManyRequests);
    assert_eq!(problem.retry_after_s, Some(1));
    assert_eq!(bruno.get("/api/v1/search?q=a").await.status, 200);
    server.pass(Span::from_seconds(1));
    assert_eq!(ana.get("/api/v1/search?q=a").await.status, 200);
}

//! Media, links and documents over REST.

use crate::permissions::turn_support_agent_on;
use crate::support::{ANA, BRUNO, CARLA, TestServer, assert_refused};
use domain::command::Assign;
use domain::error::ErrorCode;
use domain::shelf::{ShelfCounts, ShelfPage};
use domain::time::Span;

#[tokio::test]
async fn pages_of_a_shelf_join_and_the_first_one_counts() {
    let server = TestServer::start().await;
    let ana = server.sign_in(ANA).await;
    let customer = server.new_customer("Marina Alves").await;
    let mut written = Vec::new();
    for n in 0..5 {
        server.pass(Span::from_seconds(2));
        let text = format!("Veja https://example.com/{n}");
        written.insert(0, server.customer_writes(&customer, &text).await);
        server.customer_writes(&customer, "Viu?").await;
    }
    let path = format!("/api/v1/conversations/{}/attachments", customer.conversation);
    let first: ShelfPage = ana.get(&format!("{path}?kind=links&limit=2")).await.read();
    let counts = ShelfCounts {
        links: 5,
        ..ShelfCounts::default()
    };
    assert_eq!((first.counts, first.is_indexing), (Some(counts), false));
    let mut found: Vec<_> = first.messages.iter().map(|message| message.id).collect();
    let mut next = first.next;
    while let Some(place) = next {
        let at = place.at.as_millis();
        let query = format!("kind=links&limit=2&before_at={at}&before_id={}", place.id);
        let page: ShelfPage = ana.get(&format!("{path}?{query}")).await.read();
        assert_eq!(page.counts, None);
        found.extend(page.messages.iter().map(|message| message.id));
        next = page.next;
    }
    assert_eq!(found, written);
    for kind in ["media", "documents"] {
        let page: ShelfPage = ana.get(&format!("{path}?kind={kind}")).await.read();
        assert!(page.messages.is_empty() && page.next.is_none(), "{page:?}");
    }
}

#[tokio::test]
async fn a_colleagues_shelves_do_not_exist() {
    let server = TestServer::start().await;
    let (ana, carla) = (server.sign_in(ANA).await, server.sign_in(CARLA).await);
    let customer = server.new_customer("Marina Alves").await;
    let message = server.customer_writes(&customer, "www.example.com").await;
    turn_support_agent_on(&ana).await;
    let path = format!("/api/v1/conversations/{}", customer.conversation);
    let shelf = format!("{path}/attachments?kind=links");
    let page: ShelfPage = carla.get(&shelf).await.read();
    assert_eq!(page.messages[0].id, message, "nobody's is everybody's");
    let to_bruno = Assign {
        agents: vec![server.agent_id(BRUNO).await],
    };
    assert_eq!(ana.put(&format!("{path}/assignees"), &to_bruno).await.status, 200);
    for kind in ["media", "links", "documents"] {
        let answer = carla.get(&format!("{path}/attachments?kind={kind}")).await;
        assert_refused(&answer, ErrorCode::NotFound);
    }
    let page: ShelfPage = ana.get(&shelf).await.read();
    assert_eq!(page.messages[0].id, message);
    assert_refused(&server.browser().get(&shelf).await, ErrorCode::SessionRequired);
    // Whoever may not read messages at all finds nothing either.
    server.add_agent("davi@example.com", &[]).await;
    let davi = server.sign_in("davi@example.com").await;
    assert_refused(&davi.get(&shelf).await, ErrorCode::NotFound);
}

#[tokio::test]
async fn what_makes_no_sense_is_refused() {
    let server = TestServer::start().await;
    let ana = server.sign_in(ANA).await;
    let customer = server.new_customer("Marina Alves").await;
    let path = format!("/api/v1/conversations/{}/attachments", customer.conversation);
    for (query, field) in [
        ("", "query"),
        ("?kind=stickers", "query"),
        ("?kind=media&limit=0", "limit"),
        ("?kind=media&limit=201", "limit"),
        ("?kind=media&before_at=5", "before_id"),
        ("?kind=media&before_id=7", "query"),
    ] {
        let problem = assert_refused(
            &ana.get(&format!("{path}{query}")).await,
            ErrorCode::InvalidRequest,
        );
        assert_eq!(problem.field.as_deref(), Some(field), "{query}");
    }
    let unknown = server.services.ids.conversation_id();
    let path = format!("/api/v1/conversations/{unknown}/attachments?kind=media");
    assert_refused(&ana.get(&path).await, ErrorCode::NotFound);
}

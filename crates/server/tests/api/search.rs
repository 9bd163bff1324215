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

#[tokio::test]
async fn every_sign_is_looked_for_literally() {
    let bodies = [
        "desconto de 100% no sábado",
        "código a_b*c",
        "ele disse \"não\" or near",
        "הזמנה: שלום עולם",
        "parabéns 🎉 👩🏽\u{200d}💻",
        "words:texto -menos ^chapéu",
    ];
    let server = TestServer::start().await;
    let ana = server.sign_in(ANA).await;
    let customer = server.new_customer("Otto Ribeiro").await;
    for body in bodies {
        server.customer_writes(&customer, body).await;
    }
    let long_word = "a".repeat(10_000);
    let many_words = "de sabado ".repeat(1_000);
    let many_signs = "%".repeat(10_000);
    // Escaped, more would not go into a request's head; the app sends no more than 200 characters.
    let many_letters = "ש".repeat(5_000);
    let cases: [(&str, Option<usize>); 48] = [
        ("%", None),
        ("_", None),
        ("*", None),
        ("\"", None),
        ("'", None),
        ("''", None),
        ("^", None),
        (":", None),
        ("-", None),
        ("--", None),
        ("()", None),
        ("\\", None),
        (";", None),
        ("\u{0}", None),
        ("\u{e0ff}", None),
        ("desconto 100%", Some(0)),
        ("desc%", Some(0)),
        ("d_sconto", None),
        ("a_b", Some(1)),
        ("a*", Some(1)),
        ("\"desconto de\"", Some(0)),
        ("\"de desconto\"", Some(0)),
        ("\"desconto", Some(0)),
        ("desconto OR codigo", None),
        ("desconto AND sabado", None),
        ("desconto NOT codigo", None),
        ("NEAR(desconto sabado, 5)", None),
        ("nao OR NEAR", Some(2)),
        ("words:texto", Some(5)),
        ("words : desconto", None),
        ("{words} : desconto", None),
        ("-menos", Some(5)),
        ("^chapeu", Some(5)),
        ("desconto + sabado", Some(0)),
        ("' OR 1=1 --", None),
        ("desconto'; DROP TABLE messages; --", None),
        ("<script>alert(1)</script>", None),
        ("שלו", Some(3)),
        ("\u{202e}שלום\u{202c}", Some(3)),
        ("🎉", Some(4)),
        ("👩", Some(4)),
        ("👩\u{200d}💻", Some(4)),
        ("🦄", None),
        ("🏽", None),
        (&long_word, None),
        (&many_words, Some(0)),
        (&many_signs, None),
        (&many_letters, None),
    ];
    let there = format!("/api/v1/conversations/{}/search", customer.conversation);
    for (query, expected) in cases {
        let escaped: String = query.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let page: SearchPage = ana.get(&format!("/api/v1/search?q={escaped}")).await.read();
        let found: Vec<_> = page
            .messages
            .iter()
            .map(|message| message.content.text())
            .collect();
        let query: String = query.chars().take(40).collect();
        assert_eq!(
            found,
            Vec::from_iter(expected.map(|place| bodies[place])),
            "{query}"
        );
        assert!(page.contacts.is_empty(), "{query}");
        let hits: ConversationHits = ana.get(&format!("{there}?q={escaped}")).await.read();
        assert_eq!(hits.total, found.len() as u64, "{query}");
    }
    // What is no UTF-8, and no escape either, is looked for as well as it can be.
    for query in ["%FF", "%F0%9F", "%", "%zz", "+", "%00%00"] {
        let answer = ana.get(&format!("/api/v1/search?q={query}")).await;
        assert_eq!(answer.read::<SearchPage>(), SearchPage::default(), "{query}");
    }
}

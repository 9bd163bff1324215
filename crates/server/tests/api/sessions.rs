//! Signing in and out.

use crate::support::{ANA, BRUNO, PASSWORD, TestServer, TestSocket, assert_refused};
use domain::error::ErrorCode;
use domain::time::Span;
use domain::wire::{ServerFrame, Session};
use serde_json::json;

#[tokio::test]
async fn ana_signs_in_works_and_signs_out() {
    let server = TestServer::start().await;
    let mut browser = server.browser();
    assert_refused(&browser.get("/api/v1/session").await, ErrorCode::SessionRequired);

    let answer = browser.sign_in("  Ana@Example.org ", PASSWORD).await;
    assert_eq!(answer.status, 200);
    let session: Session = answer.read();
    assert_eq!(session.agent.email, ANA);
    assert!(session.permissions.is_administrator());
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("perfectchat_session="), "{cookie}");
    assert!(
        cookie.contains("; HttpOnly; SameSite=Strict") && !cookie.contains("Secure"),
        "{cookie}"
    );
    assert!(cookie.contains("; Path=/;"), "{cookie}");

    assert_eq!(browser.get("/api/v1/session").await.read::<Session>(), session);
    assert_eq!(browser.get("/api/v1/bootstrap").await.status, 200);

    let answer = browser.delete("/api/v1/session").await;
    assert_eq!(answer.status, 204);
    assert!(answer.header("set-cookie").contains("Max-Age=0"));
    assert_refused(&browser.get("/api/v1/session").await, ErrorCode::SessionRequired);
    assert_eq!(
        browser.delete("/api/v1/session").await.status,
        204,
        "signing out twice does no harm"
    );
}

#[tokio::test]
async fn over_https_the_cookie_is_secure() {
    let server =
        TestServer::start_with(|config| config.public_url = "https://chat.example.org".to_owned()).await;
    let mut browser = server.browser().on_page_of(Some("https://chat.example.org"));
    let answer = browser.sign_in(ANA, PASSWORD).await;
    assert!(
        answer.header("set-cookie").ends_with("; Secure"),
        "{}",
        answer.header("set-cookie")
    );
    assert_eq!(answer.header("strict-transport-security"), "max-age=31536000");
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_get_the_same_answer() {
    let server = TestServer::start().await;
    let mut browser = server.browser();
    let wrong = assert_refused(
        &browser.sign_in(ANA, "rosa vermelha").await,
        ErrorCode::SignInFailed,
    );
    let unknown = assert_refused(
        &browser.sign_in("nobody@example.org", PASSWORD).await,
        ErrorCode::SignInFailed,
    );
    assert_eq!(
        domain::error::Problem {
            request_id: None,
            ..wrong
        },
        domain::error::Problem {
            request_id: None,
            ..unknown
        }
    );
    assert!(browser.cookie.is_none());
}

#[tokio::test]
async fn after_five_wrong_passwords_even_the_right_one_waits_a_quarter_of_an_hour() {
    let server = TestServer::start().await;
    let mut browser = server.browser();
    for _ in 0..5 {
        assert_refused(
            &browser.sign_in(ANA, "rosa vermelha").await,
            ErrorCode::SignInFailed,
        );
    }
    let answer = browser.sign_in(ANA, PASSWORD).await;
    let problem = assert_refused(&answer, ErrorCode::TooManyRequests);
    assert_eq!(problem.retry_after_s, Some(15 * 60));
    assert_eq!(answer.header("retry-after"), "900");
    assert_eq!(
        server.browser().sign_in(BRUNO, PASSWORD).await.status,
        200,
        "others are not locked out"
    );

    server.pass(Span::from_minutes(15));
    assert_eq!(browser.sign_in(ANA, PASSWORD).await.status, 200);
}

#[tokio::test]
async fn a_hundred_guesses_at_once_are_not_more_than_five() {
    let server = TestServer::start().await;
    let guesses = (0..30).map(|_| {
        let mut browser = server.browser();
        async move {
            browser.sign_in(ANA, "rosa vermelha").await.json["code"]
                .as_str()
                .unwrap()
                .to_owned()
        }
    });
    let codes = futures::future::join_all(guesses).await;
    assert_eq!(
        codes.iter().filter(|code| *code == "sign_in_failed").count(),
        5,
        "{codes:?}"
    );
    assert_eq!(
        codes.iter().filter(|code| *code == "too_many_requests").count(),
        25,
        "{codes:?}"
    );
}

#[tokio::test]
async fn signing_out_everywhere_ends_other_browsers_and_open_sockets() {
    let server = TestServer::start().await;
    let office = server.sign_in(ANA).await;
    let home = server.sign_in(ANA).await;
    let colleague = server.sign_in(BRUNO).await;
    let mut socket_at_home = TestSocket::live(&home).await;
    let mut colleagues_socket = TestSocket::live(&colleague).await;

    assert_eq!(office.delete("/api/v1/sessions").await.status, 204);

    let (code, reason, before) = socket_at_home.end().await;
    assert_eq!((code, reason.as_str()), (1008, "signed_out"));
    assert_eq!(before, [ServerFrame::SignedOut]);
    for browser in [&office, &home] {
        assert_refused(&browser.get("/api/v1/session").await, ErrorCode::SessionRequired);
    }
    assert_eq!(colleague.get("/api/v1/session").await.status, 200);
    assert_eq!(colleagues_socket.events_so_far(&server).await, []);
}

#[tokio::test]
async fn signing_out_here_closes_the_sockets_of_this_browser_only() {
    let server = TestServer::start().await;
    let office = server.sign_in(ANA).await;
    let home = server.sign_in(ANA).await;
    let mut office_socket = TestSocket::live(&office).await;
    let mut home_socket = TestSocket::live(&home).await;
    assert_eq!(office.delete("/api/v1/session").await.status, 204);
    assert_eq!(office_socket.end().await.2, [ServerFrame::SignedOut]);
    assert_eq!(home_socket.events_so_far(&server).await, []);
}

#[tokio::test]
async fn whoever_signs_in_next_in_the_same_browser_replaces_the_first() {
    let server = TestServer::start().await;
    let mut browser = server.sign_in(ANA).await;
    let first = browser.clone();
    let mut first_socket = TestSocket::live(&first).await;
    browser.sign_in(BRUNO, PASSWORD).await;
    assert_eq!(
        browser.get("/api/v1/session").await.read::<Session>().agent.email,
        BRUNO
    );
    assert_refused(&first.get("/api/v1/session").await, ErrorCode::SessionRequired);
    assert_eq!(first_socket.end().await.2, [ServerFrame::SignedOut]);
}

#[tokio::test]
async fn a_session_ends_thirty_days_after_its_last_use_and_its_sockets_with_it() {
    let server = TestServer::start().await;
    let used = server.sign_in(ANA).await;
    let unused = server.sign_in(ANA).await;
    for _ in 0..3 {
        server.pass(Span::from_hours(24 * 20));
        assert_eq!(used.get("/api/v1/session").await.status, 200);
    }
    assert_refused(&unused.get("/api/v1/session").await, ErrorCode::SessionRequired);

    let mut socket = TestSocket::live(&used).await;
    server.pass(Span::from_hours(24 * 31));
    assert_eq!(socket.end().await.2, [ServerFrame::SignedOut]);
}

#[tokio::test]
async fn a_new_password_ends_all_sessions() {
    let server = TestServer::start().await;
    let browser = server.sign_in(BRUNO).await;
    let bruno = server.agent_id(BRUNO).await;
    let hash = server
        .services
        .passwords
        .hash("outra senha".to_owned())
        .await
        .unwrap();
    server.store().set_password_hash(bruno, &hash).await.unwrap();
    assert_refused(&browser.get("/api/v1/session").await, ErrorCode::SessionRequired);
    let answer = server
        .browser()
        .post(
            "/api/v1/session",
            &json!({ "email": BRUNO, "password": "outra senha" }),
        )
        .await;
    assert_eq!(answer.status, 200);
}

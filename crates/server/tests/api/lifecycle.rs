//! Starting, being ready, going down in order.

use crate::support::{ANA, PASSWORD, TestServer, TestSocket};
use domain::wire::{Bootstrap, ServerFrame};
use server::clock::Clock;
use server::setup::{CreateAgentError, FirstAgent, SeededRole, create_agent};
use server::{ServeError, Server};

#[tokio::test]
async fn a_running_server_says_that_it_lives_and_is_ready() {
    let server = TestServer::start().await;
    let browser = server.browser();
    let alive = browser.get("/healthz").await;
    assert_eq!((alive.status, alive.json["status"].as_str()), (200, Some("ok")));
    let ready = browser.get("/readyz").await;
    assert_eq!(ready.status, 200);
    assert_eq!(
        ready.json,
        serde_json::json!({ "server": "ok", "database": "ok", "files": "ok" })
    );
}

#[tokio::test]
async fn a_server_whose_database_is_closed_is_not_ready() {
    let server = TestServer::start().await;
    server.store().close().await;
    let ready = server.browser().get("/readyz").await;
    assert_eq!(ready.status, 503);
    assert_eq!(ready.header("content-type"), "application/problem+json");
    assert_eq!(ready.json["code"], "unavailable");
    assert_eq!(ready.json["reason"], "database_closed");
    assert_eq!(ready.json["checks"]["database"], "failed");
    assert_eq!(ready.json["request_id"], ready.header("x-request-id"));
}

#[tokio::test]
async fn going_down_tells_sockets_and_a_new_server_goes_on_from_their_cursor() {
    let server = TestServer::start().await;
    let ana = server.sign_in(ANA).await;
    let bootstrap: Bootstrap = ana.get("/api/v1/bootstrap").await.read();
    let mut socket = TestSocket::live(&ana).await;
    server.new_customer("Marina Alves").await;
    let ServerFrame::Events { n, .. } = socket.next().await else {
        panic!("no events")
    };

    let restarting = tokio::spawn(server.restart());
    let (code, reason, _) = socket.end().await;
    assert_eq!((code, reason.as_str()), (1001, "restarting"));
    let server = restarting.await.unwrap();

    assert_eq!(
        ana.get("/api/v1/session").await.status,
        200,
        "the session outlives the process"
    );
    let mut socket = TestSocket::from_cursor(
        &ana,
        domain::event::Cursor {
            n,
            ..bootstrap.cursor
        },
    )
    .await;
    assert_eq!(socket.events_so_far(&server).await, []);
}

#[tokio::test]
async fn an_open_socket_that_never_answers_does_not_keep_the_server_up() {
    let mut server = TestServer::start().await;
    let ana = server.sign_in(ANA).await;
    let _silent = TestSocket::open(&ana).await.unwrap();
    server.stop().await;
}

#[tokio::test]
async fn settings_that_make_no_sense_are_refused_at_start() {
    let folder = tempfile::tempdir().unwrap();
    let config = |public_url: &str, database_url: &str, key: &str| server::Config {
        database_url: database_url.to_owned(),
        data_dir: folder.path().to_owned(),
        public_url: public_url.to_owned(),
        graph_url: "http://127.0.0.1:9".to_owned(),
        graph_version: "v25.0".to_owned(),
        media_hosts: Vec::new(),
        secret_key: (!key.is_empty()).then(|| key.to_owned()),
        app_dir: None,
        trusted_proxies: Vec::new(),
        clock: Clock::System,
    };
    let file = format!("sqlite://{}", folder.path().join("test.sqlite").display());
    let refused = |config| async { Server::prepare(config).await.err().unwrap() };
    assert!(matches!(
        refused(config("chat.example.org", &file, "")).await,
        ServeError::PublicUrl(_)
    ));
    assert!(matches!(
        refused(config("http://127.0.0.1", &file, "short")).await,
        ServeError::SecretKey(_)
    ));
    let postgres = refused(config("http://127.0.0.1", "postgres://localhost/chat", "")).await;
    assert!(postgres.to_string().contains("PostgreSQL"), "{postgres}");
}

#[tokio::test]
async fn a_key_is_made_once_and_kept_for_the_owner_only() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let server = TestServer::start_with(|config| {
        config.secret_key = None;
        config.data_dir = data.clone();
    })
    .await;
    let kept = std::fs::read_to_string(data.join("secret.key")).unwrap();
    assert_eq!(kept.len(), 64);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(data.join("secret.key"))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let server = server.restart().await;
    assert_eq!(std::fs::read_to_string(data.join("secret.key")).unwrap(), kept);
    assert_eq!(
        server.store().phone_number_secrets().await.unwrap()[0].access_token,
        "access-token"
    );
}

#[tokio::test]
async fn the_first_agent_is_created_from_the_command_line_and_signs_in() {
    let server = TestServer::start().await;
    let agent = |email: &str, password: &str| FirstAgent {
        first_name: "Elisa".to_owned(),
        last_name: "Prado".to_owned(),
        email: email.to_owned(),
        password: password.to_owned(),
        role: SeededRole::Administrator,
        language: domain::language::Language::Portuguese,
    };
    let created = create_agent(&server.services, agent("Elisa@Example.org", PASSWORD))
        .await
        .unwrap();
    assert_eq!(
        (created.full_name().as_str(), created.email.as_str()),
        ("Elisa Prado", "elisa@example.org")
    );
    server.sign_in("elisa@example.org").await;
    let again = create_agent(&server.services, agent("ELISA@example.org", PASSWORD)).await;
    assert!(matches!(again, Err(CreateAgentError::EmailTaken)));
    let short = create_agent(&server.services, agent("f@example.org", "curta")).await;
    assert!(matches!(short, Err(CreateAgentError::PasswordLength(_))));
    let no_address = create_agent(&server.services, agent("elisa", PASSWORD)).await;
    assert!(matches!(no_address, Err(CreateAgentError::EmailInvalid)));
}

//! Drafts: whose they are, what ends them, and what is refused.

use crate::composing::{marina, messages, text};
use crate::permissions::turn_support_agent_on;
use crate::support::{ANA, BRUNO, CARLA, Customer, TestServer, TestSocket, assert_refused};
use domain::command::{Assign, SaveDraft, SendMessage};
use domain::draft::Draft;
use domain::error::ErrorCode;
use domain::event::Change;
use domain::permission::Permission;
use domain::wire::Bootstrap;

fn draft_of(customer: &Customer) -> String {
    format!("/api/v1/conversations/{}/draft", customer.conversation)
}

fn draft(revision: u64, text: &str) -> SaveDraft {
    SaveDraft {
        revision,
        text: text.to_owned(),
        reply_to: None,
    }
}

#[tokio::test]
async fn a_draft_follows_its_author_and_nobody_else() {
    let server = TestServer::start().await;
    let customer = marina(&server).await;
    let bruno = server.sign_in(BRUNO).await;
    let ana = server.sign_in(ANA).await;
    let mut at_desk = TestSocket::live(&bruno).await;
    let mut anas = TestSocket::live(&ana).await;
    let kept: Draft = bruno
        .put(&draft_of(&customer), &draft(1_000, "Oi, Mari"))
        .await
        .read();
    assert_eq!((kept.revision, kept.text.as_str()), (1_000, "Oi, Mari"));
    let told = Change::DraftChanged { draft: kept.clone() };
    at_desk.events_until(|change| *change == told).await;
    assert_eq!(anas.events_so_far(&server).await, []);
    let on_phone: Bootstrap = bruno.get("/api/v1/bootstrap").await.read();
    assert_eq!(on_phone.drafts, std::slice::from_ref(&kept));
    let anas_bootstrap: Bootstrap = ana.get("/api/v1/bootstrap").await.read();
    assert_eq!(anas_bootstrap.drafts, []);

    // An older revision, and the same one again, change nothing.
    let before = server.store().log_bounds().await.unwrap();
    for late in [draft(999, "velho"), draft(1_000, "outro")] {
        let answer: Draft = bruno.put(&draft_of(&customer), &late).await.read();
        assert_eq!(answer, kept);
    }
    assert_eq!(server.store().log_bounds().await.unwrap(), before);
    let newer: Draft = bruno.put(&draft_of(&customer), &draft(1_001, "")).await.read();
    assert_eq!(newer.text, "");
    let on_phone: Bootstrap = bruno.get("/api/v1/bootstrap").await.read();
    assert_eq!(on_phone.drafts, []);
}

#[tokio::test]
async fn sending_empties_the_draft_it_names_and_no_newer_one() {
    let server = TestServer::start().await;
    let customer = marina(&server).await;
    let bruno = server.sign_in(BRUNO).await;
    let mut socket = TestSocket::live(&bruno).await;
    bruno.put(&draft_of(&customer), &draft(1_000, "Bom dia")).await;
    let send = |revision| SendMessage {
        empties_draft: Some(revision),
        ..text(&server, &customer, "Bom dia")
    };
    assert_eq!(bruno.post(&messages(&customer), &send(1_000)).await.status, 201);
    socket
        .events_until(|change| {
            matches!(change, Change::DraftChanged { draft } if draft.text.is_empty() && draft.revision == 1_001)
        })
        .await;
    // What was saved before it was sent, and comes late, does not come back.
    let late: Draft = bruno
        .put(&draft_of(&customer), &draft(1_000, "Bom dia"))
        .await
        .read();
    assert_eq!(late.text, "");
    bruno.put(&draft_of(&customer), &draft(5_000, "Mais")).await;
    assert_eq!(bruno.post(&messages(&customer), &send(2_000)).await.status, 201);
    let bootstrap: Bootstrap = bruno.get("/api/v1/bootstrap").await.read();
    assert_eq!(bootstrap.drafts[0].text, "Mais");
}

#[tokio::test]
async fn a_draft_that_is_sent_before_it_was_saved_does_not_come_back() {
    let server = TestServer::start().await;
    let customer = marina(&server).await;
    let bruno = server.sign_in(BRUNO).await;
    let command = SendMessage {
        empties_draft: Some(3_000),
        ..text(&server, &customer, "Bom dia")
    };
    assert_eq!(bruno.post(&messages(&customer), &command).await.status, 201);
    let late: Draft = bruno
        .put(&draft_of(&customer), &draft(3_000, "Bom dia"))
        .await
        .read();
    assert_eq!(late.text, "");
    // What nobody can have written yet is no draft's, and keeps none from being written.
    let command = SendMessage {
        empties_draft: Some(u64::MAX),
        ..text(&server, &customer, "Boa tarde")
    };
    assert_eq!(bruno.post(&messages(&customer), &command).await.status, 201);
    let next = bruno.put(&draft_of(&customer), &draft(4_000, "Mais")).await;
    assert_eq!(next.read::<Draft>().text, "Mais");
}

#[tokio::test]
async fn drafts_are_refused_where_one_may_not_write_and_when_they_make_no_sense() {
    let server = TestServer::start().await;
    let customer = marina(&server).await;
    let ana = server.sign_in(ANA).await;
    let carla = server.sign_in(CARLA).await;
    server
        .add_agent("davi@example.org", &[Permission::ChatView])
        .await;
    let davi = server.sign_in("davi@example.org").await;
    let answer = davi.put(&draft_of(&customer), &draft(1, "Oi")).await;
    assert_refused(&answer, ErrorCode::PermissionDenied);
    let future =
        u64::try_from((server.clock.now() + domain::time::Span::from_hours(25)).as_millis()).unwrap();
    for revision in [future, u64::MAX] {
        let answer = carla.put(&draft_of(&customer), &draft(revision, "Oi")).await;
        let problem = assert_refused(&answer, ErrorCode::InvalidRequest);
        assert_eq!(problem.field.as_deref(), Some("revision"));
    }
    let long = draft(1, &"a".repeat(domain::draft::CHARACTERS + 1));
    assert_refused(
        &carla.put(&draft_of(&customer), &long).await,
        ErrorCode::TextTooLong,
    );
    // What goes out of sight takes its draft along.
    assert_eq!(carla.put(&draft_of(&customer), &draft(1, "Oi")).await.status, 200);
    turn_support_agent_on(&ana).await;
    let to_ana = Assign {
        agents: vec![server.agent_id(ANA).await],
    };
    ana.put(
        &format!("/api/v1/conversations/{}/assignees", customer.conversation),
        &to_ana,
    )
    .await;
    let bootstrap: Bootstrap = carla.get("/api/v1/bootstrap").await.read();
    assert_eq!(bootstrap.drafts, []);
    assert_refused(
        &carla.put(&draft_of(&customer), &draft(2, "Oi")).await,
        ErrorCode::NotFound,
    );
}

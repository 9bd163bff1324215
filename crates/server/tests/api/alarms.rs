//! Alarms and what was set aside: for administrators, by REST and on the socket, with the rights of the moment.

use crate::support::{ANA, BRUNO, TestServer, TestSocket, assert_refused};
use domain::alarm::{Alarm, AlarmCode, AlarmPage, AlarmState, NEEDED_PERMISSION, SetAsidePage};
use domain::error::ErrorCode;
use domain::event::Change;
use domain::wire::Bootstrap;
use server::setup::SeededRole;
use server::store::{AlarmNews, InboundChange};
use std::collections::BTreeMap;

impl TestServer {
    async fn alarm(&self, matter: &str) {
        let news = AlarmNews {
            matter: matter.to_owned(),
            code: AlarmCode::AccountNews,
            phone_number_id: Some(self.phone_number),
            parameters: BTreeMap::from([("event".to_owned(), "ACCOUNT_OFFBOARDED".to_owned())]),
            at: self.clock.now(),
            is_over: false,
        };
        self.change(InboundChange::Account {
            key: self.services.ids.message_id().to_string(),
            field: "account_update".to_owned(),
            value: "{}".to_owned(),
            alarm: Some(Box::new(news)),
        })
        .await;
    }

    async fn change(&self, change: InboundChange) {
        let (store, now) = (self.store(), self.clock.now());
        let delivery = store.store_delivery(b"{}", now).await.unwrap();
        store.apply_delivery(delivery, &[change], now).await.unwrap();
    }
}

#[tokio::test]
async fn an_administrator_reads_acknowledges_and_pages_alarms() {
    let server = TestServer::start().await;
    let ana = server.sign_in(ANA).await;
    for n in 0..3 {
        server.alarm(&format!("matter {n}")).await;
    }
    let bootstrap: Bootstrap = ana.get("/api/v1/bootstrap").await.read();
    assert_eq!(bootstrap.alarms.len(), 3);
    let first: AlarmPage = ana.get("/api/v1/alarms?limit=2").await.read();
    assert_eq!(first.alarms, bootstrap.alarms[..2]);
    let next = first.next.unwrap();
    let path = format!(
        "/api/v1/alarms?limit=2&before_at={}&before_id={}",
        next.at.as_millis(),
        next.id
    );
    let second: AlarmPage = ana.get(&path).await.read();
    assert_eq!(
        (second.alarms.as_slice(), second.next),
        (&bootstrap.alarms[2..], None)
    );
    let id = first.alarms[0].id;
    let seen: Alarm = ana
        .post(&format!("/api/v1/alarms/{id}/acknowledge"), &())
        .await
        .read();
    assert_eq!((seen.id, seen.state), (id, AlarmState::Acknowledged));
    let unknown = server.services.ids.message_id();
    let answer = ana
        .post(&format!("/api/v1/alarms/{unknown}/acknowledge"), &())
        .await;
    assert_refused(&answer, ErrorCode::NotFound);
    for path in [
        "alarms?limit=0",
        "alarms?limit=201",
        "alarms?before_at=1",
        "set-aside?before_key=x",
        "set-aside?limit=x",
    ] {
        assert_refused(
            &ana.get(&format!("/api/v1/{path}")).await,
            ErrorCode::InvalidRequest,
        );
    }
}

#[tokio::test]
async fn what_was_set_aside_is_shown_with_its_reason_and_counted() {
    let server = TestServer::start().await;
    let ana = server.sign_in(ANA).await;
    for n in 0..3 {
        server
            .change(InboundChange::SetAside {
                key: format!("key {n}"),
                field: "messages".to_owned(),
                value: "{\"id\":5}".to_owned(),
                reason: "an item of messages without id".to_owned(),
            })
            .await;
    }
    let first: SetAsidePage = ana.get("/api/v1/set-aside?limit=2").await.read();
    assert_eq!((first.count, first.items.len()), (3, 2));
    assert_eq!(first.items[0].value, "{\"id\":5}");
    let next = first.next.unwrap();
    let path = format!(
        "/api/v1/set-aside?before_at={}&before_key={}",
        next.at.as_millis(),
        next.key.replace(' ', "%20")
    );
    let second: SetAsidePage = ana.get(&path).await.read();
    assert_eq!((second.items.len(), second.next), (1, None));
}

#[tokio::test]
async fn nobody_else_hears_of_alarms() {
    let server = TestServer::start().await;
    server.alarm("matter").await;
    let bruno = server.sign_in(BRUNO).await;
    let bootstrap: Bootstrap = bruno.get("/api/v1/bootstrap").await.read();
    assert!(bootstrap.alarms.is_empty());
    for path in ["alarms", "set-aside"] {
        let path = format!("/api/v1/{path}");
        assert_refused(&bruno.get(&path).await, ErrorCode::PermissionDenied);
        assert_refused(&server.browser().get(&path).await, ErrorCode::SessionRequired);
    }
    let ana = server.sign_in(ANA).await;
    let page: AlarmPage = ana.get("/api/v1/alarms").await.read();
    let path = format!("/api/v1/alarms/{}/acknowledge", page.alarms[0].id);
    assert_refused(&bruno.post(&path, &()).await, ErrorCode::PermissionDenied);

    let mut of_ana = TestSocket::live(&ana).await;
    let mut of_bruno = TestSocket::live(&bruno).await;
    server.alarm("matter").await;
    server.new_customer("Marina Alves").await;
    let is_alarm = |change: &Change| matches!(change, Change::AlarmChanged { .. });
    let is_conversation = |change: &Change| matches!(change, Change::ConversationChanged { .. });
    let heard = of_ana.events_until(is_conversation).await;
    assert_eq!(heard.iter().filter(|event| is_alarm(&event.change)).count(), 1);
    let heard = of_bruno.events_until(is_conversation).await;
    assert!(!heard.iter().any(|event| is_alarm(&event.change)));
}

#[tokio::test]
async fn the_right_counts_from_the_moment_it_is_given() {
    let server = TestServer::start().await;
    server.alarm("matter").await;
    let gil = server.add_agent("gil@example.org", &[NEEDED_PERMISSION]).await;
    let browser = server.sign_in("gil@example.org").await;
    let page: AlarmPage = browser.get("/api/v1/alarms").await.read();
    assert_eq!(page.alarms.len(), 1);
    server
        .store()
        .set_agent_role(gil.id, SeededRole::Agent.id())
        .await
        .unwrap()
        .unwrap();
    assert_refused(&browser.get("/api/v1/alarms").await, ErrorCode::PermissionDenied);
}

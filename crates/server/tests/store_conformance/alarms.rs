//! What administrators should know, who hears of it, and what was set aside.

use crate::stage::{Stage, minutes};
use domain::alarm::{Alarm, AlarmCode, AlarmState, NEEDED_PERMISSION};
use domain::event::Change;
use domain::permission::Permission;
use domain::time::Timestamp;
use domain::visibility::Viewer;
use domain::wire::Session;
use server::store::{AlarmNews, InboundChange};
use std::collections::BTreeMap;

fn news(matter: &str, status: &str, at: Timestamp) -> AlarmNews {
    AlarmNews {
        matter: matter.to_owned(),
        code: AlarmCode::TemplateStatus,
        phone_number_id: None,
        parameters: BTreeMap::from([("status".to_owned(), status.to_owned())]),
        at,
        is_over: false,
    }
}

impl Stage {
    async fn tell(&self, news: AlarmNews) {
        let key: domain::ids::AlarmId = self.id();
        let change = InboundChange::Account {
            key: key.to_string(),
            field: "message_template_status_update".to_owned(),
            value: "{}".to_owned(),
            alarm: Some(Box::new(news)),
        };
        self.deliver(&[change], minutes(0)).await;
    }

    /// What a viewer hears of alarms after a log number.
    async fn heard(&self, viewer: &Viewer, n: u64) -> Vec<Alarm> {
        let batch = self.store.events_after(viewer, n, 500).await.unwrap();
        let alarms = batch.events.into_iter().filter_map(|event| match event.change {
            Change::AlarmChanged { alarm } => Some(alarm),
            _ => None,
        });
        alarms.collect()
    }

    async fn alarms_at_start(&self, viewer: &Viewer) -> Vec<Alarm> {
        let session: Session = self
            .store
            .session_of_agent(viewer.agent_id)
            .await
            .unwrap()
            .unwrap();
        let bootstrap = self.store.bootstrap(&session, 10, minutes(0)).await.unwrap();
        bootstrap.alarms
    }
}

pub async fn an_alarm_counts_on_and_opens_again_when_its_matter_comes_again(stage: Stage) {
    stage.tell(news("a", "REJECTED", minutes(1))).await;
    let first = stage.only_alarm().await;
    assert_eq!(
        (first.version, first.count, first.state),
        (1, 1, AlarmState::Open)
    );
    let seen = stage.store.acknowledge_alarm(first.id).await.unwrap().unwrap();
    assert_eq!((seen.version, seen.state), (2, AlarmState::Acknowledged));
    let newest = stage.newest().await;
    let again = stage.store.acknowledge_alarm(first.id).await.unwrap().unwrap();
    assert_eq!((again, stage.newest().await), (seen, newest));
    stage.tell(news("a", "PAUSED", minutes(2))).await;
    let second = stage.only_alarm().await;
    assert_eq!(
        (second.id, second.version, second.count, second.state),
        (first.id, 3, 2, AlarmState::Open)
    );
    assert_eq!(
        (second.raised_at, second.parameters["status"].as_str()),
        (minutes(2), "PAUSED")
    );
    assert_eq!(stage.store.acknowledge_alarm(stage.id()).await.unwrap(), None);
}

pub async fn good_news_end_an_alarm_and_older_news_do_not_replace_newer(stage: Stage) {
    let admin = stage.admin().await;
    stage.tell(news("a", "REJECTED", minutes(1))).await;
    assert_eq!(stage.alarms_at_start(&admin).await.len(), 1);
    let over = AlarmNews {
        is_over: true,
        ..news("a", "APPROVED", minutes(3))
    };
    stage.tell(over.clone()).await;
    let ended = stage.only_alarm().await;
    assert_eq!(
        (ended.state, ended.parameters["status"].as_str()),
        (AlarmState::Ended, "APPROVED")
    );
    assert!(stage.alarms_at_start(&admin).await.is_empty());
    let seen = stage.store.acknowledge_alarm(ended.id).await.unwrap().unwrap();
    assert_eq!(seen, ended, "what is over stays over");
    // Came late: it was before the approval.
    stage.tell(news("a", "PAUSED", minutes(2))).await;
    let late = stage.only_alarm().await;
    assert_eq!(
        (late.raised_at, late.count, late.parameters["status"].as_str()),
        (minutes(3), 3, "APPROVED")
    );
    // Good news without a bad beginning stand there ended.
    stage
        .tell(AlarmNews {
            matter: "b".to_owned(),
            ..over
        })
        .await;
    let states: Vec<_> = stage.alarms().await.iter().map(|one| one.state).collect();
    assert!(states.contains(&AlarmState::Ended));
}

pub async fn alarms_are_told_only_to_who_may_see_them_now(stage: Stage) {
    let admin = stage.admin().await;
    let lead = stage
        .agent("lead", &[Permission::ChatView, Permission::ChatViewAll])
        .await;
    let manager = stage.agent("manager", &[NEEDED_PERMISSION]).await;
    let before = stage.newest().await;
    stage.tell(news("a", "REJECTED", minutes(1))).await;
    let alarm = stage.only_alarm().await;
    // Admin and lead see all conversations; the newest part of the log is read for both at once.
    for _ in 0..2 {
        assert_eq!(stage.heard(&admin, before).await, std::slice::from_ref(&alarm));
        assert_eq!(stage.heard(&lead, before).await, []);
    }
    assert_eq!(stage.heard(&manager, before).await, std::slice::from_ref(&alarm));
    assert_eq!(
        stage.alarms_at_start(&manager).await,
        std::slice::from_ref(&alarm)
    );
    assert_eq!(stage.alarms_at_start(&lead).await, []);
    let batch = stage.store.events_after(&lead, before, 500).await.unwrap();
    assert_eq!(batch.n, stage.newest().await, "the cursor moves all the same");
    // The right of the moment of delivery decides, not that of the connection.
    let role = stage.role(&[Permission::ChatView]).await;
    stage
        .store
        .set_agent_role(manager.agent_id, role)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(stage.heard(&manager, before).await, []);
    stage.store.acknowledge_alarm(alarm.id).await.unwrap().unwrap();
    let heard = stage.heard(&admin, before).await;
    assert_eq!((heard.len(), heard[0].state), (1, AlarmState::Acknowledged));
}

pub async fn pages_of_alarms_join_newest_first(stage: Stage) {
    for n in 0..7 {
        // Two of the same time.
        stage
            .tell(news(&format!("matter {n}"), "REJECTED", minutes(n / 2)))
            .await;
    }
    let all = stage.alarms().await;
    assert_eq!(all.len(), 7);
    assert!(
        all.windows(2)
            .all(|two| (two[0].raised_at, two[0].id) > (two[1].raised_at, two[1].id))
    );
    let (mut joined, mut before) = (Vec::new(), None);
    loop {
        let page = stage.store.alarm_page(before, 3).await.unwrap();
        joined.extend(page.alarms);
        before = page.next;
        if before.is_none() {
            break;
        }
    }
    assert_eq!(joined, all);
}

pub async fn what_was_set_aside_is_read_in_pages_and_raises_one_alarm(stage: Stage) {
    let odd = |n: usize| InboundChange::SetAside {
        key: format!("key {n}"),
        field: "messages".to_owned(),
        value: "\u{e9}".repeat(5_000),
        reason: format!("reason {n}"),
    };
    stage.deliver(&[odd(0), odd(1), odd(1)], minutes(1)).await;
    let delivery = stage
        .store
        .store_delivery(b"\xff not \xe2\x82 JSON", minutes(2))
        .await
        .unwrap();
    stage
        .store
        .set_delivery_aside(delivery, "not JSON", minutes(2))
        .await
        .unwrap();
    let first = stage.store.set_aside_page(None, 2).await.unwrap();
    assert_eq!((first.count, first.items.len()), (3, 2));
    let whole = &first.items[0];
    assert_eq!((whole.field.as_str(), whole.reason.as_str()), ("", "not JSON"));
    assert!(whole.value.ends_with("JSON"), "{}", whole.value);
    assert_eq!(first.items[1].value, "\u{e9}".repeat(4_000));
    let second = stage.store.set_aside_page(first.next, 2).await.unwrap();
    let reasons: Vec<_> = second.items.iter().map(|item| item.reason.as_str()).collect();
    assert_eq!((reasons, second.next), (vec!["reason 0"], None));
    let alarm = stage.only_alarm().await;
    assert_eq!((alarm.code, alarm.count), (AlarmCode::SetAside, 3));
    assert_eq!(alarm.parameters["reason"], "not JSON");
}

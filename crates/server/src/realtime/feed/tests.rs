//! The log is read by the rights of the moment, also when the change of rights stands far behind the news.

use super::*;
use crate::id_source::IdSource;
use crate::store::{CustomerIdentity, InboundChange, InboundMessage, NewAgent, NewPhoneNumber, SqliteStore};
use crate::{clock::Clock, setup::SeededRole};
use domain::content::MessageContent;
use domain::ids::AgentId;
use domain::permission::PermissionSet;
use domain::time::Timestamp;
use domain::wire::ServerFrame;
use tempfile::TempDir;

/// More rows than one batch holds.
const MANY_ROWS: usize = 520;

struct Stage {
    store: SharedStore,
    ids: IdSource,
    clock: Clock,
    agent: AgentId,
    _folder: TempDir,
}

/// A store with one agent, who sees and answers.
async fn stage() -> Stage {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("test.sqlite").display());
    let store: SharedStore = Arc::new(SqliteStore::open(&url, [7; 32]).await.unwrap());
    let clock = Clock::manual(Timestamp::from_seconds(1_772_452_800));
    let ids = IdSource::new(clock.clone());
    SeededRole::put_all(store.as_ref()).await.unwrap();
    let agent = NewAgent {
        id: ids.agent_id(),
        first_name: "Bruno".to_owned(),
        last_name: String::new(),
        email: "bruno@example.org".to_owned(),
        password_hash: String::new(),
        role_id: SeededRole::Agent.id(),
        language: domain::language::Language::Portuguese,
    };
    let agent = store.create_agent(&agent).await.unwrap().unwrap().id;
    Stage {
        store,
        ids,
        clock,
        agent,
        _folder: folder,
    }
}

impl Stage {
    async fn open(&self) -> Box<Feed> {
        let bounds = self.store.log_bounds().await.unwrap();
        let cursor = Cursor {
            epoch: bounds.epoch,
            n: bounds.newest,
        };
        match Feed::open(Arc::clone(&self.store), self.agent, Some(cursor))
            .await
            .unwrap()
        {
            Opening::Feed(feed) => feed,
            _ => panic!("the cursor is good"),
        }
    }

    async fn customer_writes(&self) {
        let number = NewPhoneNumber {
            id: self.ids.phone_number_id(),
            meta_id: "106540352242922".to_owned(),
            waba_id: "102290129340398".to_owned(),
            phone: "+551140028922".to_owned(),
            display_name: "Loja Girassol".to_owned(),
            access_token: String::new(),
            app_secret: String::new(),
            verify_token: String::new(),
        };
        let phone_number_id = self.store.put_phone_number(&number).await.unwrap().id;
        let customer = CustomerIdentity {
            wa_id: Some("5511987654321".to_owned()),
            ..CustomerIdentity::default()
        };
        let content = MessageContent::Text {
            body: "Segredo".to_owned(),
        };
        let now = self.clock.now();
        let message = InboundMessage::new(&self.ids, phone_number_id, "wamid.1", customer, content, now);
        let delivery = self.store.store_delivery(b"{}", now).await.unwrap();
        let change = InboundChange::Message(Box::new(message));
        self.store.apply_delivery(delivery, &[change], now).await.unwrap();
    }

    /// Reads to the end of the log.
    async fn read_all(&self, feed: &mut Feed) -> Vec<Event> {
        feed.note_newest(self.store.log_bounds().await.unwrap().newest);
        let mut seen = Vec::new();
        while feed.has_more() {
            match feed.step().await.unwrap() {
                Step::Frame { text, .. } => match serde_json::from_str(&text).unwrap() {
                    ServerFrame::Events { events, .. } => seen.extend(events),
                    other => panic!("{other:?}"),
                },
                Step::Nothing => {}
                Step::Reset { .. } => panic!("the log was not trimmed"),
                Step::Gone => panic!("the agent is there"),
            }
        }
        seen
    }
}

fn shows_the_customer(event: &Event) -> bool {
    matches!(
        event.change,
        Change::MessageChanged { .. } | Change::ConversationChanged { .. }
    )
}

#[tokio::test]
async fn rights_lost_far_behind_the_news_hide_the_news() {
    let stage = stage().await;
    let mut feed = stage.open().await;
    stage.customer_writes().await;
    for _ in 0..MANY_ROWS {
        stage
            .store
            .put_role(SeededRole::Administrator.id(), "Chefia", &PermissionSet::all())
            .await
            .unwrap();
    }
    stage
        .store
        .put_role(SeededRole::Agent.id(), "Sem chat", &PermissionSet::NONE)
        .await
        .unwrap();

    let seen = stage.read_all(&mut feed).await;
    assert!(!seen.iter().any(shows_the_customer), "{seen:?}");
    assert!(
        seen.iter().any(|event| event.change == Change::ScopeChanged),
        "{seen:?}"
    );
    assert_eq!(feed.viewer().permissions, PermissionSet::NONE);
}

#[tokio::test]
async fn with_unchanged_rights_the_news_is_shown() {
    let stage = stage().await;
    let mut feed = stage.open().await;
    stage.customer_writes().await;
    let seen = stage.read_all(&mut feed).await;
    assert!(seen.iter().any(shows_the_customer), "{seen:?}");
}

#[tokio::test]
async fn who_reads_so_slowly_that_the_log_is_trimmed_meanwhile_begins_anew() {
    let stage = stage().await;
    let mut feed = stage.open().await;
    stage.customer_writes().await;
    for _ in 0..3 * MANY_ROWS {
        stage
            .store
            .put_role(SeededRole::Administrator.id(), "Chefia", &PermissionSet::all())
            .await
            .unwrap();
    }
    let newest = stage.store.log_bounds().await.unwrap().newest;
    feed.note_newest(newest);
    assert!(matches!(feed.step().await.unwrap(), Step::Frame { .. }));
    stage.store.trim_log(1_000, 1_000_000).await.unwrap();
    assert!(
        matches!(feed.step().await.unwrap(), Step::Reset { .. }),
        "no hole goes unnoticed"
    );
}

#[test]
fn the_frame_around_shared_events_is_the_one_of_the_protocol() {
    let frame = ServerFrame::Events {
        follows: 7,
        n: 9,
        events: vec![Event {
            n: 9,
            change: Change::ScopeChanged,
        }],
    };
    let ServerFrame::Events { events, .. } = &frame else {
        unreachable!()
    };
    let text = events_frame(7, 9, &serde_json::to_string(events).unwrap());
    assert_eq!(text, serde_json::to_string(&frame).unwrap());
}

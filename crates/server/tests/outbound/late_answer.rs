//! Answers that come after the message was given up as unconfirmed: the worker alone, without a server that could compete with it.

use crate::meta::{Answer, FakeGraph, NUMBER};
use crate::stage::Stage;
use crate::support::AT_ONCE;
use cloud_api::{Client, ClientConfig};
use domain::command::SendMessage;
use domain::content::MessageContent;
use domain::delivery_status::DeliveryState::{self, Failed, Sent, Unconfirmed};
use domain::entities::Message;
use domain::ids::{ConversationId, MessageId};
use domain::permission::Permission;
use domain::time::Span;
use domain::visibility::Viewer;
use domain::wire::{AttemptResult, MessageDetails, ThreadWindow};
use server::Server;
use server::outbound::worker;
use server::state::AppState;
use server::store::{AcceptOutcome, InboundChange, NewOutbound, StatusUpdate};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// Gives up on an answer at once.
const IMPATIENT: Duration = Duration::from_millis(1);

struct Workshop {
    services: AppState,
    graph: FakeGraph,
    viewer: Viewer,
    conversation: ConversationId,
    // Holds the folder of the database.
    _stage: crate::support::TestServer,
}

impl Workshop {
    /// What a stage leaves behind when its server has stopped.
    async fn new() -> Self {
        let Stage {
            mut server,
            graph,
            joana,
            ..
        } = Stage::new().await;
        let agent_id = server.agent_id(crate::support::ANA).await;
        server.stop().await;
        let services = Server::prepare(server.services.config.clone())
            .await
            .unwrap()
            .services();
        Self {
            services,
            graph,
            viewer: Viewer {
                agent_id,
                permissions: Permission::ALL.iter().copied().collect(),
            },
            conversation: joana.conversation,
            _stage: server,
        }
    }

    fn work(&self, patience: Duration, request_timeout: Duration) -> JoinHandle<()> {
        let client = Client::new(ClientConfig {
            connect_timeout: request_timeout / 2,
            request_timeout,
            ..ClientConfig::new(self.graph.url(), "v25.0")
        })
        .unwrap();
        let services = Arc::clone(&self.services);
        tokio::spawn(worker::run_with_patience(services, Arc::new(client), patience))
    }

    async fn send(&self, text: &str) -> MessageId {
        let content = MessageContent::Text {
            body: text.to_owned(),
        };
        let command = SendMessage::new(self.services.ids.message_id(), self.conversation, content.clone());
        let id = command.id;
        let new = NewOutbound {
            command,
            content,
            now: self.services.clock.now(),
            hold: Span::ZERO,
        };
        let accepted = self.services.store.accept_message(&self.viewer, &new).await;
        assert!(matches!(accepted.unwrap(), AcceptOutcome::Created(_)));
        self.services.outbound_wake.notify_one();
        id
    }

    async fn message(&self, id: MessageId) -> Message {
        let window = ThreadWindow::Newest;
        let store = &self.services.store;
        let page = store.message_page(&self.viewer, self.conversation, window, 200);
        let messages = page.await.unwrap().unwrap().messages;
        messages.into_iter().find(|message| message.id == id).unwrap()
    }

    async fn details(&self, id: MessageId) -> MessageDetails {
        let details = self.services.store.message_details(&self.viewer, id).await;
        details.unwrap().unwrap()
    }

    async fn until_state(&self, id: MessageId, state: DeliveryState) {
        let waiting = async {
            while self.message(id).await.delivery.unwrap().state != state {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(AT_ONCE, waiting).await.unwrap();
    }

    async fn until_result(&self, id: MessageId, result: AttemptResult) {
        let waiting = async {
            while self.details(id).await.attempts[0].result != Some(result) {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(AT_ONCE, waiting).await.unwrap();
    }
}

#[tokio::test]
async fn no_answer_in_time_leaves_the_message_unconfirmed_and_those_behind_it_go_on() {
    let workshop = Workshop::new().await;
    workshop.graph.answer_next([Answer::Silence]);
    let message = workshop.send("Chegou?").await;
    let worker = workshop.work(IMPATIENT, AT_ONCE);
    workshop.graph.next_message().await;
    workshop.until_state(message, Unconfirmed).await;
    let release = workshop.graph.hold_next("wamid.2");
    workshop.send("Outra").await;
    assert_eq!(workshop.graph.next_message().await.text(), "Outra");
    release.send(()).unwrap();
    // Going down waits for no answer that is late.
    workshop.services.shutdown.start();
    tokio::time::timeout(AT_ONCE, worker).await.unwrap().unwrap();
    assert_eq!(
        workshop.details(message).await.attempts[0].result,
        Some(AttemptResult::Unknown)
    );
}

#[tokio::test]
async fn the_clients_own_time_out_is_the_same() {
    let workshop = Workshop::new().await;
    workshop.graph.answer_next([Answer::Silence]);
    let message = workshop.send("Chegou?").await;
    let worker = workshop.work(AT_ONCE, Duration::from_millis(400));
    workshop.graph.next_message().await;
    workshop.until_state(message, Unconfirmed).await;
    worker.abort();
}

#[tokio::test]
async fn a_late_yes_ties_the_statuses_that_follow() {
    let workshop = Workshop::new().await;
    let release = workshop.graph.hold_next("wamid.late");
    let message = workshop.send("Chegou?").await;
    let worker = workshop.work(IMPATIENT, AT_ONCE);
    workshop.graph.next_message().await;
    workshop.until_state(message, Unconfirmed).await;
    release.send(()).unwrap();
    workshop.until_result(message, AttemptResult::Accepted).await;
    // Accepted is no tick.
    workshop.until_state(message, Unconfirmed).await;
    let numbers = workshop.services.store.phone_numbers().await.unwrap();
    assert_eq!(numbers[0].meta_id, NUMBER);
    let at = workshop.services.clock.now();
    let status = StatusUpdate {
        wamid: "wamid.late".to_owned(),
        phone_number_id: Some(numbers[0].id),
        callback: None,
        state: Some(Sent),
        status: "sent".to_owned(),
        failure: None,
        at,
    };
    let store = &workshop.services.store;
    let delivery = store.store_delivery(b"{}", at).await.unwrap();
    store
        .apply_delivery(delivery, &[InboundChange::Status(status)], at)
        .await
        .unwrap();
    workshop.until_state(message, Sent).await;
    worker.abort();
}

#[tokio::test]
async fn a_late_no_is_final_whatever_it_says() {
    for code in [131_026, 131_056, 130_429, 190] {
        let workshop = Workshop::new().await;
        let (release, released) = oneshot::channel();
        workshop
            .graph
            .answer_next([Answer::HeldRefusal(400, code, released)]);
        let message = workshop.send("Chegou?").await;
        let worker = workshop.work(IMPATIENT, AT_ONCE);
        workshop.graph.next_message().await;
        workshop.until_state(message, Unconfirmed).await;
        release.send(()).unwrap();
        workshop.until_state(message, Failed).await;
        let failure = workshop.message(message).await.delivery.unwrap().failure;
        assert_eq!(failure.unwrap().code, code);
        let now = workshop.services.clock.now();
        assert_eq!(
            workshop.services.store.next_outbound_due(now).await.unwrap(),
            None
        );
        worker.abort();
    }
}

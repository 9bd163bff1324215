//! A server whose Graph API is a fake, and an agent who is signed in.

use crate::meta::{FakeGraph, Meta, send_text, status, until};
use crate::support::{ANA, Browser, Customer, TestServer};
use domain::delivery_status::DeliveryState;
use domain::entities::{Delivery, Message};
use domain::ids::MessageId;
use domain::time::{Span, Timestamp};
use serde_json::json;

pub struct Stage {
    pub server: TestServer,
    pub graph: FakeGraph,
    pub ana: Browser,
    /// Wrote "Oi" just now.
    pub joana: Customer,
}

impl Stage {
    pub async fn new() -> Self {
        let graph = FakeGraph::start().await;
        let server = TestServer::start_with(|config| config.graph_url = graph.url()).await;
        Self::with(server, graph).await
    }

    pub async fn with(server: TestServer, graph: FakeGraph) -> Self {
        let joana = server.new_customer("Joana Prado").await;
        let ana = server.sign_in(ANA).await;
        Self {
            server,
            graph,
            ana,
            joana,
        }
    }

    /// Ana writes to Joana.
    pub async fn send(&self, text: &str) -> MessageId {
        self.send_to(&self.joana, text).await
    }

    pub async fn send_to(&self, customer: &Customer, text: &str) -> MessageId {
        send_text(&self.server, &self.ana, customer.conversation, text).await
    }

    /// Waits until a message to Joana is as wanted.
    pub async fn until(&self, message: MessageId, is_wanted: impl Fn(&Delivery) -> bool) -> Message {
        until(
            &self.server,
            &self.ana,
            self.joana.conversation,
            message,
            |message| message.delivery.as_ref().is_some_and(&is_wanted),
        )
        .await
    }

    /// Waits until a message to Joana has a state.
    pub async fn until_state(&self, message: MessageId, state: DeliveryState) -> Delivery {
        let message = self.until(message, |delivery| delivery.state == state).await;
        message.delivery.unwrap()
    }

    /// Waits until the queue's next message falls due at a time: then the attempt before has ended.
    pub async fn until_due(&self, due: Timestamp) {
        self.until_next_due(Some(due)).await;
    }

    /// Waits until nothing waits any more.
    pub async fn until_due_none(&self) {
        self.until_next_due(None).await;
    }

    async fn until_next_due(&self, due: Option<Timestamp>) {
        let waiting = async {
            while self.next_due().await != due {
                tokio::task::yield_now().await;
            }
        };
        let in_time = tokio::time::timeout(crate::support::AT_ONCE, waiting).await;
        if in_time.is_err() {
            panic!("{due:?} is not {:?}", self.next_due().await);
        }
    }

    /// The same for an attempt that ends in a pause: from so many seconds to a quarter more. Answers when.
    pub async fn until_due_in(&self, seconds: i64) -> Timestamp {
        let (least, most) = (
            self.in_seconds(seconds),
            self.in_seconds(0) + Span::from_millis(seconds * 1_250),
        );
        let waiting = async {
            loop {
                match self.next_due().await {
                    Some(due) if least <= due && due <= most => return due,
                    _ => tokio::task::yield_now().await,
                }
            }
        };
        match tokio::time::timeout(crate::support::AT_ONCE, waiting).await {
            Ok(due) => due,
            Err(_) => panic!("{least:?} is not {:?}", self.next_due().await),
        }
    }

    pub async fn next_due(&self) -> Option<Timestamp> {
        let now = self.server.clock.now();
        self.server.store().next_outbound_due(now).await.unwrap()
    }

    /// The time in so many seconds.
    pub fn in_seconds(&self, seconds: i64) -> Timestamp {
        self.server.clock.now() + Span::from_seconds(seconds)
    }

    /// Meta delivers a status that names message and attempt.
    pub async fn status(&self, wamid: &str, word: &str, callback: &str) {
        let more = json!({ "biz_opaque_callback_data": callback });
        let change = status(wamid, word, self.server.clock.now(), &more);
        Meta::of(&self.server).deliver(&[change]).await;
    }

    /// Ana asks for another attempt.
    pub async fn retry(&self, message: MessageId, after_attempt: u32) -> u16 {
        let path = format!("/api/v1/messages/{message}/retry");
        let answer = self
            .ana
            .post(&path, &json!({ "after_attempt": after_attempt }))
            .await;
        answer.status
    }
}

//! A store in a temporary folder, and short words for what the behaviours need.

use crate::databases::Open;
use domain::command::SendMessage;
use domain::content::MessageContent;
use domain::delivery_status::DeliveryState;
use domain::entities::{Conversation, ConversationState, Delivery, Message};
use domain::ids::{AgentId, ContactId, ConversationId, MessageId, PhoneNumberId, RoleId};
use domain::language::Language;
use domain::permission::{Permission, PermissionSet};
use domain::time::{Span, Timestamp};
use domain::visibility::Viewer;
use domain::wire::{ConversationRow, ThreadWindow};
use server::store::{
    AcceptOutcome, CustomerIdentity, InboundChange, InboundEffect, InboundMessage, NewAgent, NewOutbound,
    NewPhoneNumber, OutboundJob, PageOfList, SharedStore, StatusUpdate,
};
use std::sync::atomic::{AtomicU64, Ordering};
use tempfile::TempDir;

/// When the stories begin.
pub const START: Timestamp = Timestamp::from_seconds(1_790_000_000);

pub fn minutes(n: i64) -> Timestamp {
    START + Span::from_minutes(n)
}

/// A store and the folder it lives in.
pub struct Stage {
    pub store: SharedStore,
    pub folder: TempDir,
    open: Open,
    made: AtomicU64,
}

impl Stage {
    pub async fn new(open: Open) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = open(folder.path()).await;
        Self {
            store,
            folder,
            open,
            made: AtomicU64::new(0),
        }
    }

    /// The process dies and starts again: nothing is closed in order.
    pub async fn crash(&mut self) {
        self.store = (self.open)(self.folder.path()).await;
    }

    /// A number that no one else got; ids grow with it.
    fn next(&self) -> (u64, [u8; 10]) {
        let n = self.made.fetch_add(1, Ordering::Relaxed) + 1;
        let mut random = [0; 10];
        random[2..].copy_from_slice(&n.to_be_bytes());
        (1_790_000_000_000 + n, random)
    }

    pub fn id<T: From<uuid::Uuid>>(&self) -> T {
        let (ms, random) = self.next();
        T::from(*MessageId::from_parts(ms, &random).as_uuid())
    }

    pub async fn role(&self, permissions: &[Permission]) -> RoleId {
        let set: PermissionSet = permissions.iter().copied().collect();
        self.store.put_role(self.id(), "Papel", &set).await.unwrap().id
    }

    /// An agent with a role of their own.
    pub async fn agent(&self, name: &str, permissions: &[Permission]) -> Viewer {
        let role_id = self.role(permissions).await;
        let agent_id: AgentId = self.id();
        let agent = NewAgent {
            id: agent_id,
            first_name: name.to_owned(),
            last_name: "Souza".to_owned(),
            email: format!("{name}@example.com"),
            password_hash: "$argon2id$v=19$…".to_owned(),
            role_id,
            language: Language::Portuguese,
        };
        self.store.create_agent(&agent).await.unwrap().unwrap();
        Viewer {
            agent_id,
            permissions: permissions.iter().copied().collect(),
        }
    }

    /// One who may do everything.
    pub async fn admin(&self) -> Viewer {
        self.agent("Admin", Permission::ALL).await
    }

    pub async fn switch(&self, is_support_agent_on: bool) {
        let change = domain::command::ChangeSettings {
            is_support_agent_on: Some(is_support_agent_on),
            ..domain::command::ChangeSettings::default()
        };
        self.store.change_settings(&change).await.unwrap();
    }

    pub fn new_number(&self, meta_id: &str) -> NewPhoneNumber {
        NewPhoneNumber {
            id: self.id(),
            meta_id: meta_id.to_owned(),
            waba_id: "880001".to_owned(),
            phone: "+551140028922".to_owned(),
            display_name: "Loja".to_owned(),
            access_token: format!("token-{meta_id}"),
            app_secret: "app-secret".to_owned(),
            verify_token: "verify".to_owned(),
        }
    }

    pub async fn number(&self) -> PhoneNumberId {
        let (n, _) = self.next();
        self.store
            .put_phone_number(&self.new_number(&n.to_string()))
            .await
            .unwrap()
            .id
    }

    /// A text from a customer who is known by wa_id.
    pub fn inbound(&self, number: PhoneNumberId, wa_id: &str, body: &str, at: Timestamp) -> InboundMessage {
        let id: MessageId = self.id();
        InboundMessage {
            id,
            phone_number_id: number,
            wamid: format!("wamid.{id}"),
            customer: CustomerIdentity {
                wa_id: Some(wa_id.to_owned()),
                ..CustomerIdentity::default()
            },
            is_echo: false,
            is_past: false,
            content: text(body),
            meta_media_id: None,
            quoted_wamid: None,
            is_forwarded: false,
            referral: None,
            at,
            opens_window: true,
            new_contact_id: self.id::<ContactId>(),
            new_conversation_id: self.id::<ConversationId>(),
            reopened_line_id: self.id(),
        }
    }

    /// Stores a delivery and applies it.
    pub async fn deliver(&self, changes: &[InboundChange], now: Timestamp) -> Vec<InboundEffect> {
        let delivery = self.store.store_delivery(b"{}", now).await.unwrap();
        self.store.apply_delivery(delivery, changes, now).await.unwrap()
    }

    pub async fn receive(&self, message: &InboundMessage) -> InboundEffect {
        self.deliver(&[InboundChange::Message(Box::new(message.clone()))], message.at)
            .await[0]
    }

    /// A customer writes to a number; answers with the conversation's id.
    pub async fn conversation(&self, number: PhoneNumberId, wa_id: &str, at: Timestamp) -> ConversationId {
        let message = self.inbound(number, wa_id, "Bom dia", at);
        assert_eq!(self.receive(&message).await, InboundEffect::Applied);
        message.new_conversation_id
    }

    pub async fn status(&self, update: StatusUpdate) -> InboundEffect {
        let at = update.at;
        self.deliver(&[InboundChange::Status(update)], at).await[0]
    }

    pub fn outbound(&self, conversation_id: ConversationId, body: &str, now: Timestamp) -> NewOutbound {
        NewOutbound {
            command: SendMessage::new(self.id(), conversation_id, text(body)),
            content: text(body),
            now,
            hold: Span::ZERO,
        }
    }

    /// An agent's text that is accepted.
    pub async fn send(
        &self,
        viewer: &Viewer,
        conversation: ConversationId,
        body: &str,
        now: Timestamp,
    ) -> MessageId {
        let new = self.outbound(conversation, body, now);
        match self.store.accept_message(viewer, &new).await.unwrap() {
            AcceptOutcome::Created(message) => message.id,
            other => panic!("not accepted: {other:?}"),
        }
    }

    pub async fn claim(&self, now: Timestamp) -> Option<OutboundJob> {
        self.store.claim_outbound(now).await.unwrap()
    }

    /// The conversation as a viewer sees it.
    pub async fn look(&self, viewer: &Viewer, id: ConversationId) -> Conversation {
        self.store
            .conversation_detail(viewer, id, 1)
            .await
            .unwrap()
            .unwrap()
            .row
            .conversation
    }

    pub async fn row(&self, viewer: &Viewer, id: ConversationId) -> ConversationRow {
        self.store
            .conversation_detail(viewer, id, 1)
            .await
            .unwrap()
            .unwrap()
            .row
    }

    /// The whole thread, oldest first.
    pub async fn thread(&self, viewer: &Viewer, id: ConversationId) -> Vec<Message> {
        let page = self
            .store
            .message_page(viewer, id, ThreadWindow::Newest, 10_000)
            .await
            .unwrap()
            .unwrap();
        page.messages
    }

    pub async fn bodies(&self, viewer: &Viewer, id: ConversationId) -> Vec<String> {
        self.thread(viewer, id)
            .await
            .iter()
            .map(|message| message.content.text().to_owned())
            .collect()
    }

    pub async fn message(&self, viewer: &Viewer, conversation: ConversationId, id: MessageId) -> Message {
        self.thread(viewer, conversation)
            .await
            .into_iter()
            .find(|message| message.id == id)
            .unwrap()
    }

    pub async fn delivery(&self, viewer: &Viewer, conversation: ConversationId, id: MessageId) -> Delivery {
        self.message(viewer, conversation, id).await.delivery.unwrap()
    }

    /// The ids of the list's first page.
    pub async fn list(&self, viewer: &Viewer) -> Vec<ConversationId> {
        let page = self
            .store
            .conversation_page(viewer, &PageOfList::recent(ConversationState::Open, None, 200))
            .await
            .unwrap();
        page.rows.iter().map(|row| row.conversation.id).collect()
    }

    pub async fn alarms(&self) -> Vec<domain::alarm::Alarm> {
        self.store.alarm_page(None, 200).await.unwrap().alarms
    }

    pub async fn only_alarm(&self) -> domain::alarm::Alarm {
        let mut alarms = self.alarms().await;
        assert_eq!(alarms.len(), 1, "{alarms:?}");
        alarms.remove(0)
    }

    /// The newest log number.
    pub async fn newest(&self) -> u64 {
        self.store.log_bounds().await.unwrap().newest
    }
}

pub fn text(body: &str) -> MessageContent {
    MessageContent::Text {
        body: body.to_owned(),
    }
}

/// A status that names no attempt.
pub fn status(wamid: &str, state: DeliveryState, at: Timestamp) -> StatusUpdate {
    let failed = state == DeliveryState::Failed;
    StatusUpdate {
        phone_number_id: None,
        wamid: wamid.to_owned(),
        callback: None,
        state: Some(state),
        status: format!("{state:?}").to_lowercase(),
        failure: failed.then_some(domain::entities::DeliveryFailure {
            code: 131_026,
            details: None,
        }),
        at,
    }
}

/// A small generator of numbers that are the same for the same seed.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `sides`.
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % sides
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.roll(from.len())]
    }
}

//! What the bench shows: the same for every run but for the time.

use domain::content::MessageContent;
use domain::delivery_status::DeliveryState;
use domain::entities::{
    Agent, Contact, Conversation, ConversationState, Delivery, Direction, Message, MessagePreview,
    PhoneNumber, PhoneNumberState, Position, Settings, Stage,
};
use domain::ids::{AgentId, ContactId, ConversationId, MessageId, PhoneNumberId, RoleId};
use domain::language::Language;
use domain::permission::PermissionSet;
use domain::time::{Span, Timestamp};
use domain::wire::{ConversationRow, Session};
use serde::Deserialize;

/// How many conversations there are.
pub const CONVERSATIONS: usize = 300;
/// How many of them have their newest messages on the device.
pub const WITH_THREADS: usize = 20;
/// The one with the long thread.
pub const MAIN: usize = 0;
const SHORT: usize = 50;
/// When the long thread's first message came: 2026-01-05 12:00 UTC.
const BEGINNING: i64 = 1_767_614_400_000;
const BETWEEN: Span = Span::from_seconds(97);

const WORDS: [&str; 8] = [
    "Oi! Ainda tem vaga na turma de sábado?",
    "Tenho interesse sim. Qual o valor para duas pessoas e o que está incluído?",
    "Perfeito, muito obrigada.",
    "Bom dia! Passei aí ontem e esqueci meu avental azul, vocês encontraram?",
    "Pode ser às 15h então 👍",
    "O curso tem apostila? Queria saber também se dá para trocar de turma depois, porque meu horário de trabalho \
     muda no mês que vem e ainda não sei como vai ficar.",
    "https://docearte.example/cursos/confeitaria",
    "Combinado ✅ Mando o comprovante ainda hoje.",
];

/// A message as whoever measures asks for it.
#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    /// The name by which its row is asked for; without one, its id.
    pub id: Option<String>,
    /// The text; without one, one of ours.
    pub text: Option<String>,
    /// Whether we wrote it.
    #[serde(default)]
    pub mine: bool,
    /// In which conversation; the long thread's if not said.
    #[serde(default)]
    pub conversation: usize,
}

/// All of it.
pub struct Sample {
    count: usize,
    now: Timestamp,
}

impl Sample {
    pub const fn new(count: usize, now: Timestamp) -> Self {
        Self { count, now }
    }

    pub fn session(&self) -> Session {
        Session {
            agent: Agent {
                id: agent_id(),
                version: 1,
                first_name: "Ana".to_owned(),
                last_name: "Ribeiro".to_owned(),
                email: "ana@docearte.example".to_owned(),
                role_id: RoleId::from_parts(0, &[1; 10]),
                language: Language::Portuguese,
                is_available: true,
            },
            permissions: PermissionSet::all(),
        }
    }

    pub fn settings(&self) -> Settings {
        Settings {
            version: 1,
            company_name: "Doce Arte".to_owned(),
            time_zone: "America/Sao_Paulo".to_owned(),
            is_support_agent_on: false,
            hold_voice_seconds: 5,
            hold_text_seconds: 0,
        }
    }

    pub fn phone_number(&self) -> PhoneNumber {
        PhoneNumber {
            id: phone_number_id(),
            version: 1,
            meta_id: "4400001111".to_owned(),
            waba_id: "880001".to_owned(),
            phone: "+551140028922".to_owned(),
            display_name: "Escola Doce Arte".to_owned(),
            state: PhoneNumberState::Connected,
            adds_signature: false,
        }
    }

    /// A row of the list; the long thread is on top.
    pub fn row(&self, i: usize) -> ConversationRow {
        let last = if i == MAIN {
            (self.count > 0).then(|| self.message(self.count - 1))
        } else {
            self.short_thread(i).pop()
        };
        row(i, last.as_ref(), self.now)
    }

    /// A message of the long thread.
    pub fn message(&self, i: usize) -> Message {
        message(MAIN, place(i), i)
    }

    /// The newest messages of another conversation.
    pub fn short_thread(&self, conversation: usize) -> Vec<Message> {
        // Older than what the long thread ends with, one conversation below the other.
        let end = place(self.count).at - Span::from_minutes(whole(conversation));
        (0..SHORT)
            .map(|i| {
                let at = end - Span::from_minutes(whole(SHORT - i));
                let place = Position {
                    at,
                    id: MessageId::from_parts(at.as_millis().unsigned_abs(), &bytes(conversation, i)),
                };
                message(conversation, place, i + conversation)
            })
            .collect()
    }
}

/// The place of a message of the long thread.
pub fn place(i: usize) -> Position {
    let at = Timestamp::from_millis(BEGINNING + BETWEEN.as_millis() * whole(i));
    Position {
        at,
        id: MessageId::from_parts(at.as_millis().unsigned_abs(), &bytes(MAIN, i)),
    }
}

/// A moment later.
pub fn after(at: Timestamp) -> Timestamp {
    at + Span::from_millis(1)
}

/// A message that comes now.
pub fn new_message(wanted: Wanted, at: Timestamp, id: (u64, [u8; 10])) -> Message {
    let id = MessageId::from_parts(id.0, &id.1);
    let place = Position { at, id };
    let mut message = message(wanted.conversation, place, if wanted.mine { 3 } else { 0 });
    if let Some(body) = wanted.text {
        message.content = MessageContent::Text { body };
    }
    message
}

/// A conversation's row once `last` has come.
pub fn row_after(conversation: usize, last: &Message, now: Timestamp) -> ConversationRow {
    let mut row = row(conversation, Some(last), now);
    row.conversation.version = last.at.as_millis().unsigned_abs();
    row
}

pub fn conversation_id(i: usize) -> ConversationId {
    ConversationId::from_parts(BEGINNING.unsigned_abs(), &bytes(i, 0))
}

fn row(i: usize, last: Option<&Message>, now: Timestamp) -> ConversationRow {
    let contact_id = ContactId::from_parts(BEGINNING.unsigned_abs(), &bytes(i, 0));
    let last_activity_at = last.map_or(Timestamp::from_millis(BEGINNING), |last| last.at);
    ConversationRow {
        conversation: Conversation {
            id: conversation_id(i),
            version: 1,
            contact_id,
            phone_number_id: phone_number_id(),
            state: ConversationState::Open,
            assignees: if i.is_multiple_of(3) {
                vec![agent_id()]
            } else {
                Vec::new()
            },
            unread_count: if i != MAIN && i.is_multiple_of(7) { 2 } else { 0 },
            is_marked_unread: false,
            read_up_to: None,
            last_message: last.map(MessagePreview::of),
            last_activity_at,
            window_expires_at: Some(now + Span::from_minutes(20 * 60)),
            created_at: Timestamp::from_millis(BEGINNING),
        },
        contact: Contact {
            id: contact_id,
            version: 1,
            name: format!("Cliente {i:03}"),
            phone: Some(format!("+55119870{:05}", 10_000 + i)),
            username: None,
            stage: Stage::New,
            source_id: None,
            group_ids: Vec::new(),
            avatar: None,
            is_blocked: false,
            created_at: Timestamp::from_millis(BEGINNING),
        },
    }
}

fn message(conversation: usize, place: Position, i: usize) -> Message {
    let is_ours = i % 5 > 2;
    Message {
        id: place.id,
        version: 1,
        conversation_id: conversation_id(conversation),
        direction: if is_ours {
            Direction::Outbound
        } else {
            Direction::Inbound
        },
        author: is_ours.then(agent_id),
        content: MessageContent::Text {
            body: WORDS[i % WORDS.len()].to_owned(),
        },
        reply_to: None,
        at: place.at,
        delivery: is_ours.then(|| Delivery::new(1, DeliveryState::Read)),
        reactions: Vec::new(),
        is_edited: false,
        is_revoked: false,
        is_forwarded: false,
        is_played: false,
        referral: None,
    }
}

fn agent_id() -> AgentId {
    AgentId::from_parts(0, &[1; 10])
}

fn phone_number_id() -> PhoneNumberId {
    PhoneNumberId::from_parts(0, &[1; 10])
}

fn bytes(conversation: usize, i: usize) -> [u8; 10] {
    let mut bytes = [0; 10];
    bytes[2..6].copy_from_slice(&u32::try_from(conversation).unwrap_or(0).to_be_bytes());
    bytes[6..].copy_from_slice(&u32::try_from(i).unwrap_or(0).to_be_bytes());
    bytes
}

fn whole(i: usize) -> i64 {
    i64::try_from(i).unwrap_or(0)
}

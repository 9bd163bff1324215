//! The JSON form of what crosses the wire. A snapshot that changes breaks apps that are open while the server is replaced.
#![allow(clippy::unwrap_used, reason = "tests")]

mod commands;
mod contacts;
mod contents;

use domain::canned_response::CannedResponse;
use domain::command::{MarkUnread, PinConversation};
use domain::content::MessageContent;
use domain::delivery_status::DeliveryState;
use domain::entities::*;
use domain::error::{ErrorCode, Problem};
use domain::event::{Change, Cursor, Event};
use domain::ids::*;
use domain::language::Language;
use domain::permission::{Permission, PermissionSet};
use domain::template::*;
use domain::time::Timestamp;
use domain::wire::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::Debug;

const NOW: Timestamp = Timestamp::from_seconds(1_795_000_000);

fn bytes(n: u8) -> [u8; 10] {
    [n; 10]
}

fn agent_id() -> AgentId {
    AgentId::from_parts(1, &bytes(1))
}

fn conversation_id() -> ConversationId {
    ConversationId::from_parts(2, &bytes(2))
}

fn message_id() -> MessageId {
    MessageId::from_parts(3, &bytes(3))
}

fn contact() -> Contact {
    Contact {
        id: ContactId::from_parts(4, &bytes(4)),
        version: 2,
        name: "Mariana Albuquerque".into(),
        phone: Some("+5511986372111".into()),
        username: None,
        stage: Stage::InProgress,
        source_id: None,
        group_ids: Vec::new(),
        avatar: None,
        is_blocked: false,
        created_at: NOW,
    }
}

fn message(content: MessageContent) -> Message {
    Message {
        id: message_id(),
        version: 3,
        conversation_id: conversation_id(),
        direction: Direction::Outbound,
        author: Some(agent_id()),
        content,
        reply_to: Some(Quote {
            message_id: None,
            preview: None,
        }),
        at: NOW,
        delivery: Some(Delivery {
            attempt: 1,
            state: DeliveryState::Failed,
            failure: Some(DeliveryFailure {
                code: 131_047,
                details: Some("Re-engagement message".into()),
            }),
            held_until: None,
        }),
        reactions: vec![Reaction {
            direction: Direction::Inbound,
            emoji: "👍".into(),
            by: None,
            failure: None,
        }],
        is_edited: false,
        is_revoked: false,
        is_forwarded: true,
        is_played: false,
        referral: None,
    }
}

fn conversation() -> Conversation {
    Conversation {
        id: conversation_id(),
        version: 7,
        contact_id: contact().id,
        phone_number_id: PhoneNumberId::from_parts(5, &bytes(5)),
        state: ConversationState::Open,
        assignees: vec![agent_id()],
        unread_count: 2,
        is_marked_unread: false,
        read_up_to: Some(message_id()),
        last_message: Some(MessagePreview::of(&message(MessageContent::Text {
            body: " Olá,\n  tudo  bem? ".into(),
        }))),
        last_activity_at: NOW,
        window_expires_at: Some(NOW),
        created_at: NOW,
    }
}

fn agent() -> Agent {
    Agent {
        id: agent_id(),
        version: 1,
        first_name: "Bruno".into(),
        last_name: "Lopes".into(),
        email: "bruno@exemplo.com.br".into(),
        role_id: RoleId::from_parts(6, &bytes(6)),
        language: Language::Portuguese,
        is_available: true,
    }
}

fn session() -> Session {
    Session {
        agent: agent(),
        permissions: [Permission::ChatView, Permission::ChatSend].into_iter().collect(),
    }
}

fn pin<T: Serialize + DeserializeOwned + PartialEq + Debug>(name: &str, value: &T) {
    let json = serde_json::to_string_pretty(value).unwrap();
    insta::assert_snapshot!(name, json);
    assert_eq!(
        &serde_json::from_str::<T>(&json).unwrap(),
        value,
        "{name} reads back"
    );
}

#[test]
fn events_keep_their_form() {
    let changes = [
        Change::ConversationChanged {
            conversation: conversation(),
            contact: contact(),
        },
        Change::MessageChanged {
            message: Box::new(message(MessageContent::Text { body: "Olá".into() })),
        },
        Change::ContactChanged { contact: contact() },
        Change::SightGained {
            conversation_id: conversation_id(),
        },
        Change::SightLost {
            conversation_id: conversation_id(),
        },
        Change::ScopeChanged,
        Change::AgentChanged { agent: agent() },
        Change::RoleChanged {
            role: Role {
                id: agent().role_id,
                version: 1,
                name: "Atendimento".into(),
                permissions: PermissionSet::NONE.with(Permission::ChatView),
            },
        },
        Change::PhoneNumberChanged {
            phone_number: PhoneNumber {
                id: conversation().phone_number_id,
                version: 1,
                meta_id: "4400001111".into(),
                waba_id: "880001".into(),
                phone: "+551140028922".into(),
                display_name: "Escola Doce Arte".into(),
                state: PhoneNumberState::Disconnected,
                adds_signature: true,
            },
        },
        Change::SettingsChanged {
            settings: Settings {
                version: 1,
                company_name: "Doce Arte".into(),
                time_zone: "America/Sao_Paulo".into(),
                is_support_agent_on: true,
                hold_voice_seconds: 5,
                hold_text_seconds: 0,
            },
        },
        Change::CannedResponseChanged {
            canned_response: CannedResponse {
                id: CannedResponseId::from_parts(11, &bytes(11)),
                version: 2,
                shortcut: "preços".into(),
                title: "Tabela de preços".into(),
                body: "Oi @contact_firstname".into(),
                buttons: vec!["Quero".into()],
                attachment: None,
            },
        },
        Change::CannedResponseRemoved {
            id: CannedResponseId::from_parts(11, &bytes(11)),
        },
        Change::TemplateChanged {
            template: Template {
                id: TemplateId::from_parts(12, &bytes(12)),
                version: 2,
                waba_id: "880001".into(),
                name: "lembrete".into(),
                language: "pt_BR".into(),
                status: "APPROVED".into(),
                category: "UTILITY".into(),
                quality: Some("GREEN".into()),
                rejected_reason: None,
                content: TemplateContent {
                    is_named: false,
                    header: Some(TemplateHeader::Image),
                    body: "Olá, {{1}}".into(),
                    footer: None,
                    buttons: vec![TemplateButton::QuickReply { text: "Ok".into() }],
                },
            },
        },
        Change::TemplateRemoved {
            id: TemplateId::from_parts(12, &bytes(12)),
        },
    ];
    let events: Vec<_> = changes
        .into_iter()
        .zip(1..)
        .map(|(change, n)| Event { n, change })
        .collect();
    pin("events", &events);
}

/// Devices keep settings; a newer app may find older ones.
#[test]
fn settings_from_before_holds_have_those_of_a_new_installation() {
    let json = r#"{"version":1,"company_name":"Doce Arte","time_zone":"America/Sao_Paulo","is_support_agent_on":true}"#;
    let settings: Settings = serde_json::from_str(json).unwrap();
    assert_eq!((settings.hold_voice_seconds, settings.hold_text_seconds), (5, 0));
}

#[test]
fn frames_keep_their_form() {
    let cursor = Cursor {
        epoch: LogEpoch::from_parts(9, &bytes(9)),
        n: 41,
    };
    pin(
        "client_frames",
        &vec![
            ClientFrame::Hello {
                cursor: Some(cursor),
                device_id: DeviceId::from_parts(10, &bytes(10)),
            },
            ClientFrame::Typing {
                conversation_id: conversation_id(),
            },
            ClientFrame::Ping,
        ],
    );
    pin(
        "server_frames",
        &vec![
            ServerFrame::Welcome {
                now: NOW,
                session: session(),
            },
            ServerFrame::Reset { epoch: cursor.epoch },
            ServerFrame::Events {
                follows: 41,
                n: 44,
                events: vec![Event {
                    n: 43,
                    change: Change::ScopeChanged,
                }],
            },
            ServerFrame::Heartbeat { n: 44, now: NOW },
            ServerFrame::Typing {
                conversation_id: conversation_id(),
                agent_id: agent_id(),
            },
            ServerFrame::SignedOut,
        ],
    );
}

#[test]
fn refusals_keep_their_form() {
    let mut problem = Problem::new(ErrorCode::TooManyRequests);
    problem.retry_after_s = Some(30);
    pin("problem", &problem);
    let newer: Problem =
        serde_json::from_str(r#"{"status": 418, "code": "made_later", "extra": 1}"#).unwrap();
    assert_eq!(newer.code, ErrorCode::Unknown);
}

#[test]
fn what_belongs_to_the_list_keeps_its_form() {
    let pins = Event {
        n: 7,
        change: Change::PinsChanged {
            pins: vec![conversation_id()],
        },
    };
    let id = conversation_id();
    assert_eq!(
        serde_json::to_string(&pins).unwrap(),
        format!(r#"{{"n":7,"change":"pins_changed","pins":["{id}"]}}"#)
    );
    let wish = PinConversation {
        is_pinned: true,
        revision: 1_795_000_000_000,
    };
    assert_eq!(
        serde_json::to_string(&wish).unwrap(),
        r#"{"is_pinned":true,"revision":1795000000000}"#
    );
    let mark = MarkUnread {
        is_marked_unread: true,
    };
    assert_eq!(
        serde_json::to_string(&mark).unwrap(),
        r#"{"is_marked_unread":true}"#
    );
}

#[test]
fn a_conversation_from_before_marks_has_none() {
    let json = serde_json::to_string(&conversation()).unwrap();
    assert!(
        !json.contains("is_marked_unread"),
        "an unmarked one looks as it did"
    );
    let read: Conversation = serde_json::from_str(&json).unwrap();
    assert!(!read.is_marked_unread && read.is_unread());
    let looked_at = Conversation {
        unread_count: 0,
        ..read
    };
    assert!(!looked_at.is_unread());
    let marked = Conversation {
        is_marked_unread: true,
        ..looked_at
    };
    assert!(marked.is_unread());
}

//! The JSON form of what crosses the wire, one thing: whatever is added to it is pinned here. A snapshot that changes breaks apps that are open while the server is replaced.
#![allow(clippy::unwrap_used, reason = "tests")]

use domain::canned_response::{CannedResponse, PutCannedResponse};
use domain::command::{
    Assign, ChangeContact, ChangeSettings, MarkRead, MarkUnread, MergeContact, NewContact, PinConversation,
    PutGroup, PutNote, PutSource, PutWaveform, React, RetryMessage, SendMessage, StartConversation,
};
use domain::content::{Attachment, ContactCard, MessageContent, MessageKind, SystemLine};
use domain::delivery_status::DeliveryState;
use domain::entities::*;
use domain::error::{ErrorCode, Problem};
use domain::event::{Change, Cursor, Event};
use domain::ids::*;
use domain::language::Language;
use domain::mention::{Mention, Mentioned};
use domain::permission::{Permission, PermissionSet};
use domain::template::*;
use domain::time::Timestamp;
use domain::waveform::{BARS, Waveform};
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

fn filled_template() -> MessageContent {
    MessageContent::Template {
        name: "lembrete".into(),
        language: "pt_BR".into(),
        body: "Olá, Ana".into(),
        parts: Box::new(TemplateParts {
            header: Some(FilledHeader::Document(Attachment {
                mime_type: "application/pdf".into(),
                ..Attachment::default()
            })),
            footer: Some("Doce Arte".into()),
            buttons: vec![TemplateButton::Url {
                text: "Abrir".into(),
                url: "https://docearte.example/77".into(),
            }],
            values: vec![
                TemplateValue {
                    part: TemplatePart::Body,
                    button: 0,
                    name: "nome".into(),
                    text: "Ana".into(),
                },
                TemplateValue {
                    part: TemplatePart::Button,
                    button: 1,
                    name: "1".into(),
                    text: "77".into(),
                },
            ],
            is_named: true,
        }),
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
fn contents_keep_their_form() {
    let attachment = Attachment {
        media_id: Some(MediaId::from_parts(8, &bytes(8))),
        mime_type: "audio/ogg; codecs=opus".into(),
        file_name: Some("recibo.pdf".into()),
        byte_size: Some(1_234),
        duration_ms: Some(47_000),
        waveform: Waveform::from_heights(&[100; BARS]),
        caption: Some("Segue".into()),
        pixels: Some(domain::content::PixelSize {
            width: 640,
            height: 480,
        }),
        fetch_failure: None,
    };
    pin(
        "contents",
        &vec![
            MessageContent::Text {
                body: "Olá 😊".into(),
            },
            MessageContent::Image(Attachment {
                mime_type: "image/jpeg".into(),
                ..Attachment::default()
            }),
            MessageContent::VoiceNote(attachment.clone()),
            MessageContent::Document(attachment),
            MessageContent::Location {
                latitude: -23.55,
                longitude: -46.63,
                name: None,
                address: Some("Rua A, 1".into()),
            },
            MessageContent::ContactCards {
                cards: vec![ContactCard {
                    name: "Ana".into(),
                    phones: vec!["+5511".into()],
                }],
            },
            MessageContent::ButtonReply {
                title: "Sim".into(),
                description: None,
            },
            MessageContent::Template {
                name: "retorno".into(),
                language: "pt_BR".into(),
                body: "Oi".into(),
                parts: Box::default(),
            },
            filled_template(),
            MessageContent::Order {
                item_count: 2,
                text: None,
            },
            MessageContent::System(SystemLine::Assigned {
                by: None,
                agents: vec![agent_id()],
            }),
            MessageContent::System(SystemLine::NumberChanged {
                to: "5511986372111".into(),
            }),
            MessageContent::System(SystemLine::Reopened),
            MessageContent::Unsupported {
                type_name: "poll".into(),
                code: None,
            },
            MessageContent::Unsupported {
                type_name: "video".into(),
                code: Some(131_052),
            },
            MessageContent::Erased {
                was: MessageKind::VoiceNote,
                by: agent_id(),
                is_cancelled: false,
            },
        ],
    );
}

#[test]
fn contents_of_the_whole_thread_keep_their_form() {
    pin(
        "thread_contents",
        &vec![
            MessageContent::Interactive {
                body: "Qual dia?".into(),
                buttons: vec!["Sábado".into(), "Domingo".into()],
            },
            MessageContent::Erased {
                was: MessageKind::Text,
                by: agent_id(),
                is_cancelled: true,
            },
        ],
    );
}

#[test]
fn a_message_with_all_that_surrounds_it_keeps_its_form() {
    let whole = Message {
        is_played: true,
        reply_to: Some(Quote {
            message_id: Some(message_id()),
            preview: Some(QuotePreview {
                at: NOW,
                direction: Direction::Outbound,
                author: Some(agent_id()),
                kind: MessageKind::Image,
                text: "Segue".into(),
            }),
        }),
        reactions: vec![Reaction {
            direction: Direction::Outbound,
            emoji: "❤️".into(),
            by: Some(agent_id()),
            failure: Some(DeliveryFailure {
                code: 131_009,
                details: None,
            }),
        }],
        referral: Some(Box::new(Referral {
            title: Some("Aula grátis".into()),
            body: None,
            url: Some("https://fb.me/1".into()),
        })),
        ..message(MessageContent::Text { body: "Olá".into() })
    };
    pin("whole_message", &whole);
    pin(
        "react",
        &React {
            emoji: Some("👍".into()),
        },
    );
    pin("react_no_more", &React { emoji: None });
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

#[test]
fn commands_keep_their_form() {
    pin(
        "send_message",
        &SendMessage::new(
            message_id(),
            conversation_id(),
            MessageContent::Text { body: "Olá".into() },
        ),
    );
    pin(
        "put_waveform",
        &PutWaveform {
            waveform: Waveform::from_heights(&[0; BARS]).unwrap(),
        },
    );
    pin("mark_read", &MarkRead { up_to: message_id() });
    pin("retry_message", &RetryMessage { after_attempt: 1 });
    pin(
        "assign",
        &Assign {
            agents: vec![agent_id()],
        },
    );
    pin(
        "start_conversation",
        &[
            NewContact::Known {
                contact_id: contact().id,
            },
            NewContact::Phone {
                contact_id: contact().id,
                phone: "11 98637-2111".into(),
                name: "Mariana".into(),
            },
        ]
        .map(|with| StartConversation {
            id: conversation_id(),
            phone_number_id: conversation().phone_number_id,
            with,
        })
        .to_vec(),
    );
    pin(
        "put_canned_response",
        &PutCannedResponse {
            after_version: 1,
            shortcut: "preços".into(),
            title: "Tabela de preços".into(),
            body: "Oi @contact_firstname".into(),
            buttons: vec!["Quero".into()],
            attachment: None,
        },
    );
    pin(
        "change_settings",
        &ChangeSettings {
            is_support_agent_on: Some(true),
            hold_voice_seconds: Some(8),
            hold_text_seconds: None,
        },
    );
}

/// Null is a word of its own: from nowhere, no picture.
#[test]
fn what_the_team_says_of_contacts_keeps_its_form() {
    let source = Source {
        id: SourceId::from_parts(13, &bytes(13)),
        version: 1,
        name: "Feira".into(),
    };
    let group = Group {
        id: GroupId::from_parts(14, &bytes(14)),
        version: 2,
        name: "Alunos".into(),
    };
    let note = Note {
        id: NoteId::from_parts(15, &bytes(15)),
        version: 2,
        contact_id: contact().id,
        author: agent_id(),
        text: "Prefere a tarde".into(),
        mentions: Vec::new(),
        created_at: NOW,
        edited_at: Some(NOW),
    };
    let known = Contact {
        source_id: Some(source.id),
        group_ids: vec![group.id],
        avatar: Some(MediaId::from_parts(8, &bytes(8))),
        is_blocked: true,
        ..contact()
    };
    pin(
        "contact_changes",
        &vec![
            ChangeContact {
                edited_at: NOW,
                name: Some("Mariana".into()),
                stage: Some(Stage::Closed),
                source_id: Some(known.source_id),
                avatar: Some(known.avatar),
                add_groups: known.group_ids.clone(),
                remove_groups: Vec::new(),
            },
            ChangeContact {
                edited_at: NOW,
                source_id: Some(None),
                avatar: Some(None),
                remove_groups: known.group_ids.clone(),
                ..ChangeContact::default()
            },
        ],
    );
    pin(
        "contact_commands",
        &(
            PutNote {
                edited_at: NOW,
                text: "Prefere a tarde".into(),
            },
            PutSource {
                after_version: 0,
                name: "Feira".into(),
            },
            PutGroup {
                after_version: 1,
                name: "Alunos".into(),
            },
            MergeContact { other: contact().id },
        ),
    );
    let changes = [
        Change::ContactChanged { contact: known },
        Change::ContactRemoved { id: contact().id },
        Change::NoteRemoved {
            id: note.id,
            contact_id: note.contact_id,
        },
        Change::NoteChanged { note },
        Change::SourceRemoved { id: source.id },
        Change::SourceChanged { source },
        Change::GroupRemoved { id: group.id },
        Change::GroupChanged { group },
    ];
    pin("contact_events", &changes.to_vec());
}

#[test]
fn a_held_message_tells_when_its_hold_ends() {
    pin("held", &Delivery::accepted(Some(NOW)));
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
fn a_preview_is_one_line_of_limited_length() {
    let long = format!("{} {}", "a".repeat(100), "b".repeat(100));
    let preview = MessagePreview::of(&message(MessageContent::Text { body: long }));
    assert_eq!(preview.text.chars().count(), MessagePreview::TEXT_LENGTH);
    assert_eq!(conversation().last_message.unwrap().text, "Olá, tudo bem?");
}

#[test]
fn mentions_keep_their_form() {
    let note_id = NoteId::from_parts(15, &bytes(15));
    let (author, conversation_id) = (agent_id(), conversation_id());
    let told = Event {
        n: 7,
        change: Change::MentionChanged {
            mention: Box::new(Mention {
                note_id,
                author,
                at: NOW,
                conversation_id,
                contact: contact(),
            }),
        },
    };
    let customer = serde_json::to_string(&contact()).unwrap();
    let at = NOW.as_millis();
    assert_eq!(
        serde_json::to_string(&told).unwrap(),
        format!(
            r#"{{"n":7,"change":"mention_changed","mention":{{"note_id":"{note_id}","author":"{author}","at":{at},"conversation_id":"{conversation_id}","contact":{customer}}}}}"#
        )
    );
    let gone = Change::MentionRemoved { note_id };
    assert_eq!(
        serde_json::to_string(&gone).unwrap(),
        format!(r#"{{"change":"mention_removed","note_id":"{note_id}"}}"#)
    );
    let named = Mentioned {
        agent_id: author,
        name: "Bruno Lima".into(),
    };
    assert_eq!(
        serde_json::to_string(&named).unwrap(),
        format!(r#"{{"agent_id":"{author}","name":"Bruno Lima"}}"#)
    );
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

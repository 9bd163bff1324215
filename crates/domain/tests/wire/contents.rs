//! What messages hold, and what surrounds it.

use super::{NOW, agent_id, bytes, conversation, message, message_id, pin};
use domain::command::React;
use domain::content::{Attachment, ContactCard, MessageContent, MessageKind, OrderItem, SystemLine};
use domain::entities::*;
use domain::ids::MediaId;
use domain::template::*;
use domain::waveform::{BARS, Waveform};

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
                items: Vec::new(),
                text: None,
            },
            MessageContent::Order {
                item_count: 2,
                items: vec![
                    OrderItem {
                        product: "bolo".into(),
                        quantity: Some(1),
                        price: Some(90.5),
                        currency: Some("BRL".into()),
                    },
                    OrderItem {
                        product: "vela".into(),
                        quantity: Some(2),
                        ..OrderItem::default()
                    },
                ],
                text: Some("Sem cebola".into()),
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
fn a_held_message_tells_when_its_hold_ends() {
    pin("held", &Delivery::accepted(Some(NOW)));
}

#[test]
fn a_preview_is_one_line_of_limited_length() {
    let long = format!("{} {}", "a".repeat(100), "b".repeat(100));
    let preview = MessagePreview::of(&message(MessageContent::Text { body: long }));
    assert_eq!(preview.text.chars().count(), MessagePreview::TEXT_LENGTH);
    assert_eq!(conversation().last_message.unwrap().text, "Olá, tudo bem?");
}

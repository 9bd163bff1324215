//! The exact bodies of outgoing messages. The snapshots were compared with Meta's message references by hand; a change
//! in one is a change on the wire.
#![allow(clippy::unwrap_used, missing_docs)]

use cloud_api::contact_card::{ContactCard, ContactEmail, ContactName, ContactOrganisation, ContactPhone};
use cloud_api::messages::{
    Audio, CaptionedMedia, Document, Interactive, InteractiveAction, InteractiveHeader, ListRow, ListSection,
    Location, MediaSource, OutgoingContent, OutgoingMessage, Reaction, Recipient, ReplyButton, Sticker,
    Template, TemplateComponent, TemplateParameter, Text,
};

/// Compares with the snapshot in sorted key order, because the order of a JSON value's members hangs on which features
/// of serde_json other crates switch on.
macro_rules! assert_wire {
    ($message:expr) => {
        insta::with_settings!({sort_maps => true}, {
            insta::assert_json_snapshot!(serde_json::to_value(&$message).unwrap())
        })
    };
}

fn message(content: OutgoingContent) -> OutgoingMessage {
    OutgoingMessage::new(Recipient::Phone("5511987650001".into()), content)
}

fn id() -> MediaSource {
    MediaSource::Id("1037543291543636".into())
}

fn link(url: &str) -> MediaSource {
    MediaSource::Link(url.into())
}

fn text(body: &str) -> OutgoingContent {
    OutgoingContent::Text(Text {
        body: body.into(),
        preview_url: false,
    })
}

#[test]
fn text_as_a_reply_with_callback_data() {
    let mut message = message(OutgoingContent::Text(Text {
        body: "Olá! Abrimos às 9h: https://exemplo.com.br".into(),
        preview_url: true,
    }));
    message.reply_to = Some("wamid.HBgNNTUx".into());
    message.callback_data = Some("01900000-0000-7000-8000-000000000001.1".into());
    assert_wire!(message);
}

#[test]
fn a_phone_number_gets_exactly_one_plus_sign() {
    for number in ["5511987650001", "+5511987650001"] {
        let message = OutgoingMessage::new(Recipient::Phone(number.into()), text("Oi"));
        assert_eq!(serde_json::to_value(&message).unwrap()["to"], "+5511987650001");
    }
}

#[test]
fn text_to_a_user_id() {
    assert_wire!(OutgoingMessage::new(
        Recipient::UserId("BR.13491208655302".into()),
        text("Oi")
    ));
}

#[test]
fn image() {
    let caption = Some("Cardápio".to_owned());
    assert_wire!(message(OutgoingContent::Image(CaptionedMedia {
        media: id(),
        caption
    })));
}

#[test]
fn video_by_link() {
    let media = link("https://exemplo.com.br/tour.mp4");
    assert_wire!(message(OutgoingContent::Video(CaptionedMedia {
        media,
        caption: None
    })));
}

#[test]
fn voice_message() {
    assert_wire!(message(OutgoingContent::Audio(Audio {
        media: id(),
        voice: true
    })));
}

#[test]
fn basic_audio() {
    assert_wire!(message(OutgoingContent::Audio(Audio {
        media: id(),
        voice: false
    })));
}

#[test]
fn document() {
    assert_wire!(message(OutgoingContent::Document(Document {
        media: id(),
        caption: Some("Segue".into()),
        filename: Some("orçamento.pdf".into()),
    })));
}

#[test]
fn sticker() {
    assert_wire!(message(OutgoingContent::Sticker(Sticker { media: id() })));
}

#[test]
fn location() {
    assert_wire!(message(OutgoingContent::Location(Location {
        latitude: -23.5614,
        longitude: -46.6559,
        name: Some("MASP".into()),
        address: Some("Av. Paulista, 1578".into()),
    })));
}

#[test]
fn contacts() {
    let card = ContactCard {
        name: ContactName {
            formatted_name: "Carla Souza".into(),
            first_name: Some("Carla".into()),
            ..ContactName::default()
        },
        phones: vec![ContactPhone {
            phone: Some("+55 31 99876-0003".into()),
            kind: Some("CELL".into()),
            wa_id: Some("5531998760003".into()),
        }],
        emails: vec![ContactEmail {
            email: Some("carla@exemplo.com.br".into()),
            kind: Some("WORK".into()),
        }],
        org: Some(ContactOrganisation {
            company: Some("Padaria".into()),
            ..ContactOrganisation::default()
        }),
        birthday: Some("1990-04-02".into()),
        ..ContactCard::default()
    };
    assert_wire!(message(OutgoingContent::Contacts(vec![card])));
}

#[test]
fn reaction_never_quotes() {
    let reaction = Reaction {
        message_id: "wamid.HBgNNTUx".into(),
        emoji: "👍".into(),
    };
    let mut message = message(OutgoingContent::Reaction(reaction));
    message.reply_to = Some("wamid.OTHER".into());
    assert_wire!(message);
}

#[test]
fn reaction_taken_back() {
    let reaction = Reaction {
        message_id: "wamid.HBgNNTUx".into(),
        emoji: String::new(),
    };
    assert_wire!(message(OutgoingContent::Reaction(reaction)));
}

#[test]
fn interactive_buttons() {
    assert_wire!(message(OutgoingContent::Interactive(Interactive {
        header: Some(InteractiveHeader::Image(id())),
        body: "Confirma a visita amanhã às 10h?".into(),
        footer: Some("Equipe".into()),
        action: InteractiveAction::Buttons(vec![
            ReplyButton {
                id: "sim".into(),
                title: "Sim".into()
            },
            ReplyButton {
                id: "nao".into(),
                title: "Não".into()
            },
        ]),
    })));
}

#[test]
fn interactive_list() {
    let row = |id: &str, title: &str, description: Option<&str>| ListRow {
        id: id.into(),
        title: title.into(),
        description: description.map(Into::into),
    };
    assert_wire!(message(OutgoingContent::Interactive(Interactive {
        header: Some(InteractiveHeader::Text("Horários".into())),
        body: "Quando prefere?".into(),
        footer: None,
        action: InteractiveAction::List {
            button: "Escolher".into(),
            sections: vec![ListSection {
                title: Some("Sábado".into()),
                rows: vec![row("m", "Manhã", Some("8h – 12h")), row("t", "Tarde", None)],
            }],
        },
    })));
}

#[test]
fn interactive_link_button() {
    assert_wire!(message(OutgoingContent::Interactive(Interactive {
        header: None,
        body: "Acompanhe o pedido".into(),
        footer: None,
        action: InteractiveAction::CtaUrl {
            display_text: "Abrir".into(),
            url: "https://exemplo.com.br/pedido/42".into(),
        },
    })));
}

#[test]
fn template_with_every_kind_of_component() {
    assert_wire!(message(OutgoingContent::Template(Template {
        name: "pedido_pronto".into(),
        language: "pt_BR".into(),
        components: vec![
            TemplateComponent::Header(vec![TemplateParameter::Document {
                media: id(),
                filename: Some("nota.pdf".into()),
            }]),
            TemplateComponent::Body(vec![
                TemplateParameter::Text {
                    name: Some("first_name".into()),
                    text: "Ana".into()
                },
                TemplateParameter::Text {
                    name: None,
                    text: "42".into()
                },
            ]),
            TemplateComponent::Button {
                sub_type: "quick_reply".into(),
                index: 0,
                parameters: vec![TemplateParameter::Payload("YES-42".into())],
            },
            TemplateComponent::Button {
                sub_type: "url".into(),
                index: 1,
                parameters: vec![TemplateParameter::Text {
                    name: None,
                    text: "track/42".into()
                }],
            },
            TemplateComponent::Button {
                sub_type: "copy_code".into(),
                index: 2,
                parameters: vec![TemplateParameter::CouponCode("VERAO26".into())],
            },
        ],
    })));
}

#[test]
fn template_without_variables() {
    assert_wire!(message(OutgoingContent::Template(Template {
        name: "ola".into(),
        language: "pt_BR".into(),
        components: Vec::new(),
    })));
}

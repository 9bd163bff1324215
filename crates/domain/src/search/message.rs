//! The words of a message that a search covers.

use crate::content::{Attachment, MessageContent};
use crate::template::FilledHeader;

/// All that one reads in a message's bubble: its text or caption, the name of a document, of a place, of the people on contact cards,
/// what buttons say. Parts stand in lines of their own, so no word goes from one into the next. Empty: there is nothing to find.
#[must_use]
pub fn search_text(content: &MessageContent) -> String {
    parts(content).join("\n")
}

fn parts(content: &MessageContent) -> Vec<&str> {
    let mut parts = Vec::new();
    match content {
        MessageContent::Text { body } => parts.push(body.as_str()),
        MessageContent::Image(file)
        | MessageContent::Video(file)
        | MessageContent::Audio(file)
        | MessageContent::VoiceNote(file)
        | MessageContent::Sticker(file) => parts.extend(file.caption.as_deref()),
        MessageContent::Document(file) => parts.extend(document(file)),
        MessageContent::Location { name, address, .. } => {
            parts.extend(name.as_deref());
            parts.extend(address.as_deref());
        }
        MessageContent::ContactCards { cards } => {
            for card in cards {
                parts.push(card.name.as_str());
                parts.extend(card.phones.iter().map(String::as_str));
            }
        }
        MessageContent::ButtonReply { title, description } => {
            parts.push(title.as_str());
            parts.extend(description.as_deref());
        }
        MessageContent::Interactive { body, buttons } => {
            parts.push(body.as_str());
            parts.extend(buttons.iter().map(String::as_str));
        }
        MessageContent::Template {
            body, parts: others, ..
        } => {
            match &others.header {
                Some(FilledHeader::Text { text }) => parts.push(text.as_str()),
                Some(FilledHeader::Document(file)) => parts.extend(document(file)),
                Some(FilledHeader::Image(_) | FilledHeader::Video(_)) | None => {}
            }
            parts.push(body.as_str());
            parts.extend(others.footer.as_deref());
        }
        MessageContent::Order { text, .. } => parts.extend(text.as_deref()),
        MessageContent::System(_) | MessageContent::Unsupported { .. } | MessageContent::Erased { .. } => {}
    }
    parts
}

/// The name of a document is shown; those of pictures and films are not.
fn document(file: &Attachment) -> impl Iterator<Item = &str> {
    [file.caption.as_deref(), file.file_name.as_deref()]
        .into_iter()
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::{ContactCard, MessageKind, SystemLine};
    use crate::ids::AgentId;
    use crate::template::TemplateParts;

    #[test]
    fn everything_that_one_reads_in_a_bubble_is_searched() {
        let file = Attachment {
            mime_type: "application/pdf".to_owned(),
            file_name: Some("Contrato.pdf".to_owned()),
            caption: Some("Para assinar".to_owned()),
            ..Attachment::default()
        };
        let cases = [
            (
                MessageContent::Text {
                    body: "Bom dia".to_owned(),
                },
                "Bom dia",
            ),
            (
                MessageContent::Document(file.clone()),
                "Para assinar\nContrato.pdf",
            ),
            (MessageContent::Image(file), "Para assinar"),
            (
                MessageContent::Location {
                    latitude: -23.5,
                    longitude: -46.6,
                    name: Some("Estúdio".to_owned()),
                    address: Some("Rua das Flores, 7".to_owned()),
                },
                "Estúdio\nRua das Flores, 7",
            ),
            (
                MessageContent::ContactCards {
                    cards: vec![
                        ContactCard {
                            name: "Ana Lima".to_owned(),
                            phones: vec!["+55 11 98637-2111".to_owned()],
                        },
                        ContactCard {
                            name: "Beto".to_owned(),
                            phones: Vec::new(),
                        },
                    ],
                },
                "Ana Lima\n+55 11 98637-2111\nBeto",
            ),
            (
                MessageContent::ButtonReply {
                    title: "Sábado".to_owned(),
                    description: Some("às 9h".to_owned()),
                },
                "Sábado\nàs 9h",
            ),
            (
                MessageContent::Interactive {
                    body: "Qual dia?".to_owned(),
                    buttons: vec!["Sábado".to_owned(), "Domingo".to_owned()],
                },
                "Qual dia?\nSábado\nDomingo",
            ),
            (
                MessageContent::Template {
                    name: "aviso_de_aula".to_owned(),
                    language: "pt_BR".to_owned(),
                    body: "Sua aula é amanhã".to_owned(),
                    parts: Box::new(TemplateParts {
                        header: Some(FilledHeader::Text {
                            text: "Lembrete".to_owned(),
                        }),
                        footer: Some("Responda SAIR".to_owned()),
                        ..TemplateParts::default()
                    }),
                },
                "Lembrete\nSua aula é amanhã\nResponda SAIR",
            ),
            (
                MessageContent::Order {
                    item_count: 2,
                    items: Vec::new(),
                    text: Some("Sem cebola".to_owned()),
                },
                "Sem cebola",
            ),
            (MessageContent::System(SystemLine::Reopened), ""),
            (
                MessageContent::Unsupported {
                    type_name: "poll".to_owned(),
                    code: None,
                },
                "",
            ),
            (
                MessageContent::Erased {
                    was: MessageKind::Text,
                    by: AgentId::from_parts(1, &[1; 10]),
                    is_cancelled: false,
                },
                "",
            ),
        ];
        for (content, expected) in cases {
            assert_eq!(search_text(&content), expected, "{content:?}");
        }
    }
}

//! The file above a template's text: given with each message, as a picture, a film or a document.

use super::{FilledHeader, TemplateHeader};
use crate::content::{Attachment, MessageKind};

impl TemplateHeader {
    /// As what the file goes out that is given with each message; `None`: none is.
    #[must_use]
    pub const fn file_kind(&self) -> Option<MessageKind> {
        match self {
            Self::Image => Some(MessageKind::Image),
            Self::Video => Some(MessageKind::Video),
            Self::Document => Some(MessageKind::Document),
            Self::Text { .. } | Self::Location | Self::Other { .. } => None,
        }
    }

    /// The header with this file; `None`: it takes none. Words have no place below it.
    #[must_use]
    pub fn with_file(&self, file: Attachment) -> Option<FilledHeader> {
        let file = Attachment {
            caption: None,
            ..file
        };
        match self {
            Self::Image => Some(FilledHeader::Image(file)),
            Self::Video => Some(FilledHeader::Video(file)),
            Self::Document => Some(FilledHeader::Document(file)),
            Self::Text { .. } | Self::Location | Self::Other { .. } => None,
        }
    }
}

impl FilledHeader {
    /// The file; a title has none.
    #[must_use]
    pub const fn file(&self) -> Option<&Attachment> {
        match self {
            Self::Image(file) | Self::Video(file) | Self::Document(file) => Some(file),
            Self::Text { .. } => None,
        }
    }

    /// The same, to be changed.
    pub const fn file_mut(&mut self) -> Option<&mut Attachment> {
        match self {
            Self::Image(file) | Self::Video(file) | Self::Document(file) => Some(file),
            Self::Text { .. } => None,
        }
    }

    /// As what the file goes out; the kind of a template, where there is no file.
    #[must_use]
    pub const fn kind(&self) -> MessageKind {
        match self {
            Self::Image(_) => MessageKind::Image,
            Self::Video(_) => MessageKind::Video,
            Self::Document(_) => MessageKind::Document,
            Self::Text { .. } => MessageKind::Template,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::MessageContent;
    use crate::template::TemplateParts;

    #[test]
    fn the_file_above_a_template_is_the_file_of_its_message() {
        let file = Attachment {
            mime_type: "application/pdf".to_owned(),
            caption: Some("sem lugar".to_owned()),
            ..Attachment::default()
        };
        let without_words = Attachment {
            caption: None,
            ..file.clone()
        };
        let title = TemplateHeader::Text {
            text: "Oi".to_owned(),
        };
        for (header, kind) in [
            (TemplateHeader::Image, Some(MessageKind::Image)),
            (TemplateHeader::Video, Some(MessageKind::Video)),
            (TemplateHeader::Document, Some(MessageKind::Document)),
            (TemplateHeader::Location, None),
            (title, None),
        ] {
            assert_eq!(header.file_kind(), kind, "{header:?}");
            let filled = header.with_file(file.clone());
            assert_eq!(filled.as_ref().map(FilledHeader::kind), kind);
            let mut content = MessageContent::Template {
                name: "boleto".to_owned(),
                language: "pt_BR".to_owned(),
                body: "Segue o boleto.".to_owned(),
                parts: Box::new(TemplateParts {
                    header: filled,
                    ..TemplateParts::default()
                }),
            };
            assert_eq!(content.attachment(), kind.map(|_| &without_words));
            assert_eq!(content.attachment_mut().is_some(), kind.is_some());
            assert_eq!(content.file_kind(), kind.unwrap_or(MessageKind::Template));
        }
    }
}

//! What was exchanged in a conversation, by sort. Which message stands on which shelf is decided here alone: the server's marks only
//! propose.

use crate::content::{MessageContent, MessageKind};
use crate::entities::{Message, Position};
use crate::message_text::{Block, Link, TextPiece, blocks};
use serde::{Deserialize, Serialize};

/// "Mídia, links e documentos".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Shelf {
    /// Pictures and films.
    Media,
    /// Messages with the address of a web page in them.
    Links,
    /// Documents, and sound files that are no voice notes.
    Documents,
}

impl Shelf {
    /// In the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Media, Self::Links, Self::Documents];

    /// The word of it on the wire.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Media => "media",
            Self::Links => "links",
            Self::Documents => "documents",
        }
    }

    /// Whether a message with this content stands on it.
    #[must_use]
    pub fn holds(self, content: &MessageContent) -> bool {
        match self {
            Self::Media => matches!(content.file_kind(), MessageKind::Image | MessageKind::Video),
            Self::Links => texts(content).iter().any(|text| has_web_link(text)),
            Self::Documents => matches!(content.file_kind(), MessageKind::Document | MessageKind::Audio),
        }
    }

    /// Whether a message with this content stands on two: a file with a link in its words.
    #[must_use]
    pub fn two_hold(content: &MessageContent) -> bool {
        (Self::Media.holds(content) || Self::Documents.holds(content)) && Self::Links.holds(content)
    }
}

/// A part of a shelf, newest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ShelfPage {
    /// The messages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub messages: Vec<Message>,
    /// Where the next page begins; `None`: this is the end. A page may hold fewer messages than were asked for, and yet have a next one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Position>,
    /// How many messages stand on each shelf; on the first page only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counts: Option<ShelfCounts>,
    /// The server still looks through older messages, as after an upgrade: they are missing here.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_indexing: bool,
}

/// How many messages stand on each shelf.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ShelfCounts {
    /// Pictures and films.
    pub media: u64,
    /// Messages with links.
    pub links: u64,
    /// Documents.
    pub documents: u64,
    /// Messages that stand on two shelves.
    pub on_two: u64,
}

impl ShelfCounts {
    /// How many messages stand on any shelf.
    #[must_use]
    pub const fn total(&self) -> u64 {
        (self.media + self.links + self.documents).saturating_sub(self.on_two)
    }

    /// That of one shelf.
    #[must_use]
    pub const fn of(&self, shelf: Shelf) -> u64 {
        match shelf {
            Shelf::Media => self.media,
            Shelf::Links => self.links,
            Shelf::Documents => self.documents,
        }
    }

    /// The same, to be changed.
    pub const fn of_mut(&mut self, shelf: Shelf) -> &mut u64 {
        match shelf {
            Shelf::Media => &mut self.media,
            Shelf::Links => &mut self.links,
            Shelf::Documents => &mut self.documents,
        }
    }
}

/// The address of a web page in a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebLink {
    /// As it was written.
    pub text: String,
    /// What it opens.
    pub address: String,
}

/// The web pages that a message's words lead to, each once, as the bubble links them.
#[must_use]
pub fn web_links(content: &MessageContent) -> Vec<WebLink> {
    let mut links: Vec<WebLink> = Vec::new();
    for text in texts(content) {
        each_web_link(text, |piece| {
            let Some(address) = piece.address() else { return };
            if links.iter().all(|link| link.address != address) {
                links.push(WebLink {
                    text: piece.text.to_owned(),
                    address,
                });
            }
        });
    }
    links
}

fn has_web_link(text: &str) -> bool {
    let mut has_some = false;
    each_web_link(text, |_| has_some = true);
    has_some
}

fn each_web_link<'a>(text: &'a str, mut found: impl FnMut(&TextPiece<'a>)) {
    for block in blocks(text) {
        let pieces = match block {
            Block::Text(pieces)
            | Block::Quote(pieces)
            | Block::Bullet(pieces)
            | Block::Numbered { pieces, .. } => pieces,
        };
        for piece in pieces.iter().filter(|piece| piece.link == Some(Link::Web)) {
            found(piece);
        }
    }
}

/// The words in which a bubble shows links: never the name of a file.
fn texts(content: &MessageContent) -> Vec<&str> {
    match content {
        MessageContent::Text { body }
        | MessageContent::Interactive { body, .. }
        | MessageContent::Template { body, .. } => vec![body.as_str()],
        MessageContent::Image(file)
        | MessageContent::Video(file)
        | MessageContent::Audio(file)
        | MessageContent::Document(file) => file.caption.as_deref().into_iter().collect(),
        MessageContent::ButtonReply { title, description } => std::iter::once(title.as_str())
            .chain(description.as_deref())
            .collect(),
        MessageContent::Order { text, .. } => text.as_deref().into_iter().collect(),
        MessageContent::VoiceNote(_)
        | MessageContent::Sticker(_)
        | MessageContent::Location { .. }
        | MessageContent::ContactCards { .. }
        | MessageContent::System(_)
        | MessageContent::Unsupported { .. }
        | MessageContent::Erased { .. } => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::{Attachment, SystemLine};
    use crate::ids::AgentId;
    use crate::template::{FilledHeader, TemplateParts};
    use proptest::prelude::*;

    fn text(body: &str) -> MessageContent {
        MessageContent::Text {
            body: body.to_owned(),
        }
    }

    fn file(name: &str, caption: Option<&str>) -> Attachment {
        Attachment {
            mime_type: "application/octet-stream".to_owned(),
            file_name: Some(name.to_owned()),
            caption: caption.map(str::to_owned),
            ..Attachment::default()
        }
    }

    fn template(header: Option<FilledHeader>, body: &str) -> MessageContent {
        MessageContent::Template {
            name: "aviso".to_owned(),
            language: "pt_BR".to_owned(),
            body: body.to_owned(),
            parts: Box::new(TemplateParts {
                header,
                ..TemplateParts::default()
            }),
        }
    }

    #[test]
    fn each_message_stands_where_one_looks_for_it() {
        let plain = || file("arquivo", None);
        let cases: [(MessageContent, &[Shelf]); 17] = [
            (text("Bom dia"), &[]),
            (text("Veja www.example.com hoje"), &[Shelf::Links]),
            (text("> https://example.com/a"), &[Shelf::Links]),
            (text("```https://example.com```"), &[]),
            (text("ana@example.com ou +55 11 98637-2111"), &[]),
            (MessageContent::Image(plain()), &[Shelf::Media]),
            (
                MessageContent::Video(file("f.mp4", Some("https://example.com"))),
                &[Shelf::Media, Shelf::Links],
            ),
            (MessageContent::Document(plain()), &[Shelf::Documents]),
            (
                MessageContent::Document(file("www.example.com.pdf", None)),
                &[Shelf::Documents],
            ),
            (MessageContent::Audio(plain()), &[Shelf::Documents]),
            (MessageContent::VoiceNote(plain()), &[]),
            (MessageContent::Sticker(plain()), &[]),
            (
                template(Some(FilledHeader::Image(plain())), "https://example.com"),
                &[Shelf::Media, Shelf::Links],
            ),
            (
                template(Some(FilledHeader::Document(plain())), "Segue"),
                &[Shelf::Documents],
            ),
            (template(None, "Segue"), &[]),
            (MessageContent::System(SystemLine::Reopened), &[]),
            (
                MessageContent::Erased {
                    was: MessageKind::Image,
                    by: AgentId::from_parts(1, &[1; 10]),
                    is_cancelled: false,
                },
                &[],
            ),
        ];
        for (content, expected) in cases {
            let shelves: Vec<_> = Shelf::ALL
                .into_iter()
                .filter(|shelf| shelf.holds(&content))
                .collect();
            assert_eq!(shelves, expected, "{content:?}");
            assert_eq!(Shelf::two_hold(&content), expected.len() == 2, "{content:?}");
        }
    }

    #[test]
    fn links_are_told_once_each_as_the_bubble_opens_them() {
        let content = text("*www.example.com/a* e https://example.org, de novo www.example.com/a.");
        let links: Vec<_> = web_links(&content)
            .into_iter()
            .map(|link| (link.text, link.address))
            .collect();
        let expected = [
            ("www.example.com/a", "https://www.example.com/a"),
            ("https://example.org", "https://example.org"),
        ];
        assert_eq!(
            links,
            expected.map(|(text, address)| (text.to_owned(), address.to_owned()))
        );
    }

    #[test]
    fn words_are_those_of_the_wire() {
        for shelf in Shelf::ALL {
            assert_eq!(
                serde_json::to_string(&shelf).unwrap(),
                format!("\"{}\"", shelf.word())
            );
        }
    }

    proptest! {
        #[test]
        fn what_stands_among_the_links_has_one(body in "([a-z *_~`>.:/-]|https://a\\.b|www\\.c\\.d|\n){0,40}") {
            let content = text(&body);
            prop_assert_eq!(Shelf::Links.holds(&content), !web_links(&content).is_empty());
        }
    }
}

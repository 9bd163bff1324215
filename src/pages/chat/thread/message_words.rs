//! What a message says in one line: for quotes and for ears. Pure.

use crate::i18n::messages::Messages;
use crate::pages::chat::words::kind_name;
use domain::content::{MessageContent, MessageKind};
use domain::entities::QuotePreview;
use domain::message_text::pieces;

/// Kind and words without marks.
pub(super) fn spoken(text: &Messages, content: &MessageContent) -> String {
    let words: String = pieces(content.text()).iter().map(|piece| piece.text).collect();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match content {
        MessageContent::Text { .. }
        | MessageContent::ButtonReply { .. }
        | MessageContent::Interactive { .. }
        | MessageContent::Template { .. } => words,
        MessageContent::Unsupported { type_name, .. } => (text.unsupported)(type_name),
        _ if words.is_empty() => kind_name(text, content.kind()).to_owned(),
        _ => format!("{}: {words}", kind_name(text, content.kind())),
    }
}

/// What a quote says of a message that is not at hand.
pub(super) fn preview_words(text: &Messages, preview: &QuotePreview) -> String {
    let words: String = pieces(&preview.text).iter().map(|piece| piece.text).collect();
    let name = kind_name(text, preview.kind);
    match preview.kind {
        MessageKind::Text | MessageKind::ButtonReply | MessageKind::Interactive | MessageKind::Template => {
            words
        }
        _ if words.is_empty() => name.to_owned(),
        _ => format!("{name}: {words}"),
    }
}

/// Why WhatsApp does not give a message to us, and what to ask the customer, by Meta's name of its type and Meta's error code.
pub(super) fn unsupported_why(text: &Messages, type_name: &str, code: Option<i64>) -> &'static str {
    const FILE_NOT_FETCHED: i64 = 131_052;
    const NOT_FOR_THE_API: i64 = 131_060;
    let text = &text.unsupported_why;
    match (code, type_name) {
        (Some(FILE_NOT_FETCHED), _) => text.too_large,
        (Some(NOT_FOR_THE_API), _) => text.only_on_phone,
        (_, "poll" | "poll_creation" | "poll_update") => text.poll,
        (_, "event" | "event_invite") => text.event,
        (_, "view_once" | "view_once_image" | "view_once_video" | "view_once_audio") => text.view_once,
        (_, "edit") => text.edit,
        _ => text.look_on_phone,
    }
}

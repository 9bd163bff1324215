//! What a message says in one line: for quotes and for ears. Pure.

use crate::i18n::messages::Messages;
use crate::pages::chat::words::kind_name;
use domain::content::MessageContent;
use domain::message_text::pieces;

/// Kind and words without marks.
pub(super) fn spoken(text: &Messages, content: &MessageContent) -> String {
    let words: String = pieces(content.text()).iter().map(|piece| piece.text).collect();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match content {
        MessageContent::Text { .. }
        | MessageContent::ButtonReply { .. }
        | MessageContent::Template { .. } => words,
        MessageContent::Unsupported { type_name } => (text.unsupported)(type_name),
        _ if words.is_empty() => kind_name(text, content.kind()).to_owned(),
        _ => format!("{}: {words}", kind_name(text, content.kind())),
    }
}

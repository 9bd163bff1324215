//! A message's words as WhatsApp shows them: bold, italic, struck, code, links, quotes and lists.

use domain::message_text::{Block, Link, Look, TextPiece, blocks};
use leptos::prelude::*;

/// Words with their looks. Line breaks and spaces stay (by style).
#[component]
#[allow(clippy::needless_pass_by_value, reason = "props are owned")]
pub fn RichText(
    /// The text with its marks.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    blocks(&text).iter().map(block).collect_view()
}

fn block(block: &Block<'_>) -> AnyView {
    match block {
        Block::Text(pieces) => line(pieces),
        Block::Quote(pieces) => view! { <span class="rich-text__quote">{line(pieces)}</span> }.into_any(),
        Block::Bullet(pieces) => item("•", pieces),
        Block::Numbered { number, pieces } => item(&format!("{number}."), pieces),
    }
}

/// The mark is drawn by style and read out: it is part of what was written.
fn item(mark: &str, pieces: &[TextPiece<'_>]) -> AnyView {
    let mark = mark.to_owned();
    view! {
        <span class="rich-text__item" data-mark=mark>
            {line(pieces)}
        </span>
    }
    .into_any()
}

fn line(pieces: &[TextPiece<'_>]) -> AnyView {
    pieces.iter().map(piece).collect_view().into_any()
}

fn piece(piece: &TextPiece<'_>) -> AnyView {
    let text = piece.text.to_owned();
    let look = piece.look;
    let words = match (piece.address(), piece.link) {
        (Some(address), Some(Link::Web)) => view! {
            <a class="rich-text__link" href=address target="_blank" rel="noopener noreferrer nofollow">
                {text}
            </a>
        }
        .into_any(),
        (Some(address), _) => view! {
            <a class="rich-text__link" href=address>
                {text}
            </a>
        }
        .into_any(),
        (None, _) => text.into_any(),
    };
    if look == Look::default() {
        return words;
    }
    view! {
        <span
            class="rich-text__piece"
            data-bold=look.is_bold.to_string()
            data-italic=look.is_italic.to_string()
            data-struck=look.is_struck.to_string()
            data-code=look.is_code.to_string()
        >
            {words}
        </span>
    }
    .into_any()
}

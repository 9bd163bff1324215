//! A message's words as WhatsApp shows them: bold, italic, struck, code, links, quotes and lists.

use domain::message_text::{Block, Link, Look, TextPiece, blocks};
use leptos::prelude::*;
use std::ops::Range;
use std::sync::Arc;

/// Says which bytes of a text are marked, in order.
pub type Marks = Arc<dyn Fn(&str) -> Vec<Range<usize>> + Send + Sync>;

/// Words with their looks. Line breaks and spaces stay (by style).
#[component]
#[allow(clippy::needless_pass_by_value, reason = "props are owned")]
pub fn RichText(
    /// The text with its marks.
    #[prop(into)]
    text: String,
    /// What of it is marked.
    #[prop(optional_no_strip)]
    marks: Option<Marks>,
) -> impl IntoView {
    blocks(&text)
        .iter()
        .map(|one| block(one, marks.as_ref()))
        .collect_view()
}

fn block(block: &Block<'_>, marks: Option<&Marks>) -> AnyView {
    match block {
        Block::Text(pieces) => line(pieces, marks),
        Block::Quote(pieces) => {
            view! { <span class="rich-text__quote">{line(pieces, marks)}</span> }.into_any()
        }
        Block::Bullet(pieces) => item("•", pieces, marks),
        Block::Numbered { number, pieces } => item(&format!("{number}."), pieces, marks),
    }
}

/// The mark is drawn by style and read out: it is part of what was written.
fn item(mark: &str, pieces: &[TextPiece<'_>], marks: Option<&Marks>) -> AnyView {
    let mark = mark.to_owned();
    view! {
        <span class="rich-text__item" data-mark=mark>
            {line(pieces, marks)}
        </span>
    }
    .into_any()
}

fn line(pieces: &[TextPiece<'_>], marks: Option<&Marks>) -> AnyView {
    pieces
        .iter()
        .map(|one| piece(one, marks))
        .collect_view()
        .into_any()
}

/// Words, with what is marked of them.
fn words(text: &str, marks: Option<&Marks>) -> AnyView {
    let Some(marks) = marks else {
        return text.to_owned().into_any();
    };
    let mut parts = Vec::new();
    let mut at = 0;
    for place in marks(text) {
        if let (Some(before), Some(hit)) = (text.get(at..place.start), text.get(place.clone())) {
            parts.push(before.to_owned().into_any());
            parts.push(view! { <mark class="rich-text__hit">{hit.to_owned()}</mark> }.into_any());
            at = place.end;
        }
    }
    parts.push(text[at..].to_owned().into_any());
    parts.collect_view().into_any()
}

fn piece(piece: &TextPiece<'_>, marks: Option<&Marks>) -> AnyView {
    let text = words(piece.text, marks);
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
        (None, _) => text,
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

//! A message's words as WhatsApp shows them: bold, italic, struck, code and links.

use domain::message_text::{TextPiece, pieces};
use leptos::prelude::*;

/// Words with their looks. Line breaks and spaces stay (by style).
#[component]
#[allow(clippy::needless_pass_by_value, reason = "props are owned")]
pub fn RichText(
    /// The text with its marks.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    pieces(&text).iter().map(piece).collect_view()
}

fn piece(piece: &TextPiece<'_>) -> AnyView {
    let text = piece.text.to_owned();
    let look = piece.look;
    let words = if piece.is_link {
        let address = if text
            .get(..4)
            .is_some_and(|start| start.eq_ignore_ascii_case("www."))
        {
            format!("https://{text}")
        } else {
            text.clone()
        };
        view! {
            <a class="rich-text__link" href=address target="_blank" rel="noopener noreferrer">
                {text}
            </a>
        }
        .into_any()
    } else {
        text.into_any()
    };
    if look == domain::message_text::Look::default() {
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

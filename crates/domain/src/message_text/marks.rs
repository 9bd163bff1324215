//! Cutting a line at its marks, and what is between them at its links.

use super::links::find_link;
use super::{Look, TextPiece};

/// Cuts one line at its outermost marks and goes on inside them.
pub(super) fn cut_marks<'a>(line: &'a str, look: Look, pieces: &mut Vec<TextPiece<'a>>) {
    let mut plain_from = 0;
    let mut at = 0;
    let mut before = None;
    // Marks that nothing closes any more in this line.
    let mut hopeless = Look::default();
    while let Some(c) = line[at..].chars().next() {
        if opens(&line[at..], look, before) && with_mark(hopeless, c) != hopeless {
            let Some(inner) = marked(&line[at..], c) else {
                hopeless = with_mark(hopeless, c);
                continue;
            };
            cut_links(&line[plain_from..at], look, pieces);
            let inner_look = with_mark(look, c);
            if c == '`' {
                push(pieces, inner, inner_look);
            } else {
                cut_marks(inner, inner_look, pieces);
            }
            at += inner.len() + 2;
            plain_from = at;
            before = Some(c);
            continue;
        }
        // A link is one word to the marks: its underscores mean nothing.
        let step = if before.is_none_or(|before: char| !before.is_alphanumeric()) {
            find_link(&line[at..]).map_or(c.len_utf8(), |(_, length)| length)
        } else {
            c.len_utf8()
        };
        before = line[at..at + step].chars().next_back();
        at += step;
    }
    cut_links(&line[plain_from..], look, pieces);
}

/// Whether `rest` begins with a mark that may open, which has no effect yet.
fn opens(rest: &str, look: Look, before: Option<char>) -> bool {
    let mut chars = rest.chars();
    let mark = chars.next();
    mark.is_some_and(|mark| matches!(mark, '*' | '_' | '~' | '`') && with_mark(look, mark) != look)
        && !before.is_some_and(char::is_alphanumeric)
        && chars
            .next()
            .is_some_and(|after| !after.is_whitespace() && Some(after) != mark)
}

/// The text between a mark at the start of `rest` and its closing one.
fn marked(rest: &str, mark: char) -> Option<&str> {
    let inside = &rest[1..];
    inside.match_indices(mark).find_map(|(index, _)| {
        let inner = &inside[..index];
        let after = inside[index + 1..].chars().next();
        let closes_word = !inner.ends_with(char::is_whitespace) && !after.is_some_and(char::is_alphanumeric);
        (index > 0 && closes_word).then_some(inner)
    })
}

const fn with_mark(look: Look, mark: char) -> Look {
    match mark {
        '*' => Look {
            is_bold: true,
            ..look
        },
        '_' => Look {
            is_italic: true,
            ..look
        },
        '~' => Look {
            is_struck: true,
            ..look
        },
        _ => Look {
            is_code: true,
            ..look
        },
    }
}

fn cut_links<'a>(text: &'a str, look: Look, pieces: &mut Vec<TextPiece<'a>>) {
    let mut plain_from = 0;
    let mut at = 0;
    let mut before: Option<char> = None;
    while let Some(c) = text[at..].chars().next() {
        if before.is_none_or(|before| !before.is_alphanumeric())
            && let Some((link, length)) = find_link(&text[at..])
        {
            push(pieces, &text[plain_from..at], look);
            pieces.push(TextPiece {
                text: &text[at..at + length],
                look,
                link: Some(link),
            });
            at += length;
            plain_from = at;
            before = None;
            continue;
        }
        before = Some(c);
        at += c.len_utf8();
    }
    push(pieces, &text[plain_from..], look);
}

pub(super) fn push<'a>(pieces: &mut Vec<TextPiece<'a>>, text: &'a str, look: Look) {
    if !text.is_empty() {
        pieces.push(TextPiece {
            text,
            look,
            link: None,
        });
    }
}

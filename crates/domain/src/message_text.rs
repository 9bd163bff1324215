//! WhatsApp's marks in a text: `*bold*`, `_italic_`, `~strike~`, `` `code` ``, ```` ```block``` ````, and web links.
//!
//! A mark opens at the start of a word and closes at the end of one, in the same line; what does not close is plain. Marks nest,
//! except inside code. Nothing is ever lost: the pieces with their marks put back are the text.
//!
//! Customers write the text, so the work grows with its length only, whatever stands in it: a search that found nothing is not made
//! again.

/// A piece of a text with one look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextPiece<'a> {
    /// The words, without the marks.
    pub text: &'a str,
    /// How they look.
    pub look: Look,
    /// The address to open, for a link (`https://…`; `www.` gets `https://` before it when opened).
    pub is_link: bool,
}

/// How a piece looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each mark is independent of the others"
)]
pub struct Look {
    /// `*`
    pub is_bold: bool,
    /// `_`
    pub is_italic: bool,
    /// `~`
    pub is_struck: bool,
    /// One or three backticks.
    pub is_code: bool,
}

/// Cuts a text into pieces, as WhatsApp shows it.
#[must_use]
pub fn pieces(text: &str) -> Vec<TextPiece<'_>> {
    let mut pieces = Vec::new();
    cut_code_blocks(text, &mut pieces);
    pieces
}

const BLOCK: &str = "```";

fn cut_code_blocks<'a>(mut text: &'a str, pieces: &mut Vec<TextPiece<'a>>) {
    while let Some(start) = text.find(BLOCK) {
        let inside = &text[start + BLOCK.len()..];
        let Some(length) = inside.find(BLOCK).filter(|length| *length > 0) else {
            break;
        };
        cut_lines(&text[..start], pieces);
        push(
            pieces,
            &inside[..length],
            Look {
                is_code: true,
                ..Look::default()
            },
        );
        text = &inside[length + BLOCK.len()..];
    }
    cut_lines(text, pieces);
}

fn cut_lines<'a>(text: &'a str, pieces: &mut Vec<TextPiece<'a>>) {
    for line in text.split_inclusive('\n') {
        cut_marks(line, Look::default(), pieces);
    }
}

/// Cuts one line at its outermost marks and goes on inside them.
fn cut_marks<'a>(line: &'a str, look: Look, pieces: &mut Vec<TextPiece<'a>>) {
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
            link_length(&line[at..]).unwrap_or(c.len_utf8())
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
            && let Some(length) = link_length(&text[at..])
        {
            push(pieces, &text[plain_from..at], look);
            pieces.push(TextPiece {
                text: &text[at..at + length],
                look,
                is_link: true,
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

/// The bytes of the link that `text` begins with: up to a space, without punctuation that ends the sentence.
fn link_length(text: &str) -> Option<usize> {
    let start = ["https://", "http://", "www."].into_iter().find(|start| {
        text.get(..start.len())
            .is_some_and(|beginning| beginning.eq_ignore_ascii_case(start))
    })?;
    if !text[start.len()..].starts_with(char::is_alphanumeric) {
        return None;
    }
    let end = text
        .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"'))
        .unwrap_or(text.len());
    let mut link = text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_', '~', '…']);
    // A closing bracket belongs to the sentence unless the link opened it.
    if !link.contains('(') {
        link = link.trim_end_matches(')');
    }
    Some(link.len())
}

fn push<'a>(pieces: &mut Vec<TextPiece<'a>>, text: &'a str, look: Look) {
    if !text.is_empty() {
        pieces.push(TextPiece {
            text,
            look,
            is_link: false,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Pieces in a short notation: `B:` bold, `I:` italic, `S:` struck, `C:` code, `L:` link.
    fn shown(text: &str) -> Vec<String> {
        pieces(text)
            .iter()
            .map(|piece| {
                let mut marks = String::new();
                for (is_set, mark) in [
                    (piece.look.is_bold, 'B'),
                    (piece.look.is_italic, 'I'),
                    (piece.look.is_struck, 'S'),
                    (piece.look.is_code, 'C'),
                    (piece.is_link, 'L'),
                ] {
                    if is_set {
                        marks.push(mark);
                    }
                }
                if marks.is_empty() {
                    piece.text.to_owned()
                } else {
                    format!("{marks}:{}", piece.text)
                }
            })
            .collect()
    }

    #[test]
    fn marks_look_as_in_whatsapp() {
        let cases: [(&str, &[&str]); 15] = [
            (
                "restam *4 vagas* na turma",
                &["restam ", "B:4 vagas", " na turma"],
            ),
            ("*a* _b_ ~c~ `d`", &["B:a", " ", "I:b", " ", "S:c", " ", "C:d"]),
            ("_*both*_", &["BI:both"]),
            ("2*3*4", &["2*3*4"]),
            ("* not bold *", &["* not bold *"]),
            ("*open", &["*open"]),
            ("**", &["**"]),
            ("*two\nlines*", &["*two\n", "lines*"]),
            ("(*bold*)!", &["(", "B:bold", ")!"]),
            ("```let *x* = 1;\nok```", &["C:let *x* = 1;\nok"]),
            ("`a *b* c`", &["C:a *b* c"]),
            (
                "veja https://exemplo.com.br/a_b_c.",
                &["veja ", "L:https://exemplo.com.br/a_b_c", "."],
            ),
            ("(www.exemplo.com)", &["(", "L:www.exemplo.com", ")"]),
            ("https:// e http://", &["https:// e http://"]),
            (
                "ana@exemplo.com snake_case_name",
                &["ana@exemplo.com snake_case_name"],
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn hostile_texts_are_cut_in_time_that_grows_with_their_length() {
        // As long as WhatsApp lets a message be. A search made again at every place would be felt.
        for part in [
            "*a ",
            "_a*b ~c `d ",
            "www.",
            "www.,",
            "https://a)",
            "```",
            "`",
            "*_~`",
            "(*(_(~",
        ] {
            let text = part.repeat(65_536 / part.len());
            let kept: usize = pieces(&text).iter().map(|piece| piece.text.len()).sum();
            assert!(kept <= text.len());
        }
    }

    proptest! {
        #[test]
        fn no_character_but_marks_is_lost(text in "[a-c *_~`\n.:/éß😊()hps w]{0,40}") {
            let kept: String = pieces(&text).iter().map(|piece| piece.text).collect();
            let plain = |text: &str| text.chars().filter(|c| !matches!(c, '*' | '_' | '~' | '`')).collect::<String>();
            prop_assert_eq!(plain(&kept), plain(&text));
        }

        #[test]
        fn any_text_can_be_cut(text in "\\PC{0,60}") {
            let _ = pieces(&text);
        }
    }
}

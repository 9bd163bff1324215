//! WhatsApp's marks in a text: `*bold*`, `_italic_`, `~strike~`, `` `code` ``, ```` ```block``` ````; quotes and lists, which begin a
//! line; and links: web addresses, e-mail addresses, telephone numbers.
//!
//! A mark opens at the start of a word and closes at the end of one, in the same line; what does not close is plain. Marks nest,
//! except inside code. Nothing is ever lost: the pieces with their marks put back are the text.
//!
//! It is one thing: blocks, marks and links cut the same text, and each must respect the bounds of the others.
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
    /// What opens when it is pressed.
    pub link: Option<Link>,
}

impl TextPiece<'_> {
    /// The address that the link opens; `None` when it is none.
    #[must_use]
    pub fn address(&self) -> Option<String> {
        Some(match self.link? {
            Link::Web if starts_with(self.text, "www.") => format!("https://{}", self.text),
            Link::Web => self.text.to_owned(),
            Link::Email => format!("mailto:{}", self.text),
            Link::Phone => {
                let number = self.text.chars().filter(|c| *c == '+' || c.is_ascii_digit());
                format!("tel:{}", number.collect::<String>())
            }
        })
    }
}

/// What a link leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// A web page.
    Web,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
}

/// A part of a text that stands on lines of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block<'a> {
    /// Lines as they are.
    Text(Vec<TextPiece<'a>>),
    /// A line that began with `> `.
    Quote(Vec<TextPiece<'a>>),
    /// A line that began with `* ` or `- `.
    Bullet(Vec<TextPiece<'a>>),
    /// A line that began with a number and a full stop.
    Numbered {
        /// The number as written.
        number: &'a str,
        /// What follows it.
        pieces: Vec<TextPiece<'a>>,
    },
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

/// Cuts a text into blocks, and these into pieces, as WhatsApp shows them. A code block is never cut.
#[must_use]
pub fn blocks(text: &str) -> Vec<Block<'_>> {
    let code = code_ranges(text);
    let mut code = code.iter().peekable();
    let mut blocks = Vec::new();
    let (mut plain_from, mut at) = (0, 0);
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        while code.next_if(|range| range.end <= at).is_some() {}
        // A code block that began before this line, or that goes on after it, keeps it as it is.
        let is_cut_by_code = code
            .clone()
            .take_while(|range| range.start < end)
            .any(|range| range.start < at || range.end > end);
        if let Some(block) = (!is_cut_by_code).then(|| line_block(line)).flatten() {
            push_text(&text[plain_from..at], &mut blocks);
            blocks.push(block);
            plain_from = end;
        }
        at = end;
    }
    push_text(&text[plain_from..], &mut blocks);
    blocks
}

/// The beginning of a long text, up to the end of a word: at most so many characters and lines. `None`: it is short enough. A text
/// that is hardly longer is not cut.
#[must_use]
pub fn beginning(text: &str, characters: usize, lines: usize) -> Option<&str> {
    let is_long = text.chars().nth(characters + characters / 4).is_some();
    let line_end = text
        .match_indices('\n')
        .nth(lines.saturating_sub(1))
        .map(|(at, _)| at);
    let has_many_lines = text.match_indices('\n').nth(lines + lines / 4).is_some();
    if !is_long && !has_many_lines {
        return None;
    }
    let by_length = text
        .char_indices()
        .nth(characters)
        .map_or(text.len(), |(at, _)| at);
    let by_lines = line_end.filter(|_| has_many_lines).unwrap_or(text.len());
    let end = by_length.min(by_lines);
    let cut = &text[..end];
    if end == by_lines {
        return Some(cut);
    }
    // One endless word is cut where it must be.
    let word_end = cut
        .rfind(char::is_whitespace)
        .filter(|word_end| *word_end > end / 2);
    Some(cut[..word_end.unwrap_or(end)].trim_end())
}

fn push_text<'a>(text: &'a str, blocks: &mut Vec<Block<'a>>) {
    // The line break before a quote or a list is that block's own.
    let text = text.strip_suffix('\n').unwrap_or(text);
    if !text.is_empty() {
        blocks.push(Block::Text(pieces(text)));
    }
}

/// A line that is a block of its own.
fn line_block(line: &str) -> Option<Block<'_>> {
    let line = line.strip_suffix('\n').unwrap_or(line);
    let has_words = |rest: &&str| !rest.trim().is_empty();
    if let Some(quoted) = line.strip_prefix("> ").filter(has_words) {
        return Some(Block::Quote(pieces(quoted)));
    }
    let bullet = line.strip_prefix("* ").or_else(|| line.strip_prefix("- "));
    if let Some(rest) = bullet.filter(has_words) {
        return Some(Block::Bullet(pieces(rest)));
    }
    let (number, rest) = line.split_once(". ")?;
    let is_number = (1..=3).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && has_words(&rest)).then(|| Block::Numbered {
        number,
        pieces: pieces(rest),
    })
}

/// Where code blocks are, marks included.
fn code_ranges(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut ranges = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find(BLOCK).map(|start| from + start) {
        let inside = start + BLOCK.len();
        let Some(length) = text[inside..].find(BLOCK).filter(|length| *length > 0) else {
            break;
        };
        from = inside + length + BLOCK.len();
        ranges.push(start..from);
    }
    ranges
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

/// The link that `text` begins with, and its bytes.
fn find_link(text: &str) -> Option<(Link, usize)> {
    let first = text.chars().next()?;
    if matches!(first, '+' | '(') {
        return phone_length(text).map(|length| (Link::Phone, length));
    }
    if !first.is_ascii_alphanumeric() {
        return None;
    }
    link_length(text)
        .map(|length| (Link::Web, length))
        .or_else(|| email_length(text).map(|length| (Link::Email, length)))
}

/// The bytes of the e-mail address that `text` begins with. Looks no further than an address can be long.
fn email_length(text: &str) -> Option<usize> {
    const LONGEST_NAME: usize = 64;
    const LONGEST_DOMAIN: usize = 255;
    let bytes = text.as_bytes();
    let name = bytes
        .iter()
        .take(LONGEST_NAME + 1)
        .take_while(|byte| byte.is_ascii_alphanumeric() || b".%+-_".contains(byte))
        .count();
    if name > LONGEST_NAME || bytes.get(name) != Some(&b'@') {
        return None;
    }
    let domain: &[u8] = &bytes[name + 1..];
    let length = domain
        .iter()
        .take(LONGEST_DOMAIN)
        .take_while(|byte| byte.is_ascii_alphanumeric() || b".-".contains(byte))
        .count();
    let domain = text[name + 1..name + 1 + length].trim_end_matches(['.', '-']);
    let (host, ending) = domain.rsplit_once('.')?;
    let is_domain = !host.is_empty()
        && !domain.contains("..")
        && !domain.starts_with(['.', '-'])
        && ending.len() >= 2
        && ending.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_domain.then_some(name + 1 + domain.len())
}

/// The bytes of the telephone number that `text` begins with: `+55 11 98637-2111`, or `(11) 98637-2111`. Other digits may be anything.
fn phone_length(text: &str) -> Option<usize> {
    const LONGEST: usize = 24;
    let is_international = text.starts_with('+');
    let (mut digits, mut end) = (0, 0);
    for (at, c) in text.char_indices().take(LONGEST) {
        match c {
            '0'..='9' => {
                digits += 1;
                end = at + 1;
            }
            '+' if at == 0 => {}
            ' ' | '-' | '.' | '(' | ')' | '\u{a0}' => {}
            _ => break,
        }
    }
    let is_area_in_brackets = text.as_bytes().get(3) == Some(&b')');
    let is_phone = if is_international {
        (8..=15).contains(&digits) && text[1..].starts_with(|c: char| c.is_ascii_digit() || c == '(')
    } else {
        is_area_in_brackets && (10..=11).contains(&digits)
    };
    (is_phone && !text[end..].starts_with(char::is_alphanumeric)).then_some(end)
}

fn starts_with(text: &str, start: &str) -> bool {
    text.get(..start.len())
        .is_some_and(|beginning| beginning.eq_ignore_ascii_case(start))
}

/// The bytes of the web address that `text` begins with: up to a space, without punctuation that ends the sentence.
fn link_length(text: &str) -> Option<usize> {
    let start = ["https://", "http://", "www."]
        .into_iter()
        .find(|start| starts_with(text, start))?;
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
            link: None,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Pieces in a short notation: `B:` bold, `I:` italic, `S:` struck, `C:` code; `L:` web, `E:` e-mail, `P:` phone.
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
                    (piece.link == Some(Link::Web), 'L'),
                    (piece.link == Some(Link::Email), 'E'),
                    (piece.link == Some(Link::Phone), 'P'),
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
        let cases: [(&str, &[&str]); 20] = [
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
                &["E:ana@exemplo.com", " snake_case_name"],
            ),
            ("a@b @ana ana@ ana@x", &["a@b @ana ana@ ana@x"]),
            ("*ana_s@exemplo.com.br.*", &["BE:ana_s@exemplo.com.br", "B:."]),
            (
                "ligue +55 11 98637-2111, ok",
                &["ligue ", "P:+55 11 98637-2111", ", ok"],
            ),
            ("(11) 98637-2111", &["P:(11) 98637-2111"]),
            (
                "1+2 (11) 2 +1 R$ 1.234.567,00",
                &["1+2 (11) 2 +1 R$ 1.234.567,00"],
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn quotes_and_lists_begin_a_line() {
        let names = |text: &str| {
            blocks(text)
                .iter()
                .map(|block| {
                    let words =
                        |pieces: &[TextPiece<'_>]| pieces.iter().map(|piece| piece.text).collect::<String>();
                    match block {
                        Block::Text(pieces) => words(pieces),
                        Block::Quote(pieces) => format!("> {}", words(pieces)),
                        Block::Bullet(pieces) => format!("• {}", words(pieces)),
                        Block::Numbered { number, pieces } => format!("{number}) {}", words(pieces)),
                    }
                })
                .collect::<Vec<_>>()
        };
        let cases: [(&str, &[&str]); 7] = [
            ("uma\nduas", &["uma\nduas"]),
            (
                "Leve:\n* tinta\n- pincel\nAté!",
                &["Leve:", "• tinta", "• pincel", "Até!"],
            ),
            ("> você disse\nsim", &["> você disse", "sim"]),
            ("1. um\n2. dois", &["1) um", "2) dois"]),
            ("*negrito* e -5\n>sem espaço", &["negrito e -5\n>sem espaço"]),
            ("```\n* código\n```\n* fim", &["\n* código\n", "• fim"]),
            ("* \n1234. x", &["* \n1234. x"]),
        ];
        for (text, expected) in cases {
            assert_eq!(names(text), expected, "{text}");
        }
    }

    #[test]
    fn a_long_text_begins_with_whole_words() {
        assert_eq!(beginning("curto", 10, 3), None);
        assert_eq!(beginning("quase doze c", 10, 3), None, "hardly longer");
        assert_eq!(beginning("uma frase bem mais longa", 10, 3), Some("uma frase"));
        assert_eq!(beginning("1\n2\n3\n4\n5\n6", 10, 3), Some("1\n2\n3"));
        assert_eq!(beginning(&"é".repeat(40), 10, 3), Some("éééééééééé"));
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
            "a.",
            "a@a.",
            "+1 ",
            "* ```\n",
            "> a\n",
        ] {
            let text = part.repeat(65_536 / part.len());
            let kept: usize = pieces(&text).iter().map(|piece| piece.text.len()).sum();
            assert!(kept <= text.len());
            assert!(!blocks(&text).is_empty());
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
            let _ = blocks(&text);
            let _ = beginning(&text, 10, 2);
        }
    }
}

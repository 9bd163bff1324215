//! WhatsApp's marks in a text: `*bold*`, `_italic_`, `~strike~`, `` `code` ``, ```` ```block``` ````; quotes and lists, which begin a
//! line; and links: web addresses, e-mail addresses, telephone numbers.
//!
//! A mark opens at the start of a word and closes at the end of one, in the same line; what does not close is plain. Marks nest,
//! except inside code. Nothing is ever lost: the pieces with their marks put back are the text.
//!
//! Blocks, marks and links cut the same text, and each respects the bounds of the others.
//!
//! Customers write the text, so the work grows with its length only, whatever stands in it: a search that found nothing is not made
//! again.

mod links;
mod marks;

use links::starts_with;
use marks::{cut_marks, push};

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

#[cfg(test)]
mod tests;

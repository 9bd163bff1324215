//! Telling code from comments and string literals, without parsing Rust.

/// What to blank out of a Rust source.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Blank {
    /// Comments only.
    Comments,
    /// Comments and what stands between quotes.
    CommentsAndStrings,
}

/// The source with the unwanted parts replaced by spaces: every byte offset and line stays where it is.
pub fn blanked(source: &str, blank: Blank) -> String {
    let bytes = source.as_bytes();
    let mut out = bytes.to_vec();
    let mut at = 0;
    while at < bytes.len() {
        let end = match bytes[at] {
            b'/' if bytes.get(at + 1) == Some(&b'/') => {
                let end = find(bytes, at, b"\n").unwrap_or(bytes.len());
                erase(&mut out[at..end]);
                end
            }
            b'/' if bytes.get(at + 1) == Some(&b'*') => {
                let end = block_comment_end(bytes, at);
                erase(&mut out[at..end]);
                end
            }
            b'"' => {
                let (open, end) = string_span(bytes, at);
                if blank == Blank::CommentsAndStrings {
                    erase(&mut out[at + 1..end.saturating_sub(open).max(at + 1)]);
                }
                end
            }
            b'\'' => char_end(bytes, at),
            _ => at + 1,
        };
        at = end;
    }
    // Only whole literals and comments become spaces, so what is left is UTF-8 still.
    String::from_utf8(out).expect("blanking keeps UTF-8 whole")
}

/// The end of the brace, bracket or parenthesis group that opens at `open`, exclusive; strings inside are skipped.
pub fn group_end(source: &str, open: usize) -> usize {
    let bytes = source.as_bytes();
    let mut depth = 0_usize;
    let mut at = open;
    while at < bytes.len() {
        match bytes[at] {
            b'"' => {
                at = string_span(bytes, at).1;
                continue;
            }
            b'\'' => {
                at = char_end(bytes, at);
                continue;
            }
            b'{' | b'(' | b'[' => depth += 1,
            b'}' | b')' | b']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

/// The end of the string literal whose opening quote is at `quote`, exclusive.
pub fn string_end(source: &str, quote: usize) -> usize {
    string_span(source.as_bytes(), quote).1
}

fn erase(bytes: &mut [u8]) {
    for byte in bytes {
        if *byte != b'\n' {
            *byte = b' ';
        }
    }
}

/// How long the closing delimiter is, and where the literal ends.
fn string_span(bytes: &[u8], quote: usize) -> (usize, usize) {
    let hashes = bytes[..quote]
        .iter()
        .rev()
        .take_while(|byte| **byte == b'#')
        .count();
    if quote > hashes && bytes[quote - hashes - 1] == b'r' {
        let closing: Vec<u8> = std::iter::once(b'"')
            .chain(std::iter::repeat_n(b'#', hashes))
            .collect();
        let end = find(bytes, quote + 1, &closing).map_or(bytes.len(), |place| place + closing.len());
        return (closing.len(), end);
    }
    let mut at = quote + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            b'"' => return (1, at + 1),
            _ => at += 1,
        }
    }
    (0, bytes.len())
}

/// The end of a character literal, or just past the quote of a lifetime.
fn char_end(bytes: &[u8], quote: usize) -> usize {
    if bytes.get(quote + 1) == Some(&b'\\') {
        return find(bytes, quote + 3, b"'").map_or(quote + 1, |place| place + 1);
    }
    // A character is one to four bytes long.
    let closing = (quote + 2..=quote + 5).find(|&place| bytes.get(place) == Some(&b'\''));
    let text = closing.and_then(|place| std::str::from_utf8(&bytes[quote + 1..place]).ok());
    match (closing, text) {
        (Some(place), Some(text)) if text.chars().count() == 1 => place + 1,
        _ => quote + 1,
    }
}

fn block_comment_end(bytes: &[u8], start: usize) -> usize {
    let mut depth = 0_usize;
    let mut at = start;
    while at + 1 < bytes.len() {
        match &bytes[at..at + 2] {
            b"/*" => {
                depth += 1;
                at += 2;
            }
            b"*/" => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    return at;
                }
            }
            _ => at += 1,
        }
    }
    bytes.len()
}

fn find(bytes: &[u8], from: usize, wanted: &[u8]) -> Option<usize> {
    let rest = bytes.get(from..)?;
    rest.windows(wanted.len())
        .position(|window| window == wanted)
        .map(|place| place + from)
}

#[test]
fn comments_and_strings_are_told_from_code() {
    let source =
        "let a = \"crate::x // no\"; // crate::y\nlet b = r#\"a \" b\"#; /* é */ let c = '\"'; fn d<'a>() {}";
    let code = blanked(source, Blank::CommentsAndStrings);
    assert_eq!(code.len(), source.len());
    assert!(!code.contains("crate") && !code.contains('é'));
    assert!(code.contains("let c = '\"';") && code.contains("fn d<'a>() {}"));
    assert!(blanked(source, Blank::Comments).contains("crate::x // no"));
}

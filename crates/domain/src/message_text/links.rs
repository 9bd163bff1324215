//! Where a web address, an e-mail address or a telephone number ends that a text begins with.

use super::Link;

/// The link that `text` begins with, and its bytes.
pub(super) fn find_link(text: &str) -> Option<(Link, usize)> {
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

pub(super) fn starts_with(text: &str, start: &str) -> bool {
    text.get(..start.len())
        .is_some_and(|beginning| beginning.eq_ignore_ascii_case(start))
}

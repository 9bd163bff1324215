//! Variables in texts of templates: `{{1}}`, `{{first_name}}`.

use std::ops::Range;

/// The names between double braces, each once, as they stand.
pub(super) fn variables(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (_, name) in braces(text) {
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

/// The text with each variable replaced of which something is known. What is put in is never looked at again.
pub(super) fn put_in<'a>(text: &str, value: impl Fn(&str) -> Option<&'a str>) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut from = 0;
    for (range, name) in braces(text) {
        if let Some(value) = value(name) {
            filled.push_str(&text[from..range.start]);
            filled.push_str(value);
            from = range.end;
        }
    }
    filled.push_str(&text[from..]);
    filled
}

/// Where variables stand, and their names.
fn braces(text: &str) -> Vec<(Range<usize>, &str)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find("{{").map(|at| from + at) {
        let Some(length) = text[start + 2..].find("}}") else {
            break;
        };
        let name = &text[start + 2..start + 2 + length];
        let end = start + 2 + length + 2;
        let is_name = !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if is_name {
            found.push((start..end, name));
            from = end;
        } else {
            from = start + 1;
        }
    }
    found
}

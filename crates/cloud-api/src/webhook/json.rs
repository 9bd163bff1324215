//! From raw bytes to JSON, with two second chances: texts cut between the halves of a surrogate pair, and bytes that
//! are no UTF-8. Both would otherwise cost a whole delivery, which Meta never offers again once it was accepted.

use std::borrow::Cow;

use serde_json::Value;

/// The JSON of the bytes. Nesting beyond serde_json's limit (128) is refused, so reading it cannot overflow the stack.
pub(super) fn parse(raw: &[u8]) -> Option<Value> {
    if let Ok(value) = serde_json::from_slice(raw) {
        return Some(value);
    }
    let text = String::from_utf8_lossy(raw);
    serde_json::from_str(&without_lone_surrogates(&text)).ok()
}

/// Replaces `\ud83d` and the like by `\ufffd` where the other half of the pair is missing.
fn without_lone_surrogates(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut lone = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] != b'\\' {
            at += 1;
            continue;
        }
        match unit(bytes, at) {
            Some(0xD800..=0xDBFF) if matches!(unit(bytes, at + 6), Some(0xDC00..=0xDFFF)) => at += 12,
            Some(0xD800..=0xDFFF) => {
                lone.push(at);
                at += 6;
            }
            // Any other escape: the next character belongs to it, also if it is a backslash.
            _ => at += 2,
        }
    }
    if lone.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut repaired = String::with_capacity(text.len());
    let mut from = 0;
    for at in lone {
        repaired.push_str(&text[from..at]);
        repaired.push_str("\\ufffd");
        from = at + 6;
    }
    repaired.push_str(&text[from..]);
    Cow::Owned(repaired)
}

/// The code unit of a `\uXXXX` escape that begins here.
fn unit(bytes: &[u8], at: usize) -> Option<u32> {
    let escape = bytes.get(at..at + 6)?;
    if &escape[..2] != b"\\u" {
        return None;
    }
    escape[2..]
        .iter()
        .try_fold(0, |unit, byte| Some(unit << 4 | (*byte as char).to_digit(16)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn halves_of_surrogate_pairs_become_replacement_characters() {
        let cases: [(&[u8], Value); 6] = [
            (br#"["\ud83d\ude00"]"#, json!(["😀"])),
            (br#"["Ana \ud83d"]"#, json!(["Ana \u{fffd}"])),
            (br#"["\ude00 Ana"]"#, json!(["\u{fffd} Ana"])),
            (br#"["\ud83d\ud83d\ude00"]"#, json!(["\u{fffd}😀"])),
            (br#"["\\ud83d \ud83d"]"#, json!(["\\ud83d \u{fffd}"])),
            (b"[\"Jo\xe3o\"]", json!(["Jo\u{fffd}o"])),
        ];
        for (raw, expected) in cases {
            assert_eq!(parse(raw), Some(expected));
        }
    }

    #[test]
    fn what_is_not_json_is_nothing() {
        for raw in [
            &b""[..],
            b"{",
            b"nonsense",
            b"{}{}",
            br#"["\u12"]"#,
            b"\xff\xfe",
            b"[\"\\",
        ] {
            assert_eq!(parse(raw), None);
        }
    }

    #[test]
    fn deep_nesting_is_refused_without_overflow() {
        for depth in [129, 1_000_000] {
            let mut raw = "[".repeat(depth);
            raw.push_str(&"]".repeat(depth));
            assert_eq!(parse(raw.as_bytes()), None);
        }
    }
}

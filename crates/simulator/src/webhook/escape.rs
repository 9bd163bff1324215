//! JSON as Meta writes it: ASCII only, everything else as lower-case `\uXXXX` in surrogate pairs, and `/` as `\/`.

use std::fmt::Write as _;

use serde_json::Value;

/// Writes a value as Meta does in webhooks.
pub fn escape_as_meta(value: &Value) -> String {
    let plain = value.to_string();
    let mut escaped = String::with_capacity(plain.len() + plain.len() / 8);
    for character in plain.chars() {
        match character {
            // Outside strings JSON has no slash.
            '/' => escaped.push_str("\\/"),
            '\u{7f}' => escaped.push_str("\\u007f"),
            ascii if ascii.is_ascii() => escaped.push(ascii),
            other => {
                for unit in other.encode_utf16(&mut [0; 2]) {
                    // Writing to a String cannot fail.
                    let _written = write!(escaped, "\\u{unit:04x}");
                }
            }
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use rand::rngs::StdRng;
    use rand::{Rng as _, SeedableRng as _};
    use serde_json::json;

    use super::*;

    #[test]
    fn letters_and_emoji_become_lower_case_escapes() {
        assert_eq!(
            escape_as_meta(&json!({ "body": "Olá 😀 https://exemplo.com.br" })),
            r#"{"body":"Ol\u00e1 \ud83d\ude00 https:\/\/exemplo.com.br"}"#
        );
    }

    #[test]
    fn whatever_is_written_is_ascii_and_parses_back_the_same() {
        let mut dice = StdRng::seed_from_u64(20_261_122);
        for _ in 0..2_000 {
            let length = dice.random_range(0..40);
            let text = (0..length).map(|_| any_char(&mut dice)).collect::<String>();
            let value = json!({ text.clone(): [text, "/", 1.5, null] });
            let escaped = escape_as_meta(&value);
            assert!(escaped.is_ascii(), "{escaped}");
            let slashes = escaped.match_indices('/').map(|(at, _)| at);
            assert!(
                slashes.into_iter().all(|at| escaped[..at].ends_with('\\')),
                "{escaped}"
            );
            assert_eq!(serde_json::from_str::<Value>(&escaped).ok(), Some(value));
        }
    }

    fn any_char(dice: &mut StdRng) -> char {
        match dice.random_range(0..4) {
            0 => char::from(dice.random_range(0..=0x7f_u8)),
            1 => char::from_u32(dice.random_range(0x80..0x800)).unwrap_or('ã'),
            2 => char::from_u32(dice.random_range(0x1f300..0x1fa00)).unwrap_or('🎂'),
            _ => *['/', '\\', '"', '\u{2028}', '\u{feff}', 'ç']
                .get(dice.random_range(0..6))
                .unwrap_or(&'/'),
        }
    }
}

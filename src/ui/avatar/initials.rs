//! Initials and colours of people. Pure.

const HUES: u32 = 12;

/// The first letters of the first two words, as they are written (the style sheet makes capitals of them); `None` when the first word
/// begins with none.
pub(super) fn initials(name: &str) -> Option<String> {
    let mut letters = name
        .split_whitespace()
        .filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let first = letters.next().filter(|c| c.is_alphabetic())?;
    let second = letters.next().filter(|c| c.is_alphabetic());
    Some([Some(first), second].into_iter().flatten().collect())
}

/// One of twelve colours (FNV-1a over the key).
pub(super) fn hue(key: &str) -> String {
    let hash = key.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    ((hash ^ (hash >> 16)) % HUES).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_of_the_first_two_words() {
        for (name, wanted) in [
            ("Mariana Albuquerque", Some("MA")),
            ("Dr. Henrique Bastos", Some("DH")),
            ("ana", Some("a")),
            ("  Érica  Ávila ", Some("ÉÁ")),
            ("+55 11 98637-2111", None),
            ("🌸 Flor", Some("F")),
            ("", None),
        ] {
            assert_eq!(initials(name).as_deref(), wanted, "{name}");
        }
    }

    #[test]
    fn the_colour_follows_from_the_key() {
        assert_eq!(hue("a"), hue("a"));
        let all: std::collections::HashSet<_> = (0..200).map(|n| hue(&format!("key {n}"))).collect();
        assert_eq!(all.len(), 12);
    }
}

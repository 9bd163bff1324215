//! Which texts are emojis: a reaction is one, and a message of a few of them alone is shown large.
//!
//! By the ranges of Unicode's emoji properties, coarsely: what Unicode adds in them later is an emoji as well. Source: Unicode
//! Technical Standard 51, "emoji sequence".

/// Up to how many emojis alone are shown large.
pub const MOST_LARGE: usize = 3;
/// The longest sequence that is one emoji, in bytes: families and flags of regions are long.
const LONGEST: usize = 64;

const JOINER: char = '\u{200d}';
const TEXT_STYLE: char = '\u{fe0e}';
const EMOJI_STYLE: char = '\u{fe0f}';
const KEYCAP: char = '\u{20e3}';

/// Whether a text is one emoji and nothing else.
#[must_use]
pub fn is_emoji(text: &str) -> bool {
    text.len() <= LONGEST && count(text) == Some(1)
}

/// How many emojis a text is made of; `None`: it has something else (but spaces), or nothing at all.
#[must_use]
pub fn count(text: &str) -> Option<usize> {
    let mut rest = text.trim();
    let mut count = 0;
    while !rest.is_empty() {
        rest = after_one(rest)?.trim_start();
        count += 1;
    }
    (count > 0).then_some(count)
}

/// What follows the emoji that a text begins with.
fn after_one(text: &str) -> Option<&str> {
    let mut chars = text.chars();
    let first = chars.next()?;
    if is_region(first) {
        return chars
            .next()
            .filter(|second| is_region(*second))
            .map(|_| chars.as_str());
    }
    if matches!(first, '0'..='9' | '#' | '*') {
        let rest = chars.as_str();
        return rest
            .strip_prefix(EMOJI_STYLE)
            .unwrap_or(rest)
            .strip_prefix(KEYCAP);
    }
    if !is_base(first) {
        return None;
    }
    let mut rest = chars.as_str();
    loop {
        let mut chars = rest.chars();
        match chars.next() {
            Some(TEXT_STYLE) => return None,
            Some(mark) if mark == EMOJI_STYLE || is_modifier(mark) || is_tag(mark) => rest = chars.as_str(),
            Some(JOINER) => {
                chars.next().filter(|next| is_base(*next))?;
                rest = chars.as_str();
            }
            _ => return Some(rest),
        }
    }
}

const fn is_region(c: char) -> bool {
    matches!(c, '\u{1f1e6}'..='\u{1f1ff}')
}

const fn is_modifier(c: char) -> bool {
    matches!(c, '\u{1f3fb}'..='\u{1f3ff}')
}

const fn is_tag(c: char) -> bool {
    matches!(c, '\u{e0020}'..='\u{e007f}')
}

const fn is_base(c: char) -> bool {
    matches!(
        c,
        '©' | '®' | '‼' | '⁉' | '™' | 'ℹ' | '↔'..='↙' | '↩' | '↪' | '⌚' | '⌛' | '⌨' | '⏏' | '⏩'..='⏳' | '⏸'..='⏺'
            | 'Ⓜ' | '▪' | '▫' | '▶' | '◀' | '◻'..='◾' | '☀'..='➿' | '⤴' | '⤵' | '⬅'..='⬇' | '⬛' | '⬜' | '⭐' | '⭕'
            | '〰' | '〽' | '㊗' | '㊙' | '\u{1f004}' | '\u{1f0cf}' | '\u{1f170}'..='\u{1f251}' | '\u{1f300}'..='\u{1faff}'
    ) && !is_region(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_emoji_is_one_however_it_is_put_together() {
        for emoji in [
            "👍",
            "❤️",
            "❤",
            "👍🏽",
            "👨‍👩‍👧‍👦",
            "🇧🇷",
            "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
            "1️⃣",
            "☀️",
            "🫶",
            "✅",
            "🏳️‍🌈",
            "🤷🏻‍♀️",
        ] {
            assert!(is_emoji(emoji), "{emoji}");
        }
    }

    #[test]
    fn words_digits_and_several_are_not_one() {
        for text in [
            "",
            " ",
            "a",
            "1",
            "#",
            "👍👍",
            "👍a",
            "a👍",
            "🇧",
            "\u{200d}",
            "\u{fe0f}",
            "ok 👍",
            "👍\u{200d}",
        ] {
            assert!(!is_emoji(text), "{text:?}");
        }
        assert!(!is_emoji(&"👍\u{fe0f}".repeat(40)), "however long");
    }

    #[test]
    fn emojis_alone_are_counted() {
        assert_eq!(count("😀😀 👍🏽"), Some(3));
        assert_eq!(count("🇧🇷🇦🇷"), Some(2));
        assert_eq!(count("oi 😀"), None);
        assert_eq!(count("12"), None);
    }

    proptest! {
        #[test]
        fn any_text_can_be_asked_about(text in "\\PC{0,20}") {
            prop_assert!(count(&text).is_none_or(|count| count <= text.chars().count()));
        }
    }
}

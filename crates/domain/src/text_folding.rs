//! Text as search sees it: without case and accents, so that "acao" finds "Ação".

use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Folds a text: compatibility decomposition (NFKD), no combining marks, lower case.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        fold_char(c, &mut folded);
    }
    folded
}

fn fold_char(c: char, folded: &mut String) {
    if c.is_ascii() {
        folded.push(c.to_ascii_lowercase());
        return;
    }
    for part in std::iter::once(c).nfkd().filter(|part| !is_combining_mark(*part)) {
        folded.extend(part.to_lowercase().filter(|part| !is_combining_mark(*part)));
    }
}

/// A word of a text: how search compares it and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The word, folded.
    pub folded: String,
    /// Its bytes in the original text.
    pub range: Range<usize>,
}

/// The words of a text: runs of letters and digits (with their marks), and each emoji by itself. What only changes an emoji belongs to
/// its place but not to the word, so that 👍 finds 👍🏽 and a highlight never cuts a picture in two; pictures joined into one, and the two
/// halves of a flag, are one word.
#[must_use]
pub fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut start = None;
    let close = |words: &mut Vec<Word>, range: Range<usize>| {
        let folded = fold(&text[range.clone()]);
        if !folded.is_empty() {
            words.push(Word { folded, range });
        }
    };
    let mut emoji_end = 0;
    for (index, c) in text.char_indices() {
        if index < emoji_end {
            continue;
        }
        if c.is_alphanumeric() || (is_combining_mark(c) && start.is_some()) {
            start.get_or_insert(index);
            continue;
        }
        if let Some(start) = start.take() {
            close(&mut words, start..index);
        }
        if is_pictograph(c) {
            emoji_end = index + emoji_length(&text[index..]);
            let range = index..emoji_end;
            let folded = text[range.clone()]
                .chars()
                .filter(|part| is_pictograph(*part))
                .collect();
            words.push(Word { folded, range });
        }
    }
    if let Some(start) = start {
        close(&mut words, start..text.len());
    }
    words
}

/// The bytes of the emoji that `text` begins with: the picture, what changes it, and pictures joined to it.
fn emoji_length(text: &str) -> usize {
    let mut length = 0;
    let mut is_joined = true;
    let mut half_flag = false;
    for c in text.chars() {
        let is_flag_part = matches!(c, '\u{1F1E6}'..='\u{1F1FF}');
        let belongs = if is_pictograph(c) {
            is_joined || (half_flag && is_flag_part)
        } else {
            // Joiner; variation selectors; skin tones; the letters and the end of a region's flag.
            matches!(c, '\u{200D}' | '\u{FE00}'..='\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}' | '\u{E0020}'..='\u{E007F}')
        };
        if !belongs {
            break;
        }
        half_flag = is_flag_part && !half_flag;
        is_joined = c == '\u{200D}';
        length += c.len_utf8();
    }
    length
}

/// Whether a character is a picture that one may search for. The parts that only change another picture (variation selectors, skin
/// tones, joiners) are none: "👍🏽" is found by "👍".
fn is_pictograph(c: char) -> bool {
    matches!(u32::from(c),
        0x2190..=0x21FF | 0x2300..=0x27BF | 0x2900..=0x297F | 0x2B00..=0x2BFF | 0x3030 | 0x303D | 0x3297 | 0x3299
        | 0x1F000..=0x1F3FA | 0x1F400..=0x1FAFF)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn case_and_accents_do_not_count() {
        for (text, folded) in [
            ("Ação", "acao"),
            ("AÇÃO", "acao"),
            ("ac\u{327}a\u{303}o", "acao"),
            ("ﬁm", "fim"),
            ("Straße", "straße"),
            ("İstanbul", "istanbul"),
            ("Ĳ", "ij"),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    #[test]
    fn words_know_where_they_stand() {
        let text = "Olá, João! 👍🏽👍 ❤️ 🇧🇷🇵🇹 👩🏽‍💻x +55 (11)";
        let found: Vec<_> = words(text)
            .into_iter()
            .map(|word| (word.folded, text[word.range].to_owned()))
            .collect();
        let expected = [
            ("ola", "Olá"),
            ("joao", "João"),
            ("👍", "👍🏽"),
            ("👍", "👍"),
            ("❤", "❤️"),
            ("🇧🇷", "🇧🇷"),
            ("🇵🇹", "🇵🇹"),
            ("👩💻", "👩🏽‍💻"),
            ("x", "x"),
            ("55", "55"),
            ("11", "11"),
        ];
        assert_eq!(
            found,
            expected.map(|(folded, original)| (folded.to_owned(), original.to_owned()))
        );
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing_more(text in "\\PC{0,40}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn words_stand_in_order_inside_the_text(text in "\\PC{0,40}") {
            let mut end = 0;
            for word in words(&text) {
                prop_assert!(word.range.start >= end && word.range.end <= text.len());
                prop_assert!(!text[word.range.clone()].is_empty());
                end = word.range.end;
            }
        }
    }
}

//! What a search finds: every word of the query is a prefix of a word of the text, both folded. Indexes only propose; this decides.
//!
//! A query has limits, so that no text costs much: of what is longer the beginning counts, and [`Query::is_cut`] says so.

use crate::phone::number_part;
use crate::text_folding::{Word, words};
use std::ops::Range;

/// So many characters of a query count.
pub const QUERY_CHARACTERS: usize = 200;
/// So many different words of a query count.
pub const QUERY_WORDS: usize = 12;
/// So many bytes of a folded word of a query count: an index need not hold more of a word to find the same.
pub const WORD_BYTES: usize = 64;

/// A query, cut into folded words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    words: Vec<String>,
    number: Option<String>,
    is_cut: bool,
}

impl Query {
    /// Reads what somebody typed; marks and signs in it mean nothing.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let text = text.trim();
        let end = text
            .char_indices()
            .nth(QUERY_CHARACTERS)
            .map_or(text.len(), |(end, _)| end);
        let mut query = Self {
            number: number_part(&text[..end]),
            is_cut: end < text.len(),
            ..Self::default()
        };
        for word in words(&text[..end]) {
            let wanted = word_beginning(&word.folded);
            query.is_cut |= wanted.len() < word.folded.len();
            if query.words.iter().any(|known| known == wanted) {
                continue;
            }
            if query.words.len() == QUERY_WORDS {
                query.is_cut = true;
                break;
            }
            query.words.push(wanted.to_owned());
        }
        query
    }

    /// Whether a part of what was typed does not count, because it was too long.
    #[must_use]
    pub const fn is_cut(&self) -> bool {
        self.is_cut
    }

    /// The digits, when the query as a whole is a part of a phone number.
    #[must_use]
    pub fn number(&self) -> Option<&str> {
        self.number.as_deref()
    }

    /// Whether there is nothing to look for.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The folded words.
    #[must_use]
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// Where a text matches, as byte ranges in order that do not overlap; `None`: it does not. An empty query matches nothing.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<Vec<Range<usize>>> {
        if self.is_empty() {
            return None;
        }
        let words = words(text);
        let is_hit = |word: &Word| {
            self.words
                .iter()
                .any(|wanted| word.folded.starts_with(wanted.as_str()))
        };
        let all_there = self
            .words
            .iter()
            .all(|wanted| words.iter().any(|word| word.folded.starts_with(wanted.as_str())));
        all_there.then(|| words.into_iter().filter(is_hit).map(|word| word.range).collect())
    }
}

/// As much of a folded word as a query can ask for ([`WORD_BYTES`]), whole characters.
#[must_use]
pub fn word_beginning(folded: &str) -> &str {
    &folded[..folded.floor_char_boundary(WORD_BYTES)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_too_long_is_cut_and_says_so() {
        let query = Query::parse(&"palavra ".repeat(10_000));
        assert_eq!(
            (query.words(), query.is_cut()),
            (["palavra".to_owned()].as_slice(), true)
        );
        let many: Vec<_> = (0..20).map(|n| format!("p{n}")).collect();
        let query = Query::parse(&many.join(" "));
        assert_eq!((query.words(), query.is_cut()), (&many[..QUERY_WORDS], true));
        let long = "😊".repeat(100);
        let query = Query::parse(&"é".repeat(10_000));
        assert!(query.is_cut() && query.words()[0].len() <= WORD_BYTES);
        assert!(query.find(&"E".repeat(70)).is_some());
        assert!(!Query::parse(&long).is_cut(), "one word, a hundred times");
        assert!(!Query::parse("  Bom dia!  ").is_cut());
    }

    #[test]
    fn a_query_may_be_a_part_of_a_phone_number() {
        for (text, number) in [
            ("+55 (11) 98637-2111", Some("5511986372111")),
            ("011 98637", Some("1198637")),
            ("11", None),
            ("Ana 986", None),
            ("", None),
        ] {
            assert_eq!(Query::parse(text).number(), number, "{text}");
        }
    }

    #[test]
    fn every_word_of_the_query_begins_a_word_of_the_text() {
        let cases = [
            ("acao", "Plano de ação", true),
            ("ação", "ACAO", true),
            ("vag sáb", "Tem vaga no sábado?", true),
            ("aga", "Tem vaga", false),
            ("vaga domingo", "Tem vaga no sábado?", false),
            ("100%", "desconto de 100 reais", true),
            ("' OR 1=1 --", "or 1 1", true),
            ("😊", "Oi 😊", true),
            ("👍", "ok 👍🏽", true),
            ("👍🏽", "ok 👍", true),
            ("🇧🇷", "🇵🇹", false),
            ("", "texto", false),
            ("*", "texto", false),
        ];
        for (query, text, is_hit) in cases {
            assert_eq!(
                Query::parse(query).find(text).is_some(),
                is_hit,
                "{query} in {text}"
            );
        }
    }

    #[test]
    fn matches_are_told_by_their_place() {
        let text = "Ação! Reação e ações.";
        let hits = Query::parse("aca aco")
            .find(text)
            .map(|ranges| ranges.into_iter().map(|range| &text[range]).collect());
        assert_eq!(hits, Some(vec!["Ação", "ações"]));
    }

    proptest! {
        #[test]
        fn case_accents_and_signs_of_the_query_do_not_matter(words in proptest::collection::vec("[a-zà-öø-ý0-9]{1,6}", 1..4), more in "[a-z ]{0,12}") {
            let text = format!("{more} {}", words.join(" "));
            let query = words.iter().rev().map(|word| word.to_uppercase()).collect::<Vec<_>>().join(" - ");
            prop_assert!(Query::parse(&query).find(&text).is_some());
            prop_assert!(Query::parse(&crate::text_folding::fold(&query)).find(&text).is_some());
        }

        #[test]
        fn places_are_in_order_and_cut_no_character(query in "\\PC{0,6}", text in "\\PC{0,40}") {
            let mut end = 0;
            for range in Query::parse(&query).find(&text).unwrap_or_default() {
                prop_assert!(range.start >= end && text.get(range.clone()).is_some_and(|hit| !hit.is_empty()));
                end = range.end;
            }
        }

        #[test]
        fn a_text_is_found_by_any_of_its_words(text in "\\PC{0,40}") {
            for word in words(&text) {
                prop_assert!(Query::parse(&text[word.range]).find(&text).is_some());
            }
        }
    }
}

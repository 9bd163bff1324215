//! What a search finds: every word of the query is a prefix of a word of the text, both folded. Indexes only propose; this decides.

use crate::text_folding::{Word, words};
use std::ops::Range;

/// A query, cut into folded words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    words: Vec<String>,
}

impl Query {
    /// Reads what somebody typed; marks and signs in it mean nothing.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self {
            words: words(text).into_iter().map(|word| word.folded).collect(),
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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

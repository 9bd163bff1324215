//! What stands in the indexes, and how a query asks for it.
//!
//! A term is a beginning of a folded word of the domain: of each word all beginnings of up to [`BEGINNINGS`] characters, and the word
//! itself when it is longer. So nearly every query asks for whole terms, which are read newest first and no further than needed; SQLite
//! would have to put the beginnings of a word together from all words that begin so, before the first hit.
//!
//! The tokeniser `ascii` splits at ASCII signs alone, and some folded words have signs in them (`⑴` is folded to `(1)`): they are moved to
//! where no word has characters. So the index finds exactly what [`domain::text_matching::Query`] decides.

use domain::content::MessageContent;
use domain::entities::Contact;
use domain::ids::ConversationId;
use domain::phone::{Phone, number_part};
use domain::search::{phone_terms, search_text};
use domain::text_folding::words;
use domain::text_matching::{Query, word_beginning};
use std::collections::BTreeSet;

/// Longer words are rare: for them it does no harm to look at all that begin so.
const BEGINNINGS: usize = 12;
/// Private characters: none of them is in a word.
const SIGNS: u32 = 0xE000;
const CONVERSATION: char = '\u{E0FF}';
const NUMBER: char = '\u{E0FE}';

/// What is kept of a message: its words and the conversation it stands in. `None`: there are no words.
pub(super) fn of_message(content: &MessageContent, conversation: ConversationId) -> Option<String> {
    let mut terms = of_text(&search_text(content));
    if terms.is_empty() {
        return None;
    }
    terms.insert(conversation_term(conversation));
    Some(joined(terms))
}

/// What is kept of a contact: the words of name and username, and the parts of the number.
pub(super) fn of_contact(name: &str, username: Option<&str>, phone: Option<&str>) -> String {
    let mut terms = of_text(name);
    terms.extend(username.map(of_text).unwrap_or_default());
    if let Some(phone) = phone.and_then(|phone| Phone::parse(phone).ok()) {
        terms.extend(phone_terms(&phone).iter().map(|part| number_term(part)));
    }
    joined(terms)
}

/// Asks for the messages that a query finds; in these conversations, if there are any.
pub(super) fn messages(query: &Query, conversations: &[ConversationId]) -> String {
    let mut parts: Vec<_> = needed_words(query).map(asked_word).collect();
    if !conversations.is_empty() {
        let any: Vec<_> = conversations
            .iter()
            .map(|id| format!("\"{}\"", conversation_term(*id)))
            .collect();
        parts.push(format!("({})", any.join(" OR ")));
    }
    parts.join(" AND ")
}

/// Asks for the contacts that a query finds, as [`domain::search::contact_matches`] decides.
pub(super) fn contacts(query: &Query) -> String {
    // Of two words one may be a part of the number and the other, which begins with it, a name: none is left out here.
    let parts: Vec<_> = query
        .words()
        .iter()
        .map(|word| match number_part(word) {
            Some(part) => format!("({} OR {})", asked_word(word), asked_number(&part)),
            None => asked_word(word),
        })
        .collect();
    let named = parts.join(" AND ");
    match query.number() {
        Some(number) => format!("({named}) OR {}", asked_number(number)),
        None => named,
    }
}

/// The guard behind the index.
pub(super) fn is_contact(query: &Query, contact: &Contact) -> bool {
    domain::search::contact_matches(
        query,
        &contact.name,
        contact.username.as_deref(),
        contact.phone.as_deref(),
    )
}

/// The words without those that others begin with: they are there when the longer ones are.
fn needed_words(query: &Query) -> impl Iterator<Item = &str> {
    let words = query.words();
    let is_implied = move |word: &String| words.iter().any(|other| other != word && other.starts_with(word));
    words
        .iter()
        .filter(move |&word| !is_implied(word))
        .map(String::as_str)
}

fn of_text(text: &str) -> BTreeSet<String> {
    words(text)
        .iter()
        .flat_map(|word| beginnings(&term(&word.folded)))
        .collect()
}

fn joined(terms: BTreeSet<String>) -> String {
    terms.into_iter().collect::<Vec<_>>().join(" ")
}

fn beginnings(term: &str) -> Vec<String> {
    let mut ends = term.char_indices().map(|(at, c)| at + c.len_utf8());
    let mut beginnings: Vec<_> = ends
        .by_ref()
        .take(BEGINNINGS)
        .map(|end| term[..end].to_owned())
        .collect();
    if ends.next().is_some() {
        beginnings.push(term.to_owned());
    }
    beginnings
}

fn asked_word(word: &str) -> String {
    let term = term(word);
    if term.chars().count() > BEGINNINGS {
        format!("\"{term}\" *")
    } else {
        format!("\"{term}\"")
    }
}

/// Contacts are few enough to look at all numbers that have these digits.
fn asked_number(digits: &str) -> String {
    format!("\"{}\" *", number_term(digits))
}

fn term(folded: &str) -> String {
    word_beginning(folded)
        .chars()
        .map(|c| {
            if c.is_ascii() && !c.is_ascii_alphanumeric() {
                char::from_u32(SIGNS + u32::from(c)).unwrap_or(NUMBER)
            } else {
                c
            }
        })
        .collect()
}

fn conversation_term(id: ConversationId) -> String {
    format!("{CONVERSATION}{}", id.as_uuid().simple())
}

fn number_term(digits: &str) -> String {
    format!("{NUMBER}{digits}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::text_folding::Word;

    /// As the tokeniser `ascii` sees it: characters that are no ASCII signs, capitals made small.
    fn tokens(text: &str) -> BTreeSet<String> {
        text.split(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric())
            .filter(|token| !token.is_empty())
            .map(str::to_ascii_lowercase)
            .collect()
    }

    #[test]
    fn the_beginnings_of_each_word_are_tokens() {
        for text in [
            "Ação às 15h: R$ 1.234,50",
            "⑴ ⒈ ½ ㏂ ﷺ ª º",
            "שלום עולם",
            "👩🏽‍💻 🇧🇷 ❤️ 1️⃣",
            "'; DROP TABLE messages; --",
            "a\u{0}b",
            "(\"x\" OR y*) NEAR/3 -z ^w col:v",
            "é".repeat(300).as_str(),
        ] {
            let terms = tokens(&joined(of_text(text)));
            assert_eq!(terms, of_text(text), "{text}: each term is one token");
            for Word { folded, .. } in words(text) {
                for (at, c) in term(&folded).char_indices() {
                    let beginning = &term(&folded)[..at + c.len_utf8()];
                    let is_found = match asked_word(beginning).strip_suffix(" *") {
                        None => terms.contains(beginning),
                        Some(_) => terms.iter().any(|term| term.starts_with(beginning)),
                    };
                    assert!(is_found, "{beginning} of {text}");
                }
            }
        }
    }

    #[test]
    fn a_query_asks_for_what_it_needs_only() {
        let conversation = ConversationId::from_parts(1, &[7; 10]);
        let any = conversation_term(conversation);
        for (query, expected) in [
            ("Ação", "\"acao\""),
            ("de deixa DE", "\"deixa\""),
            ("a\" OR \"b", "\"a\" AND \"or\" AND \"b\""),
            ("Disponibilidade", "\"disponibilidade\" *"),
        ] {
            assert_eq!(messages(&Query::parse(query), &[]), expected, "{query}");
        }
        assert_eq!(
            messages(&Query::parse("oi"), &[conversation, conversation]),
            format!("\"oi\" AND (\"{any}\" OR \"{any}\")")
        );
    }
}

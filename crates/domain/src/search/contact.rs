//! Whether a search finds a contact, and what an index must hold so that it finds the same.

use crate::phone::{Phone, number_part};
use crate::text_folding::words;
use crate::text_matching::Query;

/// Whether a query finds somebody: each of its words begins a word of the name or username, or is a part of the phone number; or the
/// query as a whole is a part of the number in any writing. Nothing else of a contact is searched.
#[must_use]
pub fn contact_matches(query: &Query, name: &str, username: Option<&str>, phone: Option<&str>) -> bool {
    if query.is_empty() {
        return false;
    }
    // Numbers are read only for who looks for one: thousands of contacts are looked at for each key.
    let is_number = |text: &String| number_part(text).is_some();
    let asks_for_number = query.number().is_some() || query.words().iter().any(is_number);
    let phone = phone
        .filter(|_| asks_for_number)
        .and_then(|phone| Phone::parse(phone).ok());
    let has_number = |text: &str| phone.as_ref().is_some_and(|phone| phone.has_part(text));
    if query.number().is_some_and(has_number) {
        return true;
    }
    let named: Vec<_> = [Some(name), username]
        .into_iter()
        .flatten()
        .flat_map(words)
        .collect();
    query.words().iter().all(|wanted| {
        named.iter().any(|word| word.folded.starts_with(wanted.as_str())) || has_number(wanted.as_str())
    })
}

/// Terms of a phone number: a part of it ([`number_part`]) stands in the number exactly when one of these begins with it.
#[must_use]
pub fn phone_terms(phone: &Phone) -> Vec<String> {
    let mut terms: Vec<String> = phone
        .forms()
        .iter()
        .flat_map(|form| (0..form.len()).map(|from| form[from..].to_owned()))
        .filter(|term| number_part(term).as_deref() == Some(term.as_str()))
        .collect();
    terms.sort_unstable();
    terms.dedup();
    terms
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn contacts_are_found_by_name_username_and_number() {
        let cases = [
            ("jo sil", true),
            ("JOÃO", true),
            ("ilva", false),
            ("joao.s", true),
            ("@joao.silva", true),
            ("98637-21", true),
            ("+55 (11) 98637-2111", true),
            ("011 98637", true),
            ("11 8637 2111", true),
            ("joao 98637", true),
            ("maria 98637", false),
            ("joao 99999", false),
            ("11", false),
            ("%", false),
            ("", false),
        ];
        for (query, is_hit) in cases {
            let query_read = Query::parse(query);
            assert_eq!(
                contact_matches(
                    &query_read,
                    "João da Silva",
                    Some("joao.silva"),
                    Some("+5511986372111")
                ),
                is_hit,
                "{query}"
            );
        }
        assert!(!contact_matches(&Query::parse("986"), "Ana", None, None));
    }

    proptest! {
        #[test]
        fn the_terms_of_a_number_find_what_the_number_has(
            digits in "(55[1-9]{2}9?[6-9][0-9]{7}|[1-9][0-9]{7,14})",
            from in 0usize..12,
            length in 1usize..10,
            other in "[0-9]{1,5}",
        ) {
            let phone = Phone::from_digits(&digits).unwrap();
            let terms = phone_terms(&phone);
            let own: String = digits.chars().skip(from).take(length).collect();
            for part in [own, other] {
                let is_there = number_part(&part)
                    .is_some_and(|wanted| terms.iter().any(|term| term.starts_with(&wanted)));
                prop_assert_eq!(is_there, phone.has_part(&part), "{} in {}", part, digits);
            }
        }
    }
}

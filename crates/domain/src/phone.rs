//! Phone numbers and the other names by which WhatsApp knows a person.
//!
//! A number has many writings and, in some countries, two forms: Brazilian mobile numbers got a ninth digit in 2012–2016, and WhatsApp
//! still knows many people without it; in Mexico and Argentina a digit after the country code comes and goes. Meta may answer with
//! another form than the one it was given. So numbers are compared by [`Phone::subscriber_key`], never by their digits.

mod business_scoped_user_id;

pub use business_scoped_user_id::{BusinessScopedUserId, NotAUserId};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A phone number in E.164: plus, country code, number; 8 to 15 digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Phone {
    digits: String,
}

/// Why a text is not a phone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhoneError {
    /// Something else than digits and the usual signs stands in it.
    #[error("a phone number has digits, spaces and + ( ) - . / only")]
    ForeignCharacter,
    /// Too few or too many digits.
    #[error("a phone number has 8 to 15 digits with its country code")]
    Length,
}

const BRAZIL: &str = "55";

impl Phone {
    /// Reads a number as people write it. Without `+` or `00` it is Brazilian when it looks so: area code and 8 or 9 digits, a trunk
    /// `0` and a carrier code before it are dropped.
    ///
    /// # Errors
    /// [`PhoneError`] when it cannot be a phone number.
    pub fn parse(text: &str) -> Result<Self, PhoneError> {
        let text = text.trim();
        let text = text.strip_prefix("tel:").unwrap_or(text);
        let mut has_plus = false;
        let mut digits = String::with_capacity(text.len());
        for c in text.chars() {
            match c {
                '0'..='9' => digits.push(c),
                '+' if digits.is_empty() && !has_plus => has_plus = true,
                _ if is_punctuation(c) => {}
                _ => return Err(PhoneError::ForeignCharacter),
            }
        }
        let international = if has_plus {
            digits
        } else if let Some(rest) = digits.strip_prefix("00") {
            rest.to_owned()
        } else if let Some(national) = national_brazilian(&digits) {
            format!("{BRAZIL}{national}")
        } else {
            digits
        };
        Self::from_digits(&international)
    }

    /// From digits with country code and without plus, as Meta writes `wa_id`.
    ///
    /// # Errors
    /// [`PhoneError`] when there are other characters, or too few or too many digits.
    pub fn from_digits(digits: &str) -> Result<Self, PhoneError> {
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(PhoneError::ForeignCharacter);
        }
        if !(8..=15).contains(&digits.len()) || digits.starts_with('0') {
            return Err(PhoneError::Length);
        }
        Ok(Self {
            digits: digits.to_owned(),
        })
    }

    /// The digits with country code, without plus.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.digits
    }

    /// The same for every form of one person's number: Brazilian mobile numbers without their ninth digit, Mexican ones without the 1
    /// and Argentinian ones without the 9 after the country code, all others as they are.
    ///
    /// The ninth digit was put before numbers that began with 6 to 9. A number given out later may go on with 1 to 5 after it; without
    /// its 9 it would be somebody else's landline, so it has one form only.
    #[must_use]
    pub fn subscriber_key(&self) -> String {
        if let Some((area, number)) = self.brazilian()
            && matches!(number.as_bytes(), [b'9', b'6'..=b'9', ..] if number.len() == 9)
        {
            return format!("{BRAZIL}{area}{}", &number[1..]);
        }
        for (country, mobile_sign) in [("52", "1"), ("54", "9")] {
            if let Some(national) = self.digits.strip_prefix(country)
                && let Some(number) = national.strip_prefix(mobile_sign)
                && number.len() == 10
            {
                return format!("{country}{number}");
            }
        }
        self.digits.clone()
    }

    /// Whether two numbers reach the same person.
    #[must_use]
    pub fn is_same_subscriber(&self, other: &Self) -> bool {
        self.subscriber_key() == other.subscriber_key()
    }

    /// Whether a part of a number, written in any way, stands in this one; the ninth digit may be there or not. Texts with other
    /// characters than those of a number, or with fewer than three digits, match nothing.
    #[must_use]
    pub fn has_part(&self, text: &str) -> bool {
        number_part(text).is_some_and(|wanted| self.forms().iter().any(|form| form.contains(&wanted)))
    }

    /// The digits of every form of the number that a person may know or a program may write.
    #[must_use]
    pub fn forms(&self) -> Vec<String> {
        let mut forms = vec![self.digits.clone()];
        let key = self.subscriber_key();
        if key != self.digits {
            forms.push(key);
        }
        // WhatsApp knows the person without the ninth digit, and the agent writes it.
        if let Some((area, number)) = self.brazilian()
            && matches!(number.as_bytes(), [b'6'..=b'9', ..] if number.len() == 8)
        {
            forms.push(format!("{BRAZIL}{area}9{number}"));
        }
        forms
    }

    /// As people read it: `+55 11 98637-2111`; other countries in groups.
    #[must_use]
    pub fn display(&self) -> String {
        if let Some((area, number)) = self.brazilian() {
            let (first, last) = number.split_at(number.len() - 4);
            return match (area, first.split_at(1)) {
                // +55 800 123 4567: a service without an area.
                ("30" | "50" | "80" | "90", ("0", rest)) if number.len() == 8 => {
                    format!("+55 {area}0 {rest} {last}")
                }
                _ => format!("+55 {area} {first}-{last}"),
            };
        }
        let code = country_code_length(&self.digits);
        let (country, number) = self.digits.split_at(code);
        if country == "1" && number.len() == 10 {
            return format!("+1 {} {}-{}", &number[..3], &number[3..6], &number[6..]);
        }
        let mut text = format!("+{country}");
        // Groups of three from the front; a rest of one joins the group before it.
        let mut rest = number;
        while !rest.is_empty() {
            let take = if rest.len() == 4 { 4 } else { rest.len().min(3) };
            let (group, after) = rest.split_at(take);
            text.push(' ');
            text.push_str(group);
            rest = after;
        }
        text
    }

    /// Area code and number of a Brazilian number.
    fn brazilian(&self) -> Option<(&str, &str)> {
        let national = self.digits.strip_prefix(BRAZIL)?;
        matches!(national.len(), 10 | 11).then(|| national.split_at(2))
    }
}

impl fmt::Display for Phone {
    /// E.164 with plus.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "+{}", self.digits)
    }
}

impl TryFrom<String> for Phone {
    type Error = PhoneError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::from_digits(text.strip_prefix('+').unwrap_or(&text))
    }
}

impl From<Phone> for String {
    fn from(phone: Phone) -> Self {
        phone.to_string()
    }
}

/// A phone number as people read it; what is none stays as it is.
#[must_use]
pub fn readable(text: &str) -> String {
    Phone::parse(text).map_or_else(|_| text.to_owned(), |phone| phone.display())
}

/// The digits of a part of a number, written in any way; `None`: other characters stand in it than those of a number, or fewer than
/// three digits. Only in national writing does a zero come first: nothing in E.164 begins so.
#[must_use]
pub fn number_part(text: &str) -> Option<String> {
    let is_number = text
        .chars()
        .all(|c| c.is_ascii_digit() || c == '+' || is_punctuation(c));
    if !is_number {
        return None;
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let wanted = digits.trim_start_matches('0');
    (wanted.len() >= 3).then(|| wanted.to_owned())
}

/// What people and programs put between the digits: spaces, brackets, dashes, dots, slashes, and the invisible signs of direction that
/// come along when a number is copied.
const fn is_punctuation(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t' | '\u{a0}' | '\u{2007}' | '\u{2009}' | '\u{202f}' | '(' | ')' | '-' | '.' | '/'
            | '\u{2010}'..='\u{2015}' | '\u{2212}'
            | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}'
    )
}

/// Area code and number, when the digits are a Brazilian number written without country code, or with it but without plus.
fn national_brazilian(digits: &str) -> Option<&str> {
    if let Some(rest) = digits.strip_prefix(BRAZIL)
        && matches!(rest.len(), 10 | 11)
        && has_area_code(rest)
    {
        return Some(rest);
    }
    let without_trunk = match digits.strip_prefix('0') {
        // 0 + two digits of a carrier + area code + number.
        Some(rest) if matches!(rest.len(), 12 | 13) => &rest[2..],
        Some(rest) => rest,
        None => digits,
    };
    (matches!(without_trunk.len(), 10 | 11) && has_area_code(without_trunk)).then_some(without_trunk)
}

/// Area codes have no zero in them; a number of nine digits begins with 9, one of eight with 2 to 9. The services without an area
/// (0800, 0300 …) count as one.
fn has_area_code(national: &str) -> bool {
    match national.as_bytes() {
        [b'3' | b'5' | b'8' | b'9', b'0', b'0', ..] => national.len() == 10,
        [b'1'..=b'9', b'1'..=b'9', b'9', ..] if national.len() == 11 => true,
        [b'1'..=b'9', b'1'..=b'9', b'2'..=b'9', ..] => national.len() == 10,
        _ => false,
    }
}

/// How many digits the country code has (ITU-T E.164 zones).
fn country_code_length(digits: &str) -> usize {
    const TWO: [&str; 44] = [
        "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48",
        "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81",
        "82", "84", "86", "90", "91", "92", "93", "94", "95", "98",
    ];
    match digits.as_bytes() {
        [b'1' | b'7', ..] => 1,
        _ if digits.get(..2).is_some_and(|code| TWO.contains(&code)) => 2,
        _ => 3,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn any_writing_of_a_brazilian_number_is_the_same_number() {
        for writing in [
            "+5511986372111",
            "+55 (11) 98637-2111",
            "55 11 98637.2111",
            "11 98637-2111",
            "(11)98637-2111",
            "011 98637-2111",
            "015 11 98637-2111",
            "0055 11 98637 2111",
            "\u{a0}+55\u{a0}11\u{a0}98637\u{2011}2111 ",
            "\u{202a}+55 11 98637-2111\u{202c}",
            "tel:+55-11-98637-2111",
        ] {
            assert_eq!(
                Phone::parse(writing).map(|phone| phone.to_string()),
                Ok("+5511986372111".to_owned()),
                "{writing}"
            );
        }
    }

    #[test]
    fn numbers_without_country_code_are_brazilian_only_when_they_look_so() {
        for (writing, number) in [
            ("11 4002-8922", "+551140028922"),
            ("51 8123-4567", "+555181234567"),
            ("0800 123 4567", "+558001234567"),
            ("919586372111", "+919586372111"),
            ("16315550100", "+16315550100"),
            ("34612345678", "+34612345678"),
            ("00351 912 345 678", "+351912345678"),
        ] {
            assert_eq!(
                Phone::parse(writing).map(|phone| phone.to_string()),
                Ok(number.to_owned()),
                "{writing}"
            );
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        assert_eq!(
            Phone::parse("ana@exemplo.com.br"),
            Err(PhoneError::ForeignCharacter)
        );
        assert_eq!(Phone::parse("11+98637-2111"), Err(PhoneError::ForeignCharacter));
        assert_eq!(Phone::parse("++5511986372111"), Err(PhoneError::ForeignCharacter));
        assert_eq!(Phone::parse("190"), Err(PhoneError::Length));
        assert_eq!(Phone::parse(""), Err(PhoneError::Length));
        assert_eq!(Phone::parse("+1234567890123456"), Err(PhoneError::Length));
        assert_eq!(
            Phone::from_digits("+5511986372111"),
            Err(PhoneError::ForeignCharacter)
        );
    }

    #[test]
    fn numbers_are_shown_in_their_countrys_groups() {
        for (digits, shown) in [
            ("5511986372111", "+55 11 98637-2111"),
            ("551140028922", "+55 11 4002-8922"),
            ("919586372111", "+91 958 637 2111"),
            ("16315550100", "+1 631 555-0100"),
            ("351912345678", "+351 912 345 678"),
            ("558001234567", "+55 800 123 4567"),
        ] {
            assert_eq!(Phone::from_digits(digits).unwrap().display(), shown);
        }
    }

    #[test]
    fn the_ninth_digit_does_not_make_another_person() {
        let with = Phone::from_digits("5511986372111").unwrap();
        let without = Phone::from_digits("551186372111").unwrap();
        let landline = Phone::from_digits("551140028922").unwrap();
        assert!(with.is_same_subscriber(&without));
        assert!(!with.is_same_subscriber(&landline));
        assert_eq!(landline.subscriber_key(), "551140028922");
    }

    #[test]
    fn two_writings_are_one_person_only_where_a_country_has_two_forms() {
        let cases = [
            ("5551981234567", "555181234567", true),
            // Without its 9 the first would be the second: a landline.
            ("5511934567890", "551134567890", false),
            ("5511986372111", "5511986372112", false),
            ("5511986372111", "5521986372111", false),
            ("5215512345678", "525512345678", true),
            ("5491123456789", "541123456789", true),
            ("16315550100", "1631555010", false),
        ];
        for (one, other, is_same) in cases {
            let [one, other] = [one, other].map(|digits| Phone::from_digits(digits).unwrap());
            assert_eq!(one.is_same_subscriber(&other), is_same, "{one} {other}");
            assert_eq!(other.is_same_subscriber(&one), is_same, "{other} {one}");
        }
    }

    #[test]
    fn a_part_of_a_number_finds_it_in_any_writing() {
        let cases = [
            ("5511986372111", "98637-21", true),
            ("5511986372111", "+55 (11) 9", true),
            ("5511986372111", "011 98637", true),
            ("5511986372111", "11 8637", true),
            ("551186372111", "11 98637", true),
            ("551140028922", "11 94002", false),
            ("5511986372111", "12", false),
            ("5511986372111", "Ana 986", false),
            ("5511986372111", "", false),
        ];
        for (digits, part, is_hit) in cases {
            assert_eq!(
                Phone::from_digits(digits).unwrap().has_part(part),
                is_hit,
                "{digits} {part}"
            );
        }
    }

    proptest! {
        #[test]
        fn reading_never_panics_and_what_is_read_reads_back(text in "\\PC{0,24}") {
            if let Ok(phone) = Phone::parse(&text) {
                prop_assert_eq!(Phone::parse(&phone.to_string()), Ok(phone.clone()));
                prop_assert_eq!(Phone::parse(&phone.display()), Ok(phone));
            }
        }

        #[test]
        fn every_part_of_its_display_finds_a_number(digits in "[1-9][0-9]{7,14}", from in 0usize..8, length in 5usize..9) {
            let phone = Phone::from_digits(&digits).unwrap();
            let part: String = phone.display().chars().skip(from).take(length).collect();
            let wanted = part.chars().filter(char::is_ascii_digit).skip_while(|c| *c == '0').count();
            prop_assert_eq!(phone.has_part(&part), wanted >= 3);
        }

        #[test]
        fn a_mobile_number_with_and_without_its_ninth_digit_is_one(area in 11u32..100, number in 60_000_000u32..100_000_000) {
            let with = Phone::from_digits(&format!("55{area}9{number}")).unwrap();
            let without = Phone::from_digits(&format!("55{area}{number}")).unwrap();
            prop_assert!(with.is_same_subscriber(&without));
        }

        #[test]
        fn every_number_of_digits_has_a_display_that_keeps_them(digits in "[1-9][0-9]{7,14}") {
            let phone = Phone::from_digits(&digits).unwrap();
            let shown: String = phone.display().chars().filter(char::is_ascii_digit).collect();
            prop_assert_eq!(shown, digits);
        }
    }
}

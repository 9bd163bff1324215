//! Phone numbers and the other names by which WhatsApp knows a person.
//!
//! A number has many writings and, in Brazil, two forms: mobile numbers got a ninth digit in 2012–2016, and WhatsApp still knows many
//! people without it. So numbers are compared by [`Phone::subscriber_key`], never by their digits.

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
        let has_plus = text.starts_with('+');
        let mut digits = String::with_capacity(text.len());
        for (index, c) in text.chars().enumerate() {
            match c {
                '0'..='9' => digits.push(c),
                '+' if index == 0 => {}
                ' ' | '\u{a0}' | '(' | ')' | '-' | '\u{2010}'..='\u{2013}' | '.' | '/' => {}
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
        Ok(Self { digits: digits.to_owned() })
    }

    /// The digits with country code, without plus.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.digits
    }

    /// The same for every form of one person's number: Brazilian mobile numbers without their ninth digit, all others as they are.
    #[must_use]
    pub fn subscriber_key(&self) -> String {
        match self.brazilian() {
            Some((area, number)) if number.len() == 9 && number.starts_with('9') => {
                format!("{BRAZIL}{area}{}", &number[1..])
            }
            _ => self.digits.clone(),
        }
    }

    /// Whether two numbers reach the same person.
    #[must_use]
    pub fn is_same_subscriber(&self, other: &Self) -> bool {
        self.subscriber_key() == other.subscriber_key()
    }

    /// As people read it: `+55 11 98637-2111`; other countries in groups.
    #[must_use]
    pub fn display(&self) -> String {
        if let Some((area, number)) = self.brazilian() {
            let (first, last) = number.split_at(number.len() - 4);
            return format!("+55 {area} {first}-{last}");
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

/// Area codes have no zero in them; a number of nine digits begins with 9.
fn has_area_code(national: &str) -> bool {
    let bytes = national.as_bytes();
    bytes[0] != b'0' && bytes[1] != b'0' && (national.len() == 10 || bytes[2] == b'9')
}

/// How many digits the country code has (ITU-T E.164 zones).
fn country_code_length(digits: &str) -> usize {
    const TWO: [&str; 45] = [
        "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48", "49",
        "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81", "82", "84",
        "86", "90", "91", "92", "93", "94", "95", "98", "28",
    ];
    match digits.as_bytes() {
        [b'1' | b'7', ..] => 1,
        _ if digits.get(..2).is_some_and(|code| TWO.contains(&code)) => 2,
        _ => 3,
    }
}

/// Meta's id of a person for one business portfolio (BSUID): two-letter country, dot, up to 128 letters and digits
/// (`BR.13491208655302`); enterprise ids have `ENT.` in between.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BusinessScopedUserId(String);

impl BusinessScopedUserId {
    /// Reads an id; `None` when it has not the form of one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (country, rest) = text.split_once('.')?;
        let id = rest.strip_prefix("ENT.").unwrap_or(rest);
        let is_country = country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_uppercase());
        let is_id = (1..=128).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
        (is_country && is_id).then(|| Self(text.to_owned()))
    }

    /// The text as Meta writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
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
        ] {
            assert_eq!(Phone::parse(writing).map(|phone| phone.to_string()), Ok("+5511986372111".to_owned()), "{writing}");
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        assert_eq!(Phone::parse("ana@exemplo.com.br"), Err(PhoneError::ForeignCharacter));
        assert_eq!(Phone::parse("190"), Err(PhoneError::Length));
        assert_eq!(Phone::parse(""), Err(PhoneError::Length));
        assert_eq!(Phone::parse("+1234567890123456"), Err(PhoneError::Length));
        assert_eq!(Phone::from_digits("+5511986372111"), Err(PhoneError::ForeignCharacter));
    }

    #[test]
    fn numbers_are_shown_in_their_countrys_groups() {
        for (digits, shown) in [
            ("5511986372111", "+55 11 98637-2111"),
            ("551140028922", "+55 11 4002-8922"),
            ("919586372111", "+91 958 637 2111"),
            ("16315550100", "+1 631 555-0100"),
            ("351912345678", "+351 912 345 678"),
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
    fn user_ids_have_country_and_id() {
        for good in ["BR.13491208655302", "US.ENT.1a2B"] {
            assert_eq!(BusinessScopedUserId::parse(good).unwrap().as_str(), good);
        }
        for bad in ["", "BR", "BR.", "br.1", "BRA.1", "BR.1 2", "BR.ENT."] {
            assert_eq!(BusinessScopedUserId::parse(bad), None, "{bad}");
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
        fn every_number_of_digits_has_a_display_that_keeps_them(digits in "[1-9][0-9]{7,14}") {
            let phone = Phone::from_digits(&digits).unwrap();
            let shown: String = phone.display().chars().filter(char::is_ascii_digit).collect();
            prop_assert_eq!(shown, digits);
        }
    }
}

//! Merge fields: `@contact_name` and its like, replaced by what they stand for. One rule for app and server; the server's
//! replacement is the one that counts.
//!
//! A field is `@` and a known name, not inside a word (so e-mail addresses stay), up to a character that no name has; WhatsApp's marks may
//! stand around it. An `@` alone and unknown names stay as typed, and so does a known name to which more is glued; both are told. What
//! is put in is never looked at again, so a customer called "@staff_email" stays just that.

use std::ops::Range;

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident = $text:literal),+ $(,)?) => {
        /// Something that a merge field stands for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum MergeField {
            $($(#[$doc])* $name),+
        }

        impl MergeField {
            /// All of them, in the order of the list that `@` opens.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The name, without `@`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $text),+
                }
            }
        }
    };
}

fields! {
    /// The agent's given name.
    StaffFirstname = "staff_firstname",
    /// The agent's family name.
    StaffLastname = "staff_lastname",
    /// The agent's e-mail address.
    StaffEmail = "staff_email",
    /// The contact's whole name.
    ContactName = "contact_name",
    /// The first word of the contact's name.
    ContactFirstname = "contact_firstname",
    /// The contact's number as people read it.
    ContactPhone = "contact_phone",
    /// The contact's stage, in the company's words.
    ContactStatus = "contact_status",
    /// Where the contact came from.
    ContactSource = "contact_source",
    /// The name of our number.
    BusinessName = "business_name",
    /// Our number as people read it.
    BusinessPhone = "business_phone",
    /// Today's date.
    Today = "today",
    /// The time of day.
    Now = "now",
}

impl MergeField {
    /// As it is typed: `@contact_name`.
    #[must_use]
    pub fn typed(self) -> String {
        format!("@{}", self.name())
    }

    /// The field of a name without `@`, in any case.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|field| field.name().eq_ignore_ascii_case(name))
    }
}

/// A part of a text with merge fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Segment<'a> {
    /// Stays as typed.
    Plain(&'a str),
    /// A field, with its text as typed (`@contact_name`).
    Field(MergeField, &'a str),
    /// Looks like a field but is none that we know; stays as typed.
    Unknown(&'a str),
}

/// Cuts a text at its merge fields. The segments put together are the text.
#[must_use]
pub fn segments(text: &str) -> Vec<Segment<'_>> {
    let mut segments = Vec::new();
    let mut plain_from = 0;
    for (Range { start, end }, field) in candidates(text) {
        if plain_from < start {
            segments.push(Segment::Plain(&text[plain_from..start]));
        }
        let typed = &text[start..end];
        segments.push(field.map_or(Segment::Unknown(typed), |field| Segment::Field(field, typed)));
        plain_from = end;
    }
    if plain_from < text.len() {
        segments.push(Segment::Plain(&text[plain_from..]));
    }
    segments
}

/// What became of a text with merge fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resolution {
    /// The text that the customer gets.
    pub text: String,
    /// Names (with `@`) that mean nothing to us; they stand in the text as typed.
    pub unknown: Vec<String>,
    /// Fields that have no value here; nothing stands in their place.
    pub empty: Vec<MergeField>,
}

impl Resolution {
    /// Names (with `@`) of what is unknown or has no value, each once.
    #[must_use]
    pub fn gaps(&self) -> Vec<String> {
        let mut gaps = Vec::new();
        let empty = self.empty.iter().map(|field| field.typed());
        for name in self.unknown.iter().cloned().chain(empty) {
            if !gaps.contains(&name) {
                gaps.push(name);
            }
        }
        gaps
    }
}

/// Where a field is being typed that ends at the end of `before_caret`: the place of its `@` (in bytes) and what follows that.
#[must_use]
pub fn being_typed(before_caret: &str) -> Option<(usize, &str)> {
    let at = before_caret.rfind('@')?;
    let name = &before_caret[at + 1..];
    let is_name = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    (is_name && !follows_word(&before_caret[..at])).then_some((at, name))
}

/// Replaces the merge fields of a text. `value` gives what a field stands for; `None` or an empty text: it has no value here.
#[must_use]
pub fn resolve(text: &str, value: impl Fn(MergeField) -> Option<String>) -> Resolution {
    let mut resolution = Resolution::default();
    for segment in segments(text) {
        match segment {
            Segment::Plain(plain) => resolution.text.push_str(plain),
            Segment::Unknown(typed) => {
                resolution.text.push_str(typed);
                resolution.unknown.push(typed.to_owned());
            }
            Segment::Field(field, _) => match value(field).filter(|value| !value.is_empty()) {
                Some(value) => resolution.text.push_str(&value),
                None => resolution.empty.push(field),
            },
        }
    }
    resolution
}

/// The first word of a name.
#[must_use]
pub fn first_name(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or_default()
}

/// Where something that looks like a merge field stands, and which one it is: an `@` that does not follow a word, then a known name or
/// a name with an underscore. (`@maria` is just somebody's handle; `@contact_nmae` is a slip worth telling.)
fn candidates(text: &str) -> Vec<(Range<usize>, Option<MergeField>)> {
    let mut found = Vec::new();
    for (start, _) in text.match_indices('@') {
        if follows_word(&text[..start]) {
            continue;
        }
        let after_sign = &text[start + 1..];
        let length = after_sign
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
            .unwrap_or(after_sign.len());
        let (name, rest) = after_sign.split_at(length);
        // An underscore after the name is the end of italics: `_@contact_name_`.
        let bare = name.trim_end_matches('_');
        let field = MergeField::from_name(bare);
        let length = if field.is_some() { bare.len() } else { length };
        let range = start..start + 1 + length;
        if field.is_some() || name.trim_matches('_').contains('_') {
            found.push((range, field.filter(|_| !goes_on(rest))));
        }
    }
    found
}

/// Whether an `@` after this text is part of a word, as in an e-mail address. The mark of italics is no part of a word.
fn follows_word(before: &str) -> bool {
    match before.trim_end_matches('_').chars().next_back() {
        Some(c) if c.is_alphanumeric() => true,
        Some('.' | '-' | '+' | '@') => !before.ends_with('_'),
        _ => false,
    }
}

/// Whether more is glued to a name, so that it may be meant as something else: `@today.com`, `@today@…`, `@nowé`.
fn goes_on(rest: &str) -> bool {
    let mut rest = rest.chars();
    match rest.next() {
        Some('.') => rest.next().is_some_and(char::is_alphanumeric),
        Some(c) => c == '@' || c.is_alphanumeric(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn value(field: MergeField) -> Option<String> {
        match field {
            MergeField::ContactName => Some("Mariana Albuquerque".to_owned()),
            MergeField::ContactFirstname => Some("Mariana".to_owned()),
            MergeField::StaffFirstname => Some("Bruno".to_owned()),
            MergeField::BusinessName => Some("@staff_email *".to_owned()),
            MergeField::ContactSource => Some(String::new()),
            _ => None,
        }
    }

    #[test]
    fn fields_are_replaced_and_everything_else_stays() {
        let cases = [
            ("Oi @contact_name!", "Oi Mariana Albuquerque!"),
            ("@staff_firstname", "Bruno"),
            ("(@Contact_Name).", "(Mariana Albuquerque)."),
            (
                "@contact_firstname@contact_firstname",
                "@contact_firstname@contact_firstname",
            ),
            ("fale com ana@contact_name", "fale com ana@contact_name"),
            ("ana@exemplo.com.br", "ana@exemplo.com.br"),
            ("siga @maria e @ e @@", "siga @maria e @ e @@"),
            ("@contact_names", "@contact_names"),
            ("@contact_name.com", "@contact_name.com"),
            ("@contact_name. Tudo bem?", "Mariana Albuquerque. Tudo bem?"),
            ("*@contact_firstname*, _@staff_firstname_", "*Mariana*, _Bruno_"),
            ("a_@contact_name", "a_@contact_name"),
            ("😊@contact_firstname", "😊Mariana"),
            ("@", "@"),
            ("@contact_firstname", "Mariana"),
            ("@business_name", "@staff_email *"),
            ("שלום @contact_firstname 👋", "שלום Mariana 👋"),
        ];
        for (typed, sent) in cases {
            assert_eq!(resolve(typed, value).text, sent, "{typed}");
        }
    }

    #[test]
    fn slips_and_empty_fields_are_told() {
        let resolution = resolve("@contact_nmae veio de @contact_source", value);
        assert_eq!(resolution.unknown, ["@contact_nmae"]);
        assert_eq!(resolution.empty, [MergeField::ContactSource]);
        assert_eq!(resolution.text, "@contact_nmae veio de ");
    }

    #[test]
    fn a_known_name_that_cannot_be_told_apart_is_told() {
        for (typed, unknown) in [
            ("@contact_name.Tudo bem?", vec!["@contact_name"]),
            ("@contact_firstname@contact_lastname", vec!["@contact_firstname"]),
            ("fale com ana@exemplo.com.br", vec![]),
            ("siga @maria", vec![]),
            ("às 14h @ loja", vec![]),
        ] {
            let resolution = resolve(typed, value);
            assert_eq!(resolution.unknown, unknown, "{typed}");
            assert_eq!(resolution.text, typed);
        }
    }

    #[test]
    fn a_field_is_offered_while_it_is_typed_and_nowhere_else() {
        for (before, expected) in [
            ("@", Some((0, ""))),
            ("Oi @con", Some((3, "con"))),
            ("*@", Some((1, ""))),
            ("שלום @now", Some((9, "now"))),
            ("ana@", None),
            ("ana@exemplo", None),
            ("ana.souza@", None),
            ("@@", None),
            ("@contact_name ", None),
            ("@contact.", None),
            ("Oi", None),
        ] {
            assert_eq!(being_typed(before), expected, "{before}");
        }
    }

    #[test]
    fn every_field_is_found_by_its_name() {
        for field in MergeField::ALL {
            assert_eq!(MergeField::from_name(field.name()), Some(*field));
            let resolution = resolve(&format!("(@{})", field.name()), |one| Some(one.name().to_owned()));
            assert_eq!(resolution.text, format!("({})", field.name()));
        }
    }

    proptest! {
        #[test]
        fn a_text_without_at_sign_stays(text in "[^@]{0,40}") {
            prop_assert_eq!(resolve(&text, value), Resolution { text, ..Resolution::default() });
        }

        #[test]
        fn segments_put_together_are_the_text(text in "(@|contact_name|a|_| |é|\\.|ש|😊){0,20}") {
            let together: String = segments(&text)
                .into_iter()
                .map(|segment| match segment {
                    Segment::Plain(text) | Segment::Unknown(text) | Segment::Field(_, text) => text,
                })
                .collect();
            prop_assert_eq!(together, text);
        }

        #[test]
        fn email_addresses_stay_as_typed(
            name in "[a-z][a-z0-9._+-]{0,12}[a-z0-9]",
            host in "(exemplo|contact_name|today|staff_email|now)\\.(com|org\\.br)",
            before in "(|Oi |\\(|שלום )",
        ) {
            let text = format!("{before}{name}@{host}");
            let resolution = resolve(&text, |_| Some("!".to_owned()));
            prop_assert_eq!(resolution, Resolution { text, ..Resolution::default() });
        }

        #[test]
        fn unknown_names_stay_and_are_told(name in "[a-z]{1,8}_[a-z]{1,8}", around in "[ ,!(]{1,3}") {
            prop_assume!(MergeField::from_name(&name).is_none());
            let text = format!("{around}@{name} ");
            let resolution = resolve(&text, value);
            prop_assert_eq!(resolution.text, text);
            prop_assert_eq!(resolution.unknown, [format!("@{name}")]);
        }

        #[test]
        fn what_is_put_in_is_never_looked_at_again(inner in "\\PC{0,20}") {
            let resolution = resolve("a @contact_name b", |_| Some(inner.clone()));
            if !inner.is_empty() {
                prop_assert_eq!(resolution.text, format!("a {inner} b"));
            }
        }
    }
}

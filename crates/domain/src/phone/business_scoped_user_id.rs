//! The id by which Meta names a person who may have no phone number. Source: Meta, "Business-scoped user IDs" (2026).

use serde::{Deserialize, Serialize};

/// Meta's id of a person for one business portfolio (BSUID): two-letter country, dot, up to 128 letters and digits
/// (`BR.13491208655302`); enterprise ids have `ENT.` in between.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
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

/// The text has not the form of a business-scoped user id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a business-scoped user id is a country, a dot, and up to 128 letters and digits")]
pub struct NotAUserId;

impl TryFrom<String> for BusinessScopedUserId {
    type Error = NotAUserId;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or(NotAUserId)
    }
}

impl From<BusinessScopedUserId> for String {
    fn from(id: BusinessScopedUserId) -> Self {
        id.0
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn user_ids_have_country_and_id() {
        for good in ["BR.13491208655302", "US.ENT.1a2B"] {
            assert_eq!(BusinessScopedUserId::parse(good).unwrap().as_str(), good);
        }
        for bad in ["", "BR", "BR.", "br.1", "BRA.1", "BR.1 2", "BR.ENT."] {
            assert_eq!(BusinessScopedUserId::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn an_id_is_a_plain_text_on_the_wire() {
        let id: BusinessScopedUserId = serde_json::from_str(r#""BR.13491208655302""#).unwrap();
        assert_eq!(serde_json::to_string(&id).unwrap(), r#""BR.13491208655302""#);
        assert!(serde_json::from_str::<BusinessScopedUserId>(r#""13491208655302""#).is_err());
    }
}

//! Contact cards, which are sent and received in the same shape (Meta: "Contacts messages").

use serde::Serialize;
use serde_json::Value;

use crate::lenient;

/// One shared contact. Every part but the name may be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ContactCard {
    /// The name as shown and its parts.
    pub name: ContactName,
    /// Telephone numbers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<ContactPhone>,
    /// E-mail addresses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub emails: Vec<ContactEmail>,
    /// Postal addresses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<ContactAddress>,
    /// Employer and position.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub org: Option<ContactOrganisation>,
    /// Web pages.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub urls: Vec<ContactUrl>,
    /// `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birthday: Option<String>,
}

/// A contact's name. For sending, Meta asks for `formatted_name` and at least one of the other parts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ContactName {
    /// The whole name as shown.
    pub formatted_name: String,
    /// Given name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// Family name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// Middle name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub middle_name: Option<String>,
    /// What follows the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suffix: Option<String>,
    /// What precedes the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
}

/// A contact's telephone number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ContactPhone {
    /// The number as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// `CELL`, `WORK` and the like.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// With it the receiver sees "Message", without it "Invite to WhatsApp".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wa_id: Option<String>,
}

/// A contact's e-mail address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ContactEmail {
    /// The address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// `HOME`, `WORK` and the like.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}

/// A contact's postal address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ContactAddress {
    /// Street and number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub street: Option<String>,
    /// City.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// State or province.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// Postal code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zip: Option<String>,
    /// Country name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Two-letter country code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country_code: Option<String>,
    /// `HOME`, `WORK` and the like.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}

/// Where a contact works.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ContactOrganisation {
    /// Company.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// Department.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// Position.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

/// A contact's web page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ContactUrl {
    /// The address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// `HOME`, `WORK` and the like.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}

impl ContactCard {
    /// Reads a received card; without a formatted name it is put together from the parts, or stays empty.
    pub(crate) fn from_value(value: &Value) -> Self {
        let org = value.get("org").filter(|org| org.is_object());
        Self {
            name: value.get("name").map(ContactName::from_value).unwrap_or_default(),
            phones: lenient::list(value, "phones")
                .iter()
                .map(ContactPhone::from_value)
                .collect(),
            emails: lenient::list(value, "emails")
                .iter()
                .map(ContactEmail::from_value)
                .collect(),
            addresses: lenient::list(value, "addresses")
                .iter()
                .map(ContactAddress::from_value)
                .collect(),
            org: org.map(ContactOrganisation::from_value),
            urls: lenient::list(value, "urls")
                .iter()
                .map(ContactUrl::from_value)
                .collect(),
            birthday: lenient::text(value, "birthday"),
        }
    }
}

impl ContactName {
    fn from_value(value: &Value) -> Self {
        let part = |key| lenient::text(value, key);
        let mut name = Self {
            formatted_name: part("formatted_name").unwrap_or_default(),
            first_name: part("first_name"),
            last_name: part("last_name"),
            middle_name: part("middle_name"),
            suffix: part("suffix"),
            prefix: part("prefix"),
        };
        if name.formatted_name.is_empty() {
            let parts = [
                &name.prefix,
                &name.first_name,
                &name.middle_name,
                &name.last_name,
                &name.suffix,
            ];
            let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
            name.formatted_name = parts.join(" ");
        }
        name
    }
}

impl ContactPhone {
    fn from_value(value: &Value) -> Self {
        Self {
            phone: lenient::text(value, "phone"),
            kind: lenient::text(value, "type"),
            wa_id: lenient::id(value, "wa_id"),
        }
    }
}

impl ContactEmail {
    fn from_value(value: &Value) -> Self {
        Self {
            email: lenient::text(value, "email"),
            kind: lenient::text(value, "type"),
        }
    }
}

impl ContactAddress {
    fn from_value(value: &Value) -> Self {
        Self {
            street: lenient::text(value, "street"),
            city: lenient::text(value, "city"),
            state: lenient::text(value, "state"),
            zip: lenient::text(value, "zip"),
            country: lenient::text(value, "country"),
            country_code: lenient::text(value, "country_code"),
            kind: lenient::text(value, "type"),
        }
    }
}

impl ContactOrganisation {
    fn from_value(value: &Value) -> Self {
        Self {
            company: lenient::text(value, "company"),
            department: lenient::text(value, "department"),
            title: lenient::text(value, "title"),
        }
    }
}

impl ContactUrl {
    fn from_value(value: &Value) -> Self {
        Self {
            url: lenient::text(value, "url"),
            kind: lenient::text(value, "type"),
        }
    }
}

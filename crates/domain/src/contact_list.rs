//! The page "Contatos": what is listed of all contacts, a page of it, and a contact that somebody adds by hand.

use crate::contact::EDITING;
use crate::entities::{Contact, Stage};
use crate::ids::{ContactId, ConversationId, GroupId, SourceId};
use crate::permission::Permission;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Who brings contacts in and takes them out as a file, and adds them by hand: who edits them. Everybody gets what they see only.
pub const NEEDED_PERMISSION: Permission = EDITING;

/// What of the contacts is listed. Each part narrows it down.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ContactFilter {
    /// As in a search: each word begins one of the name or username, or is a part of the number; blank: all.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub q: String,
    /// Of this stage only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    /// With this source only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceId>,
    /// In this group only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<GroupId>,
}

impl ContactFilter {
    /// Whether it leaves nobody out.
    #[must_use]
    pub fn is_all(&self) -> bool {
        self.q.trim().is_empty() && self.stage.is_none() && self.source.is_none() && self.group.is_none()
    }
}

/// A contact in the list, as far as the viewer sees what belongs to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListedContact {
    /// Who.
    pub contact: Contact,
    /// Their newest conversation; `None`: there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversation_id: Option<ConversationId>,
    /// When something last happened in one of their conversations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_activity_at: Option<Timestamp>,
}

/// A place in the list, which is in the order of names without case and accents; who has none comes last, by number.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContactPlace {
    /// What a name is sorted by.
    pub name_key: String,
    /// Of those with one key, the order of their ids.
    pub id: ContactId,
}

/// A page of the list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContactPage {
    /// By name.
    pub contacts: Vec<ListedContact>,
    /// Where the next page begins; `None`: this is the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<ContactPlace>,
    /// How many there are in all; on the first page only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
}

/// Adds a contact by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreateContact {
    /// Made by the client (UUIDv7); the idempotency key.
    pub id: ContactId,
    /// What to call them; may be empty.
    #[serde(default)]
    pub name: String,
    /// Their number in any writing.
    pub phone: String,
}

/// What a name is sorted by: without case and accents; who has no name comes after all who have one, by number or username.
#[must_use]
pub fn name_key(name: &str, phone: Option<&str>, username: Option<&str>) -> String {
    let folded = crate::text_folding::fold(name.trim());
    if folded.is_empty() {
        format!("{}{}", char::MAX, phone.or(username).unwrap_or_default())
    } else {
        folded
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_without_case_and_accents_and_who_has_none_comes_last() {
        let mut keys = [
            name_key("", Some("+5511986372111"), None),
            name_key("Émile", None, None),
            name_key(" ", None, Some("zeca")),
            name_key("eva", None, None),
            name_key("ÁLVARO", None, None),
            name_key("Álvaro 👋", None, None),
            name_key("子", None, None),
        ];
        keys.sort();
        let last = char::MAX;
        assert_eq!(
            keys,
            [
                "alvaro".to_owned(),
                "alvaro 👋".to_owned(),
                "emile".to_owned(),
                "eva".to_owned(),
                "子".to_owned(),
                format!("{last}+5511986372111"),
                format!("{last}zeca"),
            ]
        );
    }

    #[test]
    fn a_filter_of_blanks_leaves_nobody_out() {
        let blank = ContactFilter {
            q: " \t".to_owned(),
            ..ContactFilter::default()
        };
        assert!(blank.is_all());
        let closed = ContactFilter {
            stage: Some(Stage::Closed),
            ..ContactFilter::default()
        };
        assert!(!closed.is_all());
    }
}

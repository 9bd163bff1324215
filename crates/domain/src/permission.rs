//! What a role may allow.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident = $text:literal),+ $(,)?) => {
        /// One tick box of a role. Its text form (`chat.view`) is stable.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Permission {
            $($(#[$doc])* $name),+
        }

        impl Permission {
            /// All of them, in the order of the table of tick boxes.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The stable text: section and action.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text),+
                }
            }

            /// The permission of a text; `None` for one that this version does not know.
            #[must_use]
            pub fn from_text(text: &str) -> Option<Self> {
                match text {
                    $($text => Some(Self::$name),)+
                    _ => None,
                }
            }
        }
    };
}

permissions! {
    /// "Ver": sees conversations, within the limits of [`crate::visibility`].
    ChatView = "chat.view",
    /// "Ver todos": sees every conversation, always.
    ChatViewAll = "chat.view_all",
    /// "Enviar": writes to customers, takes and concludes conversations.
    ChatSend = "chat.send",
    /// "Atribuir": assigns others.
    ChatAssign = "chat.assign",
    /// "Excluir": deletes conversations and other people's messages.
    ChatDelete = "chat.delete",
    /// Edits contacts.
    ContactsEdit = "contacts.edit",
    /// Writes notes.
    NotesWrite = "notes.write",
    /// Sees and syncs templates.
    TemplatesManage = "templates.manage",
    /// Edits canned responses.
    CannedResponsesManage = "canned_responses.manage",
    /// Connects numbers.
    NumbersManage = "numbers.manage",
    /// Creates and edits agents.
    AgentsManage = "agents.manage",
    /// Creates and edits roles.
    RolesManage = "roles.manage",
    /// Changes the settings.
    SettingsManage = "settings.manage",
    /// Reads the audit log.
    AuditView = "audit.view",
}

/// What a role allows. On the wire an array of texts; texts that this version does not know allow nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
pub struct PermissionSet(u32);

impl PermissionSet {
    /// Allows nothing.
    pub const NONE: Self = Self(0);

    /// Allows everything: what an administrator has.
    #[must_use]
    pub fn all() -> Self {
        Permission::ALL.iter().copied().collect()
    }

    /// Whether it allows this.
    #[must_use]
    pub const fn allows(self, permission: Permission) -> bool {
        self.0 & (1 << permission as u32) != 0
    }

    /// The same and this.
    #[must_use]
    pub const fn with(self, permission: Permission) -> Self {
        Self(self.0 | (1 << permission as u32))
    }

    /// The same without this.
    #[must_use]
    pub const fn without(self, permission: Permission) -> Self {
        Self(self.0 & !(1 << permission as u32))
    }

    /// Whether this is an administrator's set.
    #[must_use]
    pub fn is_administrator(self) -> bool {
        self == Self::all()
    }

    /// What it allows, in the order of the table.
    pub fn iter(self) -> impl Iterator<Item = Permission> {
        Permission::ALL
            .iter()
            .copied()
            .filter(move |permission| self.allows(*permission))
    }
}

impl FromIterator<Permission> for PermissionSet {
    fn from_iter<I: IntoIterator<Item = Permission>>(permissions: I) -> Self {
        permissions.into_iter().fold(Self::NONE, Self::with)
    }
}

impl Serialize for PermissionSet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(Permission::as_str))
    }
}

impl<'de> Deserialize<'de> for PermissionSet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let texts = Vec::<String>::deserialize(deserializer)?;
        Ok(texts
            .iter()
            .filter_map(|text| Permission::from_text(text))
            .collect())
    }
}

/// Whether a change leaves somebody who may do everything; it is refused otherwise. `others` are the permissions of all agents but the
/// one who is removed or changed, `becomes` what that one may do afterwards (`None`: removed). A change of a role is asked with all its
/// agents as they are afterwards and `None`.
#[must_use]
pub fn leaves_an_administrator(
    others: impl IntoIterator<Item = PermissionSet>,
    becomes: Option<PermissionSet>,
) -> bool {
    others
        .into_iter()
        .chain(becomes)
        .any(PermissionSet::is_administrator)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn texts_are_stable_and_tell_the_permissions_apart() {
        let texts: Vec<_> = Permission::ALL.iter().map(|one| one.as_str()).collect();
        assert_eq!(
            texts,
            [
                "chat.view",
                "chat.view_all",
                "chat.send",
                "chat.assign",
                "chat.delete",
                "contacts.edit",
                "notes.write",
                "templates.manage",
                "canned_responses.manage",
                "numbers.manage",
                "agents.manage",
                "roles.manage",
                "settings.manage",
                "audit.view",
            ]
        );
        for permission in Permission::ALL {
            assert_eq!(Permission::from_text(permission.as_str()), Some(*permission));
        }
    }

    #[test]
    fn unknown_texts_allow_nothing() {
        let set: PermissionSet = serde_json::from_str(r#"["chat.send","chat.fly",""]"#).unwrap();
        assert_eq!(set, PermissionSet::NONE.with(Permission::ChatSend));
    }

    #[test]
    fn the_last_administrator_stays() {
        let administrator = PermissionSet::all();
        let agent = administrator.without(Permission::AuditView);
        let cases = [
            (vec![], None, false),
            (vec![agent], None, false),
            (vec![agent], Some(agent), false),
            (vec![agent], Some(administrator), true),
            (vec![administrator, agent], None, true),
        ];
        for (others, becomes, is_allowed) in cases {
            assert_eq!(
                leaves_an_administrator(others.clone(), becomes),
                is_allowed,
                "{others:?} {becomes:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn a_set_reads_back_and_allows_what_was_put_in(indexes in proptest::collection::vec(0..Permission::ALL.len(), 0..14)) {
            let put_in: Vec<_> = indexes.iter().map(|index| Permission::ALL[*index]).collect();
            let set: PermissionSet = put_in.iter().copied().collect();
            let text = serde_json::to_string(&set).unwrap();
            prop_assert_eq!(serde_json::from_str::<PermissionSet>(&text).unwrap(), set);
            for permission in Permission::ALL {
                prop_assert_eq!(set.allows(*permission), put_in.contains(permission));
                prop_assert!(!set.without(*permission).allows(*permission));
            }
        }
    }
}

//! The roles that every installation begins with.

use crate::store::{AgentStore, StoreResult};
use domain::ids::RoleId;
use domain::permission::{Permission, PermissionSet};
use uuid::Uuid;

/// A role that every installation begins with. Its id is the same everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum SeededRole {
    /// May do everything.
    Administrator,
    /// Sees and answers.
    Agent,
}

impl SeededRole {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Administrator, Self::Agent];

    /// Key.
    #[must_use]
    pub fn id(self) -> RoleId {
        let id = match self {
            Self::Administrator => Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001),
            Self::Agent => Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0002),
        };
        id.into()
    }

    /// What people call it, in the default language; an administrator may rename it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Administrator => "Administrador",
            Self::Agent => "Agente",
        }
    }

    /// What its agents may do at first.
    #[must_use]
    pub fn permissions(self) -> PermissionSet {
        match self {
            Self::Administrator => PermissionSet::all(),
            Self::Agent => [
                Permission::ChatView,
                Permission::ChatSend,
                Permission::ContactsEdit,
                Permission::NotesWrite,
            ]
            .into_iter()
            .collect(),
        }
    }

    /// Puts all of them into a store, as they are at first.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn put_all(store: &(impl AgentStore + ?Sized)) -> StoreResult<()> {
        for role in Self::ALL {
            store
                .put_role(role.id(), role.name(), &role.permissions())
                .await?;
        }
        Ok(())
    }
}

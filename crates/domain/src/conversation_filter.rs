//! Which conversations a list shows, and in which order. App and server ask by the same words.

use crate::entities::{ConversationState, Stage};
use crate::ids::{GroupId, PhoneNumberId};
use serde::{Deserialize, Serialize};

/// What the list is narrowed to; all parts must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ConversationFilter {
    /// Open ones or ended ones.
    pub state: ConversationState,
    /// All of those, or some.
    pub scope: ConversationScope,
    /// Of one of our numbers only.
    pub phone_number_id: Option<PhoneNumberId>,
    /// With contacts of this stage only.
    pub stage: Option<Stage>,
    /// With contacts in this group only.
    pub group: Option<GroupId>,
}

impl Default for ConversationFilter {
    fn default() -> Self {
        Self {
            state: ConversationState::Open,
            scope: ConversationScope::All,
            phone_number_id: None,
            stage: None,
            group: None,
        }
    }
}

/// The tabs above the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ConversationScope {
    /// "Todas".
    #[default]
    All,
    /// "Não lidas": messages that nobody has seen, or marked as unread.
    Unread,
    /// "Minhas".
    Mine,
    /// "Não atribuídas".
    Unassigned,
}

/// The order of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ConversationSort {
    /// Newest activity first.
    #[default]
    Recent,
    /// "Janela fechando antes": the customer service window that closes next first, then those without an open one, newest activity
    /// first.
    Closing,
}

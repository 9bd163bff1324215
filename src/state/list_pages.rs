//! How far the list is loaded from the server, for each choice of filter and order. Pure.
//!
//! The device may know conversations below the place up to which it has all: from other filters, or because something happened in
//! them. They are shown when that place has come to them, so that the list has no holes. While the server cannot be asked, all
//! that is here is shown.

use super::conversation_filter::ConversationSort;
use super::conversation_list::ListEntry;
use super::phase::PageLoad;
use domain::wire::ConversationKey;

/// How far a list is loaded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ListPages {
    /// Where the next page begins.
    pub next: NextPage,
    /// Loading it.
    pub load: PageLoad,
}

/// Where the next page of a list begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NextPage {
    /// At the top: nothing has been loaded from the server.
    #[default]
    First,
    /// After this place.
    After(ConversationKey),
    /// By closing window: those whose window is open are all here. The others follow, newest activity first; after this place, or from
    /// their top.
    Rest(Option<ConversationKey>),
    /// There is none.
    End,
}

impl NextPage {
    /// Where the page after this one begins, when the server says `next`.
    #[must_use]
    pub const fn following(self, sort: ConversationSort, next: Option<ConversationKey>) -> Self {
        match (self, next) {
            (Self::End, _) => Self::End,
            (Self::First | Self::After(_), Some(key)) => Self::After(key),
            (Self::First | Self::After(_), None) => match sort {
                ConversationSort::Recent => Self::End,
                ConversationSort::Closing => Self::Rest(None),
            },
            (Self::Rest(_), Some(key)) => Self::Rest(Some(key)),
            (Self::Rest(_), None) => Self::End,
        }
    }
}

impl ListPages {
    /// All of it is here.
    pub const END: Self = Self {
        next: NextPage::End,
        load: PageLoad::Idle,
    };

    /// Whether the list is whole down to this one, which stands in the order of activity.
    #[must_use]
    pub fn reaches(&self, entry: &ListEntry) -> bool {
        match self.edge() {
            NextPage::First | NextPage::End => true,
            NextPage::After(key) | NextPage::Rest(Some(key)) => entry.key >= key,
            NextPage::Rest(None) => false,
        }
    }

    /// Whether the list is whole down to this one, whose window is open, in the order of closing.
    #[must_use]
    pub fn reaches_closing(&self, key: ConversationKey) -> bool {
        match self.edge() {
            NextPage::After(edge) => key <= edge,
            NextPage::First | NextPage::Rest(_) | NextPage::End => true,
        }
    }

    /// Whether those without an open window have their turn, in the order of closing.
    #[must_use]
    pub fn has_rest(&self) -> bool {
        !matches!(self.edge(), NextPage::After(_))
    }

    fn edge(&self) -> NextPage {
        match self.load {
            PageLoad::Failed => NextPage::End,
            PageLoad::Idle | PageLoad::Busy => self.next,
        }
    }
}

//! What one has chosen of the list: filter and order. It stands in the address of every page of the chat. Pure.

use super::conversation_filter::{ConversationFilter, ConversationScope, ConversationSort};
use domain::entities::{ConversationState, Stage};
use std::fmt::Write;

/// Filter and order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ListChoices {
    /// What is shown.
    pub filter: ConversationFilter,
    /// In which order.
    pub sort: ConversationSort,
}

/// Where a device keeps what was chosen last.
pub const KEPT_AS: &str = "perfectchat.list";

/// Our number.
const NUMBER: &str = "n";
/// A tab above the list.
const SCOPE: &str = "f";
/// The contact's stage.
const STAGE: &str = "stage";
/// A group that the contact is in.
const GROUP: &str = "group";
/// The order.
const SORT: &str = "sort";

const UNREAD: &str = "unread";
const MINE: &str = "mine";
const UNASSIGNED: &str = "unassigned";
const CONCLUDED: &str = "concluded";
const CLOSING: &str = "closing";

impl ListChoices {
    /// What of an address's query is ours.
    pub const KEYS: [&'static str; 5] = [NUMBER, SCOPE, STAGE, GROUP, SORT];

    /// Every conversation of a state, newest activity first.
    #[must_use]
    pub fn all(state: ConversationState) -> Self {
        Self {
            filter: ConversationFilter {
                state,
                ..ConversationFilter::default()
            },
            sort: ConversationSort::Recent,
        }
    }

    /// What a query says. Words that mean nothing choose nothing.
    #[must_use]
    pub fn of_query(value: impl Fn(&str) -> Option<String>) -> Self {
        let (state, scope) = match value(SCOPE).as_deref() {
            Some(UNREAD) => (ConversationState::Open, ConversationScope::Unread),
            Some(MINE) => (ConversationState::Open, ConversationScope::Mine),
            Some(UNASSIGNED) => (ConversationState::Open, ConversationScope::Unassigned),
            Some(CONCLUDED) => (ConversationState::Concluded, ConversationScope::All),
            _ => (ConversationState::Open, ConversationScope::All),
        };
        let sort = match value(SORT).as_deref() {
            Some(CLOSING) => ConversationSort::Closing,
            _ => ConversationSort::Recent,
        };
        Self {
            filter: ConversationFilter {
                state,
                scope,
                phone_number_id: value(NUMBER).and_then(|id| id.parse().ok()),
                stage: value(STAGE).and_then(|word| stage_of(&word)),
                group: value(GROUP).and_then(|id| id.parse().ok()),
            },
            sort,
        }
    }

    /// What a text says that [`Self::query`] made.
    #[must_use]
    pub fn of_text(query: &str) -> Self {
        Self::of_query(|key| {
            let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            pairs
                .find(|(name, _)| *name == key)
                .map(|(_, value)| value.to_owned())
        })
    }

    /// As a query, without its question mark. Nothing chosen is an empty one.
    #[must_use]
    pub fn query(&self) -> String {
        let mut query = String::new();
        let mut add = |key: &str, value: &str| {
            let separator = if query.is_empty() { "" } else { "&" };
            // Writing to a text does not fail.
            let _ = write!(query, "{separator}{key}={value}");
        };
        if let Some(id) = self.filter.phone_number_id {
            add(NUMBER, &id.to_string());
        }
        match (self.filter.state, self.filter.scope) {
            (ConversationState::Concluded, _) => add(SCOPE, CONCLUDED),
            (_, ConversationScope::All) => {}
            (_, ConversationScope::Unread) => add(SCOPE, UNREAD),
            (_, ConversationScope::Mine) => add(SCOPE, MINE),
            (_, ConversationScope::Unassigned) => add(SCOPE, UNASSIGNED),
        }
        if let Some(stage) = self.filter.stage {
            add(STAGE, stage_word(stage));
        }
        if let Some(id) = self.filter.group {
            add(GROUP, &id.to_string());
        }
        if self.sort == ConversationSort::Closing {
            add(SORT, CLOSING);
        }
        query
    }

    /// All conversations, in the same order.
    #[must_use]
    pub fn without_filter(self) -> Self {
        Self {
            filter: ConversationFilter::default(),
            ..self
        }
    }
}

/// The stage of a word, as addresses have it.
#[must_use]
pub fn stage_of(word: &str) -> Option<Stage> {
    ALL_STAGES.into_iter().find(|stage| stage_word(*stage) == word)
}

/// The word of a stage, as addresses have it.
#[must_use]
pub const fn stage_word(stage: Stage) -> &'static str {
    match stage {
        Stage::New => "new",
        Stage::InProgress => "in_progress",
        Stage::Contacted => "contacted",
        Stage::Qualified => "qualified",
        Stage::Closed => "closed",
    }
}

/// Every stage, in the order in which a contact goes through them.
pub const ALL_STAGES: [Stage; 5] = [
    Stage::New,
    Stage::InProgress,
    Stage::Contacted,
    Stage::Qualified,
    Stage::Closed,
];

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::{GroupId, PhoneNumberId};

    #[test]
    fn every_choice_reads_back_from_its_address() {
        let scopes = [
            (ConversationState::Open, ConversationScope::All),
            (ConversationState::Open, ConversationScope::Unread),
            (ConversationState::Open, ConversationScope::Mine),
            (ConversationState::Open, ConversationScope::Unassigned),
            (ConversationState::Concluded, ConversationScope::All),
        ];
        let mut stages: Vec<_> = ALL_STAGES.into_iter().map(Some).collect();
        stages.push(None);
        for (state, scope) in scopes {
            for stage in &stages {
                for phone_number_id in [None, Some(PhoneNumberId::from_parts(7, &[7; 10]))] {
                    for sort in [ConversationSort::Recent, ConversationSort::Closing] {
                        let filter = ConversationFilter {
                            state,
                            scope,
                            phone_number_id,
                            stage: *stage,
                            group: phone_number_id.map(|_| GroupId::from_parts(8, &[8; 10])),
                        };
                        let choices = ListChoices { filter, sort };
                        assert_eq!(ListChoices::of_text(&choices.query()), choices);
                    }
                }
            }
        }
    }

    #[test]
    fn nothing_chosen_is_no_query_and_nonsense_chooses_nothing() {
        assert_eq!(ListChoices::default().query(), "");
        for nonsense in ["", "f", "f=", "f=hers&n=1&stage=9&sort=best", "m=1&q=2"] {
            assert_eq!(ListChoices::of_text(nonsense), ListChoices::default());
        }
        let chosen = ListChoices::of_text("stage=in_progress&sort=closing&f=mine");
        assert_eq!(chosen.query(), "f=mine&stage=in_progress&sort=closing");
        assert_eq!(chosen.without_filter().query(), "sort=closing");
    }
}

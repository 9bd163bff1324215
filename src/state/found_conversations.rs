//! Which conversations the server found where one looks for whom to forward something to: a device does not have all of them. Pure.

use domain::ids::ConversationId;

/// What was looked for, and what was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoundConversations {
    /// What is looked for now; empty: nothing.
    pub wanted: String,
    /// `None`: the server has not answered yet.
    ids: Option<Vec<ConversationId>>,
}

impl FoundConversations {
    /// Another text is looked for.
    pub(crate) fn begin(&mut self, wanted: String) {
        let ids = wanted.trim().is_empty().then(Vec::new);
        *self = Self { wanted, ids };
    }

    /// The server answered for a text, or will not; too late when another one is looked for.
    pub(crate) fn put(&mut self, wanted: &str, ids: Vec<ConversationId>) {
        if self.wanted == wanted {
            self.ids = Some(ids);
        }
    }

    /// What was found for a text, the newest first.
    #[must_use]
    pub fn of(&self, wanted: &str) -> &[ConversationId] {
        self.ids
            .as_deref()
            .filter(|_| self.wanted == wanted)
            .unwrap_or_default()
    }

    /// Whether the server was asked and has not answered yet.
    #[must_use]
    pub const fn is_asked(&self) -> bool {
        self.ids.is_none() && !self.wanted.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u8) -> ConversationId {
        ConversationId::from_parts(1, &[number; 10])
    }

    #[test]
    fn an_answer_counts_for_the_text_that_was_asked_for() {
        let mut found = FoundConversations::default();
        found.begin("ma".to_owned());
        assert!(found.is_asked());
        found.begin("mar".to_owned());
        found.put("ma", vec![id(1)]);
        assert!(found.is_asked(), "too late");
        found.put("mar", vec![id(2)]);
        assert!(!found.is_asked());
        assert_eq!(found.of("mar"), [id(2)]);
        assert!(found.of("mari").is_empty());
    }

    #[test]
    fn whoever_looks_for_nothing_waits_for_nobody() {
        let mut found = FoundConversations::default();
        found.begin("ma".to_owned());
        found.put("ma", vec![id(1)]);
        found.begin("  ".to_owned());
        assert!(!found.is_asked());
        assert!(found.of("  ").is_empty());
    }
}

//! Which conversations the agent lost sight of, so that an answer under way does not bring them back. Pure.
//!
//! Sight is ordered by the log's numbers: the later word counts, whatever order the words come in.

use domain::ids::ConversationId;
use std::collections::HashMap;

/// What is known of losing and gaining sight.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sight {
    words: HashMap<ConversationId, Word>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Word {
    n: u64,
    is_visible: bool,
}

/// Where a row comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AsOf {
    /// From a state of the log that includes this number: it proves that the row was visible then.
    Number(u64),
    /// From an answer without a number, or from the device: proves nothing.
    Unknown,
}

impl Sight {
    /// Event `n` says that a conversation is visible or not. Says whether this is the latest word.
    pub(super) fn note(&mut self, id: ConversationId, n: u64, is_visible: bool) -> bool {
        let is_latest = self.words.get(&id).is_none_or(|word| n >= word.n);
        if is_latest {
            self.words.insert(id, Word { n, is_visible });
        }
        is_latest
    }

    /// Whether a row may be shown; a proof of visibility is noted.
    pub(super) fn admits(&mut self, id: ConversationId, as_of: AsOf) -> bool {
        let word = self.words.get(&id).copied();
        let is_hidden = word.is_some_and(|word| !word.is_visible);
        match as_of {
            AsOf::Unknown => !is_hidden,
            AsOf::Number(n) if word.is_none_or(|word| n > word.n) => {
                self.words.insert(id, Word { n, is_visible: true });
                true
            }
            AsOf::Number(_) => !is_hidden,
        }
    }
}

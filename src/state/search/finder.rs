//! The search in the open conversation: the places of its hits, and which of them is shown. Pure.

use crate::state::phase::RequestFailure;
use domain::entities::Position;
use domain::ids::ConversationId;

/// The search in the open conversation.
#[derive(Clone, Debug, PartialEq)]
pub struct Finder {
    /// In which conversation.
    pub conversation_id: ConversationId,
    /// What is looked for.
    pub text: String,
    /// Where it was found, newest first, as far as is known.
    pub places: Vec<Position>,
    /// How many messages match.
    pub total: usize,
    /// Which of the places is shown.
    pub at: usize,
    /// How it goes.
    pub state: FinderState,
}

/// How the search in a conversation goes.
#[derive(Clone, Debug, PartialEq)]
pub enum FinderState {
    /// Somebody is asked.
    Busy,
    /// The whole history was looked through.
    Whole,
    /// The same, but the server still takes older messages into its index.
    Indexing,
    /// The server could not be asked: only what is on this device was looked through.
    OnDevice,
    /// It could not be asked, and the device keeps nothing.
    Failed(RequestFailure),
}

impl Finder {
    /// Begins to look for a text.
    pub(crate) const fn new(conversation_id: ConversationId, text: String) -> Self {
        Self {
            conversation_id,
            text,
            places: Vec::new(),
            total: 0,
            at: 0,
            state: FinderState::Busy,
        }
    }

    /// The place that is shown.
    #[must_use]
    pub fn place(&self) -> Option<Position> {
        self.places.get(self.at).copied()
    }

    /// Somebody has looked: the place that is shown stays the same, where it is among what was found. Says whether another one is
    /// shown now.
    pub(crate) fn hear(&mut self, places: Vec<Position>, total: usize, state: FinderState) -> bool {
        let shown = self.place();
        self.at = shown
            .and_then(|shown| places.iter().position(|place| *place == shown))
            .unwrap_or(0);
        self.places = places;
        self.total = total;
        self.state = state;
        self.place() != shown
    }

    /// From hit to hit, around the ends of what is known.
    pub(crate) fn step(&mut self, step: Step) {
        let count = self.places.len();
        if count == 0 {
            return;
        }
        self.at = match step {
            Step::Older => (self.at + 1) % count,
            Step::Newer => (self.at + count - 1) % count,
        };
    }
}

/// From hit to hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// To the next older one.
    Older,
    /// To the next newer one.
    Newer,
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::MessageId;
    use domain::time::Timestamp;

    fn place(number: u8) -> Position {
        Position {
            at: Timestamp::from_millis(i64::from(number)),
            id: MessageId::from_parts(1, &[number; 10]),
        }
    }

    #[test]
    fn steps_go_around_the_ends() {
        let mut finder = Finder::new(ConversationId::from_parts(1, &[1; 10]), "a".to_owned());
        finder.step(Step::Older);
        assert_eq!(finder.place(), None);
        finder.places = [3, 2, 1].map(place).to_vec();
        let mut seen = Vec::new();
        for step in [Step::Older, Step::Older, Step::Older, Step::Newer] {
            finder.step(step);
            seen.push(finder.at);
        }
        assert_eq!(seen, [1, 2, 0, 2]);
        let places = [4, 3, 1].map(place).to_vec();
        assert!(!finder.hear(places, 17, FinderState::Whole));
        assert_eq!((finder.at, finder.total), (2, 17));
        assert!(finder.hear(Vec::new(), 0, FinderState::Whole));
    }
}

//! The search in the open conversation: the places of its hits, and which of them is shown. Pure.

use super::is_passing;
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
    /// What came while somebody was asked, and whether it is a hit: the answer may be older than that.
    came: Vec<(Position, bool)>,
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
            came: Vec::new(),
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
        self.places = places;
        self.total = total;
        self.state = state;
        let came = std::mem::take(&mut self.came);
        for (place, is_hit) in &came {
            self.take(*place, *is_hit);
        }
        // Another answer is to follow, which may be older too.
        if self.state == FinderState::Busy {
            self.came = came;
        }
        self.at = shown
            .and_then(|shown| self.places.iter().position(|place| *place == shown))
            .unwrap_or(0);
        self.place() != shown
    }

    /// A message came, or has other words now. The hit that is shown stays the same; says whether it has gone and another one takes
    /// its place.
    pub(crate) fn hear_message(&mut self, place: Position, is_hit: bool) -> bool {
        match self.state {
            FinderState::Busy => {
                self.came.push((place, is_hit));
                return false;
            }
            FinderState::Failed(_) => return false,
            FinderState::Whole | FinderState::Indexing | FinderState::OnDevice => {}
        }
        let shown = self.place();
        self.take(place, is_hit);
        shown.is_some() && self.place() != shown
    }

    /// More places, older than those that are known.
    pub(crate) fn extend(&mut self, older: Vec<Position>) {
        let last = self.places.last().copied();
        self.places.extend(
            older
                .into_iter()
                .filter(|place| last.is_none_or(|last| *place < last)),
        );
    }

    /// Of what is older than all known places, while there are more, nobody knows whether it was counted.
    fn take(&mut self, place: Position, is_hit: bool) {
        let is_whole = self.places.len() >= self.total;
        if !is_whole && self.places.last().is_none_or(|last| place < *last) {
            return;
        }
        // Newest first.
        match self.places.binary_search_by(|known| place.cmp(known)) {
            Err(at) if is_hit => {
                if at <= self.at && !self.places.is_empty() {
                    self.at += 1;
                }
                self.places.insert(at, place);
                self.total += 1;
            }
            Ok(at) if !is_hit => {
                self.places.remove(at);
                self.total = self.total.saturating_sub(1);
                if at < self.at || self.at == self.places.len() {
                    self.at = self.at.saturating_sub(1);
                }
            }
            Ok(_) | Err(_) => {}
        }
    }

    /// Whether something is looked for and the server could not be asked: when it is there again it is asked again.
    #[must_use]
    pub fn lacks_server(&self) -> bool {
        let is_out_of_reach = match &self.state {
            FinderState::OnDevice => true,
            FinderState::Failed(failure) => is_passing(failure),
            FinderState::Busy | FinderState::Whole | FinderState::Indexing => false,
        };
        is_out_of_reach && !self.text.is_empty()
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
        assert!(!finder.lacks_server());
        finder.hear(Vec::new(), 0, FinderState::OnDevice);
        assert!(finder.lacks_server());
    }

    fn finder(numbers: &[u8], total: usize) -> Finder {
        let mut finder = Finder::new(ConversationId::from_parts(1, &[1; 10]), "a".to_owned());
        let places = numbers.iter().copied().map(place).collect();
        finder.hear(places, total, FinderState::Whole);
        finder
    }

    #[test]
    fn what_comes_and_goes_meanwhile_is_counted_and_the_hit_that_is_shown_stays() {
        let mut finder = finder(&[7, 5, 3], 3);
        finder.step(Step::Older);
        assert_eq!((finder.at, finder.place()), (1, Some(place(5))));
        // Above it, below it, between, twice, and no hit at all.
        for (number, is_hit, at, total) in [
            (9, true, 2, 4),
            (1, true, 2, 5),
            (6, true, 3, 6),
            (6, true, 3, 6),
            (8, false, 3, 6),
            (9, false, 2, 5),
            (3, false, 2, 4),
        ] {
            assert!(!finder.hear_message(place(number), is_hit), "{number}");
            assert_eq!(
                (finder.at, finder.total, finder.place()),
                (at, total, Some(place(5))),
                "{number}"
            );
        }
        // The one that is shown goes: the next older one takes its place, or the last that is left.
        assert!(finder.hear_message(place(5), false));
        assert_eq!((finder.place(), finder.at, finder.total), (Some(place(1)), 2, 3));
        assert!(finder.hear_message(place(1), false));
        assert_eq!((finder.place(), finder.at, finder.total), (Some(place(6)), 1, 2));
        finder.hear_message(place(7), false);
        assert!(finder.hear_message(place(6), false));
        assert_eq!((finder.place(), finder.total), (None, 0));
        assert!(!finder.hear_message(place(2), true), "nothing was shown before");
        assert_eq!((finder.place(), finder.total), (Some(place(2)), 1));
    }

    #[test]
    fn an_answer_that_is_older_than_what_came_does_not_take_it_back() {
        let mut finder = Finder::new(ConversationId::from_parts(1, &[1; 10]), "a".to_owned());
        finder.hear_message(place(9), true);
        finder.hear_message(place(4), false);
        finder.hear([7, 4].map(place).to_vec(), 2, FinderState::Busy);
        assert_eq!(finder.places, [9, 7].map(place));
        finder.hear([7, 4, 2].map(place).to_vec(), 3, FinderState::Whole);
        assert_eq!(
            (finder.places.as_slice(), finder.total),
            (&[9, 7, 2].map(place)[..], 3)
        );
        // It was told of both: nothing is counted twice.
        finder.hear([9, 7, 2].map(place).to_vec(), 3, FinderState::Whole);
        assert_eq!(finder.total, 3);
    }

    #[test]
    fn what_is_older_than_all_known_places_is_counted_by_the_server() {
        let mut finder = finder(&[7, 5], 4);
        finder.hear_message(place(2), true);
        assert_eq!((finder.places.len(), finder.total), (2, 4));
        finder.extend([5, 3, 2].map(place).to_vec());
        assert_eq!(
            (finder.places.as_slice(), finder.total),
            (&[7, 5, 3, 2].map(place)[..], 4)
        );
        finder.hear_message(place(1), true);
        assert_eq!(finder.total, 5);
    }
}

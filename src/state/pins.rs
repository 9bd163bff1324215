//! What the agent keeps on top of the list: what the server says, and over it what was wished here and not told yet. Pure.

use domain::command::PinConversation;
use domain::draft::next_revision;
use domain::ids::ConversationId;
use domain::time::Timestamp;
use std::collections::BTreeSet;

/// Pins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pins {
    told: Vec<ConversationId>,
    /// The number of the log as of which the server said so.
    as_of: u64,
    /// In the order of their revisions.
    wishes: Vec<(ConversationId, PinConversation)>,
    newest_revision: u64,
    /// Those that the server was asked for because they were not here.
    asked: BTreeSet<ConversationId>,
}

impl Pins {
    /// What is pinned, the newest pin first.
    #[must_use]
    pub fn shown(&self) -> Vec<ConversationId> {
        let mut shown = self.told.clone();
        for (id, wish) in &self.wishes {
            shown.retain(|other| other != id);
            if wish.is_pinned {
                shown.insert(0, *id);
            }
        }
        shown
    }

    /// Whether a conversation is pinned.
    #[must_use]
    pub fn is_pinned(&self, id: ConversationId) -> bool {
        self.wish(id)
            .map_or_else(|| self.told.contains(&id), |wish| wish.is_pinned)
    }

    /// What the server said, for the device to keep.
    #[must_use]
    pub fn told(&self) -> &[ConversationId] {
        &self.told
    }

    /// The server says what is pinned. What it said before does not come back.
    pub(crate) fn hear(&mut self, ids: &[ConversationId], as_of: u64) {
        if as_of >= self.as_of {
            self.as_of = as_of;
            self.told = ids.to_vec();
        }
    }

    /// Those that were not asked for yet; they are from now on. One that is out of sight would be asked for in vain each time.
    pub(crate) fn ask(&mut self, ids: Vec<ConversationId>) -> Vec<ConversationId> {
        ids.into_iter().filter(|id| self.asked.insert(*id)).collect()
    }

    /// The server begins anew; wishes stay.
    pub(crate) fn begin_anew(&mut self) {
        self.told.clear();
        self.asked.clear();
        self.as_of = 0;
    }

    /// The agent wishes. Gives what to tell the server.
    pub(crate) fn note(&mut self, id: ConversationId, is_pinned: bool, now: Timestamp) -> PinConversation {
        let wish = PinConversation {
            is_pinned,
            revision: next_revision(self.newest_revision, now),
        };
        self.restore(id, wish);
        wish
    }

    /// A wish that was kept on the device.
    pub(crate) fn restore(&mut self, id: ConversationId, wish: PinConversation) {
        self.newest_revision = self.newest_revision.max(wish.revision);
        self.wishes.retain(|(other, _)| *other != id);
        let at = self
            .wishes
            .partition_point(|(_, other)| other.revision <= wish.revision);
        self.wishes.insert(at, (id, wish));
    }

    /// The wish for a conversation that the server has not heard.
    #[must_use]
    pub fn wish(&self, id: ConversationId) -> Option<PinConversation> {
        self.wishes
            .iter()
            .find(|(other, _)| *other == id)
            .map(|(_, wish)| *wish)
    }

    /// All of them.
    #[must_use]
    pub fn wishes(&self) -> Vec<ConversationId> {
        self.wishes.iter().map(|(id, _)| *id).collect()
    }

    /// The server has heard a wish, or will not.
    pub(crate) fn settle(&mut self, id: ConversationId, revision: u64) {
        self.wishes
            .retain(|(other, wish)| *other != id || wish.revision != revision);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_seconds(1_795_000_000);

    fn id(number: u8) -> ConversationId {
        ConversationId::from_parts(1, &[number; 10])
    }

    #[test]
    fn a_wish_shows_at_once_and_stays_until_the_server_has_it() {
        let mut pins = Pins::default();
        pins.hear(&[id(1), id(2)], 5);
        let up = pins.note(id(3), true, NOW);
        let down = pins.note(id(1), false, NOW);
        assert!(down.revision > up.revision);
        assert_eq!(pins.shown(), [id(3), id(2)]);
        assert!(pins.is_pinned(id(3)) && !pins.is_pinned(id(1)));
        assert_eq!(pins.told(), [id(1), id(2)]);
        // The server had other news first.
        pins.hear(&[id(4), id(1), id(2)], 6);
        assert_eq!(pins.shown(), [id(3), id(4), id(2)]);
        pins.hear(&[id(3), id(4), id(1), id(2)], 7);
        pins.settle(id(3), up.revision);
        assert_eq!(pins.wishes(), [id(1)]);
        assert_eq!(pins.shown(), [id(3), id(4), id(2)]);
    }

    #[test]
    fn what_the_server_said_before_does_not_come_back() {
        let mut pins = Pins::default();
        pins.hear(&[id(1)], 9);
        pins.hear(&[], 8);
        assert_eq!(pins.shown(), [id(1)]);
        pins.begin_anew();
        pins.hear(&[id(2)], 1);
        assert_eq!(pins.shown(), [id(2)]);
    }

    #[test]
    fn only_the_newest_wish_for_a_conversation_counts() {
        let mut pins = Pins::default();
        let first = pins.note(id(1), true, NOW);
        let second = pins.note(id(1), false, NOW);
        pins.settle(id(1), first.revision);
        assert_eq!(pins.wish(id(1)), Some(second));
        pins.settle(id(1), second.revision);
        assert_eq!(pins.wish(id(1)), None);
        // After a reload the revision goes on above what was kept.
        let mut later = Pins::default();
        later.restore(id(1), second);
        assert!(later.note(id(2), true, Timestamp::default()).revision > second.revision);
    }
}
